-- At COMMIT: a case is completed when each follow-up is done, or when the request says why not.
CREATE OR REPLACE FUNCTION cases_refuse_completed_unfollowed(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_child c JOIN cases_followup f ON f.child_id = c.id
        WHERE c.id = the_child AND c.closing_reason = 'completed' AND c.closing_note = ''
        AND f.done_on IS NULL AND f.withdrawn_with_id IS NULL
    ) THEN PERFORM cases_refuse('completed_followed_or_reasoned',
        'A follow-up is not done, and no reason is given.'); END IF;
END $$;

-- At COMMIT: what a placement planned is withdrawn when it is undone; nothing is left to be done.
CREATE OR REPLACE FUNCTION cases_refuse_left_to_follow(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_placement WHERE child_id = the_child AND undone_with_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM cases_placement
           WHERE child_id = the_child AND undone_with_id IS NULL)
       AND EXISTS (SELECT FROM cases_followup
           WHERE child_id = the_child AND done_on IS NULL AND withdrawn_with_id IS NULL)
    THEN PERFORM cases_refuse('placement_undone_leaves_no_follow_up',
        'The follow-ups of a placement that is undone are withdrawn.'); END IF;
END $$;

-- A visit is planned to a child in care, and done since the child is; the owner is held to nothing.
CREATE OR REPLACE FUNCTION cases_refuse_follow_up(visit cases_followup, is_new boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    since date := (SELECT stage_since FROM cases_child
        WHERE id = visit.child_id AND stage = 'placed');
BEGIN
    IF cases_actor() IS NULL AND NOT cases_is_page() THEN RETURN; END IF;
    IF since IS NULL OR visit.done_on < since
        OR is_new AND visit.done_on IS NOT NULL
    THEN PERFORM cases_refuse('follow_up_of_a_child_in_care',
        'A visit is planned to a child in care, and done since the child is.'); END IF;
END $$;
