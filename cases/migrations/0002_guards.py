"""The functions that the triggers of 0001 call, and the counters of references.

Each refuses with a named constraint, so that whoever writes - page, admin or
SQL - is told the same thing. ``day`` is the day an act happened.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION cases_refuse(name text, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;
"""

FAMILY = """
CREATE FUNCTION cases_refuse_impossible_child(the_person bigint, the_mother bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_person c, cases_mother m JOIN cases_person p ON p.id = m.person_id
        WHERE c.id = the_person AND m.id = the_mother
        AND (c.id = p.id OR c.born_latest < p.born_earliest + interval '10 years')
    ) THEN PERFORM cases_refuse('child_possible_of_mother',
        'A child is at least ten years younger than her mother.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_impossible_mother(the_person bigint, earliest date, latest date)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_mother m JOIN cases_child c ON c.mother_id = m.id
        JOIN cases_person p ON p.id = c.person_id
        WHERE m.person_id = the_person AND p.born_latest < earliest + interval '10 years'
        UNION ALL
        SELECT 1 FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id
        JOIN cases_person p ON p.id = m.person_id
        WHERE c.person_id = the_person AND latest < p.born_earliest + interval '10 years'
    ) THEN PERFORM cases_refuse('child_possible_of_mother',
        'A child is at least ten years younger than her mother.'); END IF;
END $$;
"""

REQUIREMENTS = """
CREATE FUNCTION cases_unmet_requirement(the_child bigint, purposes text[], day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT r.clearance FROM cases_requirement r JOIN cases_child c
    ON c.agreement_id = r.agreement_id
    WHERE c.id = the_child AND r.needed_for = ANY (purposes) AND r.during @> day
    AND NOT EXISTS (
        SELECT 1 FROM (
            SELECT * FROM cases_clearance WHERE child_id = the_child AND kind = r.clearance
            ORDER BY id DESC LIMIT 1
        ) newest
        WHERE newest.status = 'granted' AND newest.issued_on <= day
        AND (newest.valid_until IS NULL OR newest.valid_until >= day)
        AND (r.valid_days IS NULL OR newest.issued_on + r.valid_days >= day)
    )
    ORDER BY r.clearance LIMIT 1
$$;

CREATE FUNCTION cases_consent_holds(the_child bigint, the_purpose text, role text, day date)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE((
        SELECT k.decision = 'given' AND v.id IS NOT NULL
        FROM cases_consent k LEFT JOIN cases_consentverification v ON v.consent_id = k.id
        WHERE k.child_id = the_child AND k.purpose = the_purpose AND k.giver_role = role
        AND k.decided_on <= day
        ORDER BY k.decided_on DESC, k.id DESC LIMIT 1
    ), false)
$$;

CREATE FUNCTION cases_missing_consent(the_child bigint, the_purpose text, day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT r.giver_role FROM cases_consentrule r
    JOIN cases_child c ON c.agreement_id = r.agreement_id
    JOIN cases_person p ON p.id = c.person_id
    WHERE c.id = the_child AND r.purpose = the_purpose AND r.during @> day
    AND (r.giver_role <> 'child'
         OR p.born_latest + make_interval(years => r.from_age) <= day)
    AND NOT cases_consent_holds(the_child, the_purpose, r.giver_role, day)
    AND NOT (r.giver_role IN ('mother', 'father')
             AND cases_consent_holds(the_child, the_purpose, 'court', day))
    AND NOT (r.giver_role = 'father' AND c.father_status = 'deceased'
             AND c.father_evidence <> '')
    ORDER BY r.giver_role LIMIT 1
$$;

CREATE FUNCTION cases_unpaid_fee(the_child bigint, day date)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cases_feeschedule s JOIN cases_child c ON c.agreement_id = s.agreement_id
        WHERE c.id = the_child AND s.during @> day AND s.paid_before_clearing
        AND NOT EXISTS (
            SELECT 1 FROM cases_fee f WHERE f.child_id = the_child
            AND f.agreement_id = c.agreement_id AND f.status IN ('paid', 'receipted', 'waived')
        )
    )
$$;
"""

