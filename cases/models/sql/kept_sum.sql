-- The kinds of sums that count from a day on, whoever reads them.
CREATE OR REPLACE FUNCTION cases_kinds_by_day()
RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['late', 'family', 'fee', 'ready', 'team_late', 'team_family', 'own_late', 'own_family']
$$;

-- One row for each figure that has changed since the last folding, or, at night, for each one; then
-- what lies in the past for good is counted from one day. A reader sees the rows before or after;
-- what is not
-- committed yet is left for the next time, and of two who fold one does.
CREATE OR REPLACE FUNCTION cases_fold(whole boolean)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    long_past date := cases_day(now()) - 2;
    folded bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('cases_keptsum')) THEN RETURN 0; END IF;
    WITH gone AS (DELETE FROM cases_keptsum WHERE whole OR NOT is_folded RETURNING *),
    sums AS (
        INSERT INTO cases_keptsum (kind, agreement_id, team_id, caseworker_id, part, detail, day,
            entered_on, n, amount, is_folded)
        SELECT kind, agreement_id, team_id, caseworker_id, part, detail,
            CASE WHEN whole AND kind = ANY (cases_kinds_by_day())
                THEN GREATEST(day, long_past) ELSE day END,
            entered_on, sum(n), sum(amount), true
        FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0 OR sum(amount) <> 0)
    SELECT count(*) INTO folded FROM gone;
    RETURN folded;
END $$;

-- Whoever adds the two thousandth row folds.
CREATE OR REPLACE FUNCTION cases_fold_when_many(added bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF added > 0 AND currval(pg_get_serial_sequence('cases_keptsum', 'id')) % 2000 < added THEN
        PERFORM cases_fold(false);
    END IF;
END $$;

-- The figures whose sum is not what the narrow rows and the fees add up to.
CREATE OR REPLACE FUNCTION cases_wrong_sums()
RETURNS TABLE (kind text, agreement_id bigint, part text, detail text, summed bigint, counted bigint)
LANGUAGE sql STABLE AS $$
    SELECT b.kind, b.agreement_id, b.part, b.detail, sum(b.summed)::bigint, sum(b.counted)::bigint
    FROM (
        SELECT r.kind, r.agreement_id, r.team_id, r.caseworker_id, r.part, r.detail,
            CASE WHEN r.kind = ANY (cases_kinds_by_day())
                THEN GREATEST(r.day, cases_day(now()) - 2) ELSE r.day END AS day, r.entered_on,
            sum(r.n) FILTER (WHERE r.is_sum) AS summed,
            sum(r.n) FILTER (WHERE NOT r.is_sum) AS counted,
            sum(r.amount) FILTER (WHERE r.is_sum) AS amount_summed,
            sum(r.amount) FILTER (WHERE NOT r.is_sum) AS amount_counted
        FROM (
            SELECT s.agreement_id, s.kind, s.team_id, s.caseworker_id, s.part, s.detail, s.day,
                s.entered_on, s.n, s.amount, true AS is_sum FROM cases_keptsum s
            UNION ALL
            SELECT w.agreement_id, w.kind, w.team_id, w.caseworker_id, w.part, w.detail, w.day,
                w.entered_on, w.n, w.amount, false FROM ({WANTED}) AS w
        ) AS r GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ) AS b
    WHERE COALESCE(b.summed, 0) <> COALESCE(b.counted, 0)
        OR COALESCE(b.amount_summed, 0) <> COALESCE(b.amount_counted, 0)
    GROUP BY 1, 2, 3, 4
$$;

-- All sums anew, while others write: what they have not committed is neither counted here nor
-- taken away, since a narrow row and what it adds are committed together.
CREATE OR REPLACE FUNCTION cases_sum_again()
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    written bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('cases_keptsum'));
    WITH gone AS (DELETE FROM cases_keptsum)
    INSERT INTO cases_keptsum (kind, agreement_id, team_id, caseworker_id, part, detail, day,
        entered_on, n, amount, is_folded)
    SELECT w.kind, w.agreement_id, w.team_id, w.caseworker_id, w.part, w.detail, w.day,
        w.entered_on, sum(w.n), sum(w.amount), true
    FROM ({WANTED}) AS w GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(w.n) <> 0 OR sum(w.amount) <> 0;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

-- The narrow rows of some children anew, and their past, for whoever may not write them.
CREATE OR REPLACE FUNCTION cases_keep_again(keys bigint[])
RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    SELECT cases_keep(keys);
    SELECT cases_keep_past(keys)
$$;
