-- A reference that somebody had before is never given again.
CREATE OR REPLACE FUNCTION cases_refuse_former_reference(the_reference text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_formerreference WHERE reference = the_reference) THEN
        PERFORM cases_refuse('reference_given_once', 'A reference is never given again.');
    END IF;
END $$;

-- A family changes its agreement and its references together, by an approved request of this very
-- step, and the references it had are kept.
CREATE OR REPLACE FUNCTION cases_refuse_moved_mother(was cases_mother, now_is cases_mother)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF was.agreement_id = now_is.agreement_id OR was.reference = now_is.reference OR NOT EXISTS (
        SELECT 1 FROM cases_formerreference f JOIN cases_agreementchange g ON g.id = f.change_id
        WHERE f.reference = was.reference AND f.mother_id = was.id AND g.mother_id = was.id
        AND g.moves_from_id = was.agreement_id AND g.moves_to_id = now_is.agreement_id
        AND g.approved_by_id IS NOT NULL
    ) THEN PERFORM cases_refuse('mother_agreement_stays',
        'A family moves to another agreement by two people, under a new reference.'); END IF;
    PERFORM cases_refuse_former_reference(now_is.reference);
END $$;

-- A child is under the agreement and the reference of the mother; nobody moves who was assessed or
-- owed for under the agreement.
CREATE OR REPLACE FUNCTION cases_refuse_moved_child(was cases_child, now_is cases_child)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_assessment
               WHERE child_id = was.id AND set_aside_at IS NULL)
    OR EXISTS (SELECT 1 FROM cases_fee WHERE child_id = was.id)
    OR EXISTS (SELECT 1 FROM cases_passenger WHERE child_id = was.id
               AND status IN ('proposed', 'confirmed', 'boarded'))
    THEN PERFORM cases_refuse('child_agreement_stays',
        'A child assessed, owed for or given a place under an agreement stays under it.');
    END IF;
    IF was.agreement_id = now_is.agreement_id OR NOT EXISTS (
        SELECT 1 FROM cases_formerreference
        WHERE reference = was.reference AND child_id = was.id
    ) THEN PERFORM cases_refuse('child_reference_stays',
        'A child is given a new reference with the family, under another agreement.'); END IF;
    PERFORM cases_refuse_merged(ARRAY[was.id], 'agreement_change_not_merged');
    PERFORM cases_refuse_former_reference(now_is.reference);
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_child_off_the_family(the_child cases_child)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM cases_mother m WHERE m.id = the_child.mother_id
        AND m.agreement_id = the_child.agreement_id
        AND the_child.reference LIKE m.reference || '-%'
    ) THEN PERFORM cases_refuse('child_under_its_mothers_agreement',
        'A child is under the agreement and the reference of the mother.'); END IF;
END $$;

-- At COMMIT: the whole family has moved.
CREATE OR REPLACE FUNCTION cases_refuse_split_family(the_mother bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_refuse_child_off_the_family(c) FROM cases_child c
    WHERE c.mother_id = the_mother;
END $$;
