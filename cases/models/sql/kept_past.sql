-- What some children add to the figures of each past day, from the journal and the dated rows: by
-- the day it happened on, as known now ("was"), by the day of its entry ("knew"), fees, and how
-- both readings of a published measure are apart ("apart"). Each is one text: kind, day, part,
-- detail, how many, amount.
CREATE OR REPLACE FUNCTION cases_past_of(keys bigint[])
RETURNS SETOF cases_keptpast LANGUAGE sql STABLE AS $$
    WITH steps AS (
        SELECT j.child_id, j.id, j.act, j.to_stage, j.happened_on, j.at,
            cases_day(j.at) AS entered_on, cases_day(u.at) AS undone_on,
            j.undoes_id IS NULL AS is_step, j.undoes_id IS NULL AND u.id IS NULL AS stands,
            j.to_stage = 'closed' AND j.detail IN ('duplicate', 'error', 'not_national') AS is_off,
            -- Home as the register knew it: arrived, unless that was undone by then.
            sum(CASE WHEN j.act = 'arrive' THEN 1 WHEN w.act = 'arrive' THEN -1 ELSE 0 END)
                OVER (PARTITION BY j.child_id ORDER BY j.id) > 0 AS home_by_then
        FROM cases_journal j
        LEFT JOIN cases_journal u ON u.undoes_id = j.id
        LEFT JOIN cases_journal w ON w.id = j.undoes_id
        WHERE j.child_id = ANY (keys) AND j.to_stage IS NOT NULL),
    fees AS (
        SELECT f.child_id, f.status, f.currency, f.amount, f.due_on,
            cases_day(f.waiver_approved_at) AS waived_on,
            (SELECT min(b.value_date) FROM cases_batchline l
                JOIN cases_paymentbatch b ON b.id = l.batch_id
                WHERE l.serves_id = f.id AND NOT l.released) AS paid_on
        FROM cases_fee f
        WHERE f.child_id = ANY (keys) AND f.status NOT IN ('refund_due', 'refunded', 'credited')),
    facts AS (
        SELECT c.id AS child_id, c.agreement_id, c.returned_on,
            (SELECT min(j.happened_on) FROM cases_journal j
                WHERE j.child_id = c.id AND j.act = 'decide') AS assessed_on,
            p.paid_on,
            (SELECT range_agg(p.during) FROM cases_placement p
                WHERE p.child_id = c.id AND p.undone_with_id IS NULL
                AND p.kind IN ('relative', 'foster')) AS family
        FROM cases_child c
        LEFT JOIN (SELECT child_id, min(paid_on) AS paid_on FROM fees
            WHERE status IN ('paid', 'receipted') GROUP BY child_id) AS p ON p.child_id = c.id
        WHERE c.id = ANY (keys)),
    days AS (
        SELECT 'was' AS kind, child_id, happened_on AS day, id FROM steps WHERE stands
        UNION ALL SELECT 'knew', child_id, entered_on, id FROM steps
        UNION ALL SELECT 'was', f.child_id, each, NULL FROM facts f, unnest(ARRAY[f.returned_on,
            f.assessed_on, f.paid_on] || ARRAY(SELECT lower(s) FROM unnest(f.family) s)
            || ARRAY(SELECT upper(s) FROM unnest(f.family) s)) AS each WHERE each IS NOT NULL),
    -- The newest step by the end of each of these days.
    ends AS (
        SELECT kind, child_id, day,
            max(max(id)) OVER (PARTITION BY kind, child_id ORDER BY day) AS step
        FROM days GROUP BY 1, 2, 3),
    states AS (
        SELECT e.kind, e.child_id, e.day, s.to_stage AS part, CASE e.kind
            WHEN 'knew' THEN concat_ws(' ', CASE WHEN s.is_off THEN 'off' END,
                CASE WHEN s.home_by_then THEN 'home' END)
            ELSE concat_ws(' ', CASE WHEN s.is_off THEN 'off' END,
                CASE WHEN f.returned_on <= e.day THEN 'home' END,
                CASE WHEN f.assessed_on <= e.day THEN 'assessed' END,
                CASE WHEN f.paid_on <= e.day THEN 'paid' END,
                CASE WHEN f.family @> e.day THEN 'family' END) END AS detail
        FROM ends e JOIN steps s ON s.id = e.step JOIN facts f ON f.child_id = e.child_id),
    changes AS (
        SELECT *, lag(part) OVER spell AS part_before, lag(detail) OVER spell AS detail_before
        FROM states WINDOW spell AS (PARTITION BY kind, child_id ORDER BY day)),
    -- How both readings of a measure are apart on each day on which that may change, as cohorts.py
    -- reads one day: of the children with a step that was entered later than it happened, or undone.
    evenings AS (
        SELECT d.child_id, d.day, k.*
        FROM (SELECT DISTINCT s.child_id, each AS day
            FROM steps s, unnest(ARRAY[s.happened_on, s.entered_on, s.undone_on]) AS each
            WHERE s.is_step AND each IS NOT NULL AND s.child_id IN (SELECT child_id FROM steps
                WHERE is_step AND (happened_on < entered_on OR entered_on < undone_on))) AS d
        CROSS JOIN LATERAL (
            SELECT (array_agg(s.to_stage ORDER BY s.id DESC) FILTER (WHERE r.was))[1] AS was_stage,
                (array_agg(s.is_off ORDER BY s.id DESC) FILTER (WHERE r.was))[1] AS was_off,
                COALESCE(bool_or(s.to_stage = 'returned') FILTER (WHERE r.was), false) AS was_home,
                (array_agg(s.to_stage ORDER BY s.id DESC) FILTER (WHERE r.past))[1] AS past_stage,
                (array_agg(s.is_off ORDER BY s.id DESC) FILTER (WHERE r.past))[1] AS past_off,
                COALESCE(bool_or(s.to_stage = 'returned') FILTER (WHERE r.past), false) AS past_home,
                min(s.at) FILTER (WHERE r.past AND s.act = 'register') AS registered_at,
                min(s.at) FILTER (WHERE r.past AND s.to_stage = 'returned') AS returned_at,
                min(s.at) FILTER (WHERE r.past) AS first_at,
                max(s.happened_on) FILTER (WHERE s.stands) AS last
            FROM steps s CROSS JOIN LATERAL (SELECT s.happened_on <= d.day AND s.stands AS past,
                s.happened_on <= d.day AND s.entered_on <= d.day
                    AND COALESCE(s.undone_on > d.day, true) AS was) AS r
            WHERE s.child_id = d.child_id AND s.is_step) AS k),
    gaps AS (
        SELECT e.child_id, e.day, v.part, CASE WHEN v.was <> v.past THEN concat_ws(' ',
            CASE WHEN NOT v.past THEN 'taken' WHEN cases_day(v.at) > e.day THEN 'later'
                ELSE 'added' END,
            date_trunc('month', CASE WHEN v.past THEN cases_day(v.at) ELSE e.last END)::date)
            END AS detail
        FROM evenings e
        CROSS JOIN (SELECT '{eligible,cleared,booked,in_transit}'::text[] AS stages) AS t
        CROSS JOIN LATERAL (SELECT COALESCE(NOT e.was_off, false) AS was,
            COALESCE(NOT e.past_off, false) AS past) AS c
        CROSS JOIN LATERAL (VALUES
            ('identified', c.was, c.past, e.registered_at),
            ('eligible', c.was AND (e.was_home OR e.was_stage = ANY (t.stages)),
                c.past AND (e.past_home OR e.past_stage = ANY (t.stages)), e.first_at),
            ('returned', c.was AND e.was_home, c.past AND e.past_home, e.returned_at)
        ) AS v (part, was, past, at)),
    turns AS (
        SELECT child_id, day, part, detail, lag(detail) OVER (PARTITION BY child_id, part
            ORDER BY day) AS before FROM gaps),
    deltas AS (
        SELECT child_id, concat_ws('|', kind, day, part, detail, 1, 0) AS delta FROM changes
        WHERE (part, detail) IS DISTINCT FROM (part_before, detail_before)
        UNION ALL
        SELECT child_id, concat_ws('|', kind, day, part_before, detail_before, -1, 0) FROM changes
        WHERE part_before IS NOT NULL
            AND (part, detail) IS DISTINCT FROM (part_before, detail_before)
        UNION ALL
        SELECT t.child_id, concat_ws('|', 'apart', t.day, t.part, v.detail, v.n, 0) FROM turns t
        CROSS JOIN LATERAL (VALUES (t.detail, 1), (t.before, -1)) AS v (detail, n)
        WHERE v.detail IS NOT NULL AND t.detail IS DISTINCT FROM t.before
        UNION ALL
        SELECT f.child_id, concat_ws('|', 'was_fee', v.day, v.part, f.currency, v.n, v.n * f.amount)
        FROM fees f CROSS JOIN LATERAL (SELECT
            CASE WHEN f.status IN ('paid', 'receipted') THEN f.paid_on END AS paid_on,
            CASE WHEN f.status = 'waived' THEN f.waived_on END AS waived_on) AS w
        CROSS JOIN LATERAL (VALUES
            ('committed', f.due_on, 1),
            ('committed', GREATEST(f.due_on, COALESCE(w.paid_on, w.waived_on)), -1),
            ('paid', GREATEST(f.due_on, w.paid_on), 1)) AS v (part, day, n)
        WHERE v.n = 1 AND v.part = 'committed' OR w.paid_on IS NOT NULL
            OR v.n = -1 AND w.waived_on IS NOT NULL)
    -- Every child of the journal has deltas: each step is known from the day of its entry.
    SELECT f.child_id, f.agreement_id, array_agg(d.delta ORDER BY d.delta)
    FROM facts f JOIN deltas d ON d.child_id = f.child_id
    WHERE EXISTS (SELECT FROM steps s WHERE s.child_id = f.child_id)
    GROUP BY 1, 2
