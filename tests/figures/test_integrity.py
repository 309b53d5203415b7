"""Each check finds the case that shows it, and no other."""

import datetime

import pytest

from cases.casework import cases, clearances, closings, duplicates, registration
from cases.figures.integrity import CHECKS, integrity
from cases.models import Child, Country, Mother, Task, User
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ClosedReason,
    DuplicateVerdict,
    PlaceKind,
    Role,
    Sex,
    Stage,
    TaskRule,
)
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db


def found(on: datetime.date = DAY) -> dict[str, int]:
    counts = integrity(Child.objects.all(), on=on)
    return {each.check.code: each.count for each in counts if each.count}


def _assigned(stage: Stage, **more: object) -> Child:
    return factories.child(stage, caseworker=factories.user(Role.CASEWORKER), **more)


def test_sound_register_has_nothing_found():
    _assigned(Stage.CLEARED)

    assert found() == {}


def test_case_of_nobody_and_of_somebody_who_left_are_found():
    factories.child()
    left = _assigned(Stage.REGISTERED)
    User.objects.filter(pk=left.caseworker_id).update(is_active=False)

    assert found() == {"nobody": 1, "left": 1}


def test_paper_withdrawn_from_a_booked_child_is_found():
    child = _assigned(Stage.BOOKED)
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.WITHDRAWN,
    )

    child.refresh_from_db()
    assert (child.stage, found()) == (Stage.BOOKED, {"booked": 1})


def test_cleared_child_whose_paper_has_ended_is_found():
    child = _assigned(Stage.ELIGIBLE)
    factories.grant(child, ClearanceKind.FIT_TO_TRAVEL)
    factories.consent(child)
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.COURT_ORDER,
        status=ClearanceStatus.GRANTED,
        issued_on=DAY,
        valid_until=DAY,
    )
    cases.clear(child=child, version=child.version, by=child.caseworker, on=DAY)

    assert found(DAY) == {}
    assert found(DAY + datetime.timedelta(days=1)) == {"cleared": 1}


def test_sibling_far_behind_is_found():
    first, second = factories.family(
        2, caseworker=factories.user(Role.CASEWORKER)
    ).children.order_by("pk")
    factories.bring_to(first, Stage.CLEARED)

    assert found() == {"siblings": 1}
    behind = next(check for check in CHECKS if check.code == "siblings")
    assert behind.find(Child.objects.all(), DAY).get() == second


def test_fee_that_was_never_made_is_found():
    _assigned(Stage.ELIGIBLE)

    execute("SET session_replication_role = replica")
    execute("DELETE FROM cases_fee")
    execute("SET session_replication_role = origin")

    assert found() == {"fee": 1, "kept": 1}


def test_what_no_guard_let_in_is_found():
    child = _assigned(Stage.REGISTERED)

    execute("SET session_replication_role = replica")
    Child.objects.filter(pk=child.pk).update(
        stage=Stage.ELIGIBLE, verified_by=factories.user(Role.REVIEWER)
    )
    execute("SET session_replication_role = origin")

    assert found() == {"facts": 1, "journal": 1, "fee": 1, "kept": 1}


def test_open_task_of_a_closed_case_that_no_guard_stopped_is_found():
    child, officer = _assigned(Stage.REGISTERED), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.OTHER_STATE
    )
    child.refresh_from_db()
    closings.approve_closing(
        child=child, version=child.version, by=factories.user(Role.REVIEWER), on=DAY
    )
    assert found() == {}

    execute("SET session_replication_role = replica")
    Task.objects.create(child=child, rule=TaskRule.MANUAL, text="Call", made_by=officer)
    execute("SET session_replication_role = origin")

    assert found() == {"task": 1}


def _registered(mother: str, *children: tuple[object, ...], **more: object) -> Mother:
    """Register a family as a list or the server does, with no comparison before."""
    worker = factories.user(Role.CASEWORKER)
    return registration.register_family(
        agreement=factories.agreement(),
        team=worker.team,
        mother=factories.mother_facts(mother, **more),
        children=[factories.child_facts(*child) for child in children],
        by=worker,
        on=DAY,
        caseworker=worker,
    )


@pytest.mark.parametrize(
    ("mother", "child", "count"),
    [
        ("Манижа Раҳимова", ("Билол", "2016", Sex.MALE), 2),
        ("Manizha Rahimova", ("Bilol", "2016", Sex.MALE), 2),
        ("منيجة رحيموفا", ("Билол", "2016", Sex.MALE), 2),
        ("Манижа Раҳимова", ("Билол", "2016", Sex.FEMALE), 0),
        ("Манижа Раҳимова", ("Билол", "2015", Sex.MALE), 0),
        ("Манижа Раҳимова", ("Билола", "2016", Sex.MALE), 0),
        ("Саида Каримова", ("Билол", "2016", Sex.MALE), 0),
        ("", ("Билол", "2016", Sex.MALE), 0),
    ],
)
def test_child_of_two_cases_is_found_by_name_sex_birth_and_mother(mother, child, count):
    _registered("Манижа Раҳимова", ("Билол", "2016", Sex.MALE), ("Ҳасан", "2015", Sex.MALE))

    _registered(mother, child)

    assert found().get("twice", 0) == count


def test_children_of_unknown_mothers_are_found_in_one_place():
    _registered("", ("Билол", "2016", Sex.MALE), born="")

    _registered("", ("Билол", "2016", Sex.MALE), born="")

    assert found()["twice"] == 2


def test_twins_and_children_told_apart_are_not_found_twice():
    one = _registered("Манижа Раҳимова", ("Ҳасан", "2016"), ("Ҳусейн", "2016")).children.first()
    other = _registered("Манижа Раҳимова", ("Ҳасан", "2016")).children.get()
    assert found()["twice"] == 2

    duplicates.remember(one.person, other, DuplicateVerdict.NOT_SAME, by=one.registered_by, on=DAY)

    assert found() == {}


def test_family_in_another_country_than_its_agreements_is_found():
    camp = factories.PlaceFactory(
        name="Roj camp", kind=PlaceKind.CAMP, country=Country.objects.get(code="SY")
    )
    child, other, home = (_assigned(stage) for stage in (Stage.REGISTERED,) * 2 + (Stage.PLACED,))
    Mother.objects.filter(pk__in=(child.mother_id, home.mother_id)).update(held_at=camp)
    Child.objects.filter(pk=other.pk).update(held_at=camp)

    assert found()["place"] == 2
