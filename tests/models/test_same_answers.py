"""What is made of the database's answers is shown again only while it answers the same."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.test import override_settings

from cases.models import Team
from cases.models import same_answers as same
from cases.models.prepared import LISTENER, Statement
from cases.models.same_answers import MOST, same_answers

LAST = Statement("SELECT max(id) FROM cases_team")
NAMES = Statement("SELECT name FROM cases_team WHERE id <= %(key)s ORDER BY id")


pytestmark = pytest.mark.usefixtures("nobody_else_writes")


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


def test_one_query_while_the_answers_stay_the_same(django_assert_num_queries):
    with django_assert_num_queries(4):  # what is seen, two to make it, all of it as one
        same_answers("names", Made())
    with django_assert_num_queries(1):
        same_answers("names", Made())
    Team.objects.create(name="Second desk")
    with django_assert_num_queries(3):  # all of it, the names up to another key, all of it
        same_answers("names", Made())
    with django_assert_num_queries(1):
        same_answers("names", Made())


def test_made_anew_of_the_one_question_where_it_asks_the_same(django_assert_num_queries):
    made = Made()
    same_answers("names", made)
    Team.objects.update(name="First desk")

    for _time in range(2):
        with django_assert_num_queries(1):
            assert same_answers("names", made) == ["First desk"]
    assert made.times == 2


def test_rows_of_the_one_question_are_those_of_the_statement():
    every = Statement("""
        SELECT id, name, NULLIF(name, ''), name LIKE '%%"%%', array[name, NULL, ''], id + 0.50,
            now()::date, now(), 1.5::float8, daterange(now()::date, NULL), jsonb_build_array(name),
            '12:30'::time, interval '2 days', decode('ff00', 'hex'), '{}'::int[], ARRAY[1, 2]
        FROM cases_team ORDER BY id""")
    nobody = Statement("SELECT id, name FROM cases_team WHERE name = 'Family desk'")
    answers = []

    def both() -> list[list[tuple[object, ...]]]:
        answers.append([every.tuples(), nobody.tuples()])
        return answers[-1]

    same_answers("types", both)
    Team.objects.update(name='NULL, "{x}"\\ )(')
    Team.objects.bulk_create([Team(name=name) for name in ("", "null", "%s Семья\n")])

    assert same_answers("types", both) == [every.asked({}), []]
    assert len(answers) == 2
    for row, wanted in zip(answers[-1][0], every.asked({}), strict=True):
        assert list(map(_read, row)) == list(map(_read, wanted))


def _read(value: object) -> tuple[type, object]:
    """Return a value with its type, and bytes as such."""
    return type(value), bytes(value) if isinstance(value, memoryview) else value


def test_not_kept_where_somebody_writes_meanwhile(monkeypatch):
    monkeypatch.setattr(same, "_SEEN", Statement("SELECT pg_current_snapshot()::text"))
    same._question.cache_clear()
    made = Made()

    def interrupted() -> list[str]:
        names = made()
        with closing(psycopg2.connect(**connection.get_connection_params())) as other:
            other.cursor().execute("SELECT pg_current_xact_id()")
            other.commit()
        return names

    same_answers("names", interrupted)
    same_answers("names", interrupted)

    assert made.times == 2
    assert same._recorded == {}


def test_values_and_signs_of_the_statements_stay_their_own():
    signs = Statement("SELECT %(key)s::text, '100 %%', %(name)s::text")
    numbers = Statement("SELECT %(key)s::int + 1")
    made = []

    def asked() -> tuple[object, ...]:
        made.append(1)
        return (*signs.tuples(key="a", name="%(key)s"), *numbers.tuples(key=1))

    assert same_answers("signs", asked) == same_answers("signs", asked)
    assert same_answers("signs", asked) == (("a", "100 %", "%(key)s"), (2,))
    assert len(made) == 1


def test_rows_in_another_order_are_another_answer():
    order = Statement("SELECT name FROM cases_team ORDER BY name = %(name)s, name")
    Team.objects.create(name="Second desk")
    same_answers("order", lambda: order.tuples(name=""))
    Team.objects.filter(name="Second desk").update(name="A desk")

    assert same_answers("order", lambda: order.tuples(name=""))[0] == ("A desk",)


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
