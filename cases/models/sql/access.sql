-- How a record belonged to somebody's work at a moment, as history tells it: assigned to them, of
-- their team, or neither. Empty where no record is named. What was before the first version of a
-- row is what that version says.
CREATE OR REPLACE FUNCTION cases_assigned(
    viewer bigint, the_child bigint, the_mother bigint, moment timestamptz)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    family bigint := the_mother;
BEGIN
    IF the_child IS NULL AND the_mother IS NULL THEN RETURN ''; END IF;
    IF the_child IS NOT NULL THEN
        SELECT mother_id INTO family FROM cases_childevent WHERE pgh_obj_id = the_child
        ORDER BY cases_nearness(pgh_id, pgh_created_at, moment) LIMIT 1;
    END IF;
    IF EXISTS (
        SELECT FROM cases_child c
        WHERE (c.id = the_child OR the_child IS NULL AND c.mother_id = family)
        AND viewer = (SELECT caseworker_id FROM cases_childevent WHERE pgh_obj_id = c.id
            ORDER BY cases_nearness(pgh_id, pgh_created_at, moment) LIMIT 1)
    ) THEN RETURN 'caseworker'; END IF;
    IF (SELECT team_id FROM cases_userevent WHERE pgh_obj_id = viewer
            ORDER BY cases_nearness(pgh_id, pgh_created_at, moment) LIMIT 1)
       = (SELECT team_id FROM cases_motherevent WHERE pgh_obj_id = family
            ORDER BY cases_nearness(pgh_id, pgh_created_at, moment) LIMIT 1)
    THEN RETURN 'team'; END IF;
    RETURN 'outside';
END $$;

-- Orders the versions of a row: the last one of a moment first, else the first one after it.
CREATE OR REPLACE FUNCTION cases_nearness(version bigint, made timestamptz, moment timestamptz)
RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN made <= moment THEN -version ELSE version END
$$;
