-- The rows of a list stay as they were when somebody asked to apply it, and all after that.
CREATE OR REPLACE FUNCTION cases_refuse_frozen_row(the_list bigint, is_of_the_check boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    list cases_importedlist;
BEGIN
    PERFORM cases_refuse_without('register_child', 'imported_row_by_office');
    SELECT * INTO list FROM cases_importedlist WHERE id = the_list FOR SHARE;
    PERFORM cases_refuse_list_of_another_desk(list.team_id);
    IF list.applied_by_id IS NOT NULL OR (list.asked_by_id IS NOT NULL AND is_of_the_check
        AND list.dropped_by_id IS NULL)
    THEN PERFORM cases_refuse('imported_row_frozen',
        'The rows of a list stay once somebody asked to apply it.'); END IF;
END $$;

-- A list is the work of the team to which it was sent, and of whoever checks all.
CREATE OR REPLACE FUNCTION cases_refuse_list_of_another_desk(the_team bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := cases_actor();
BEGIN
    IF (actor IS NULL AND NOT cases_is_page()) OR cases_may_one_of(actor, '{verify_child}')
       OR EXISTS (SELECT FROM cases_user WHERE id = actor AND team_id = the_team) THEN RETURN;
    END IF;
    PERFORM cases_refuse('imported_list_of_ones_desk', 'This list is another desk''s.');
END $$;

-- At COMMIT: a row of a list that waits to be applied changes with the list alone, which is applied
-- or thrown away; and none becomes a child before.
CREATE OR REPLACE FUNCTION cases_refuse_row_without_its_list(listed cases_importedrow)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_importedlist l WHERE l.id = listed.of_list_id
        AND l.applied_by_id IS NULL AND l.dropped_by_id IS NULL
        AND (listed.child_id IS NOT NULL OR l.asked_by_id IS NOT NULL AND EXISTS (
            SELECT FROM cases_importedlistevent e WHERE e.pgh_obj_id = l.id
            AND e.asked_by_id IS NOT NULL AND e.pgh_created_at < now())))
    THEN PERFORM cases_refuse('imported_row_frozen',
        'The rows of a list stay once somebody asked to apply it.'); END IF;
END $$;

-- At COMMIT: by the number of its rows a list wants a second person, so as many became children.
CREATE OR REPLACE FUNCTION cases_refuse_uncounted_rows(list cases_importedlist)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM cases_importedrow WHERE of_list_id = list.id AND child_id IS NOT NULL)
        <> list.rows
    THEN PERFORM cases_refuse('imported_list_counts_its_rows',
        'A list has as many rows as became children.'); END IF;
END $$;

-- Count anew each table that holds more than twice what the server last counted: who enters thousands
-- of rows in one transaction looks them up long before they count for others. Left out is a table
-- that another is counting.
CREATE OR REPLACE FUNCTION cases_count_grown_tables()
RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    grown regclass;
BEGIN
    FOR grown IN SELECT c.oid FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND c.relname LIKE 'cases\_%' AND pg_relation_size(c.oid)
                > CASE WHEN c.reltuples > 0 THEN 2 * c.relpages ELSE 0 END
                * current_setting('block_size')::bigint
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
    END LOOP;
END $$;
