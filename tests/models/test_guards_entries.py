"""An entry of the journal comes with its record, and one entry with one record."""

from functools import partial
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction

from cases.casework import cases, journal
from cases.casework.acting import acting
from cases.casework.roles import PERMISSIONS
from cases.models import Note
from cases.models.entries import OF_THEIR_OWN, ONE_EACH, RECORDS
from cases.models.offices import OFFICE_OF_ACT
from cases.vocabulary import Act, Reason, Role, Stage
from tests import clock, factories
from tests.factories import DAY
from tests.models.attacked import Attacker
from tests.models.refusals import execute
from tests.races import at_once

pytestmark = pytest.mark.django_db

ENTRY = (
    "INSERT INTO cases_journal (child_id, act, reason, detail, happened_on, by_id) "
    "SELECT {child}, '{act}', '', '', cases_day(now()), {by} FROM generate_series(1, {times})"
)
EMPTY = "'', ''"
NOTE = (
    "INSERT INTO cases_note (child_id, text, sensitive, by_id) "
    "VALUES ({child}, 'Seen.', false, {by})"
)


def test_every_act_has_its_record_or_a_guard_of_its_own():
    assert set(RECORDS) | OF_THEIR_OWN == set(Act)
    assert not set(RECORDS) & OF_THEIR_OWN
    assert set(RECORDS) >= ONE_EACH


def test_no_entry_is_added_by_itself():
    child = factories.child(Stage.PLACED)
    cases.add_note(child=child, by=child.registered_by, on=DAY, text="Another one's.")
    attacker = Attacker(factories.user(Role.CASEWORKER))
    # More than there are changes in the one transaction of this test, of whoever made them.
    row = {"child": child.pk, "by": attacker.person.pk, "times": 50}

    guards = {act: attacker.refused_by(ENTRY.format(act=act, **row)) for act in RECORDS}
    row["times"] = 1
    guards |= {act: attacker.refused_by(ENTRY.format(act=act, **row)) for act in OF_THEIR_OWN}

    expected = dict.fromkeys(RECORDS, "journal_tells_of_a_record")
    expected[Act.UNDO] = "journal_undo_names_its_entry"
    expected |= dict.fromkeys(OF_THEIR_OWN, "journal_step_with_stages")
    expected |= {
        act: "journal_by_office"
        for act, offices in OFFICE_OF_ACT.items()
        if not {*offices} & {*PERMISSIONS[Role.CASEWORKER]}
    }
    assert guards == expected


def test_one_entry_tells_of_one_record():
    child = factories.child(Stage.PLACED)
    attacker = Attacker(factories.user(Role.CASEWORKER))
    row = {"child": child.pk, "by": attacker.person.pk, "act": Act.NOTE, "times": 1}
    note, entry = NOTE.format(**row), ENTRY.format(**row)

    assert attacker.refused_by(f"{note}; {entry}") == ""
    assert attacker.refused_by(f"{note}; {note}; {entry}") == "note_in_journal"
    assert attacker.refused_by(f"{note}; {entry}; {entry}") == "journal_tells_of_a_record"


def test_record_changed_is_said_of_what_differs():
    child = factories.child(Stage.PLACED)
    attacker = Attacker(child.registered_by)
    attacker.cursor.execute("SELECT cases_records_of(%s, 'edit', NULL)", [child.pk])
    (changes,) = attacker.cursor.fetchone()  # all in the one transaction of this test
    row = {"child": child.pk, "by": attacker.person.pk, "act": Act.EDIT, "times": changes + 1}
    entries = ENTRY.format(**row).replace("'', ''", "'', 'father'")
    save = "UPDATE cases_{} SET version = version + 1{} WHERE id = {}"

    for table, pk in [
        ("child", child.pk),
        ("person", child.person_id),
        ("mother", child.mother_id),
        ("placement", child.placements.get().pk),
    ]:
        as_it_stands = save.format(table, "", pk)
        assert attacker.refused_by(f"{as_it_stands}; {entries}") == "journal_tells_of_a_record"
    corrected = save.format("child", ", father_name = 'Karim'", child.pk)
    assert attacker.refused_by(f"{corrected}; {entries}") == ""


