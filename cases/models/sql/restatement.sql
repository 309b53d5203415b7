-- What a second person must confirm before it counts.
CREATE OR REPLACE FUNCTION cases_restate(the_child bigint, the_part text, who bigint)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_restatement (child_id, part, by_id) VALUES (the_child, the_part, who)
$$;

-- Who somebody is, is part of the record of the child and of each child of the mother.
CREATE OR REPLACE FUNCTION cases_restate_identity(the_person bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_restatement (child_id, part, by_id)
    SELECT id, 'identity', cases_actor() FROM cases_child WHERE person_id = the_person
    UNION ALL
    SELECT c.id, 'identity', cases_actor() FROM cases_mother m
    JOIN cases_child c ON c.mother_id = m.id WHERE m.person_id = the_person
$$;
