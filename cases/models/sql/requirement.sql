-- A kind of clearance that the agreement asks for one of these purposes and that does not hold on
-- that day, the first in the order of the kinds, or NULL. Only the newest of each kind counts: a refusal after a grant is a refusal.
CREATE OR REPLACE FUNCTION cases_unmet_requirement(the_child bigint, purposes text[], day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT r.clearance FROM cases_requirement r JOIN cases_child c
    ON c.agreement_id = r.agreement_id
    WHERE c.id = the_child AND r.needed_for = ANY (purposes) AND r.during @> day
    AND NOT EXISTS (
        SELECT 1 FROM (
            SELECT * FROM cases_clearance g WHERE child_id = the_child AND kind = r.clearance
            AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.clearance_id = g.id)
            ORDER BY id DESC LIMIT 1
        ) newest
        WHERE newest.status = 'granted' AND newest.issued_on <= day
        AND (newest.valid_until IS NULL OR newest.valid_until >= day)
        AND (r.valid_days IS NULL OR newest.issued_on + r.valid_days >= day)
    )
    ORDER BY (SELECT k.position FROM cases_kindofclearance k WHERE k.code = r.clearance), r.id LIMIT 1
$$;

-- A kind of clearance is on record, and of this agreement or of every one.
CREATE OR REPLACE FUNCTION cases_refuse_kind(kind text, the_agreement bigint, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM cases_kindofclearance
        WHERE code = kind AND (agreement_id IS NULL OR agreement_id = the_agreement)
    ) THEN PERFORM cases_refuse(guard, 'This kind of clearance is not on record.'); END IF;
END $$;

-- The first thing that an eligible child still lacks to be cleared on that day: "consent", a kind
-- of clearance, "fee", or "clear" where only the clearing itself is left.
CREATE OR REPLACE FUNCTION cases_first_missing(the_child bigint, day date)
RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF cases_missing_consent(the_child, 'repatriation', day) IS NOT NULL THEN RETURN 'consent'; END IF;
    RETURN COALESCE(cases_unmet_requirement(the_child, ARRAY['clear'], day),
        CASE WHEN cases_unpaid_fee(the_child, day) THEN 'fee' ELSE 'clear' END);
END $$;
