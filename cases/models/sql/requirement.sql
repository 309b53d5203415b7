-- For each of some children the first kind of clearance, in the order of the kinds, that the
-- agreement asks for one of these purposes and that does not hold on that day; no row where all
-- hold. Only the newest of each kind counts: a refusal after a grant is a refusal.
CREATE OR REPLACE FUNCTION cases_unmet_requirements(keys bigint[], purposes text[], day date)
RETURNS TABLE (child_id bigint, clearance text) LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (c.id) c.id, r.clearance
    FROM cases_child c JOIN cases_requirement r ON r.agreement_id = c.agreement_id
    LEFT JOIN cases_kindofclearance k ON k.code = r.clearance
    WHERE c.id = ANY (keys) AND r.needed_for = ANY (purposes) AND r.during @> day
    AND NOT EXISTS (
        SELECT 1 FROM (
            SELECT * FROM cases_clearance g WHERE g.child_id = c.id AND g.kind = r.clearance
            AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.clearance_id = g.id)
            ORDER BY g.id DESC LIMIT 1
        ) newest
        WHERE newest.status = 'granted' AND newest.issued_on <= day
        AND (newest.valid_until IS NULL OR newest.valid_until >= day)
        AND (r.valid_days IS NULL OR newest.issued_on + r.valid_days >= day)
    )
    ORDER BY c.id, k.position, r.id
$$;

-- The same for one child, or NULL.
CREATE OR REPLACE FUNCTION cases_unmet_requirement(the_child bigint, purposes text[], day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT clearance FROM cases_unmet_requirements(ARRAY[the_child], purposes, day)
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

-- The first thing that each of some eligible children still lacks to be cleared on that day:
-- "consent", a kind of clearance, "fee", or "clear" where only the clearing itself is left.
CREATE OR REPLACE FUNCTION cases_first_missing(keys bigint[], day date)
RETURNS TABLE (child_id bigint, what text) LANGUAGE sql STABLE AS $$
    SELECT c.id, COALESCE(
        CASE WHEN c.id IN (SELECT m.child_id FROM cases_missing_consents(keys, 'repatriation', day) m)
            THEN 'consent' END,
        r.clearance,
        CASE WHEN c.id IN (SELECT f.child_id FROM cases_unpaid_fees(keys, day) f) THEN 'fee' END,
        'clear')
    FROM cases_child c
    LEFT JOIN cases_unmet_requirements(keys, ARRAY['clear'], day) r ON r.child_id = c.id
    WHERE c.id = ANY (keys)
$$;