$$;

-- The past of some children anew, the children locked first as in cases_keep.
CREATE OR REPLACE FUNCTION cases_keep_past(keys bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF keys IS NULL OR cardinality(keys) = 0 THEN RETURN; END IF;
    PERFORM 1 FROM cases_child WHERE id = ANY (keys) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO cases_keptpast AS k SELECT * FROM cases_past_of(keys) AS f
    ON CONFLICT (child_id) DO UPDATE SET (agreement_id, deltas)
        = (EXCLUDED.agreement_id, EXCLUDED.deltas)
    WHERE k.* IS DISTINCT FROM EXCLUDED.*;
END $$;

-- All that this transaction has marked, once. It sees no marks but its own: whoever makes one takes
-- it away before he commits.
CREATE OR REPLACE FUNCTION cases_keep_changed()
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    cases bigint[];
    pasts bigint[];
BEGIN
    WITH changed AS (DELETE FROM cases_changedcase RETURNING child_id, is_past)
    SELECT array_agg(DISTINCT child_id) FILTER (WHERE NOT is_past),
        array_agg(DISTINCT child_id) FILTER (WHERE is_past) INTO cases, pasts FROM changed;
    PERFORM cases_keep(cases);
    PERFORM cases_keep_past(pasts);
END $$;

-- The children whose narrow rows are not what the register says.
CREATE OR REPLACE FUNCTION cases_wrongly_kept()
RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT COALESCE(f.child_id, k.child_id)
    FROM cases_facts_of(ARRAY(SELECT id FROM cases_child)) AS f
    FULL JOIN cases_keptcase AS k ON k.child_id = f.child_id
    WHERE f.* IS DISTINCT FROM k.*
    UNION
    SELECT COALESCE(f.child_id, k.child_id)
    FROM cases_past_of(ARRAY(SELECT id FROM cases_child)) AS f
    FULL JOIN cases_keptpast AS k ON k.child_id = f.child_id
    WHERE f.* IS DISTINCT FROM k.*
$$;
