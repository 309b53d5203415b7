"""What the database refuses of a case and its journal, whoever writes and however.

A line: the stage a child has come to, the guard, and the SQL that tries to get round it.
``%(child)s`` and the like are keys of that child's rows.
"""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.casework import closings
from cases.models import (
    Child,
    Journal,
)
from cases.vocabulary import Act, ClearanceKind, ClosedReason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.cases_tried import keys_of, made, names_of, run
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db

CHILD = "UPDATE cases_child SET {what} WHERE id = %(child)s"
#: The CHECKs alone judge; the trigger on stages would speak first.
UNTRIGGERED = (
    "DO $$ BEGIN SET LOCAL session_replication_role = replica; "
    "UPDATE cases_child SET {what} WHERE id = %(child)s; END $$"
)
ENTRY = (
    "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail, happened_on,"
    " by_id) VALUES (%(child)s, {what}, %(user)s)"
)
NEW_CHILD = (
    "INSERT INTO cases_child (version, person_id, mother_id, reference, agreement_id, father_name,"
    " father_status, father_evidence, stage, stage_since, registered_on, registered_by_id,"
    " stage_entered_on, entered_on, closing_note, verified_without_paper)"
    " SELECT 1, {what}, agreement_id, '', 'unknown', '', 'registered', registered_on,"
    " registered_on, registered_by_id, entered_on, entered_on, '', ''"
    " FROM cases_child WHERE id = %(child)s"
)

