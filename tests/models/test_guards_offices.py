"""A row is signed by whose office it is, and for a case that they may see; see decision 0206."""

import pytest
from django.db import connection

from cases.casework import cases, escorts, mothers
from cases.casework.acting import acting
from cases.casework.escorts import Escort
from cases.models import EscortChange, PersonName
from cases.vocabulary import Act, Proceedings, Role, Sentence, Stage
from tests import factories
from tests.factories import DAY
from tests.models.attacked import Attacker
from tests.models.test_guards_entries import ENTRY, NOTE

pytestmark = pytest.mark.django_db

TASK = (
    "INSERT INTO cases_task (version, child_id, rule, about, text, made_by_id) "
    "VALUES (1, {child}, 'manual', '', 'Call', {by})"
)
LETTER = (
    "INSERT INTO cases_letter (child_id, kind, language, body, for_sending, by_id) "
    "VALUES ({child}, 'hearing', 'en', 'To the court', false, {by})"
)
ASKED = (
    "INSERT INTO cases_heldrequest (version, child_id, kind, words, answer, asked_by_id, asked_at) "
    "VALUES (1, {child}, 'file', 'The mother', '', {by}, now())"
)


def test_nothing_is_written_on_a_case_of_another_office_or_desk():
    child = factories.child(Stage.PLACED)
    of_the_desk, official = child.registered_by, factories.user(Role.OFFICIAL)
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Another desk"))
    attacker = Attacker(of_the_desk)
    guards = {}
    for person in (of_the_desk, official, stranger):
        attacker.become(person)
        row = {"child": child.pk, "by": person.pk, "act": Act.NOTE, "times": 1}
        guards[person] = [
            attacker.refused_by(sql.format(**row))
            for sql in (f"{NOTE}; {ENTRY}", TASK, LETTER, ASKED)
        ]

    names = ("journal", "task", "letter", "heldrequest")
    assert guards[of_the_desk] == [""] * 4
    assert guards[official] == ["note_by_office", "task_by_office"] + [
        f"{name}_of_a_case_seen" for name in names[2:]
    ]
    assert guards[stranger] == [f"{name}_of_a_case_seen" for name in names]


def test_who_works_on_one_child_changes_what_is_said_of_the_family():
    mother = factories.family(children=2)
    first, second = mother.children.order_by("pk")
    desk = factories.TeamFactory(name="Another desk")
    stranger = factories.user(Role.CASEWORKER, team=desk)
    reviewer = factories.user(Role.REVIEWER)
    cases.assign(child=second, version=second.version, by=reviewer, on=DAY, caseworker=stranger)

    with acting(stranger):
        mothers.edit_legal(
            mother,
            version=mother.version,
            by=stranger,
            on=DAY,
            proceedings=Proceedings.ON_TRIAL,
            sentence=Sentence.UNKNOWN,
            sentence_months=None,
            sentenced_on=None,
        )
        connection.check_constraints()

    assert first.journal.filter(act=Act.EDIT, by=stranger).count() == 1


def test_approval_of_who_may_not_approve_is_worth_nothing():
    child, batch = factories.child(Stage.VERIFIED), factories.batch("submitted")
    approve = (
        f"UPDATE cases_paymentbatch SET status = 'approved', approved_by_id = {{by}}, "
        f"approved_at = now() WHERE id = {batch.pk}"
    )
    ask = (
        "UPDATE cases_child SET closing_reason = 'error', closing_asked_by_id = {by}, "
        f"closing_asked_at = now() WHERE id = {child.pk}"
    )
    approver = factories.user(Role.FINANCE_APPROVER)
    attacker = Attacker(factories.user(Role.AUDITOR))

    assert attacker.refused_by(approve.format(by=attacker.person.pk)) == "paymentbatch_by_office"
    assert attacker.refused_by(ask.format(by=attacker.person.pk)) == "child_by_office"
    attacker.become(approver)
    assert attacker.refused_by(approve.format(by=attacker.person.pk)) == ""


def test_escort_is_told_of_and_keeps_the_name():
    flight = factories.movement()
    seat = escorts.add_escort(
        movement=flight,
        escort=Escort(name="Nodira Karimova"),
        version=flight.version,
        by=flight.planned_by,
    )
    name = PersonName.objects.get(person=seat.escort)
    caseworker, finance = factories.user(Role.CASEWORKER), factories.user(Role.FINANCE_OFFICER)
    attacker = Attacker(flight.planned_by)
    again = f"UPDATE cases_personname SET {{}} WHERE id = {name.pk}"
    off = "UPDATE cases_passenger SET status = 'taken_off', reason = 'other' WHERE id = {}"

    assert attacker.refused_by(again.format("text = 'Other'")) == "escort_stays"
    assert "privilege" in attacker.refused_by(
        f"INSERT INTO cases_escortchange (passenger_id, status) VALUES ({seat.pk}, 'boarded')"
    )
    attacker.become(caseworker)
    assert attacker.refused_by(off.format(seat.pk)) == ""  # who takes a child off may
    attacker.become(finance)
    assert attacker.refused_by(off.format(seat.pk)) == "passenger_by_office"
    assert EscortChange.objects.get(passenger=seat).status == "proposed"


def test_day_of_a_task_follows_its_case_and_work_is_given_to_who_works():
    child = factories.child()
    task = child.tasks.open().first()
    official, reviewer = factories.user(Role.OFFICIAL), factories.user(Role.REVIEWER)
    attacker = Attacker(child.registered_by)
    change = f"UPDATE cases_task SET {{}} WHERE id = {task.pk}"

    assert attacker.refused_by(change.format("due_on = now()")) == "task_day_follows"
    row = {"child": child.pk, "by": attacker.person.pk, "act": Act.NOTE, "times": 1}
    in_order = f"{NOTE}; {ENTRY}; {change}".format("due_on = now()", **row)
    assert attacker.refused_by(in_order) == ""
    given = change.format(f"assigned_to_id = {official.pk}")
    assert attacker.refused_by(given) == "task_for_who_works"
    attacker.become(reviewer)
    typed = TASK.format(**row).replace("made_by_id)", "made_by_id, due_on)")
    typed = typed.replace(f"{row['by']})", f"{attacker.person.pk}, now())")
    moved = "UPDATE cases_task SET due_on = due_on + 1 WHERE rule = 'manual'"
    assert attacker.refused_by(f"{typed}; {moved}") == "task_day_stays"
