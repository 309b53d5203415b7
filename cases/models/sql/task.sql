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

-- Work is given on a case that one may see, to somebody who works on cases.
CREATE OR REPLACE FUNCTION cases_refuse_given_task(task cases_task)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_refuse_other_office('{work_case}', 'task_by_office');
    PERFORM cases_refuse_unseen_case(task.child_id, NULL, 'task_of_a_case_seen');
    IF (cases_actor() IS NOT NULL OR cases_is_page()) AND task.assigned_to_id IS NOT NULL
       AND cases_may_one_of(task.assigned_to_id, '{work_case}') IS NOT TRUE THEN
        PERFORM cases_refuse('task_for_who_works', 'Nobody else works on cases.');
    END IF;
END $$;

-- At COMMIT: the day of a task that the register made follows the facts of its case, and so does its
-- end. A fee schedule and a sibling who stays are agreed on without an entry of each case.
CREATE OR REPLACE FUNCTION cases_refuse_moved_task(the_child bigint, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (cases_actor() IS NULL AND NOT cases_is_page()) OR EXISTS (
        SELECT FROM cases_journal WHERE child_id = the_child AND at >= now()
        AND cases_is_ours(xmin) AND by_id = cases_actor())
       OR EXISTS (SELECT FROM cases_siblingexceptionevent
        WHERE child_id = the_child AND pgh_created_at >= now()
        AND cases_is_ours(xmin) AND approved_by_id = cases_actor())
       OR EXISTS (SELECT FROM cases_feescheduleevent e JOIN cases_child c USING (agreement_id)
        WHERE c.id = the_child AND e.pgh_created_at >= now()
        AND cases_is_ours(e.xmin) AND e.approved_by_id = cases_actor()) THEN RETURN;
    END IF;
    PERFORM cases_refuse(guard, 'A task that the register made follows the facts of its case.');
END $$;
