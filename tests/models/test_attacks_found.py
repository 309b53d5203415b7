"""What once went through by SQL, as the application's role: each case, and the guard that refuses.

The headings are those of the two looks at the register's security in November 2026.
"""

import pytest

from cases.vocabulary import ClosedReason, Role, Stage
from tests import factories
from tests.models.attacked import Attacker, world

pytestmark = pytest.mark.django_db

NOT_TEMPORARY = "privilege"  # REVOKE TEMPORARY ON DATABASE
#: The finding, what was tried, the SQL, and the name of the guard; {names} are keys of the world.
FOUND: list[tuple[str, str, str, str]] = []


def found(finding: str, **tried: tuple[str, str]) -> None:
    """Add cases of a finding, each by what was tried, with its SQL and its guard."""
    FOUND.extend((finding, what.replace("_", " "), *case) for what, case in tried.items())


found(
    "1 temporary tables deceive guards",
    journal_of_a_stage=(
        "CREATE TEMP TABLE cases_journal AS TABLE public.cases_journal",
        "privilege",
    ),
    requirements=("CREATE TEMP TABLE cases_requirement (id int)", NOT_TEMPORARY),
    consent_rules=("CREATE TEMP TABLE cases_consentrule (id int)", NOT_TEMPORARY),
    fee_schedule=("CREATE TEMP TABLE cases_feeschedule (id int)", NOT_TEMPORARY),
    batch_lines=("CREATE TEMP TABLE cases_batchline (id int)", NOT_TEMPORARY),
    payment_batches=("CREATE TEMP TABLE cases_paymentbatch (id int)", NOT_TEMPORARY),
    search_path=(
        (
            "SET LOCAL search_path = pg_temp, public; UPDATE cases_child SET stage = 'deferred', "
            "review_due_on = now()::date + 9 WHERE id = {child}"
        ),
        "child_stage_follows_the_table",
    ),
)
found(
    "2 what was approved is rewritten",
    closing_of_a_completed_case=(
        (
            "UPDATE cases_child SET closed_reason = 'error', closing_reason = 'error' "
            "WHERE id = {closed}"
        ),
        "closing_approval_stays",
    ),
    approver_of_a_closing=(
        "UPDATE cases_child SET closing_approved_by_id = {attacker} WHERE id = {closed}",
        "closing_approval_stays",
    ),
    verifier=(
        "UPDATE cases_child SET verified_by_id = {attacker} WHERE id = {child}",
        "child_verifier_stays",
    ),
    approver_of_a_lock=(
        "UPDATE cases_movement SET lock_approved_by_id = {attacker} WHERE id = {movement}",
        "movement_lock_approval_stays",
    ),
    publisher_of_criteria=(
        "UPDATE cases_criteriaset SET publish_approved_by_id = {attacker} WHERE id = {criteria}",
        "criteria_set_approval_stays",
    ),
    approver_of_a_sent_batch=(
        "UPDATE cases_paymentbatch SET approved_by_id = {attacker} WHERE id = {batch}",
        "batch_approval_stays",
    ),
    reason_of_an_exception=(
        "UPDATE cases_siblingexception SET reason = 'medical', note = 'Other' WHERE id = {excused}",
        "sibling_exception_approval_stays",
    ),
    exception_of_another_child=(
        "UPDATE cases_siblingexception SET child_id = {other} WHERE id = {excused}",
        "sibling_exception_approval_stays",
    ),
    verified_while_registered=(
        "UPDATE cases_child SET verified_by_id = {attacker} WHERE id = {other}",
        "child_verifier_stays",
    ),
)
found(
    "3 days that figures count by",
    registered_earlier=(
        "UPDATE cases_child SET registered_on = '2019-01-01' WHERE id = {child}",
        "child_registered_on_journalled",
    ),
    registered_in_the_future=(
        "UPDATE cases_child SET registered_on = now()::date + 400 WHERE id = {child}",
        "child_entered_when_known",
    ),
)
found(
    "4 the sibling rule and another mother",
    child_of_another_mother=(
        "UPDATE cases_child SET mother_id = {stranger} WHERE id = {child}",
        "child_mother_stays",
    ),
)
found(
    "5 money",
    charges_that_are_no_number=(
        "UPDATE cases_paymentbatch SET charges = 'NaN' WHERE id = {batch}",
        "batch_transfer_stays",
    ),
    rate_that_is_no_number=(
        "UPDATE cases_paymentbatch SET rate = 'NaN' WHERE id = {batch}",
        "batch_transfer_stays",
    ),
    fee_of_no_number=(
        "UPDATE cases_feeschedule SET amount = 'NaN' WHERE id = {schedule}",
        "fee_schedule_agreed_stays",
    ),
    currency_of_nobody=(
        "UPDATE cases_banklayout SET currency = 'QQQ'",
        "bank_layout_by_office",
    ),
    settled_without_receipts=(
        "UPDATE cases_paymentbatch SET status = 'settled' WHERE id = {batch}",
        "batch_settled_when_receipted",
    ),
    transfer_in_2999=(
        "UPDATE cases_paymentbatch SET value_date = '2999-01-01' WHERE id = {batch}",
        "batch_transfer_after_approval",
    ),
)
found(
    "6 forged rows of ledgers",
    history=(
        "INSERT INTO cases_childevent SELECT * FROM cases_childevent LIMIT 1",
        "privilege",
    ),
    look_of_2020=(
        "INSERT INTO cases_accessrow (by_id, page, at) VALUES ({attacker}, 'child', '2020-01-01')",
        "accessrow_entered_now",
    ),
    look_of_another=(
        "INSERT INTO cases_accessrow (by_id, page) VALUES ({reviewer}, 'child')",
        "accessrow_in_own_name",
    ),
    role_of_2020=(
        (
            "INSERT INTO cases_rolegrant (whom_id, role, given, at) "
            "VALUES ({attacker}, 'reviewer', true, '2020-01-01')"
        ),
        "privilege",
    ),
    consent_of_2020=(
        (
            "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, "
            "method, "
            "language, reason, recorded_by_id, recorded_at) VALUES ({child}, 'dna', "
            "'mother', 'given', "
            "'2020-01-01', 'signed', '', '', {attacker}, '2020-01-01')"
        ),
        "consent_entered_now",
    ),
    consent_of_no_day=(
        (
            "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, "
            "method, "
            "language, reason, recorded_by_id) VALUES ({child}, 'dna', 'mother', 'given', "
            "'-infinity', 'signed', '', '', {attacker})"
        ),
        "decided_on_is_finite",
    ),
    verification_before_its_consent=(
        (
            "INSERT INTO cases_consentverification (consent_id, by_id, at, without_paper) "
            "SELECT id, {attacker}, '2019-01-01', 'Seen.' FROM cases_consent LIMIT 1"
        ),
        "consentverification_by_office",
    ),
)
found(
    "9 requirements and published figures",
    requirement_deleted=("DELETE FROM cases_requirement", "privilege"),
    requirement_ended=(
        "UPDATE cases_requirement SET during = daterange(lower(during), now()::date - 1)",
        "requirement_in_force_stays",
    ),
    published_figure_rewritten=("UPDATE cases_publishedfigure SET value = 99", "privilege"),
    published_figure_deleted=("DELETE FROM cases_publishedfigure", "privilege"),
    stage_limit_deleted=("DELETE FROM cases_stagelimit", "privilege"),
)
found(
    "10 keys and identity",
    reference_of_a_child=(
        "UPDATE cases_child SET reference = 'TJ-IQ-9999-1' WHERE id = {child}",
        "child_agreement_stays",
    ),
    reference_of_a_mother=(
        "UPDATE cases_mother SET reference = 'TJ-IQ-9999' WHERE id = {mother}",
        "mother_agreement_stays",
    ),
    numbers_given_again=(
        "UPDATE cases_mother SET children_given = 0 WHERE id = {mother}",
        "mother_children_given_once",
    ),
    another_person=(
        "UPDATE cases_child SET person_id = {stranger_person} WHERE id = {child}",
        "child_keys_stay",
    ),
    mother_is_the_child=(
        "UPDATE cases_mother SET person_id = {person} WHERE id = {mother}",
        "mother_keys_stay",
    ),
    names_deleted=("DELETE FROM cases_personname WHERE person_id = {person}", "privilege"),
    numbers_deleted=("DELETE FROM cases_identifier", "privilege"),
    direction_override=(
        "UPDATE cases_personname SET text = U&'A\\202EB' WHERE person_id = {person}",
        "person_name_without_controls",
    ),
    movement_made_as_arrived=(
        (
            "INSERT INTO cases_movement (reference, agreement_id, origin_id, destination_id, "
            "departs_at, arrives_at, seats, seats_taken, status, carrier, number, planned_by_id, "
            "version) SELECT 'MV-9999', agreement_id, origin_id, destination_id, departs_at, "
            "arrives_at, seats, 0, 'arrived', carrier, number, {attacker}, 1 FROM cases_movement "
            "WHERE id = {movement}"
        ),
        "movement_starts_planned",
    ),
    departed_in_the_future=(
        "UPDATE cases_movement SET departed_at = now() + interval '1 year' WHERE id = {movement}",
        "movement_went_as_recorded",
    ),
    handover_of_another_child=(
        "UPDATE cases_handover SET child_id = {other} WHERE child_id = {child}",
        "handover_keys_stay",
    ),
    placement_of_another_child=(
        "UPDATE cases_placement SET child_id = {other} WHERE child_id = {child}",
        "placement_keys_stay",
    ),
    assessment_of_another_child=(
        "UPDATE cases_assessment SET child_id = {other} WHERE child_id = {child}",
        "assessment_decided_stays",
    ),
    clearance_of_another_child=(
        "UPDATE cases_clearance SET child_id = {other} WHERE child_id = {child}",
        "clearance_keys_stay",
    ),
    finding_on_another_set=(
        (
            "UPDATE cases_finding SET criterion_id = (SELECT max(id) FROM cases_criterion) "
            "WHERE assessment_id = (SELECT max(id) FROM cases_assessment)"
        ),
        "finding_of_open_assessment",
    ),
    seat_of_a_released_child=(
        (
            "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail, "
            "happened_on, by_id) VALUES ({booked}, 'release', 'booked', 'cleared', 'no_show', '', "
            "cases_day(now()), {attacker}); UPDATE cases_child SET stage = 'cleared', "
            "stage_since = cases_day(now()), stage_entered_on = cases_day(now()) WHERE id = "
            "{booked}"
        ),
        "seat_of_a_booked_child",
    ),
    turned_back_without_a_return=(
        (
            "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail, "
            "happened_on, by_id) VALUES ({booked}, 'turn_back', 'in_transit', 'cleared', "
            "'diverted', "
            "'', cases_day(now()), {attacker})"
        ),
        "journal_by_office",
    ),
    lapse_although_all_is_met=(
        (
            "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail, "
            "happened_on, by_id) VALUES ({cleared}, 'lapse', 'cleared', 'eligible', 'expired', '', "
            "cases_day(now()), {attacker})"
        ),
        "step_lapses_for_a_reason",
    ),
    deferred_until_2001=(
        "UPDATE cases_child SET review_due_on = '2001-01-01' WHERE id = {child}",
        "child_in_journal",
    ),
    review_day_without_end=(
        "UPDATE cases_child SET review_due_on = 'infinity' WHERE id = {child}",
        "review_due_on_is_finite",
    ),
    paper_without_end=(
        "UPDATE cases_clearance SET valid_until = 'infinity' WHERE child_id = {child}",
        "clearance_stays",
    ),
    birth_without_beginning=(
        "UPDATE cases_person SET born_earliest = '-infinity' WHERE id = {person}",
        "born_earliest_is_finite",
    ),
)
found(
    "11 permissions",
    permission_of_a_role=(
        (
            "INSERT INTO auth_group_permissions (group_id, permission_id) SELECT g.id, p.id "
            "FROM auth_group g, auth_permission p WHERE p.codename = 'view_every_child'"
        ),
        "privilege",
    ),
    superuser=(
        "UPDATE cases_user SET is_superuser = true WHERE id = {attacker}",
        "role_granted_by_another",
    ),
    password_of_another=(
        "UPDATE cases_user SET password = 'x' WHERE id = {reviewer}",
        "user_by_office",
    ),
    role_of_oneself=(
        (
            "INSERT INTO cases_user_groups (user_id, group_id) SELECT {attacker}, id FROM "
            "auth_group "
            "WHERE name = 'reviewer'"
        ),
        "role_by_office",
    ),
)
found(
    "15 triggers, and forms taken twice",
    disabled=("ALTER TABLE cases_child DISABLE TRIGGER USER", "must be owner"),
    dropped=("DROP TABLE cases_journal", "must be owner"),
    constraint=("ALTER TABLE cases_fee DROP CONSTRAINT fee_amount_positive", "must be owner"),
    replaced=(
        "CREATE OR REPLACE FUNCTION public.cases_actor() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "privilege",
    ),
    replica=("SET LOCAL session_replication_role = replica", "privilege"),
    own_schema=("CREATE SCHEMA own", "privilege"),
    ignored=(
        (
            "SELECT set_config('pgtrigger.ignore', 'cases_note:append_only', true); "
            "UPDATE cases_note SET text = 'Other'"
        ),
        "note_stays",
    ),
    disposing=(
        "SELECT set_config('cases.disposing', 'yes', true); UPDATE cases_note SET text = 'Other'",
        "note_stays",
    ),
    program=("COPY cases_note TO PROGRAM 'true'", "privilege"),
    file=("SELECT pg_read_file('/etc/passwd')", "privilege"),
    token_taken_again=("DELETE FROM cases_submission", "privilege"),
)


