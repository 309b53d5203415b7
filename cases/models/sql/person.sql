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