def test_assigned_is_said_of_another_caseworker():
    child = factories.child(Stage.VERIFIED)
    attacker = Attacker(child.registered_by)
    row = {"child": child.pk, "by": attacker.person.pk, "act": Act.ASSIGN, "times": 1}
    entry, save = ENTRY.format(**row), f"UPDATE cases_child SET {{}} WHERE id = {child.pk}"

    as_it_stands = save.format("version = version + 1")
    assert attacker.refused_by(f"{as_it_stands}; {entry}") == "journal_tells_of_a_record"
    given = save.format(f"caseworker_id = {attacker.person.pk}")
    to_nobody = entry.replace("'', ''", "'', '0'")
    assert attacker.refused_by(f"{given}; {to_nobody}") == "journal_says_what_the_record_says"
    to_him = entry.replace("'', ''", f"'', '{attacker.person.pk}'")
    assert attacker.refused_by(f"{given}; {to_him}") == ""


def test_entry_of_a_consent_gives_the_reason_of_its_record():
    child = factories.child(Stage.VERIFIED)
    attacker = Attacker(child.registered_by)
    row = {"child": child.pk, "by": attacker.person.pk, "act": Act.CONSENT, "times": 1}
    withheld = (
        "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, method, "
        f"language, reason, recorded_by_id) VALUES ({child.pk}, 'dna', 'mother', 'withheld', "
        f"cases_day(now()), 'signed', '', '{Reason.CONSENT}', {attacker.person.pk})"
    )
    entry, detail = ENTRY.format(**row), "dna:mother:withheld"

    guards = [
        attacker.refused_by(f"{withheld}; {entry.replace(EMPTY, words)}")
        for words in (
            f"'{Reason.CONSENT}', '{detail}'",
            f"'', '{detail}'",
            f"'', '{Reason.CONSENT}/{detail}'",
            f"'{Reason.MISTAKE}', '{detail}'",
        )
    ]

    assert guards == ["", *["journal_says_what_the_record_says"] * 3]


@pytest.mark.django_db(transaction=True)
def test_what_the_same_person_does_in_another_window_meanwhile_is_not_counted():
    child, worker = factories.child(), factories.user(Role.CASEWORKER)
    begun, between, done = Event(), Event(), Event()

    def slower() -> None:
        with acting(worker), transaction.atomic():
            Note.objects.create(child=child, text="First window.", by=worker)
            between.set()
            assert begun.wait(timeout=20)
            journal.record(child, act=Act.NOTE, by=worker, on=clock.today())
        done.set()

    def later() -> None:
        assert between.wait(timeout=20)
        with acting(worker), transaction.atomic():
            execute("SELECT now()")  # between the record of the other window and its entry
            begun.set()
            assert done.wait(timeout=20)
            cases.add_note(child=child, by=worker, on=clock.today(), text="Second window.")

    at_once([slower, later])

    texts = Note.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["First window.", "Second window."]


@pytest.mark.django_db(transaction=True)
def test_entry_of_another_window_answers_for_no_record_of_this_one():
    child, worker = factories.child(), factories.user(Role.CASEWORKER)

    alone = pytest.raises(IntegrityError, match="entered in its journal")
    with alone, acting(worker), transaction.atomic():
        execute("SELECT now()")
        at_once([partial(cases.add_note, child=child, by=worker, on=clock.today(), text="A")])
        Note.objects.create(child=child, text="B", by=worker)

    assert Note.objects.get().text == "A"


def test_row_of_a_part_of_the_transaction_is_ours():
    child = factories.child()
    with transaction.atomic():
        note = cases.add_note(child=child, by=child.registered_by, on=clock.today(), text="Seen.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_is_ours(xmin) FROM cases_note WHERE id = %s", [note.pk])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT DISTINCT cases_is_ours(xmin) FROM cases_currency")
        assert cursor.fetchall() == [(False,)]
        # Frozen long ago, or forgotten: an answer, and never none.
        cursor.execute("SELECT cases_is_ours(n::xid) FROM unnest(ARRAY['1', '2', '4294967295']) n")
        assert cursor.fetchall() == [(False,)] * 3