JOURNAL = """
CREATE FUNCTION cases_refuse_misdated(entry cases_journal) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF entry.happened_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN
        PERFORM cases_refuse('journal_not_in_future', 'An act cannot happen in the future.');
    END IF;
    IF entry.at NOT BETWEEN now() AND clock_timestamp() THEN
        PERFORM cases_refuse('journal_entered_now', 'The instant of entry is now.');
    END IF;
    IF entry.to_stage IS NOT NULL AND entry.happened_on < (
        SELECT happened_on FROM cases_journal
        WHERE child_id = entry.child_id AND to_stage IS NOT NULL ORDER BY id DESC LIMIT 1
    ) THEN PERFORM cases_refuse('journal_in_order',
        'An act cannot happen before the step it follows.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_unjournalled_stage(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM cases_child WHERE id = the_child) IS DISTINCT FROM (
        SELECT to_stage FROM cases_journal
        WHERE child_id = the_child AND to_stage IS NOT NULL ORDER BY id DESC LIMIT 1
    ) THEN PERFORM cases_refuse('child_stage_is_journalled',
        'A stage is what the newest step of the journal says.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_untrue_step(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    missing text;
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

CREATE FUNCTION cases_refuse_step_without_facts(entry cases_journal)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    purposes text[] := CASE entry.act WHEN 'verify' THEN ARRAY['verify']
        WHEN 'clear' THEN ARRAY['clear'] WHEN 'depart' THEN ARRAY['verify', 'clear', 'depart'] END;
BEGIN
    IF purposes IS NOT NULL AND
       cases_unmet_requirement(entry.child_id, purposes, entry.happened_on) IS NOT NULL THEN
        PERFORM cases_refuse('step_requirements_met', 'A requirement is not met.');
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
                    AND during @> entry.happened_on)) THEN
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
"""

ASSESSMENT = """
CREATE FUNCTION cases_refuse_incomplete_assessment(the_assessment bigint, the_set bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM cases_criteriaset WHERE id = the_set) = 'draft' THEN
        PERFORM cases_refuse('assessment_against_published_set',
            'The criteria set is not published.');
    END IF;
    IF EXISTS (
        SELECT 1 FROM cases_criterion k WHERE k.criteria_set_id = the_set AND k.required
        AND NOT EXISTS (SELECT 1 FROM cases_finding f
                        WHERE f.assessment_id = the_assessment AND f.criterion_id = k.id)
    ) THEN PERFORM cases_refuse('assessment_complete',
        'A criterion that must be answered is not.'); END IF;
END $$;
"""

MONEY = """
CREATE FUNCTION cases_refuse_batch_line(line cases_batchline)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    batch cases_paymentbatch;
BEGIN
    SELECT * INTO batch FROM cases_paymentbatch WHERE id = line.batch_id FOR NO KEY UPDATE;
    IF batch.status <> 'draft' AND NOT (batch.status = 'void' AND line.released) THEN
        PERFORM cases_refuse('batch_line_of_a_draft', 'Only a draft batch can be changed.');
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM cases_fee WHERE id = line.fee_id AND amount = line.amount
        AND currency = batch.currency AND agreement_id = batch.agreement_id
    ) THEN PERFORM cases_refuse('batch_line_is_the_fee',
        'A line is a whole fee of the batch''s agreement and currency.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_fee_off_its_lines(the_fee bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_status text;
    batch_status text;
BEGIN
    SELECT f.status, b.status INTO is_status, batch_status FROM cases_fee f
    LEFT JOIN cases_batchline l ON l.fee_id = f.id AND NOT l.released
    LEFT JOIN cases_paymentbatch b ON b.id = l.batch_id WHERE f.id = the_fee;
    IF NOT COALESCE(CASE
        WHEN is_status IN ('due', 'waived', 'refunded') THEN batch_status IS NULL
        WHEN is_status = 'batched' THEN batch_status IN ('draft', 'submitted', 'approved')
        WHEN is_status IN ('paid', 'receipted') THEN batch_status IN ('sent', 'settled')
        ELSE true END, false) THEN
        PERFORM cases_refuse('fee_held_to_lines', 'A fee is where its batch line says.');
    END IF;
END $$;

CREATE FUNCTION cases_refuse_batch_off_its_fees(the_batch bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    line record;
BEGIN
    IF (SELECT status FROM cases_paymentbatch WHERE id = the_batch) NOT IN ('draft', 'void')
       AND NOT EXISTS (SELECT 1 FROM cases_batchline
                       WHERE batch_id = the_batch AND NOT released) THEN
        PERFORM cases_refuse('batch_not_empty', 'A payment batch holds at least one fee.');
    END IF;
    IF (SELECT status FROM cases_paymentbatch WHERE id = the_batch) = 'void'
       AND EXISTS (SELECT 1 FROM cases_batchline
                   WHERE batch_id = the_batch AND NOT released) THEN
        PERFORM cases_refuse('batch_void_is_empty', 'A void batch holds no fee.');
    END IF;
    FOR line IN SELECT fee_id FROM cases_batchline WHERE batch_id = the_batch AND NOT released
    LOOP
        PERFORM cases_refuse_fee_off_its_lines(line.fee_id);
    END LOOP;
END $$;
"""

