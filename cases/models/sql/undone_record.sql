-- What an entry undoes is the newest record of its kind, which the entry that it undoes had made.
CREATE OR REPLACE FUNCTION cases_refuse_undone_record(undone cases_undonerecord)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_journal u JOIN cases_journal d ON d.id = u.undoes_id
        LEFT JOIN cases_clearance c ON c.id = undone.clearance_id
        LEFT JOIN cases_consent k ON k.id = undone.consent_id
        WHERE u.id = undone.entry_id AND u.at >= now() AND cases_is_ours(u.xmin)
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

-- A placement is undone by the entry that undoes the step it was recorded with.
CREATE OR REPLACE FUNCTION cases_refuse_undone_placement(undone cases_placement)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_journal u JOIN cases_journal d ON d.id = u.undoes_id
        WHERE u.id = undone.undone_with_id AND u.at >= now()
        AND cases_is_ours(u.xmin) AND d.act = 'place' AND d.child_id = undone.child_id
        AND d.by_id = undone.recorded_by_id
        AND lower(undone.during) = d.happened_on
    ) THEN PERFORM cases_refuse('placement_undone_with_its_entry',
        'Only what the entry recorded is undone with it.'); END IF;
END $$;

-- Whether a hold was in force until an entry: neither undone, nor ended by a later entry that stands.
CREATE OR REPLACE FUNCTION cases_still_holds(hold cases_journal, until bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM cases_journal u WHERE u.undoes_id = hold.id)
    AND NOT EXISTS (SELECT FROM cases_journal e WHERE e.child_id = hold.child_id
        AND e.act IN ('release_hold', 'close') AND e.id BETWEEN hold.id AND until
        AND NOT EXISTS (SELECT FROM cases_journal u WHERE u.undoes_id = e.id))
$$;

-- At COMMIT: whoever undoes an act undoes the record with it.
CREATE OR REPLACE FUNCTION cases_refuse_half_an_undo(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_journal d WHERE d.id = entry.undoes_id
               AND d.act IN ('clearance', 'consent'))
       AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.entry_id = entry.id)
       OR EXISTS (SELECT FROM cases_journal d WHERE d.id = entry.undoes_id AND d.act = 'place')
       AND NOT EXISTS (SELECT FROM cases_placement p WHERE p.undone_with_id = entry.id)
       -- A journey is undone for all aboard, with its movement.
       OR EXISTS (SELECT FROM cases_journal d JOIN cases_movement m ON m.reference = d.detail
           WHERE d.id = entry.undoes_id AND (d.act = 'depart' AND m.status <> 'locked'
               OR d.act = 'arrive' AND m.status NOT IN ('departed', 'locked')))
       OR EXISTS (SELECT FROM cases_journal d WHERE d.id = entry.undoes_id AND d.act = 'release')
       AND NOT EXISTS (SELECT FROM cases_passenger p JOIN cases_movement m ON m.id = p.movement_id
           WHERE p.child_id = entry.child_id AND p.status = 'confirmed' AND m.status = 'locked')
       OR EXISTS (SELECT FROM cases_journal d JOIN cases_child c ON c.id = d.child_id
           WHERE d.id = entry.undoes_id AND (
               -- A hold that was extended is the earlier one again.
               d.act = 'hold' AND c.hold_reason IS NOT NULL AND NOT EXISTS (
                   SELECT FROM cases_journal h WHERE h.child_id = c.id AND h.act = 'hold'
                   AND h.id < d.id AND cases_still_holds(h, d.id))
               OR d.act = 'release_hold' AND c.hold_reason IS NULL
               -- A request that was made anew is the earlier one again: as before the act.
               OR d.act = 'ask_close' AND c.closing_asked_at IS NOT NULL AND NOT EXISTS (
                   SELECT FROM cases_childevent v WHERE v.pgh_obj_id = c.id
                   AND v.version = c.version - 2
                   AND (v.closing_asked_at, v.closing_asked_by_id, v.closing_reason,
                        v.closing_note, v.duplicate_of_id)
                   IS NOT DISTINCT FROM (c.closing_asked_at, c.closing_asked_by_id,
                        c.closing_reason, c.closing_note, c.duplicate_of_id))))
    THEN PERFORM cases_refuse('journal_undo_is_whole', 'The record is undone with its entry.');
    END IF;
END $$;