R, V, E, C = Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.CLEARED
GUARDS = [
    # Children
    (R, "child_reference_form", UNTRIGGERED, "reference = 'X-1'"),
    (R, "child_entered_when_known", CHILD, "stage_entered_on = stage_since - 1"),
    (R, "child_entry_stays", CHILD, "entered_on = entered_on + 1"),
    (R, "child_stage_entered_journalled", CHILD, "stage_entered_on = now()::date + 2"),
    (R, "child_stage_known", UNTRIGGERED, "stage = 'lost'"),
    (R, "child_father_status_known", CHILD, "father_status = 'guilty'"),
    (R, "child_stage_follows_the_table", CHILD, "stage = 'placed'"),
    (R, "child_returned_on_iff_returned", CHILD, "returned_on = stage_since"),
    (Stage.RETURNED, "child_returned_on_iff_returned", CHILD, "returned_on = NULL"),
    (R, "child_closed_iff_reason_and_day", CHILD, "closed_on = stage_since"),
    (R, "child_closed_iff_reason_and_day", CHILD, "stage = 'closed'"),
    (
        R,
        "child_closed_only_when_approved",
        CHILD,
        (
            "stage = 'closed', closed_on = stage_since, closed_reason = 'error',"
            " closing_reason = 'error', closing_asked_by_id = %(user)s, closing_asked_at = now()"
        ),
    ),
    (
        R,
        "child_closed_as_asked",
        CHILD,
        (
            "stage = 'closed', closed_on = stage_since, closed_reason = 'deceased',"
            " closing_reason = 'error', closing_asked_by_id = %(user)s, closing_asked_at = now(),"
            " closing_approved_by_id = %(second)s, closing_approved_at = now()"
        ),
    ),
    (R, "child_deferred_has_review_day", CHILD, "stage = 'deferred'"),
    (R, "child_duplicate_iff_named", CHILD, "duplicate_of_id = %(sibling)s"),
    (
        R,
        "child_duplicate_iff_named",
        CHILD,
        "closing_reason = 'duplicate', closing_asked_by_id = %(user)s, closing_asked_at = now()",
    ),
    (
        R,
        "child_not_duplicate_of_itself",
        CHILD,
        (
            "duplicate_of_id = id, closing_reason = 'duplicate', closing_asked_by_id = %(user)s,"
            " closing_asked_at = now()"
        ),
    ),
    (R, "child_hold_reason_iff_day", CHILD, "hold_reason = 'court'"),
    (R, "child_hold_reason_iff_day", CHILD, "hold_until = stage_since"),
    (R, "child_verified_since_verified", CHILD, "stage = 'verified'"),
    (
        R,
        "child_verified_by_another",
        CHILD,
        "stage = 'verified', verified_by_id = registered_by_id",
    ),
    (R, "child_closing_asked_whole", CHILD, "closing_asked_by_id = %(user)s"),
    (R, "child_closing_approved_whole", CHILD, "closing_approved_at = now()"),
    (
        R,
        "child_closing_approved_by_another",
        CHILD,
        (
            "closing_reason = 'error', closing_asked_by_id = %(user)s, closing_asked_at = now(),"
            " closing_approved_by_id = %(user)s, closing_approved_at = now()"
        ),
    ),
    (
        R,
        "child_closing_approved_by_another",
        CHILD,
        "closing_approved_by_id = %(user)s, closing_approved_at = now()",
    ),
    (R, "child_reopening_asked_whole", CHILD, "reopening_asked_at = now()"),
    (R, "child_reopening_approved_whole", CHILD, "reopening_approved_at = now()"),
    (
        R,
        "child_reopening_approved_by_another",
        CHILD,
        (
            "reopening_asked_by_id = %(user)s, reopening_asked_at = now(),"
            " reopening_approved_by_id = %(user)s, reopening_approved_at = now()"
        ),
    ),
    (E, "child_stage_is_journalled", CHILD, "stage = 'cleared'"),
    (R, "child_mother_stays", CHILD, "mother_id = %(young)s"),
    (R, "no_delete", "DELETE FROM cases_child WHERE id = %(child)s", ""),
    (
        R,
        "cases_child_person_id_key",
        NEW_CHILD,
        "person_id, mother_id, reference || '9'",
    ),
    (R, "cases_child_reference_key", NEW_CHILD, "%(nobody)s, mother_id, reference"),
    (R, "child_stage_is_journalled", NEW_CHILD, "%(nobody)s, mother_id, reference || '9'"),
    (R, "child_possible_of_mother", NEW_CHILD, "%(mother_person)s, mother_id, reference || '9'"),
    # The journal
    (R, "journal_act_known", ENTRY, "'vanish', NULL, NULL, '', '', '2019-03-01'"),
    (
        R,
        "journal_step_of_the_table",
        ENTRY,
        "'verify', 'registered', 'placed', '', '', '2019-03-01'",
    ),
    (R, "journal_step_of_the_table", ENTRY, "'verify', NULL, 'verified', '', '', '2019-03-01'"),
    (R, "journal_step_of_the_table", ENTRY, "'verify', 'registered', NULL, '', '', '2019-03-01'"),
    (R, "journal_detail_is_a_code", ENTRY, "'note', NULL, NULL, '', 'Билол', '2019-03-01'"),
    (R, "journal_not_in_future", ENTRY, "'note', NULL, NULL, '', '', now()::date + 2"),
    (
        R,
        "journal_in_order",
        ENTRY,
        "'verify', 'registered', 'verified', '', '', '2019-02-28'",
    ),
    (
        R,
        "journal_step_follows",
        ENTRY,
        "'reconsider', 'deferred', 'registered', '', '', '2019-03-01'",
    ),
    (
        R,
        "child_stage_is_journalled",
        ENTRY,
        "'verify', 'registered', 'verified', '', '', '2019-03-01'",
    ),
    # What is written once
    (R, "append_only", "UPDATE cases_journal SET happened_on = '2019-02-01'", ""),
    (R, "append_only", "DELETE FROM cases_journal", ""),
    (R, "append_only", "TRUNCATE cases_journal CASCADE", ""),
]


@pytest.mark.parametrize(("stage", "guard", "sql", "what"), GUARDS, ids=names_of(GUARDS))
def test_database_refuses(stage, guard, sql, what):
    keys = keys_of(made(stage))

    with refused(guard):
        run(sql.replace("{what}", what), keys)


def leap(child: Child, act: Act, to: Stage, **facts: object) -> None:
    """Move a child as somebody with a console would: the stage, and an entry to go with it."""
    before = child.stage
    Child.objects.filter(pk=child.pk).update(stage=to, **facts)
    Journal.objects.bulk_create(
        [
            Journal(
                child=child,
                act=act,
                from_stage=before,
                to_stage=to,
                happened_on=max(DAY, child.stage_since),
                by=factories.user(Role.CASEWORKER),
            )
        ]
    )


def court_order(child: Child) -> None:
    factories.grant(child, ClearanceKind.COURT_ORDER)


def consent(child: Child) -> None:
    court_order(child)
    factories.consent(child)
    factories.agreed_otherwise(paid_before_clearing=True)


