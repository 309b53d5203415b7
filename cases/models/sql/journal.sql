-- An entry is dated by today at the latest, is entered now, and no step precedes the one before it.
CREATE OR REPLACE FUNCTION cases_refuse_misdated(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF entry.happened_on > cases_day(now()) THEN
        PERFORM cases_refuse('journal_not_in_future', 'An act cannot happen in the future.');
    END IF;
    IF entry.at NOT BETWEEN now() AND clock_timestamp() THEN
        PERFORM cases_refuse('journal_entered_now', 'The instant of entry is now.');
    END IF;
    -- What was undone never happened: it may be entered anew with an earlier day.
    IF entry.to_stage IS NOT NULL
       AND entry.happened_on < cases_day_of(entry.child_id, NULL) THEN
        PERFORM cases_refuse('journal_in_order',
            'An act cannot happen before the step it follows.');
    END IF;
END $$;

-- An act is entered by whose office it is, and on a case that they may see. Made from
-- cases/models/offices.py.
CREATE OR REPLACE FUNCTION cases_refuse_entry_of(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_refuse_other_office(CASE entry.act
        {OFFICES_OF_ACTS}
        END, 'journal_by_office');
    PERFORM cases_refuse_unseen_case(entry.child_id, entry.from_stage, 'journal_of_a_case_seen');
END $$;

-- The stage of a child is where the newest step of the journal led.
CREATE OR REPLACE FUNCTION cases_refuse_unjournalled_stage(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM cases_child WHERE id = the_child) IS DISTINCT FROM (
        SELECT to_stage FROM cases_journal
        WHERE child_id = the_child AND to_stage IS NOT NULL ORDER BY id DESC LIMIT 1
    ) THEN PERFORM cases_refuse('child_stage_is_journalled',
        'A stage is what the newest step of the journal says.'); END IF;
END $$;

-- A step starts where the one before it ended, and has its facts.
CREATE OR REPLACE FUNCTION cases_refuse_untrue_step(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Two entries of one child wait for each other here.
    PERFORM 1 FROM cases_child WHERE id = entry.child_id FOR NO KEY UPDATE;
    IF entry.from_stage IS DISTINCT FROM (
        SELECT to_stage FROM cases_journal WHERE child_id = entry.child_id
        AND to_stage IS NOT NULL AND id < entry.id ORDER BY id DESC LIMIT 1
    ) THEN PERFORM cases_refuse('journal_step_follows',
        'A step starts where the one before it ended.'); END IF;
    PERFORM cases_refuse_unjournalled_stage(entry.child_id);
    PERFORM cases_refuse_step_without_facts(entry);
END $$;

-- What must be on record on the day of each act. The rules say it in a sentence to whoever asks on
-- a page; this holds whoever writes.
CREATE OR REPLACE FUNCTION cases_refuse_step_without_facts(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    purposes text[] := CASE entry.act WHEN 'verify' THEN ARRAY['verify']
        WHEN 'clear' THEN ARRAY['clear'] WHEN 'depart' THEN ARRAY['verify', 'clear', 'depart'] END;
BEGIN
    IF purposes IS NOT NULL AND
       cases_unmet_requirement(entry.child_id, purposes, entry.happened_on) IS NOT NULL THEN
        PERFORM cases_refuse('step_requirements_met', 'A requirement is not met.');
    END IF;
    IF entry.act = 'verify' AND NOT EXISTS (
        SELECT 1 FROM cases_requirement r JOIN cases_child c ON c.agreement_id = r.agreement_id
        WHERE c.id = entry.child_id AND r.during @> entry.happened_on) THEN
        PERFORM cases_refuse('step_requirements_in_force', 'No requirement is in force.');
    END IF;
    IF entry.act IN ('clear', 'depart') AND
       cases_missing_consent(entry.child_id, 'repatriation', entry.happened_on) IS NOT NULL THEN
        PERFORM cases_refuse('step_consent_given', 'A consent is missing.');
    END IF;
    IF entry.act = 'clear' AND cases_unpaid_fee(entry.child_id, entry.happened_on) THEN
        PERFORM cases_refuse('step_fee_paid', 'The fee is not paid.');
    END IF;
    IF entry.act = 'decide' AND NOT EXISTS (
        SELECT 1 FROM cases_assessment
        WHERE child_id = entry.child_id AND decided = entry.to_stage) THEN
        PERFORM cases_refuse('step_assessment_decided', 'No assessment was decided so.');
    END IF;
    IF entry.act IN ('lock', 'depart', 'arrive') AND NOT EXISTS (
        SELECT 1 FROM cases_passenger p JOIN cases_movement m ON m.id = p.movement_id
        WHERE p.child_id = entry.child_id AND (
            entry.act = 'lock' AND p.status IN ('confirmed', 'boarded')
                AND m.status IN ('locked', 'departed', 'arrived')
            OR entry.act = 'depart' AND p.status = 'boarded'
                AND m.status IN ('departed', 'arrived')
            OR entry.act = 'arrive' AND p.status = 'boarded' AND m.status = 'arrived')) THEN
        PERFORM cases_refuse('step_on_a_movement', 'The child has no such seat.');
    END IF;
    IF entry.act = 'place' AND NOT (
        EXISTS (SELECT 1 FROM cases_handover WHERE child_id = entry.child_id)
        AND EXISTS (SELECT 1 FROM cases_placement WHERE child_id = entry.child_id
                    AND undone_with_id IS NULL AND during @> entry.happened_on)) THEN
        PERFORM cases_refuse('step_handed_over',
            'A signed handover and an open placement are needed.');
    END IF;
    IF entry.act = 'reopen' AND entry.to_stage IS DISTINCT FROM (
        SELECT from_stage FROM cases_journal WHERE child_id = entry.child_id
        AND act = 'close' AND to_stage IS NOT NULL AND id < entry.id
        ORDER BY id DESC LIMIT 1) THEN
        PERFORM cases_refuse('step_reopens_where_closed',
            'A case is reopened where it was closed.');
    END IF;
END $$;

-- "Cleared" lapses only while something that it stands on does not hold, and a child turns back with
-- a movement. Asked as the step is entered: later, the reason may be gone.
CREATE OR REPLACE FUNCTION cases_refuse_step_without_reason(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF entry.act = 'lapse' AND NOT EXISTS (
        SELECT 1 FROM unnest(ARRAY[entry.happened_on, cases_day(now())]) AS day
        WHERE cases_unmet_requirement(entry.child_id, ARRAY['verify', 'clear'], day) IS NOT NULL
        OR cases_missing_consent(entry.child_id, 'repatriation', day) IS NOT NULL
        OR cases_contest_unweighed(entry.child_id, day) OR cases_unpaid_fee(entry.child_id, day)
    ) THEN PERFORM cases_refuse('step_lapses_for_a_reason', 'All requirements are met.'); END IF;
    IF entry.act = 'turn_back' AND (
        SELECT m.status FROM cases_passenger p JOIN cases_movement m ON m.id = p.movement_id
        WHERE p.child_id = entry.child_id ORDER BY p.id DESC LIMIT 1
    ) IS DISTINCT FROM 'returned' THEN
        PERFORM cases_refuse('step_turns_back_with_a_movement', 'No movement turned back.');
    END IF;
END $$;

-- The day of the newest step that still counts, of this act or of any; undone ones do not count.
CREATE OR REPLACE FUNCTION cases_day_of(the_child bigint, the_act text)
RETURNS date LANGUAGE sql STABLE AS $$
    SELECT j.happened_on FROM cases_journal j
    WHERE j.child_id = the_child AND j.to_stage IS NOT NULL AND j.undoes_id IS NULL
    AND (the_act IS NULL OR j.act = the_act)
    AND NOT EXISTS (SELECT 1 FROM cases_journal u WHERE u.undoes_id = j.id)
    ORDER BY j.id DESC LIMIT 1
$$;

-- The day on which the newest step that still counts was entered.
CREATE OR REPLACE FUNCTION cases_entry_day_of(the_child bigint)
RETURNS date LANGUAGE sql STABLE AS $$
    SELECT cases_day(j.at) FROM cases_journal j
    WHERE j.child_id = the_child AND j.to_stage IS NOT NULL AND j.undoes_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM cases_journal u WHERE u.undoes_id = j.id)
    ORDER BY j.id DESC LIMIT 1
$$;

-- At COMMIT: the days that a child's row repeats, for the lists, are those of the journal.
CREATE OR REPLACE FUNCTION cases_refuse_days_off_the_journal(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    child cases_child;
BEGIN
    SELECT * INTO child FROM cases_child WHERE id = the_child;
    IF child.stage_since IS DISTINCT FROM cases_day_of(the_child, NULL) THEN
        PERFORM cases_refuse('child_stage_since_journalled',
            'A stage began on the day of the step that led to it.');
    END IF;
    IF child.stage_entered_on > cases_entry_day_of(the_child) THEN
        PERFORM cases_refuse('child_stage_entered_journalled',
            'Work on a stage is counted from its entry in the journal at the latest.');
    END IF;
    IF child.registered_on IS DISTINCT FROM (SELECT happened_on FROM cases_journal
       WHERE child_id = the_child AND act = 'register' ORDER BY id LIMIT 1) THEN
        PERFORM cases_refuse('child_registered_on_journalled',
            'A child was registered on the day of the registration.');
    END IF;
    IF child.returned_on IS NOT NULL AND child.returned_on
       IS DISTINCT FROM cases_day_of(the_child, 'arrive') THEN
        PERFORM cases_refuse('child_returned_on_journalled',
            'A child returned on the day of the arrival.');
    END IF;
    IF child.closed_on IS NOT NULL AND child.closed_on
       IS DISTINCT FROM cases_day_of(the_child, 'close') THEN
        PERFORM cases_refuse('child_closed_on_journalled',
            'A case was closed on the day of its closing.');
    END IF;
END $$;

-- Only the last act is taken back, by the one who did it and on the same day. The caller names the
-- acts that can be.
CREATE OR REPLACE FUNCTION cases_refuse_untrue_undo(entry cases_journal, undoable text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    undone cases_journal;
BEGIN
    -- An entry of the same child that is being written waits here, or is waited for.
    PERFORM 1 FROM cases_child WHERE id = entry.child_id FOR NO KEY UPDATE;
    SELECT * INTO undone FROM cases_journal WHERE id = entry.undoes_id;
    -- Two people undo the closing of a merge, and later: not what follows, but the merge allows it.
    IF undone.act = 'close' AND ROW(undone.child_id, undone.from_stage, undone.happened_on)
       = ROW(entry.child_id, entry.to_stage, entry.happened_on)
       AND EXISTS (SELECT FROM cases_merge m WHERE m.gives_up_id = entry.child_id
           AND m.parted_at = now())
       AND undone.id = (SELECT max(id) FROM cases_journal
           WHERE child_id = entry.child_id AND act = 'close')
    THEN RETURN; END IF;
    IF undone.child_id IS DISTINCT FROM entry.child_id
       OR undone.by_id IS DISTINCT FROM entry.by_id
       OR undone.act <> ALL (undoable)
       OR undone.act IS DISTINCT FROM entry.detail
       OR undone.from_stage IS DISTINCT FROM entry.to_stage
       OR undone.to_stage IS DISTINCT FROM entry.from_stage
       OR undone.happened_on IS DISTINCT FROM entry.happened_on
       OR cases_day(undone.at)
          <> cases_day(now())
    THEN PERFORM cases_refuse('journal_undo_is_true',
        'Only the last thing that the same person did on the same day is undone.'); END IF;
    IF EXISTS (
        SELECT FROM cases_journal j
        WHERE j.child_id = entry.child_id AND j.id > undone.id AND j.act <> 'note'
        -- Nothing has followed that was undone since: what one form recorded, the last first.
        AND j.undoes_id IS NULL
        AND NOT EXISTS (SELECT FROM cases_journal u WHERE u.undoes_id = j.id)
    ) THEN PERFORM cases_refuse('journal_undo_of_the_last',
        'Something has followed from what would be undone.'); END IF;
END $$;

-- At COMMIT: who changes the record of a case writes so into its journal, in the same transaction;
-- that it was changed, with which part of it.
-- A command, which acts for several, writes in any of their names; the owner is held to nothing.
CREATE OR REPLACE FUNCTION cases_refuse_untold(
    children bigint[], acts text[], edited text[], guard text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := cases_actor();
BEGIN
    IF actor IS NULL AND current_user <> 'repatriation_app' THEN RETURN; END IF;
    -- What a disposal blanks is told by its certificate; nobody else writes there any more.
    children := ARRAY(SELECT c FROM unnest(children) AS c
        WHERE c IS NOT NULL AND NOT cases_is_disposed(c));
    IF cardinality(children) > 0 AND NOT EXISTS (
        SELECT FROM cases_journal j WHERE j.child_id = ANY (children) AND j.at >= now()
        AND cases_is_ours(j.xmin) AND j.act = ANY (acts) AND (actor IS NULL OR j.by_id = actor)
        AND (j.act <> 'edit' OR cardinality(edited) = 0 OR j.detail = ANY (edited))
    ) THEN PERFORM cases_refuse(guard, 'A change of a case is entered in its journal.'); END IF;
END $$;

-- How many records that an act leaves were written for a case in this transaction, by one person
-- or, without a ``hand``, by anybody. Made from cases/models/entries.py.
CREATE OR REPLACE FUNCTION cases_records_of(the_child bigint, the_act text, hand bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    CASE the_act
    {RECORDS_OF_ACTS}
    ELSE RETURN 0;
    END CASE;
END $$;

-- Which reason and detail, a slash between, entries of an act may give of the records that were
-- written for a case in this transaction. Made from cases/models/entries.py.
CREATE OR REPLACE FUNCTION cases_details_of(the_child bigint, the_act text)
RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    CASE the_act
    {DETAILS_OF_ACTS}
    ELSE RETURN NULL;
    END CASE;
END $$;

CREATE OR REPLACE FUNCTION cases_entries_of(the_child bigint, the_act text, hand bigint)
RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM cases_journal WHERE child_id = the_child AND at >= now()
    AND cases_is_ours(xmin) AND act = the_act AND to_stage IS NULL AND (hand IS NULL OR by_id = hand)
$$;

-- At COMMIT: who enters an act into the journal has written the record of it, in the same
-- transaction, and one for each entry, which says what the record says and no reason but its own.
-- The owner is held to nothing.
CREATE OR REPLACE FUNCTION cases_refuse_entry_alone(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    details text[] := cases_details_of(entry.child_id, entry.act);
BEGIN
    IF cases_actor() IS NULL AND current_user <> 'repatriation_app' THEN RETURN; END IF;
    IF cases_entries_of(entry.child_id, entry.act, entry.by_id)
       > cases_records_of(entry.child_id, entry.act, entry.by_id)
    THEN PERFORM cases_refuse('journal_tells_of_a_record',
        'An entry comes with the record it tells of.'); END IF;
    IF details IS NOT NULL
       AND array_position(details, entry.reason || '/' || entry.detail) IS NULL
    THEN PERFORM cases_refuse('journal_says_what_the_record_says',
        'An entry says what its record says.'); END IF;
END $$;

-- At COMMIT: one entry tells of one record. A command writes in several names, and is held to as
-- many entries as records, whoever made each.
CREATE OR REPLACE FUNCTION cases_refuse_shared_entry(
    children bigint[], the_act text, guard text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    hand bigint := cases_actor();
BEGIN
    IF hand IS NULL AND current_user <> 'repatriation_app' THEN RETURN; END IF;
    children := ARRAY(SELECT c FROM unnest(children) AS c
        WHERE c IS NOT NULL AND NOT cases_is_disposed(c));
    IF cardinality(children) > 0 AND NOT EXISTS (
        SELECT FROM unnest(children) AS c WHERE cases_entries_of(c, the_act, hand)
            >= greatest(1, cases_records_of(c, the_act, hand))
    ) THEN PERFORM cases_refuse(guard, 'A change of a case is entered in its journal.'); END IF;
END $$;
