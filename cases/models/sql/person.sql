-- A child is another person than the mother, and at least ten years younger; the rules of births
-- warn of what is only unlikely.
CREATE OR REPLACE FUNCTION cases_refuse_impossible_child(the_person bigint, the_mother bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_person c, cases_mother m JOIN cases_person p ON p.id = m.person_id
        WHERE c.id = the_person AND m.id = the_mother
        AND (c.id = p.id OR c.born_latest < p.born_earliest + interval '10 years')
    ) THEN PERFORM cases_refuse('child_possible_of_mother',
        'A child is at least ten years younger than her mother.'); END IF;
END $$;

-- The same, looked at from a changed birth: as a mother of children, and as a child of a mother.
CREATE OR REPLACE FUNCTION cases_refuse_impossible_mother(
    the_person bigint, earliest date, latest date)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_mother m JOIN cases_child c ON c.mother_id = m.id
        JOIN cases_person p ON p.id = c.person_id
        WHERE m.person_id = the_person AND p.born_latest < earliest + interval '10 years'
        UNION ALL
        SELECT 1 FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id
        JOIN cases_person p ON p.id = m.person_id
        WHERE c.person_id = the_person AND latest < p.born_earliest + interval '10 years'
    ) THEN PERFORM cases_refuse('child_possible_of_mother',
        'A child is at least ten years younger than her mother.'); END IF;
END $$;

-- Children who share name, sex, birth and mother with another case: one child registered twice,
-- unless somebody answered that they are not the same. Names in one script have the same letters,
-- in two scripts the same key; two mothers are one if they are called alike, or if neither is known
-- and the children are in one place.
CREATE OR REPLACE FUNCTION cases_registered_twice() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH named AS (
        SELECT c.id, c.person_id, c.mother_id, m.person_id AS her, c.held_at_id,
            p.sex, p.born_earliest, p.born_latest, n.match_key, n.folded, n.script
        FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id
        JOIN cases_person p ON p.id = c.person_id JOIN cases_personname n ON n.person_id = p.id
        WHERE n.match_key <> '' AND n.withdrawn_at IS NULL
        AND COALESCE(c.closed_reason, '') NOT IN ('duplicate', 'error', 'not_national')
    )
    SELECT DISTINCT a.id
    FROM named a JOIN named b USING (match_key, sex, born_earliest, born_latest)
    WHERE a.id <> b.id AND (a.folded = b.folded OR a.script <> b.script)
    AND (a.mother_id = b.mother_id
        OR EXISTS (SELECT 1 FROM cases_personname x JOIN cases_personname y USING (match_key)
            WHERE x.person_id = a.her AND y.person_id = b.her AND match_key <> ''
            AND x.withdrawn_at IS NULL AND y.withdrawn_at IS NULL)
        OR a.held_at_id = b.held_at_id
        AND NOT EXISTS (SELECT 1 FROM cases_personname
                        WHERE person_id IN (a.her, b.her) AND withdrawn_at IS NULL))
    AND cases_answered(a.person_id, b.person_id) IS DISTINCT FROM 'not_same'
$$;

-- At COMMIT: a child is called by one name at least; a mother may be unknown.
CREATE OR REPLACE FUNCTION cases_refuse_nameless(the_person bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_child WHERE person_id = the_person) AND NOT EXISTS (
        SELECT 1 FROM cases_personname WHERE person_id = the_person AND withdrawn_at IS NULL
    ) THEN PERFORM cases_refuse('child_keeps_a_name', 'A child keeps a name.'); END IF;
END $$;