def no_requirement(child: Child) -> None:
    with factories.past_the_guards():
        child.agreement.requirements.all().delete()


def nothing(child: Child) -> None:
    """Leave the case as it came."""


@pytest.mark.parametrize(
    ("stage", "prepare", "act", "to", "guard"),
    [
        (R, nothing, Act.VERIFY, V, "step_requirements_met"),
        (R, no_requirement, Act.VERIFY, V, "step_requirements_in_force"),
        (V, nothing, Act.DECIDE, E, "step_assessment_decided"),
        (E, nothing, Act.CLEAR, C, "step_requirements_met"),
        (E, court_order, Act.CLEAR, C, "step_consent_given"),
        (E, consent, Act.CLEAR, C, "step_fee_paid"),
        (C, nothing, Act.LOCK, Stage.BOOKED, "step_on_a_movement"),
        (Stage.BOOKED, nothing, Act.DEPART, Stage.IN_TRANSIT, "step_on_a_movement"),
        (Stage.RETURNED, nothing, Act.PLACE, Stage.PLACED, "step_handed_over"),
    ],
)
def test_step_without_its_facts_is_refused_at_commit(stage, prepare, act, to, guard):
    child = factories.child(stage)
    prepare(child)
    facts = {"verified_by": factories.user(Role.REVIEWER)} if to == V else {}

    with refused(guard):
        leap(child, act, to, **facts)


def closed() -> Child:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.ERROR
    )
    child.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=DAY)
    child.refresh_from_db()
    return child


def reopened() -> dict[str, object]:
    """Return the columns of an approved reopening."""
    return {
        "closed_on": None,
        "closed_reason": None,
        "closing_approved_by": None,
        "closing_approved_at": None,
        "reopening_approved_by": factories.user(Role.REVIEWER),
        "reopening_approved_at": timezone.now(),
    }


def test_closed_case_is_not_reopened_without_an_approval():
    child = closed()

    with refused("child_reopened_only_when_approved"):
        leap(child, Act.REOPEN, R, closed_on=None, closed_reason=None)


def test_closed_case_is_reopened_only_where_it_was_closed():
    child, facts = closed(), reopened()
    facts["review_due_on"] = DAY
    asked = {"reopening_asked_by": child.registered_by, "reopening_asked_at": timezone.now()}
    Child.objects.filter(pk=child.pk).update(**asked)

    with refused("step_reopens_where_closed"):
        leap(child, Act.REOPEN, Stage.DEFERRED, **facts)


def test_child_without_a_mother_is_refused():
    keys = keys_of(factories.child())

    with pytest.raises(IntegrityError, match="mother_id"), transaction.atomic():
        run(UNTRIGGERED.replace("{what}", "mother_id = NULL"), keys)


VERIFIED = "stage = 'verified', verified_by_id = %(second)s"


@pytest.mark.parametrize(
    ("stage", "shadows", "what", "entry", "guard"),
    [
        (R, ["journal"], VERIFIED, "", "child_stage_is_journalled"),
        (
            R,
            ["requirement"],
            VERIFIED,
            "'verify', 'registered', 'verified'",
            "step_requirements_met",
        ),
        (
            E,
            ["requirement", "consentrule", "feeschedule", "fee"],
            "stage = 'cleared'",
            "'clear', 'eligible', 'cleared'",
            "step_requirements_met",
        ),
    ],
)
def test_temporary_tables_deceive_no_guard(stage, shadows, what, entry, guard):
    """The guards ask the tables of the register, whatever bears their names beside them."""
    keys = keys_of(factories.child(stage))
    for table in shadows:
        run(f"CREATE TEMPORARY TABLE cases_{table} AS TABLE public.cases_{table} WITH NO DATA", {})
    if not entry:
        run(
            "INSERT INTO pg_temp.cases_journal (id, child_id, act, from_stage, to_stage,"
            " happened_on) VALUES (1, %(child)s, 'verify', 'registered', 'verified', '2026-01-01')",
            keys,
        )

    with refused(guard):
        run(CHILD.replace("{what}", what).replace("cases_", "public.cases_"), keys)
        if entry:
            entry += ", '', '', (SELECT stage_since FROM cases_child WHERE id = %(child)s)"
            run(ENTRY.replace("{what}", entry).replace("cases_", "public.cases_"), keys)
