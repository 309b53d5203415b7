-- Everybody who was answered to be the same as a person, and the person too.
CREATE OR REPLACE FUNCTION cases_same_as(the_person bigint)
RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE same (person) AS (
        SELECT the_person
        UNION
        SELECT CASE d.one_id WHEN s.person THEN d.other_id ELSE d.one_id END
        FROM same s JOIN cases_duplicateanswer d
            ON d.verdict = 'same' AND s.person IN (d.one_id, d.other_id)
    )
    SELECT person FROM same
$$;

-- What follows from the answers for two people: 'same', 'not_same', or NULL. Who is the same as
-- somebody is not the same as whom that one is not the same as.
CREATE OR REPLACE FUNCTION cases_answered(one bigint, other bigint)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN other IN (SELECT cases_same_as(one)) THEN 'same'
        WHEN EXISTS (
            SELECT FROM cases_same_as(one) a, cases_same_as(other) b
            JOIN cases_duplicateanswer d ON d.verdict = 'not_same'
            WHERE d.one_id = LEAST(a, b) AND d.other_id = GREATEST(a, b)
        ) THEN 'not_same' END
$$;

-- An answer agrees with what follows from the earlier ones. One at a time, or two would miss
-- one another.
CREATE OR REPLACE FUNCTION cases_refuse_contradiction(one bigint, other bigint, verdict text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    before text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('cases.duplicate_answer'));
    before := cases_answered(one, other);
    IF before <> verdict THEN PERFORM cases_refuse('duplicate_answer_agrees',
        'This contradicts the answers on these people.'); END IF;
END $$;

-- Whoever is on record as a child or a mother is compared again; a mother's name or place counts
-- for her children too.
CREATE OR REPLACE FUNCTION cases_mark_to_compare(the_person bigint)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_tocompare (person_id)
    SELECT person_id FROM cases_child WHERE person_id = the_person
    UNION SELECT person_id FROM cases_mother WHERE person_id = the_person
    UNION SELECT c.person_id FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id
        WHERE m.person_id = the_person
$$;