def test_each_case_that_went_through_is_refused_by_its_guard():
    settled = world()
    child = settled["Child"]
    other, closed = factories.child(), factories.close(factories.child(), ClosedReason.OTHER_STATE)
    booked, cleared = factories.child(Stage.BOOKED), factories.child(Stage.CLEARED)
    reviewer, attacker = factories.user(Role.REVIEWER), factories.user(Role.CASEWORKER)
    keys = {
        "child": child.pk,
        "mother": child.mother_id,
        "person": child.person_id,
        "other": other.pk,
        "stranger": other.mother_id,
        "stranger_person": other.person_id,
        "closed": closed.pk,
        "booked": booked.pk,
        "cleared": cleared.pk,
        "attacker": attacker.pk,
        "reviewer": reviewer.pk,
        "movement": settled["Movement"].pk,
        "criteria": settled["CriteriaSet"].pk,
        "batch": settled["PaymentBatch"].pk,
        "schedule": settled["Fee"].schedule_id,
        "excused": settled["SiblingException"].pk,
    }
    attack = Attacker(attacker)

    came = {}
    for finding, what, sql, guard in FOUND:
        said = attack.refused_by(sql.format(**keys))
        if said != guard and guard not in said:
            came[f"{finding}: {what}"] = said or "went through"
    assert not came, "\n".join(f"{what}: {said}" for what, said in came.items())
    assert len(FOUND) >= 60
