"""The one clock of the tests: ``pytest --date 2028-02-29`` sets it for Python and the database.

Python asks ``timezone.now()``, and the database three functions of its own: its superuser puts
others in their place in the database of tests, so that defaults and triggers ask these too. The
clock runs on from the moment it is set to. Nothing is set in a run without ``--date``, but that
one which would meet midnight in Dushanbe begins after it.
"""

import datetime

import psycopg2
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

#: Midnight in Dushanbe, in UTC, and how long before it no run begins.
MIDNIGHT = datetime.time(19, tzinfo=datetime.UTC)
LONGEST_RUN = datetime.timedelta(minutes=40)
#: A journey needs a day that is five minutes old.
AFTER = datetime.timedelta(minutes=5)
NOON = "T07:00:00"

_FUNCTIONS = {"now": "STABLE", "statement_timestamp": "STABLE", "clock_timestamp": "VOLATILE"}


def read(text: str) -> datetime.datetime:
    """Return the moment of ``2028-02-29T18:59:30`` in UTC; without a time, noon in Dushanbe.

    Raises ``ValueError``.
    """
    moment = datetime.datetime.fromisoformat(text if "T" in text else text + NOON)
    return moment.replace(tzinfo=datetime.UTC)


def past_midnight(at: datetime.datetime) -> datetime.timedelta:
    """Return how far a run that begins ``at`` is put ahead, so that its day does not end."""
    midnight = datetime.datetime.combine(at, MIDNIGHT)
    if midnight - LONGEST_RUN <= at < midnight + AFTER:
        return midnight + AFTER - at
    return datetime.timedelta()


def set_python(ahead: datetime.timedelta) -> None:
    """Let ``timezone.now()`` and all that is made of it be ``ahead`` of the machine's clock."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return datetime.datetime.now(tz) + ahead

    timezone.datetime = Clock


def set_database(connection: BaseDatabaseWrapper, ahead: datetime.timedelta) -> None:
    """Let the functions that tell the time in this one database be ``ahead`` of the machine's."""
    place = connection.settings_dict
    superuser = psycopg2.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname=place["NAME"]
    )
    with superuser, superuser.cursor() as cursor:
        for name, volatility in _FUNCTIONS.items():
            seconds = ahead.total_seconds()
            cursor.execute(_REPLACED.format(name=name, volatility=volatility, seconds=seconds))
    superuser.close()


_REPLACED = """
CREATE OR REPLACE FUNCTION pg_catalog.true_{name}() RETURNS timestamptz
    LANGUAGE internal {volatility} STRICT PARALLEL SAFE AS '{name}';
CREATE OR REPLACE FUNCTION pg_catalog.{name}() RETURNS timestamptz
    LANGUAGE sql {volatility} STRICT PARALLEL SAFE
    AS 'SELECT pg_catalog.true_{name}() + make_interval(secs => {seconds})';
"""


def today() -> datetime.date:
    """Return the day in Dushanbe, asked anew each time: a test asks it, never a module."""
    return timezone.localdate()


def today_elsewhere() -> datetime.date:
    """Return the day of a process of its own, which has the clock of the machine."""
    return datetime.datetime.now(timezone.get_default_timezone()).date()


def tomorrow() -> datetime.date:
    return today() + datetime.timedelta(days=1)


def typed(days: int = 0) -> str:
    """Return the day in so many days as a person types it."""
    return f"{today() + datetime.timedelta(days=days):%d.%m.%Y}"
