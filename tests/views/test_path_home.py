"""What must happen to fly on a day, asked on the page of a child and of a family."""

import datetime
import re

import pytest
from django.utils import timezone

from cases import wording
from cases.casework import cases
from cases.models import AccessRow, Child, Mother
from cases.queries.path_home import not_home, path_of
from cases.rules.path_home import PathAct
from cases.vocabulary import ClearanceKind, ClosedReason, Purpose, Role, Stage
from tests import factories
from tests.canaries import told

FLIGHT_DAY = datetime.date(2019, 3, 11)


@pytest.fixture
def ask(client, db):
    client.force_login(factories.user(Role.CASEWORKER, language="en"))

    def get(record: Child | Mother, on: str | None = None):
        day = f"{in_days(90):%d.%m.%Y}" if on is None else on
        return client.get(f"{record.get_absolute_url()}path-home/", {"on": day} if day else {})

    return get


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def path(child: Child):
    child.refresh_from_db()
    return path_of([child], not_home(child.mother), on=FLIGHT_DAY, today=factories.DAY)


def names(child: Child) -> list[PathAct]:
    return [due.act for due in path(child).acts]


@pytest.mark.django_db
def test_exactly_the_list_makes_her_ready_by_the_acts_of_staff():
    child = factories.child(Stage.ELIGIBLE)
    flight = factories.movement()
    lacking = [(due.act, due.subject) for due in path(child).acts]

    assert lacking == [
        (PathAct.PAPER, ClearanceKind.COURT_ORDER),
        (PathAct.CONSENT, "mother"),
        (PathAct.VERIFY_CONSENT, "mother"),
        (PathAct.CLEAR, None),
        (PathAct.SEAT, None),
        (PathAct.ESCORTS, None),
        (PathAct.LOCK, None),
        (PathAct.PAPER, ClearanceKind.FIT_TO_TRAVEL),
    ]
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child)
    onward = [PathAct.CLEAR, PathAct.SEAT, PathAct.ESCORTS, PathAct.LOCK, PathAct.PAPER]
    assert names(child) == onward
    child.refresh_from_db()
    officer = factories.user(Role.CASEWORKER)
    cases.clear(child=child, version=child.version, by=officer, on=factories.DAY)
    factories.give_seats(flight, child)
    factories.add_escort(flight)
    assert names(child) == [PathAct.LOCK, PathAct.PAPER]
    factories.lock(flight)
    assert names(child) == [PathAct.PAPER]
    factories.grant(child, ClearanceKind.FIT_TO_TRAVEL)
    assert names(child) == []


@pytest.mark.django_db
def test_a_sibling_comes_along_or_is_excused():
    first, second = factories.family(2).children.order_by("pk")
    acts = path(factories.bring_to(first, Stage.CLEARED)).acts

    assert {due.child for due in acts if due.act == PathAct.VERIFY} == {second.pk}
    assert {due.child for due in acts if due.act == PathAct.SEAT} == {first.pk, second.pk}

    factories.close(second, ClosedReason.OTHER_STATE)
    assert names(first) == [PathAct.PLAN, PathAct.SEAT, PathAct.ESCORTS, PathAct.LOCK]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_names_acts_owners_and_days_at_one_cost(ask, rows, django_assert_num_queries):
    mother = factories.family(rows)

    ask(mother, on="")  # the words of the database are read by now
    # session, user, mother, children, names, agreement, terms, what is recorded, movement,
    # exceptions, hearings, access
    with django_assert_num_queries(12):
        page = ask(mother)

    words = text_of(page)
    assert "Verify the identity" in words
    assert "Lock the passenger list" in words
    assert "Travel officer, then Reviewer" in words
    assert wording.day_text(in_days(89)) in words  # the list is locked the day before
    assert AccessRow.objects.filter(page="mother-path", mother=mother).count() == 2


@pytest.mark.django_db
def test_no_list_leads_a_child_home_who_is_home_or_closed(ask):
    placed = factories.child(Stage.PLACED)
    closed = factories.close(factories.child(), ClosedReason.OTHER_STATE)

    assert "The child is home already." in text_of(ask(placed))
    assert "The case is closed." in text_of(ask(closed))


@pytest.mark.django_db
def test_a_hearing_after_the_flight_names_the_first_day_that_works(ask):
    child = factories.child(Stage.ELIGIBLE)
    factories.hearing(child, scheduled_on=in_days(99))

    page = ask(child)

    day = wording.day_text(in_days(99))
    assert f"the hearing is on {day}, after this day" in text_of(page)
    assert f"?on={in_days(99):%d.%m.%Y}" in page.content.decode()


@pytest.mark.django_db
def test_a_day_that_cannot_be_one_is_refused_and_none_shows_the_form(ask):
    child = factories.child()

    assert ask(child, on="").status_code == 200
    assert "Enter a date no earlier than" in text_of(ask(child, on="01.01.2019"))
    assert "This is not a date" in text_of(ask(child, on="soon"))
    assert ask(child, on="soon").status_code == 400


@pytest.mark.django_db
def test_too_short_a_time_is_said_with_the_first_day_that_works(ask):
    page = ask(factories.child(), on=f"{in_days(2):%d.%m.%Y}")

    assert "Too late at one day for each step" in text_of(page)


@pytest.mark.django_db
def test_the_family_of_another_team_is_not_found(ask):
    other = factories.family(team=factories.TeamFactory(name="Erbil desk"))

    assert ask(other).status_code == 404
    assert ask(other.children.get()).status_code == 404


@pytest.mark.django_db
def test_a_reviewer_says_why_before_the_names_of_another_team_are_shown(client, ask):
    child = factories.child(
        team=factories.TeamFactory(name="Erbil desk"), name="Мунаввара Сафарова"
    )
    reviewer = factories.user(Role.REVIEWER, language="en")
    client.force_login(reviewer)

    pages = [text_of(ask(record)) for record in (child, child.mother)]
    client.post(f"{child.get_absolute_url()}purpose/", {"purpose": Purpose.AUDIT})
    stated = ask(child)

    for page in pages:
        assert told(page, child.person.name.split()) == []
        assert told(page, child.mother.person.name.split()) == []
    assert "Verify the identity" in text_of(stated)
    assert AccessRow.objects.get(by=reviewer, page="child-path").purpose == Purpose.AUDIT
