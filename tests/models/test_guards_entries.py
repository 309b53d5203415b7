"""An entry of the journal comes with its record, and one entry with one record."""

import pytest

from cases.casework import cases
from cases.casework.roles import PERMISSIONS
from cases.models.entries import OF_THEIR_OWN, ONE_EACH, RECORDS
from cases.models.offices import OFFICE_OF_ACT
from cases.vocabulary import Act, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.attacked import Attacker

pytestmark = pytest.mark.django_db

ENTRY = (
    "INSERT INTO cases_journal (child_id, act, reason, detail, happened_on, by_id) "
    "SELECT {child}, '{act}', '', '', cases_day(now()), {by} FROM generate_series(1, {times})"
)
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


def test_assigned_is_said_of_another_caseworker():
    child = factories.child(Stage.VERIFIED)
    attacker = Attacker(child.registered_by)
    row = {"child": child.pk, "by": attacker.person.pk, "act": Act.ASSIGN, "times": 1}
    entry, save = ENTRY.format(**row), f"UPDATE cases_child SET {{}} WHERE id = {child.pk}"

    as_it_stands = save.format("version = version + 1")
    assert attacker.refused_by(f"{as_it_stands}; {entry}") == "journal_tells_of_a_record"
    given = save.format(f"caseworker_id = {attacker.person.pk}")
    assert attacker.refused_by(f"{given}; {entry}") == ""
