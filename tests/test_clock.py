"""The clock of the tests, and that nothing asks another one."""

import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests import clock

HOUR = datetime.timedelta(hours=1)


def moment(text):
    return datetime.datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2028-02-29", "2028-02-29T07:00"),
        ("2027-12-31T18:59:30", "2027-12-31T18:59:30"),
    ],
)
def test_date_is_read_as_noon_in_dushanbe_or_as_utc(text, at):
    assert clock.read(text) == moment(at)


@pytest.mark.parametrize(
    ("begins", "day"),
    [
        ("2027-12-31T18:19", "2027-12-31"),
        ("2027-12-31T18:20", "2028-01-01"),
        ("2027-12-31T19:04", "2028-01-01"),
        ("2027-12-31T19:05", "2028-01-01"),
    ],
)
def test_run_that_would_meet_midnight_begins_after_it(begins, day):
    at = moment(begins)

    starts = timezone.localtime(at + clock.past_midnight(at))

    assert starts.date().isoformat() == day
    assert (starts.hour, starts.minute >= 5) in {(0, True), (23, True)}


def test_python_and_the_database_tell_the_same_time_of_the_day_asked_for(db, pytestconfig):
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), statement_timestamp(), clock_timestamp()")
        moments = cursor.fetchone()

    assert [abs(at - timezone.now()) < HOUR for at in moments] == [True] * 3
    if date := pytestconfig.getoption("--date"):
        assert timezone.now() - clock.read(date) < 2 * HOUR


def test_database_asks_no_clock_that_cannot_be_set(db):
    """The words of the standard are no functions: nothing can be put in their place."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL
            SELECT adrelid::regclass::text, pg_get_expr(adbin, adrelid) FROM pg_attrdef
            UNION ALL
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'
            """
        )
        texts = cursor.fetchall()

    words = ("current_date", "current_time", "localtime", "transaction_timestamp", "'now'")
    asking = [name for name, text in texts if any(word in text.lower() for word in words)]
    assert (len(texts) > 100, asking) == (True, [])


def test_tests_write_no_day_that_cannot_be_set():
    folder = Path(__file__).parent
    writing = [
        path.name
        for path in folder.rglob("*.py")
        if path != Path(__file__) and "current_date" in path.read_text().lower()
    ]

    assert writing == []
