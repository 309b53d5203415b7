-- Whether the request was written, or approved, in this very transaction: its history says so, which
-- the application cannot write.
CREATE OR REPLACE FUNCTION cases_mother_change_now(the_change bigint, is_approved boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_motherchangeevent e
        WHERE e.pgh_obj_id = the_change AND e.pgh_created_at >= now()
        AND cases_is_ours(e.xmin) AND (e.approved_by_id IS NOT NULL) = is_approved)
$$;

-- The document that shows it belongs to one of the two families.
CREATE OR REPLACE FUNCTION cases_refuse_strange_evidence(the_change cases_motherchange)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_document d LEFT JOIN cases_child c ON c.id = d.child_id
        WHERE d.id = the_change.document_id AND d.withdrawn_at IS NULL
        AND COALESCE(d.mother_id, c.mother_id)
            IN (the_change.moves_from_id, the_change.moves_to_id)
    ) THEN PERFORM cases_refuse('mother_change_document_of_the_families',
        'The document belongs to somebody else.'); END IF;
END $$;

-- Children are named with the request, and are hers whom they leave.
CREATE OR REPLACE FUNCTION cases_refuse_child_not_asked(the_row cases_movedchild)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT cases_mother_change_now(the_row.change_id, false) OR NOT EXISTS (
        SELECT FROM cases_motherchange g JOIN cases_child c ON c.mother_id = g.moves_from_id
        WHERE g.id = the_row.change_id AND c.id = the_row.child_id AND g.approved_by_id IS NULL
    ) THEN PERFORM cases_refuse('moved_child_asked_with_it',
        'Who moves to another mother is named with the request.'); END IF;
    PERFORM cases_refuse_merged(ARRAY[the_row.child_id], 'moved_child_not_merged');
END $$;

-- At COMMIT: a request names a child, and an approved one has moved them all.
CREATE OR REPLACE FUNCTION cases_refuse_unmoved_children(the_change bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases_movedchild WHERE change_id = the_change) OR EXISTS (
        SELECT FROM cases_motherchange g JOIN cases_movedchild d ON d.change_id = g.id
        JOIN cases_child c ON c.id = d.child_id
        WHERE g.id = the_change AND g.approved_by_id IS NOT NULL
        AND c.mother_id IS DISTINCT FROM g.moves_to_id
    ) THEN PERFORM cases_refuse('mother_change_moves_children',
        'A change of mother names children, and moves them when it is approved.'); END IF;
END $$;

-- A child comes under another mother by a request that is approved in this very step, under a new
-- reference; the one before is kept, the agreement stays, and no money of the child is on its way.
CREATE OR REPLACE FUNCTION cases_refuse_child_of_another(was cases_child, now_is cases_child)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF was.agreement_id <> now_is.agreement_id OR was.reference = now_is.reference OR NOT EXISTS (
        SELECT FROM cases_formerreference f JOIN cases_motherchange g ON g.id = f.mother_change_id
        JOIN cases_movedchild d ON d.change_id = g.id AND d.child_id = was.id
        WHERE f.reference = was.reference AND f.child_id = was.id
        AND g.moves_from_id = was.mother_id AND g.moves_to_id = now_is.mother_id
        AND cases_mother_change_now(g.id, true)
    ) THEN PERFORM cases_refuse('child_mother_stays',
        'A child comes under another mother by two people, under a new reference.'); END IF;
    PERFORM cases_refuse_former_reference(now_is.reference);
    PERFORM cases_refuse_merged(ARRAY[was.id], 'moved_child_not_merged');
    IF EXISTS (SELECT FROM cases_fee
               WHERE child_id = was.id AND status IN ('batched', 'refund_due')) THEN
        PERFORM cases_refuse('child_mother_no_money_on_its_way',
            'Money of the child is on its way.');
    END IF;
END $$;

-- At COMMIT: a reference that a change of mother keeps was given up.
CREATE OR REPLACE FUNCTION cases_refuse_reference_in_use(the_reference text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_child WHERE reference = the_reference) THEN
        PERFORM cases_refuse('former_reference_given_up',
            'A former reference is kept when it is given up.');
    END IF;
END $$;
