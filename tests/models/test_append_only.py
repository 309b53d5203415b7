"""What is written once stays: journal, consents, access log, receipts, history."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from cases.casework import access
from cases.models import AccessRow, Demonstration, DuplicateAnswer, Journal, Note, User
from cases.models.grants import append_only_tables, secure, undeletable_tables
from cases.vocabulary import DuplicateVerdict, Role, Stage
from tests import factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db

EXPECTED = {
    "cases_bankmatch",
    "cases_namedexportfile",
    "cases_heldfile",
    "cases_sharefile",
    "cases_undonematch",
    "cases_undonerecord",
    "cases_withdrawnpayment",
    "cases_bankstatement",
    "cases_escortchange",
    "cases_briefing",
    "cases_explanation",
    "cases_accessrow",
    "cases_claimevidence",
    "cases_consent",
    "cases_consentverification",
    "cases_disposalcertificate",
    "cases_duplicateanswer",
    "cases_enquiryanswer",
    "cases_failedsignin",
    "cases_resealedrow",
    "cases_formerreference",
    "cases_journal",
    "cases_keptforecast",
    "cases_movedchild",
    "cases_letter",
    "cases_mergedrow",
    "cases_receiptline",
    "cases_publishedfigure",
    "cases_refusedattempt",
    "cases_rolegrant",
    "cases_seal",
    "cases_sealedrow",
    "cases_virusfind",
}


def test_append_only_tables_are_all_there():
    history = {m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}

    assert set(append_only_tables()) == EXPECTED | history
    assert "cases_childevent" in history
    assert "cases_child" in undeletable_tables()


@pytest.mark.parametrize("table", ["cases_journal", "cases_consent", "cases_childevent"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_written_rows_stay(table, sql):
    factories.child(Stage.CLEARED)
    key = "pgh_id" if table.endswith("event") else "id"

    said = pytest.raises(Error, match=r"never changed|Cannot update|Cannot delete")
    with said, transaction.atomic():
        execute(sql.format(table).replace("id = id", f"{key} = {key}"))


def test_every_append_only_table_refuses_truncate():
    for table in append_only_tables():
        with refused("append_only"):
            execute(f'TRUNCATE "{table}" CASCADE')


def test_access_row_stays():
    user = factories.user(Role.CASEWORKER)
    access.shown(by=user, page="children", rows=3)

    with refused("append_only"):
        AccessRow.objects.update(rows=1)
    with refused("append_only"):
        execute("DELETE FROM cases_accessrow")


def test_the_switch_that_turns_guards_off_is_disarmed():
    factories.child()
    execute("SELECT set_config('pgtrigger.ignore', %s, true)", "{pgtrigger_append_only_0d0d9}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'cases_journal'::regclass")
        names = "{" + ",".join(name for (name,) in cursor.fetchall() if "pgtrigger" in name) + "}"
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [names])

    with refused("append_only"):
        execute("DELETE FROM cases_journal")


def test_securing_again_changes_nothing():
    secure("default")
    secure("default")

    with connection.cursor() as cursor:
        cursor.execute("SELECT _pgtrigger_should_ignore('anything')")
        assert cursor.fetchone() == (False,)


def test_history_keeps_every_version_of_raw_sql_too():
    child = factories.child()

    execute("UPDATE cases_child SET father_name = 'X' WHERE id = %s", child.pk)
    execute("UPDATE cases_child SET father_name = 'Y' WHERE id = %s", child.pk)

    event = apps.get_model("cases", "ChildEvent")
    versions = event.objects.filter(pgh_obj=child).order_by("pgh_id")
    assert [version.father_name for version in versions] == ["", "X", "Y"]


def test_duplicate_answer_is_in_order_and_known():
    one, other = factories.child().person, factories.child().person
    user = User.objects.first()

    for first, second, verdict, name in (
        (other, one, DuplicateVerdict.SAME, "duplicate_answer_in_order"),
        (one, other, "perhaps", "duplicate_answer_known"),
    ):
        with refused(name):
            DuplicateAnswer.objects.create(one=first, other=second, verdict=verdict, by=user)


def test_note_is_never_empty_nor_deleted():
    child = factories.child()
    note = Note.objects.create(child=child, text="Seen.", by=child.registered_by)

    with refused("note_not_empty"):
        Note.objects.create(child=child, text="", by=child.registered_by)
    with refused("note_stays"):
        Note.objects.filter(pk=note.pk).update(text="Other.")
    with refused("no_delete"):
        execute("DELETE FROM cases_note")


def test_demonstration_mark_is_one_row():
    Demonstration.objects.create(loaded_on=factories.DAY)

    with refused("demonstration_one_row"):
        Demonstration.objects.bulk_create([Demonstration(id=2, loaded_on=factories.DAY)])


def test_journal_detail_is_a_code():
    child = factories.child()

    with refused("journal_detail_is_a_code"):
        Journal.objects.create(
            child=child,
            act="note",
            by=child.registered_by,
            happened_on=factories.DAY,
            detail="Манижа",
        )
