"""What an empty register needs before anybody signs in; each function may be called again."""

import secrets
from collections.abc import Mapping

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from cases.casework.editing import save
from cases.casework.kept_words import SHIPPED_NAME, reword
from cases.casework.refused import Refused
from cases.models import Agreement, Country, Ministry, Team, User
from cases.vocabulary import AgreementKind, AgreementStatus, PhraseLanguage, Role


class CannotSetUp(Refused):
    """An argument of the first start does not fit; the reasons say which."""


def country(code: str) -> Country:
    """Return the country of an ISO code of two letters."""
    state = Country.objects.filter(code=code.upper()).first()
    if state is None:
        raise CannotSetUp(f"There is no country {code!r}. Its ISO code has two letters, like TJ.")
    return state


@transaction.atomic
def state_home(*, home: Country, ministry: Mapping[str, str]) -> bool:
    """Record whose register this is, its name by language; whether that is new.

    What an admin has stated already stays. Raises ``CannotSetUp``.
    """
    if odd := sorted(ministry.keys() - {"en", *PhraseLanguage.values}):
        raise CannotSetUp(f"The register keeps no names in {', '.join(odd)}.")
    if "en" not in ministry:
        raise CannotSetUp("Give the name of the ministry in English too: en=Ministry of …")
    stated = Ministry.objects.select_for_update().get()
    if stated.name != SHIPPED_NAME or ministry["en"] == SHIPPED_NAME:
        return False
    stated.home, stated.name = home, ministry["en"]
    _check(stated, "This cannot be the name of a ministry")
    save(stated, "home", "name")
    reword(stated.name, {code: name for code, name in ministry.items() if code != "en"})
    return True


@transaction.atomic
def make_admin(*, username: str, given: str, family: str) -> str:
    """Make the first admin and return the password, "" for an admin there is already.

    It has to be changed at the first sign-in. Raises ``CannotSetUp``.
    """
    present = User.objects.filter(username__iexact=username).first()
    if present is not None:
        if present.is_active and present.groups.filter(name=Role.ADMIN).exists():
            return ""
        raise CannotSetUp(f"{username} is on record and no admin. Take another user name.")
    password = secrets.token_urlsafe(12)
    user = User(username=username, first_name=given, last_name=family, must_change_password=True)
    user.set_password(password)
    _check(user, f"{username!r} cannot be a user name")
    user.save()
    user.groups.add(Group.objects.get(name=Role.ADMIN))
    return password


@transaction.atomic
def make_team(*, name: str) -> bool:
    """Make a team; whether it is new. Raises ``CannotSetUp``."""
    if Team.objects.filter(name__iexact=name.strip()).exists():
        return False
    team = Team(name=name.strip())
    _check(team, f"{name!r} cannot be the name of a team")
    team.save()
    return True


@transaction.atomic
def make_agreement(*, home: Country, holding: Country, title: str) -> Agreement:
    """Return the agreement of these countries, made with nothing known of it if there is none."""
    present = Agreement.objects.filter(home=home, holding=holding).first()
    if present is not None:
        return present
    if home == holding:
        raise CannotSetUp(f"An agreement is of two countries, not of {home} alone.")
    agreement = Agreement(
        slug=slugify(f"{home.name}-{holding.name}")[:50],
        home=home,
        holding=holding,
        title=title or f"Return of children of {home.name} from {holding.name}",
        kind=AgreementKind.VERBAL,
        status=AgreementStatus.REPORTED,
    )
    _check(agreement, "This cannot be an agreement")
    agreement.save()
    return agreement


def _check(record: Agreement | Ministry | Team | User, sentence: str) -> None:
    try:
        record.full_clean()
    except ValidationError as problem:
        raise CannotSetUp(f"{sentence}: {' '.join(problem.messages)}") from problem
