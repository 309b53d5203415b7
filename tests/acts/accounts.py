"""What everybody does with the own account."""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from cases.models import User
from cases.vocabulary import Role
from tests import factories
from tests.acts.example import EXAMPLES, Example, example


def _account(rows: "Callable[[User], QuerySet[Any]]", **typed: str) -> Callable[[], Example]:
    def make() -> Example:
        person = factories.user(Role.CASEWORKER)
        return Example((), typed, rows(person), by=person)

    return make


def _speaks_russian(person: User) -> "QuerySet[Any]":
    return User.objects.filter(pk=person.pk, language="ru")


EXAMPLES |= {
    "language": _account(_speaks_russian, language="ru"),
    "me": _account(_speaks_russian, language="ru", theme="", preferred_script="Cyrl"),
    "csv-separator": _account(
        lambda person: User.objects.filter(pk=person.pk, csv_separator=";"), csv_separator=";"
    ),
    "password-change": _account(
        lambda person: User.objects.filter(pk=person.pk).exclude(password=person.password),
        old_password=factories.PASSWORD,
        new_password1="another-horse-battery",
        new_password2="another-horse-battery",
    ),
}


@example("login")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    typed = {"username": person.username, "password": factories.PASSWORD}
    return Example((), typed, User.objects.filter(pk=person.pk, last_login__isnull=False))


@example("logout")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    return Example((), {}, Session.objects.all(), change=-1, by=person)


@example("confirm")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    return Example((), {"password_again": factories.PASSWORD}, None, change=0, by=person)
