-- At COMMIT: a case is completed when each follow-up is done, or when the request says why not.
CREATE OR REPLACE FUNCTION cases_refuse_completed_unfollowed(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_child c JOIN cases_followup f ON f.child_id = c.id
        WHERE c.id = the_child AND c.closing_reason = 'completed' AND c.closing_note = ''
        AND f.done_on IS NULL
    ) THEN PERFORM cases_refuse('completed_followed_or_reasoned',
        'A follow-up is not done, and no reason is given.'); END IF;
END $$;
