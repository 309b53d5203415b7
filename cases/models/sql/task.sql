-- At COMMIT: a closed case leaves nobody a task.
CREATE OR REPLACE FUNCTION cases_refuse_open_task(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_child c JOIN cases_task t ON t.child_id = c.id
        WHERE c.id = the_child AND c.stage = 'closed' AND t.outcome IS NULL
    ) THEN PERFORM cases_refuse('task_open_on_open_case',
        'A closed case has no open task.'); END IF;
END $$;
