-- The rows of a list stay as they were when somebody asked to apply it, and all after that.
CREATE OR REPLACE FUNCTION cases_refuse_frozen_row(the_list bigint, is_of_the_check boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    list cases_importedlist;
BEGIN
    PERFORM cases_refuse_without('register_child', 'imported_row_by_office');
    SELECT * INTO list FROM cases_importedlist WHERE id = the_list FOR SHARE;
    IF list.applied_by_id IS NOT NULL OR (list.asked_by_id IS NOT NULL AND is_of_the_check
        AND list.dropped_by_id IS NULL)
    THEN PERFORM cases_refuse('imported_row_frozen',
        'The rows of a list stay once somebody asked to apply it.'); END IF;
END $$;
