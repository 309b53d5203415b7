"""What is made of the database's answers is shown again only while it answers the same."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from cases.models import Team
from cases.models.prepared import LISTENER, Statement
from cases.models.same_answers import MOST, same_answers

LAST = Statement("SELECT max(id) FROM cases_team")
NAMES = Statement("SELECT name FROM cases_team WHERE id <= %(key)s ORDER BY id")


@pytest.fixture(autouse=True)
def team(db: None) -> None:
    Team.objects.create(name="Family desk")


class Made:
    """Counts how often it is made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        ((last,),) = LAST.tuples()
        return [name for (name,) in NAMES.tuples(key=last)]


def test_made_once_while_the_answers_stay_the_same():
    made = Made()

    assert [same_answers("names", made) for _time in range(3)] == [["Family desk"]] * 3
    assert made.times == 1


def test_made_anew_when_the_first_answer_is_another_one():
    made = Made()
    same_answers("names", made)

    Team.objects.create(name="Second desk")

    assert same_answers("names", made) == ["Family desk", "Second desk"]
    assert made.times == 2


def test_made_anew_when_the_last_answer_is_another_one():
    made = Made()
    same_answers("names", made)

    Team.objects.update(name="First desk")

    assert same_answers("names", made) == ["First desk"]
    assert made.times == 2


def test_as_many_queries_whether_it_is_kept_or_made():
    counts = []
    for name in ("", "", "Second desk", "Third desk"):
        if name:
            Team.objects.create(name=name)
        with CaptureQueriesContext(connection) as queries:
            same_answers("names", Made())
        counts.append(len(queries))

    assert counts == [2, 2, 2, 2]


def test_not_kept_where_it_asks_otherwise_than_by_a_statement():
    times = []

    def counted() -> int:
        times.append(len(LAST.tuples()))
        return Team.objects.count()

    assert same_answers("number", counted) == same_answers("number", counted) == 1
    assert len(times) == 2


def test_not_kept_when_it_fails_and_nobody_listens_any_more():
    def fails() -> None:
        LAST.tuples()
        raise ValueError("Not now.")

    for _time in range(2):
        with pytest.raises(ValueError, match="Not now"):
            same_answers("fails", fails)
    assert LISTENER.get() is None


def test_made_for_each_key():
    made = Made()
    same_answers(("en", 1), made)
    same_answers(("ru", 1), made)

    assert made.times == 2


def test_those_asked_for_last_are_kept():
    first, last = Made(), Made()
    same_answers(0, first)
    for key in range(1, MOST):
        same_answers(key, Made())
    same_answers(0, first)
    same_answers(MOST, last)
    same_answers(0, first)
    assert first.times == 1

    for key in range(MOST):
        same_answers(("more", key), last)
    same_answers(0, first)
    assert first.times == 2


@override_settings(DEBUG=True)
def test_always_made_anew_in_development():
    made = Made()
    same_answers("names", made)
    same_answers("names", made)

    assert made.times == 2
