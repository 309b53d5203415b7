-- Whether a document of one of these kinds is on file for the child or the mother.
CREATE OR REPLACE FUNCTION cases_has_paper(the_child bigint, kinds text[])
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cases_document d
        JOIN cases_child c ON d.child_id = c.id OR d.mother_id = c.mother_id
        WHERE c.id = the_child AND d.withdrawn_at IS NULL AND d.kind = ANY (kinds)
    )
$$;