MOVEMENT = """
CREATE FUNCTION cases_refuse_passenger_change(passenger cases_passenger, was text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    movement_status text;
BEGIN
    SELECT status INTO movement_status FROM cases_movement
    WHERE id = passenger.movement_id FOR NO KEY UPDATE;
    IF NOT (CASE
        WHEN was IS NULL THEN movement_status = 'planning' AND passenger.status = 'proposed'
        WHEN was = passenger.status THEN true
        WHEN was IN ('taken_off', 'no_show') THEN false
        WHEN movement_status = 'planning' THEN passenger.status = 'taken_off'
        WHEN movement_status = 'locked' THEN passenger.status <> 'proposed'
        WHEN movement_status IN ('cancelled', 'returned') THEN passenger.status = 'taken_off'
        ELSE false END) THEN
        PERFORM cases_refuse('manifest_is_open', 'The manifest is locked.');
    END IF;
    IF was IS NULL AND passenger.child_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_child c JOIN cases_movement m ON m.agreement_id = c.agreement_id
        WHERE c.id = passenger.child_id AND m.id = passenger.movement_id AND c.stage = 'cleared'
    ) THEN PERFORM cases_refuse('passenger_is_cleared',
        'A place is proposed for a cleared child of the agreement.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_sibling_left(the_movement bigint, who_left bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM cases_movement WHERE id = the_movement) <> 'locked' THEN
        RETURN;
    END IF;
    -- In key order, as everywhere: no new sibling until this is settled.
    PERFORM 1 FROM cases_mother WHERE id IN (
        SELECT c.mother_id FROM cases_passenger p JOIN cases_child c ON c.id = p.child_id
        WHERE p.movement_id = the_movement) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM cases_passenger p JOIN cases_child aboard ON aboard.id = p.child_id
        JOIN cases_child sibling ON sibling.mother_id = aboard.mother_id
            AND sibling.id <> aboard.id
        WHERE p.movement_id = the_movement AND p.status IN ('proposed', 'confirmed', 'boarded')
        AND (who_left IS NULL OR sibling.id = who_left)
        AND sibling.stage NOT IN ('closed', 'in_transit', 'returned', 'placed')
        AND NOT EXISTS (
            SELECT 1 FROM cases_passenger q WHERE q.movement_id = the_movement
            AND q.child_id = sibling.id AND q.status IN ('proposed', 'confirmed', 'boarded'))
        AND NOT EXISTS (
            SELECT 1 FROM cases_siblingexception e WHERE e.movement_id = the_movement
            AND e.child_id = sibling.id AND e.approved_by_id IS NOT NULL)
    ) THEN PERFORM cases_refuse('no_sibling_left_behind',
        'A sibling would be left behind without an approved exception.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_seatless(the_child bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM cases_child WHERE id = the_child) IN ('booked', 'in_transit')
       AND NOT EXISTS (SELECT 1 FROM cases_passenger WHERE child_id = the_child
                       AND status IN ('confirmed', 'boarded')) THEN
        PERFORM cases_refuse('booked_child_has_seat', 'A booked child has a seat.');
    END IF;
END $$;
"""

COUNTERS = """
CREATE SEQUENCE cases_family_number;
CREATE SEQUENCE cases_batch_number;
CREATE SEQUENCE cases_movement_number;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_register")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            REFUSE,
            FAMILY,
            REQUIREMENTS,
            JOURNAL,
            ASSESSMENT,
            MONEY,
            MOVEMENT,
            COUNTERS,
        )
    ]
