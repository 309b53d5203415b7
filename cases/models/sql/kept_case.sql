-- What is counted of some children, from all the tables that say so. A trigger, a comparison and a
-- rebuild read it here.
CREATE OR REPLACE FUNCTION cases_facts_of(keys bigint[])
RETURNS SETOF cases_keptcase LANGUAGE sql STABLE AS $$
    SELECT c.id, c.agreement_id, m.team_id, c.caseworker_id, c.held_at_id, c.stage::text,
        c.returned_on IS NOT NULL,
        NOT (c.stage = 'closed' AND c.closed_reason IN ('duplicate', 'error', 'not_national')),
        c.stage_entered_on, d.due_on,
        CASE d.due_on WHEN c.review_due_on THEN 'review' WHEN c.hold_until THEN 'hold'
            WHEN d.stage_due_on THEN 'stage' END,
        t.task_on, LEAST(d.due_on, t.task_on),
        EXISTS (SELECT FROM cases_assessment a WHERE a.child_id = c.id AND a.decided IS NOT NULL),
        EXISTS (SELECT FROM cases_fee f
            WHERE f.child_id = c.id AND f.status IN ('paid', 'receipted')),
        (SELECT COALESCE(range_agg(p.during), '{}') FROM cases_placement p
            WHERE p.child_id = c.id AND p.undone_with_id IS NULL AND p.kind IN ('relative', 'foster')),
        c.registered_on,
        (SELECT max(cases_day(j.at)) FROM cases_journal j
            WHERE j.child_id = c.id AND j.act = 'register'),
        c.returned_on,
        (SELECT max(cases_day(j.at)) FROM cases_journal j
            WHERE j.child_id = c.id AND j.act = 'arrive'),
        c.registered_by_id, COALESCE(v.lacking, '{}'), COALESCE(v.ready, '{}'),
        f.verified_on, f.eligible_on, f.cleared_on, f.returned_on,
        c.stage <> 'closed' AND EXISTS (SELECT FROM cases_consent g
            WHERE g.child_id = c.id AND g.decision = 'given'
            AND NOT EXISTS (SELECT FROM cases_consentverification v WHERE v.consent_id = g.id)
            AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.consent_id = g.id))
    FROM cases_child c
    JOIN cases_mother m ON m.id = c.mother_id
    LEFT JOIN cases_stagelimit l ON l.agreement_id = c.agreement_id AND l.stage = c.stage
        AND l.during @> cases_day(now())
    CROSS JOIN LATERAL (SELECT c.stage_entered_on + l.days AS stage_due_on,
        CASE WHEN c.stage <> 'closed' THEN
            LEAST(c.review_due_on, c.hold_until, c.stage_entered_on + l.days) END AS due_on) AS d
    CROSS JOIN LATERAL (SELECT min(t.due_on) AS task_on FROM cases_task t
        WHERE t.child_id = c.id AND t.outcome IS NULL) AS t
    -- By every term of the agreement, whenever it is in force: what is asked for on which days, and
    -- for how long the newest paper of the kind holds. As cases_unmet_requirement says of one day.
    CROSS JOIN LATERAL (
        SELECT range_agg(r.during) FILTER (WHERE r.needed_for = 'verify' AND NOT EXISTS (
                SELECT FROM cases_clearance g
                WHERE g.child_id = c.id AND g.kind = r.clearance AND g.status = 'granted'
                AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.clearance_id = g.id))
            ) AS lacking,
            range_agg(r.during) - COALESCE(range_agg(datemultirange(r.during)
                - COALESCE(datemultirange(p.holds), '{}')) FILTER (WHERE r.needed_for = 'verify'),
                '{}') AS ready
        FROM cases_requirement r
        LEFT JOIN LATERAL (
            SELECT CASE WHEN n.status = 'granted' THEN daterange(n.issued_on,
                LEAST(n.valid_until, n.issued_on + r.valid_days), '[]') END AS holds
            FROM (SELECT g.status, g.issued_on, g.valid_until FROM cases_clearance g
                WHERE g.child_id = c.id AND g.kind = r.clearance
                AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.clearance_id = g.id)
                ORDER BY g.id DESC LIMIT 1) AS n) AS p ON r.needed_for = 'verify'
        WHERE c.stage = 'registered' AND r.agreement_id = c.agreement_id) AS v
    -- When each event that may make a fee due first happened; what was undone never did.
    CROSS JOIN LATERAL (
        SELECT min(d.day) FILTER (WHERE e.event = 'verified') AS verified_on,
            min(d.day) FILTER (WHERE e.event = 'eligible') AS eligible_on,
            min(d.day) FILTER (WHERE e.event = 'cleared') AS cleared_on,
            min(d.day) FILTER (WHERE e.event = 'returned') AS returned_on
        FROM unnest('{verified,eligible,cleared,returned}'::text[]) AS e (event)
        CROSS JOIN LATERAL (SELECT COALESCE((SELECT j.happened_on FROM cases_journal j
            WHERE j.child_id = c.id AND j.to_stage = e.event
            AND NOT EXISTS (SELECT FROM cases_journal u WHERE u.undoes_id = j.id)
            ORDER BY j.id LIMIT 1), c.stage_since) AS day) AS d
        WHERE NOT EXISTS (SELECT FROM cases_fee f WHERE f.child_id = c.id)
        AND (c.closed_reason = 'completed' OR array_position('{{WAY_HOME}}'::text[], c.stage::text)
            >= array_position('{{WAY_HOME}}'::text[], e.event))) AS f
    WHERE c.id = ANY (keys)
$$;

-- The narrow rows of some children as they are now. The lock on the children stands in a statement
-- of its own, so that the facts are read after whoever wrote them before has committed; it comes
-- first, as in every act.
CREATE OR REPLACE FUNCTION cases_keep(keys bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF keys IS NULL OR cardinality(keys) = 0 THEN RETURN; END IF;
    PERFORM 1 FROM cases_child WHERE id = ANY (keys) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO cases_keptcase AS k SELECT * FROM cases_facts_of(keys) AS f
    ON CONFLICT (child_id) DO UPDATE SET (agreement_id, team_id, caseworker_id, held_at_id, stage, is_home,
        is_counted, since, due_on, due_kind, task_on, late_from, is_assessed, is_paid, family,
        registered_on, registered_entered_on, returned_on, returned_entered_on, registered_by_id,
        lacking, ready, feeless_verified, feeless_eligible, feeless_cleared, feeless_returned,
        is_unverified) = (
        EXCLUDED.agreement_id, EXCLUDED.team_id, EXCLUDED.caseworker_id, EXCLUDED.held_at_id,
        EXCLUDED.stage,
        EXCLUDED.is_home, EXCLUDED.is_counted, EXCLUDED.since, EXCLUDED.due_on, EXCLUDED.due_kind,
        EXCLUDED.task_on, EXCLUDED.late_from, EXCLUDED.is_assessed, EXCLUDED.is_paid,
        EXCLUDED.family, EXCLUDED.registered_on, EXCLUDED.registered_entered_on,
        EXCLUDED.returned_on, EXCLUDED.returned_entered_on, EXCLUDED.registered_by_id,
        EXCLUDED.lacking, EXCLUDED.ready, EXCLUDED.feeless_verified, EXCLUDED.feeless_eligible,
        EXCLUDED.feeless_cleared, EXCLUDED.feeless_returned, EXCLUDED.is_unverified)
    WHERE k.* IS DISTINCT FROM EXCLUDED.*;
END $$;
