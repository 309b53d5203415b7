"""The database role that serves pages: what it cannot do, whatever a page would ask."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from cases.casework import batches, explanations, receipts, statements
from cases.casework.acting import acting, command
from cases.models import PaymentBatch
from cases.models.grants import APPLICATION_ROLE, append_only_tables, secure, undeletable_tables
from cases.vocabulary import BatchStatus, Difference, Explained, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused
from tests.statements import csv_of, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_application(db):
    """Speak to the database as the application does, for one test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
        assert cursor.fetchone(), "the launcher makes the application's role"
    secure("default")

    def become():
        execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")

    return become


def denied(sql):
    said = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with said, transaction.atomic():
        execute(sql)


def test_application_cannot_touch_what_is_append_only(as_application):
    keys = {model._meta.db_table: model._meta.pk.column for model in apps.get_models()}
    as_application()

    for table in append_only_tables():
        for sql in (
            f'UPDATE "{table}" SET "{keys[table]}" = 1',
            f'DELETE FROM "{table}"',
            f'TRUNCATE "{table}"',
        ):
            denied(sql)


def test_application_cannot_delete_records(as_application):
    as_application()

    for table in undeletable_tables():
        denied(f'DELETE FROM "{table}"')


def test_application_cannot_change_the_guards(as_application):
    as_application()

    denied("ALTER TABLE cases_journal DISABLE TRIGGER ALL")
    denied("DROP TABLE cases_journal")
    denied("CREATE TABLE sneak (id int)")
    denied("SET session_replication_role = replica")
    denied("INSERT INTO cases_demonstration VALUES (1, now()::date)")


def test_application_makes_no_temporary_table(as_application):
    as_application()

    denied("CREATE TEMPORARY TABLE cases_journal (id int)")


def test_application_works_a_whole_case(as_application):
    factories.agreement()
    factories.user("reviewer")
    as_application()

    with command("a case of many hands"):
        child = factories.child(Stage.PLACED)

    assert child.stage == Stage.PLACED


def test_application_meets_the_same_guards(as_application):
    child, second = factories.child(), factories.user(Role.REVIEWER)
    as_application()

    with refused("child_stage_follows_the_table"):
        execute("UPDATE cases_child SET stage = 'booked' WHERE id = %s", child.pk)
    with refused("child_stage_is_journalled"), acting(second):
        execute(
            "UPDATE cases_child SET stage = 'verified', verified_by_id = %s WHERE id = %s",
            *(second.pk, child.pk),
        )


def test_application_can_record_what_the_bank_and_the_other_side_say(as_application):
    sent, submitted = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SUBMITTED)
    officer, approver = sent.prepared_by, factories.user(Role.FINANCE_APPROVER)
    lines = (row(sent.bank_reference, "-800"), row("FT1", "-800", submitted.reference))
    as_application()

    with command("a payment of many hands"):
        draft = statements.keep("s.csv", csv_of(*lines), on=DAY, by=officer)
        seen = statements.tried(draft).seen
        made = statements.apply(draft=draft, seen=seen, by=officer, on=DAY)
        approved_at = factories.APPROVED_AT
        batches.approve(batch=submitted, version=submitted.version, by=approver, at=approved_at)
        seen = statements.open_lines(made).seen
        statements.match_again(statement=made, seen=seen, by=officer, on=DAY)
        receipt = factories.receipt(sent, submitted, new=factories.scan())
        receipts.withdraw_scan(scan=receipt.scans.get(), by=officer)
        explanations.explain(
            of=sent,
            difference=Difference.BANK,
            amount=Decimal(-1),
            currency="USD",
            reason=Explained.RATE,
            note="",
            by=officer,
        )
    connection.check_constraints()

    assert not made.lines.unmatched().exists()
    assert {b.status for b in PaymentBatch.objects.all()} == {BatchStatus.SETTLED}
