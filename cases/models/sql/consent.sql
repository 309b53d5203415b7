-- Whether the word of a mother is one of a woman who was taken for the mother before: it counts no
-- longer, unless somebody answered that both are one person.
CREATE OR REPLACE FUNCTION cases_word_of_another_mother(
    the_child bigint, role text, the_giver bigint)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN role = 'mother' AND EXISTS (
        SELECT FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id
        WHERE c.id = the_child AND m.person_id <> the_giver
        AND cases_answered(m.person_id, the_giver) IS DISTINCT FROM 'same');
END $$;

-- The givers whose newest word on that day is "given" and was verified by a second person.
CREATE OR REPLACE FUNCTION cases_consents_that_hold(keys bigint[], the_purpose text, day date)
RETURNS TABLE (child_id bigint, giver_role text) LANGUAGE sql STABLE AS $$
    SELECT n.child_id, n.giver_role FROM (
        SELECT DISTINCT ON (k.child_id, k.giver_role) k.id, k.child_id, k.giver_role, k.decision
        FROM cases_consent k
        JOIN cases_child c ON c.id = k.child_id JOIN cases_mother m ON m.id = c.mother_id
        WHERE k.child_id = ANY (keys) AND k.purpose = the_purpose AND k.decided_on <= day
        AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.consent_id = k.id)
        -- The function is asked of another woman alone: it is slow.
        AND (k.giver_role <> 'mother' OR k.giver_id IS NULL OR k.giver_id = m.person_id
            OR NOT cases_word_of_another_mother(k.child_id, k.giver_role, k.giver_id))
        ORDER BY k.child_id, k.giver_role, k.decided_on DESC, k.id DESC) AS n
    WHERE n.decision = 'given'
    AND EXISTS (SELECT FROM cases_consentverification v WHERE v.consent_id = n.id)
$$;

-- The roles of givers whose consent the agreement asks for and does not have on that day.
-- Age is counted as the rules do, by birthdays: an interval of years is off on 29 February. A court
-- stands in for a parent; a father is not asked when his death is on record and confirmed.
CREATE OR REPLACE FUNCTION cases_missing_consents(keys bigint[], the_purpose text, day date)
RETURNS TABLE (child_id bigint, giver_role text) LANGUAGE sql STABLE AS $$
    WITH holding AS MATERIALIZED (SELECT * FROM cases_consents_that_hold(keys, the_purpose, day))
    SELECT c.id, r.giver_role FROM cases_child c
    JOIN cases_consentrule r ON r.agreement_id = c.agreement_id
    JOIN cases_person p ON p.id = c.person_id
    WHERE c.id = ANY (keys) AND r.purpose = the_purpose AND r.during @> day
    AND (r.giver_role <> 'child'
         OR extract(year FROM age(day, p.born_latest)) >= r.from_age)
    AND NOT EXISTS (SELECT FROM holding h WHERE h.child_id = c.id AND (h.giver_role = r.giver_role
         OR h.giver_role = 'court' AND r.giver_role IN ('mother', 'father')))
    AND NOT (r.giver_role = 'father' AND c.father_status = 'deceased'
             AND c.father_evidence <> ''
             AND EXISTS (SELECT 1 FROM cases_restatement s WHERE s.child_id = c.id
                         AND s.part = 'father')
             AND NOT EXISTS (SELECT 1 FROM cases_restatement s WHERE s.child_id = c.id
                             AND s.part = 'father' AND s.confirmed_by_id IS NULL))
$$;

-- One of these roles for one child, or NULL.
CREATE OR REPLACE FUNCTION cases_missing_consent(the_child bigint, the_purpose text, day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT giver_role FROM cases_missing_consents(ARRAY[the_child], the_purpose, day)
    ORDER BY giver_role LIMIT 1
$$;

-- Since when those who decide about a child are of two minds, or NULL: one of the parents or the
-- guardian refuses while another of them, or a court, consents.
CREATE OR REPLACE FUNCTION cases_contested_since(the_child bigint, day date)
RETURNS date LANGUAGE sql STABLE AS $$
    WITH words AS (
        SELECT DISTINCT ON (giver_role) giver_role, decision, decided_on FROM cases_consent k
        WHERE child_id = the_child AND purpose = 'repatriation' AND decided_on <= day
        AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.consent_id = k.id)
        AND NOT cases_word_of_another_mother(k.child_id, k.giver_role, k.giver_id)
        ORDER BY giver_role, decided_on DESC, id DESC
    )
    SELECT max(decided_on) FROM words
    WHERE giver_role IN ('mother', 'father', 'guardian') AND decision <> 'given'
    AND EXISTS (SELECT 1 FROM words WHERE decision = 'given'
                AND giver_role IN ('mother', 'father', 'guardian', 'court'))
$$;

-- Whether a contested consent was not weighed in an approved note on the best interests since.
CREATE OR REPLACE FUNCTION cases_contest_unweighed(the_child bigint, day date)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    since date := cases_contested_since(the_child, day);
BEGIN
    RETURN since IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_bestinterestsnote n WHERE n.child_id = the_child
        AND n.approved_by_id IS NOT NULL AND 'consent' = ANY (n.triggers)
        AND n.held_on BETWEEN since AND day
    );
END $$;
