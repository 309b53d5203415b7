-- What is held on a person is handed out to one of the two who agreed on it.
CREATE OR REPLACE FUNCTION cases_refuse_held_file(file cases_heldfile)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    wish cases_heldrequest;
BEGIN
    SELECT * INTO wish FROM cases_heldrequest WHERE id = file.wish_id FOR SHARE;
    IF wish.kind NOT IN ('file', 'her_file') OR wish.approved_by_id IS NULL
    THEN PERFORM cases_refuse('held_file_agreed',
        'A second person agrees before it is given out.'); END IF;
    IF file.by_id NOT IN (wish.asked_by_id, wish.approved_by_id)
    THEN PERFORM cases_refuse('held_file_to_the_two',
        'It is given out by one of the two who agreed.'); END IF;
END $$;
