"""What everybody does with the own account."""

from collections.abc import Callable
from typing import Any

import pyotp
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from cases.casework import factor_resets, messages, second_factors
from cases.casework.second_factors import RECOVERY_CODES
from cases.casework.secrecy import conceal
from cases.models import Message, SecondFactor, User
from cases.queries.sessions import open_sessions
from cases.vocabulary import FactorKind, Role
from tests import factories
from tests.acts.example import EXAMPLES, Example, example
from tests.conftest import StaffClient


def _account(rows: "Callable[[User], QuerySet[Any]]", **typed: str) -> Callable[[], Example]:
    def make() -> Example:
        person = factories.user(Role.CASEWORKER)
        return Example((), typed, rows(person), by=person)

    return make


def _speaks_russian(person: User) -> "QuerySet[Any]":
    return User.objects.filter(pk=person.pk, language="ru")


EXAMPLES |= {
    "names": lambda: Example((), {"next": "/me/"}, None, says=">Show names<", follow=True),
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


@example("forgotten")
def _() -> Example:
    admin, person = factories.user(Role.ADMIN), factories.user(Role.CASEWORKER)
    typed = {"username": person.username}
    return Example((), typed, admin.messages.all(), says="administrators have been told")


def _told() -> Message:
    admin = factories.user(Role.ADMIN)
    messages.tell_of_forgotten("nobody", on=timezone.localdate())
    return admin.messages.get()


@example("message-open")
def _() -> Example:
    told = _told()
    unread = told.to.messages.filter(read_at=None)
    return Example((told.pk,), {}, unread, change=-1, by=told.to)


@example("messages-read")
def _() -> Example:
    told = _told()
    unread = told.to.messages.filter(read_at=None)
    return Example((), {"message": told.pk}, unread, change=-1, by=told.to)


@example("logout")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    return Example((), {}, Session.objects.all(), change=-1, by=person)


def _with_app() -> tuple[User, SecondFactor]:
    person = factories.user(Role.CASEWORKER)
    app = SecondFactor(user=person, kind=FactorKind.APP, secret=conceal(pyotp.random_base32()))
    app.save()
    return person, app


@example("second-factor")
def _() -> Example:
    """Shown already: it leads on, and no code is used."""
    person, _app = _with_app()
    unused = person.second_factors.filter(used_at=None)
    return Example((), {"code": "123456"}, unused, change=0, by=person)


@example("factor-app")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    token = second_factors.new_app(person)
    secret = second_factors.secret_of_new(token, user=person)
    code = pyotp.TOTP(secret).at(timezone.now())
    rows = person.second_factors.filter(kind=FactorKind.APP)
    return Example((), {"token": token, "code": code}, rows, by=person)


@example("factor-key")
def _() -> Example:
    """A key that does not answer; tests/journeys/test_security_key.py has one that does."""
    person = factories.user(Role.CASEWORKER)
    typed = {"name": "", "answer": "{}"}
    return Example((), typed, person.second_factors.all(), change=0, by=person)


@example("factor-codes")
def _() -> Example:
    person, _app = _with_app()
    return Example((), {}, person.second_factors.all(), change=RECOVERY_CODES, by=person)


@example("factor-remove")
def _() -> Example:
    person, app = _with_app()
    person.second_factors.create(kind=FactorKind.KEY, name="on my key ring", secret="credential")
    return Example((app.pk,), {}, person.second_factors.all(), change=-1, by=person)


@example("confirm")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    return Example((), {"password_again": factories.PASSWORD}, None, change=0, by=person)


@example("sessions-end")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    StaffClient().force_login(person)
    return Example((), {}, Session.objects.all(), change=-1, by=person)


@example("account-sessions-end")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    StaffClient().force_login(person)
    theirs = Session.objects.filter(pk__in=[each.key for each in open_sessions(person)])
    return Example((person.pk,), {}, theirs, change=-1)


@example("account-reset-ask")
def _() -> Example:
    person, _app = _with_app()
    return Example((person.pk,), {}, person.factor_resets.asked())


def _reset_asked() -> User:
    person, _app = _with_app()
    factor_resets.ask(whom=person, by=factories.user(Role.ADMIN))
    return person


@example("account-reset-approve")
def _() -> Example:
    person = _reset_asked()
    return Example((person.pk,), {"version": 1}, person.second_factors.all(), change=-1)


@example("account-reset-drop")
def _() -> Example:
    person = _reset_asked()
    return Example((person.pk,), {"version": 1}, person.factor_resets.asked(), change=-1)
