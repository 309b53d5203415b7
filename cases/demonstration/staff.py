"""The demonstration's accounts, one for each role."""

import datetime
from dataclasses import dataclass

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group

from cases.casework.secrecy import conceal
from cases.models import SecondFactor, Team, User
from cases.vocabulary import FactorKind, Role

TEAMS = ("First desk", "Second desk")
#: Account, role, given and family name, team by number.
ACCOUNTS = (
    ("caseworker", Role.CASEWORKER, "Sitora", "Karimova", 0),
    ("caseworker2", Role.CASEWORKER, "Rustam", "Nazarov", 1),
    ("reviewer", Role.REVIEWER, "Dilbar", "Rahimi", 0),
    ("reviewer2", Role.REVIEWER, "Gulnora", "Hakimova", 1),
    ("finance", Role.FINANCE_OFFICER, "Manuchehr", "Sharipov", None),
    ("approver", Role.FINANCE_APPROVER, "Zarina", "Davlatova", None),
    ("travel", Role.TRAVEL_OFFICER, "Firuz", "Yusupov", None),
    ("official", Role.OFFICIAL, "Nilufar", "Saidova", None),
    ("auditor", Role.AUDITOR, "Anvar", "Mirzoev", None),
    ("admin", Role.ADMIN, "Parviz", "Olimov", None),
)


#: The account that shows the second factor, and the secret of its app, known to everybody.
WITH_FACTOR, DEMO_SECRET = "reviewer2", "REPATRIATIONREGISTERDEMOCODE2345"


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who acts in the demonstration."""

    caseworkers: tuple[User, User]
    reviewer: User
    second_reviewer: User
    finance: User
    approver: User
    travel: User
    admin: User


def make_staff(password: str) -> Staff:
    """Make the accounts, or set their password anew. Idempotent."""
    teams = [Team.objects.get_or_create(name=name)[0] for name in TEAMS]
    users, encoded = {}, _encoded(password)
    for username, role, given, family, team in ACCOUNTS:
        user, _made = User.objects.get_or_create(
            username=username,
            defaults={
                "password": encoded,
                "first_name": given,
                "last_name": family,
                "exports_names": username == "reviewer",
                "team": None if team is None else teams[team],
            },
        )
        if user.password != encoded:
            user.password = encoded
            user.save(update_fields=["password"])
        user.groups.set([Group.objects.get(name=role)])
        users[username] = user
    _give_app(users[WITH_FACTOR])
    return Staff(
        (users["caseworker"], users["caseworker2"]),
        users["reviewer"],
        users["reviewer2"],
        users["finance"],
        users["approver"],
        users["travel"],
        users["admin"],
    )


def _encoded(password: str) -> str:
    """Return the password of all accounts as one of them has it stored, or encoded anew.

    It takes as long as a sign-in: done for each of them, a tenth of loading the demonstration.
    """
    username, *_about = ACCOUNTS[0]
    stored = User.objects.filter(username=username).values_list("password", flat=True).first()
    return stored if stored and check_password(password, stored) else make_password(password)


def _give_app(user: User) -> None:
    """Set the app that everybody knows, unless the account has one already."""
    SecondFactor.objects.get_or_create(
        user=user, kind=FactorKind.APP, defaults={"secret": conceal(DEMO_SECRET)}
    )


@dataclass(frozen=True, slots=True)
class DemoCode:
    """What the page of the second factor tells whoever tries the demonstration."""

    secret: str
    code: str


def demo_code(user: User, *, at: datetime.datetime) -> DemoCode | None:
    """Return the secret of the account that shows the second factor, and the code of now."""
    if user.username != WITH_FACTOR:
        return None
    return DemoCode(DEMO_SECRET, pyotp.TOTP(DEMO_SECRET).at(at))
