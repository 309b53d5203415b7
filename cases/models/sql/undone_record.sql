-- What an entry undoes is the newest record of its kind, which the entry that it undoes had made.
CREATE OR REPLACE FUNCTION cases_refuse_undone_record(undone cases_undonerecord)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_journal u JOIN cases_journal d ON d.id = u.undoes_id
        LEFT JOIN cases_clearance c ON c.id = undone.clearance_id
        LEFT JOIN cases_consent k ON k.id = undone.consent_id
        WHERE u.id = undone.entry_id AND u.at >= now()
        AND (c.id IS NULL OR d.act = 'clearance' AND c.child_id = d.child_id
             AND c.recorded_by_id = d.by_id AND d.detail = c.kind || ':' || c.status
             AND NOT EXISTS (SELECT FROM cases_clearance l
                 WHERE l.child_id = c.child_id AND l.kind = c.kind AND l.id > c.id
                 AND NOT EXISTS (SELECT FROM cases_undonerecord x WHERE x.clearance_id = l.id)))
        AND (k.id IS NULL OR d.act = 'consent' AND k.child_id = d.child_id
             AND k.recorded_by_id = d.by_id
             AND d.detail = k.purpose || ':' || k.giver_role || ':' || k.decision
             AND NOT EXISTS (SELECT FROM cases_consent l
                 WHERE l.child_id = k.child_id AND l.id > k.id AND l.recorded_by_id = k.recorded_by_id
                 AND NOT EXISTS (SELECT FROM cases_undonerecord x WHERE x.consent_id = l.id))
             AND NOT EXISTS (SELECT FROM cases_consentverification v WHERE v.consent_id = k.id))
    ) THEN PERFORM cases_refuse('undone_record_of_its_entry',
        'Only what the entry recorded is undone with it.'); END IF;
END $$;

-- At COMMIT: whoever undoes an act undoes the record with it.
CREATE OR REPLACE FUNCTION cases_refuse_half_an_undo(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_journal d WHERE d.id = entry.undoes_id
               AND d.act IN ('clearance', 'consent'))
       AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.entry_id = entry.id)
       OR EXISTS (SELECT FROM cases_journal d JOIN cases_child c ON c.id = d.child_id
           WHERE d.id = entry.undoes_id AND (
               -- A hold that was extended is the earlier one again.
               d.act = 'hold' AND NOT EXISTS (
                   SELECT FROM cases_childevent e WHERE e.pgh_obj_id = c.id AND e.pgh_created_at >= now()
                   AND (e.hold_reason, e.hold_until) IS DISTINCT FROM (
                       SELECT (b.hold_reason, b.hold_until) FROM cases_childevent b
                       WHERE b.pgh_obj_id = c.id AND b.pgh_id < e.pgh_id ORDER BY b.pgh_id DESC LIMIT 1))
               OR d.act = 'release_hold' AND c.hold_reason IS NULL
               OR d.act = 'ask_close' AND c.closing_asked_at IS NOT NULL))
    THEN PERFORM cases_refuse('journal_undo_is_whole', 'The record is undone with its entry.');
    END IF;
END $$;
