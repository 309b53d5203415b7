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

-- At COMMIT: by the number of its rows a list wants a second person, so no more became children.
CREATE OR REPLACE FUNCTION cases_refuse_uncounted_rows(list cases_importedlist)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM cases_importedrow WHERE of_list_id = list.id AND child_id IS NOT NULL)
        > list.rows
    THEN PERFORM cases_refuse('imported_list_counts_its_rows',
        'A list has as many rows as became children.'); END IF;
END $$;
