"""Who a child is, and a father's death, need a second person when they are stated anew."""

import pghistory
import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from cases.casework import journal
from cases.models import Child, ConsentRule, Person, PersonName, Restatement
from cases.rules.stages import CONFIRMED_FOR, STEPS, StageStep
from cases.vocabulary import Act, FatherStatus, GiverRole, RestatedPart, Role, Stage
from tests import factories
from tests.factories import DAY, SINCE_2019
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db

WITHDRAW = (
    "UPDATE cases_personname SET is_primary = false, withdrawn_at = now(), "
    "withdrawn_by_id = {0.registered_by_id}, withdrawn_reason = 'mistake'"
)


def told(child: Child) -> list[tuple[str, int | None]]:
    rows = child.restatements.order_by("pk").values_list("part", "by")
    return list(rows)


def confirm_by(user, child: Child) -> None:
    waiting = child.restatements.waiting()
    waiting.update(confirmed_by=user, confirmed_at=timezone.now(), **factories.SEEN)


def test_registration_restates_nothing():
    assert told(factories.child()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_personname SET text = 'X' WHERE person_id = {0.person_id}",
        f"{WITHDRAW} WHERE person_id = {{0.mother.person_id}}",
        "UPDATE cases_personname SET text = 'X' WHERE person_id = {0.mother.person_id}",
        "UPDATE cases_person SET born_earliest = born_latest WHERE id = {0.person_id}",
        "UPDATE cases_person SET sex = 'u' WHERE id = {0.mother.person_id}",
    ],
)
def test_identity_that_is_changed_is_told_and_holds_the_case_up(sql):
    child = factories.child(Stage.REGISTERED)

    execute(sql.format(child))

    assert told(child) == [(RestatedPart.IDENTITY, None)]


def test_another_spelling_restates_nothing():
    child = factories.child()
    old = child.person.names.get()

    PersonName.objects.create(
        person=child.person, script=old.script, kind="alias", text="Bilol", is_primary=False
    )

    assert told(child) == []


def step(child: Child, act: Act, to: Stage, **facts: object) -> None:
    child.journal.create(
        act=act, from_stage=child.stage, to_stage=to, by=child.registered_by, happened_on=DAY
    )
    Child.objects.filter(pk=child.pk).update(stage=to, stage_since=DAY, **facts)


def test_changed_identity_is_neither_verified_nor_cleared_before_it_is_confirmed():
    child = factories.child(Stage.ELIGIBLE)
    changer = factories.user(Role.REVIEWER)
    with pghistory.context(user=changer.pk):
        Person.objects.filter(pk=child.person_id).update(sex="f")
        journal.record(child, act=Act.EDIT, by=changer, on=DAY, detail="identity")

    with refused("step_identity_confirmed"):
        factories.grant(child, "court_order")
        factories.consent(child)
        step(child, Act.CLEAR, Stage.CLEARED)
    with refused("restatement_confirmed_by_another"):
        confirm_by(changer, child)
    confirm_by(factories.user(Role.REVIEWER), child)

    assert not child.restatements.waiting().exists()


def test_exactly_the_steps_on_an_identity_wait_for_its_confirmation():
    child = factories.child()
    Person.objects.filter(pk=child.person_id).update(sex="f")

    held_up = {act for act in Act if _guard_of(child, act) == "step_identity_confirmed"}

    assert held_up == {Act.VERIFY, Act.CLEAR, Act.LOCK, Act.DEPART}
    assert held_up == CONFIRMED_FOR


def _guard_of(child: Child, act: Act) -> str | None:
    """Return the guard that first refuses an entry of ``act``, as its table of steps has it."""
    taken = next((step for step in STEPS if step.act == act), StageStep(act, None, None))
    stages = {"from_stage": taken.before, "to_stage": taken.after}
    try:
        with transaction.atomic():
            child.journal.create(act=act, by=child.registered_by, happened_on=DAY, **stages)
            connection.check_constraints()
            transaction.set_rollback(True)
    except Error as refusal:
        return refusal.__cause__.diag.constraint_name
    return None


@pytest.mark.parametrize(
    ("sql", "guard"),
    [
        ("UPDATE cases_restatement SET by_id = NULL", "restatement_stays"),
        ("UPDATE cases_restatement SET part = 'father'", "restatement_stays"),
        ("UPDATE cases_restatement SET confirmed_at = now()", "restatement_confirmed_whole"),
        ("DELETE FROM cases_restatement", "no_delete"),
        ("UPDATE cases_restatement SET part = 'shoe'", "restatement_stays"),
    ],
)
def test_what_was_restated_stays(sql, guard):
    child, changer = factories.child(), factories.user(Role.CASEWORKER)
    with pghistory.context(user=changer.pk):
        Person.objects.filter(pk=child.person_id).update(sex="f")
        journal.record(child, act=Act.EDIT, by=changer, on=DAY, detail="identity")

    with refused(guard):
        execute(sql)


def test_confirmation_is_not_taken_back():
    child = factories.child()
    Person.objects.filter(pk=child.person_id).update(sex="f")
    confirm_by(factories.user(Role.REVIEWER), child)

    with refused("restatement_confirmed_once"):
        Restatement.objects.update(confirmed_by=None, confirmed_at=None)


def test_fathers_death_is_told_when_it_is_registered_and_when_it_is_restated():
    child = factories.child()
    dead = {"father_status": FatherStatus.DECEASED, "father_evidence": "Certificate 7"}

    Child.objects.filter(pk=child.pk).update(**dead)
    confirm_by(factories.user(Role.REVIEWER), child)
    Child.objects.filter(pk=child.pk).update(father_evidence="Certificate 8")

    assert told(child) == [(RestatedPart.FATHER, None)] * 2
    assert child.restatements.waiting().count() == 1


def test_fathers_death_answers_for_him_only_when_confirmed():
    child = factories.child(Stage.ELIGIBLE)
    factories.agreed(
        ConsentRule(
            agreement=child.agreement,
            purpose="repatriation",
            giver_role=GiverRole.FATHER,
            during=SINCE_2019,
            legal_source="Test",
        )
    )
    dead = {"father_status": FatherStatus.DECEASED, "father_evidence": "Certificate 7"}
    Child.objects.filter(pk=child.pk).update(**dead)
    factories.grant(child, "court_order")
    factories.consent(child)

    with refused("step_consent_given"):
        step(child, Act.CLEAR, Stage.CLEARED)
    confirm_by(factories.user(Role.REVIEWER), child)
    step(child, Act.CLEAR, Stage.CLEARED)

    child.refresh_from_db()
    assert child.stage == Stage.CLEARED
