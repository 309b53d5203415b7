-- Whether an answer was taken back by a later row of its pair.
CREATE OR REPLACE FUNCTION cases_is_taken_back(answer cases_duplicateanswer)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_duplicateanswer t WHERE t.verdict = 'taken'
        AND t.one_id = answer.one_id AND t.other_id = answer.other_id AND t.id > answer.id)
$$;

-- Everybody who was answered to be the same as a person, and the person too.
CREATE OR REPLACE FUNCTION cases_same_as(the_person bigint)
RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE same (person) AS (
        SELECT the_person
        UNION
        SELECT CASE d.one_id WHEN s.person THEN d.other_id ELSE d.one_id END
        FROM same s JOIN cases_duplicateanswer d
            ON d.verdict = 'same' AND s.person IN (d.one_id, d.other_id)
            AND NOT cases_is_taken_back(d)
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
            AND NOT cases_is_taken_back(d)
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

-- Whether work rests on the answer that two people are the same: a case of theirs closed, or about
-- to be, as a duplicate of another; a child moved from one of the mothers to another and not back.
CREATE OR REPLACE FUNCTION cases_rests_on_answer(one bigint, other bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH same AS (SELECT cases_same_as(one) AS person),
    moves AS (
        SELECT d.child_id, g.approved_by_id IS NULL AS waits,
            first_value(f.id) OVER (PARTITION BY d.child_id ORDER BY g.id) AS came_from
        FROM cases_motherchange g JOIN cases_movedchild d ON d.change_id = g.id
        JOIN cases_mother f ON f.id = g.moves_from_id JOIN cases_mother t ON t.id = g.moves_to_id
        WHERE g.dropped_by_id IS NULL
        AND f.person_id IN (SELECT person FROM same) AND t.person_id IN (SELECT person FROM same)
    )
    SELECT other IN (SELECT person FROM same) AND (
        EXISTS (SELECT FROM cases_child c JOIN cases_child d ON d.id = c.duplicate_of_id
            WHERE c.person_id IN (SELECT person FROM same)
            AND d.person_id IN (SELECT person FROM same))
        OR EXISTS (SELECT FROM moves m JOIN cases_child c ON c.id = m.child_id
            WHERE m.waits OR c.mother_id <> m.came_from))
$$;

-- An answer is taken back by who gave it, or by a reviewer, while nothing rests on it.
CREATE OR REPLACE FUNCTION cases_refuse_taking_back(one bigint, other bigint, who bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    hands bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('cases.duplicate_answer'));
    SELECT array_agg(d.by_id) INTO hands FROM cases_duplicateanswer d WHERE d.one_id = one
        AND d.other_id = other AND d.verdict <> 'taken' AND NOT cases_is_taken_back(d);
    IF hands IS NULL THEN PERFORM cases_refuse('duplicate_answer_to_take_back',
        'Nothing is answered on these two people.'); END IF;
    IF NOT hands <@ ARRAY[who] AND cases_may_one_of(who, ARRAY['verify_child']) IS NOT TRUE
    THEN PERFORM cases_refuse('duplicate_answer_of_another',
        'An answer is taken back by who gave it, or by a reviewer.'); END IF;
    IF cases_rests_on_answer(one, other) THEN PERFORM cases_refuse('duplicate_answer_rested_on',
        'Cases were closed or children moved by this answer.'); END IF;
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
