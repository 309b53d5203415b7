"""Whose row it is stays, it says who writes it, and when: on every table, as its columns tell."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import DateTimeField

from cases.casework import access
from cases.casework.acting import acting, command
from cases.models import AccessRow, Consent
from cases.models.columns import ASSIGNED, MAY_CHANGE, hands, instants, keys, tables
from cases.models.grants import APPLICATION_ROLE, SEALS, append_only_tables, told_tables
from cases.models.install import writers
from cases.vocabulary import Role, Stage
from tests import factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def as_application() -> None:
    execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")


def test_what_may_change_is_a_column_still():
    names = {f"{model.__name__}.{each.name}" for model in tables() for each in model._meta.fields}
    through = {f"User_{name}" for name in ("groups.user", "groups.group", "user_permissions.user")}

    assert set(MAY_CHANGE) | ASSIGNED <= names | through
    assert all(MAY_CHANGE.values())


def test_every_ledger_says_who_and_when():
    written = {*append_only_tables()} - {*SEALS}
    ledgers = [model for model in tables() if model._meta.db_table in written]
    # Of a change, of a change of terms, of a receipt, of a batch, and of a disposal.
    told_elsewhere = {
        "FormerReference",
        "MovedChild",
        "PublishedFigure",
        "ReceiptLine",
        "WithdrawnPayment",
    }
    told_elsewhere |= {"DisposalCertificate", "ResealedRow"}
    told_elsewhere |= {"UndoneRecord"}  # by its entry of the journal
    told_elsewhere |= {"MergedRow"}  # by its merge
    told_elsewhere |= {"FailedSignIn"}  # nobody has signed in yet
    told_elsewhere |= {"KeptForecast"}  # a command computes it

    silent = {m.__name__ for m in ledgers if not (hands(m) and instants(m))}

    assert silent == told_elsewhere
    late = [m for m in ledgers for each in m._meta.fields if isinstance(each, DateTimeField)]
    assert all(instants(model) for model in late)


def test_triggers_alone_write_history():
    history = {m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}
    definers = rows("SELECT proname FROM pg_proc WHERE prosecdef ORDER BY 1")

    granted = rows(
        "SELECT table_name FROM information_schema.role_table_grants "
        f"WHERE grantee = '{APPLICATION_ROLE}' AND privilege_type = 'INSERT'"
    )

    told = {"cases_escortchange", "cases_restatement", "cases_rolegrant"}
    assert history | told == set(told_tables())
    assert [name for (name,) in definers] == writers()
    assert {name for (name,) in granted} & set(told_tables()) == set()


def test_application_writes_history_by_changes_alone():
    child = factories.child()
    as_application()

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(
            "INSERT INTO cases_childevent SELECT (jsonb_populate_record(e, '{\"pgh_id\": 1}')).* "
            "FROM cases_childevent e LIMIT 1"
        )
    execute("UPDATE cases_child SET version = 98 WHERE id = %s", child.pk)

    event = apps.get_model("cases", "ChildEvent")
    assert event.objects.filter(pgh_obj=child).latest("pgh_id").version == 98


def test_application_tells_nobody_of_a_change_that_was_not_made():
    child, user = factories.child(), factories.user(Role.CASEWORKER)
    as_application()

    for sql in (
        f"SELECT cases_tell_role({user.pk}, 'admin', true)",
        f"SELECT cases_restate({child.pk}, 'identity', NULL)",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(sql)


@pytest.mark.parametrize("declared", [True, False])
def test_ledger_is_written_in_ones_own_name(declared):
    child, user = factories.child(), factories.user(Role.CASEWORKER)
    other = factories.user(Role.REVIEWER)
    as_application()

    with refused("accessrow_in_own_name"):
        if declared:
            with acting(user):
                access.shown(by=other, page="child", child=child)
        else:
            access.shown(by=other, page="child", child=child)


def test_page_and_command_write_in_a_name():
    user, other = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
    as_application()

    with acting(user):
        access.shown(by=user, page="children", rows=3)
    with command("a list"):
        access.shown(by=other, page="children", rows=3)

    assert AccessRow.objects.count() == 2


def test_consent_is_not_backdated():
    consent = factories.child(Stage.CLEARED).consents.first()

    with refused("consent_entered_now"):
        execute(
            "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, "
            "method, language, reason, recorded_by_id, recorded_at) SELECT child_id, purpose, "
            "giver_role, decision, decided_on, method, language, reason, recorded_by_id, "
            "'2020-01-01' FROM cases_consent WHERE id = %s",
            consent.pk,
        )
    assert Consent.objects.filter(recorded_at__year=2020).count() == 0


def test_decision_is_not_made_in_the_name_of_another():
    batch, approver = factories.batch("submitted"), factories.user(Role.FINANCE_APPROVER)
    approves = (
        "UPDATE cases_paymentbatch SET status = 'approved', approved_by_id = {}, "
        "approved_at = {} WHERE id = {}"
    )
    as_application()

    with refused("paymentbatch_in_own_name"), acting(batch.prepared_by):
        execute(approves.format(approver.pk, "now()", batch.pk))
    with refused("paymentbatch_decided_now"), acting(approver):
        execute(approves.format(approver.pk, "'2020-01-01'", batch.pk))


def test_keys_are_most_of_what_names_another_row():
    stay = {f"{model.__name__}.{name}" for model in tables() for name in keys(model)}

    assert {
        *("Child.person", "Mother.person", "Clearance.child", "Handover.child", "Placement.child"),
        *("Assessment.child", "SiblingException.child", "Finding.assessment", "Hearing.child"),
        *("Document.child", "Movement.reference", "PersonName.person", "Identifier.person"),
    } <= stay
    assert stay & set(MAY_CHANGE) == set()
