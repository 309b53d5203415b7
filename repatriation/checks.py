"""Checks before serving; a server that would lose or reveal data stops."""

import logging

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
ON = {"on", "remote_apply", "remote_write"}


def second_factor_is_on(**_options: object) -> list[Error]:
    """Return what `check --deploy` says of a register that asks nobody for a second factor."""
    if settings.SECOND_FACTOR:
        return []
    hint = "Take SECOND_FACTOR out of the environment."
    return [Error("Nobody has to show a second factor.", hint=hint, id="repatriation.E001")]


def before_serving() -> None:
    """Refuse to serve a database that may lose commits, or invented people, to other machines.

    On this machine such a database is only logged: benchmarks run on one.
    """
    try:
        _refuse_demonstration()
        other_zone = _other_zone()
        forgetful = [name for name in DURABLE if _setting(name) not in ON]
    finally:
        connections.close_all()  # the server forks after this
    sentences = [other_zone] if other_zone else []
    if forgetful:
        names = ", ".join(forgetful)
        sentences.append(f"The database may lose what it confirmed: {names} must be on.")
    if sentences and not settings.LOOPBACK:
        raise ImproperlyConfigured(" ".join(sentences))
    for sentence in sentences:
        logging.getLogger(__name__).warning(sentence)


def _refuse_demonstration() -> None:
    if settings.LOOPBACK or "cases_demonstration" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM cases_demonstration")
        if cursor.fetchone():
            raise ImproperlyConfigured(
                "This database holds the demonstration; it is served on this machine alone. "
                "ALLOWED_HOSTS names another."
            )


def _other_zone() -> str:
    """Return that the home country keeps another time than the register; empty if it does not."""
    if "cases_ministry" not in connection.introspection.table_names():
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.zone FROM cases_ministry m JOIN cases_country c ON c.id = m.home_id"
            " WHERE c.zone <> '' AND (now() AT TIME ZONE c.zone) <> (now() AT TIME ZONE %s)",
            [settings.TIME_ZONE],
        )
        other = cursor.fetchone()
    if other is None:
        return ""
    return (
        f"The home country of the ministry keeps the time of {other[0]}, and TIME_ZONE is "
        f"{settings.TIME_ZONE}: set it to the same, and run `migrate`."
    )


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]
