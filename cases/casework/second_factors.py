"""What a person shows beside the password: set, used once, given up."""

import datetime
import hashlib
import secrets
from typing import TypedDict

import pyotp
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.casework.refused import Refused
from cases.casework.secrecy import CannotReveal, conceal, reveal
from cases.models import SecondFactor, User
from cases.rules import codes
from cases.vocabulary import FactorKind

#: Recovery codes that are made at once.
RECOVERY_CODES = 10
#: Seconds in which a new app is confirmed by its first code.
CONFIRMED_WITHIN = 30 * 60


class CannotSetFactor(Refused):
    """The second factor stays as it is; the message says why."""


class KeyFacts(TypedDict):
    """A security key as it is kept: its public half, and the count it sent."""

    credential: str
    counter: int


def new_app(user: User) -> str:
    """Return the sealed secret of a new app of ``user``, kept by nobody until it is confirmed."""
    return conceal(f"{user.pk} {pyotp.random_base32()}")


def secret_of_new(token: str, *, user: User) -> str:
    """Return the secret of a new app; "" for one of another person, or of long ago."""
    try:
        owner, _space, secret = reveal(token, within=CONFIRMED_WITHIN).partition(" ")
    except CannotReveal:
        return ""
    return secret if owner == str(user.pk) else ""


@transaction.atomic
def add_app(*, by: User, token: str, code: str, at: datetime.datetime) -> list[str]:
    """Set the app of ``by`` in the place of a former one; return new recovery codes, if any.

    Raises ``CannotSetFactor``.
    """
    secret = secret_of_new(token, user=by)
    if not secret:
        raise CannotSetFactor(_("This page is too old. Scan the new QR code."))
    step = codes.step_of(codes.bare(code), secret=secret, at=at, after=0)
    if step is None:
        raise CannotSetFactor(
            _("This code is wrong. Check that the clock of your telephone is right."), field="code"
        )
    by.second_factors.filter(kind=FactorKind.APP).delete()
    SecondFactor.objects.create(
        user=by, kind=FactorKind.APP, secret=conceal(secret), counter=step, used_at=at
    )
    return _first_codes(by)


@transaction.atomic
def add_key(*, by: User, key: KeyFacts | None, name: str) -> list[str]:
    """Add a security key of ``by``, if one answered; return new recovery codes, if any.

    Raises ``CannotSetFactor``.
    """
    if key is None:
        raise CannotSetFactor(_("The key did not answer. Try again."))
    try:
        with transaction.atomic():
            SecondFactor.objects.create(
                user=by,
                kind=FactorKind.KEY,
                name=name,
                secret=key["credential"],
                counter=key["counter"],
            )
    except IntegrityError as problem:
        raise CannotSetFactor(_("This key is registered already.")) from problem
    return _first_codes(by)


def _first_codes(user: User) -> list[str]:
    has_codes = user.second_factors.filter(kind=FactorKind.RECOVERY).exists()
    return [] if has_codes else new_codes(by=user)


@transaction.atomic
def new_codes(*, by: User) -> list[str]:
    """Return new recovery codes of ``by``, to be shown once; the former ones are void."""
    by.second_factors.filter(kind=FactorKind.RECOVERY).delete()
    new = [_random_code() for _number in range(RECOVERY_CODES)]
    SecondFactor.objects.bulk_create(
        SecondFactor(user=by, kind=FactorKind.RECOVERY, secret=_hash(code)) for code in new
    )
    return [codes.in_groups(code) for code in new]


def _random_code() -> str:
    return "".join(secrets.choice(codes.ALPHABET) for _number in range(codes.RECOVERY_SIGNS))


def _hash(code: str) -> str:
    # 120 random bits are not guessed, and so need no slow hash.
    return hashlib.sha256(code.encode()).hexdigest()


def use_code(code: str, *, by: User, at: datetime.datetime) -> bool:
    """Use a code of the app, or a recovery code; return whether it is right and not used yet."""
    code = codes.bare(code)
    if codes.is_app_code(code):
        return _use_app_code(code, by=by, at=at)
    unused = by.second_factors.filter(kind=FactorKind.RECOVERY, used_at=None, secret=_hash(code))
    return unused.update(used_at=at) == 1


def _use_app_code(code: str, *, by: User, at: datetime.datetime) -> bool:
    app = by.second_factors.filter(kind=FactorKind.APP).first()
    secret = _secret(app) if app else ""
    if app is None or not secret:
        return False
    step = codes.step_of(code, secret=secret, at=at, after=app.counter)
    if step is None:
        return False
    # Of two requests with one code the database lets one through.
    unused = SecondFactor.objects.filter(pk=app.pk, counter__lt=step)
    return unused.update(counter=step, used_at=at, secret=conceal(secret)) == 1


def _secret(app: SecondFactor) -> str:
    try:
        return reveal(app.secret)
    except CannotReveal:
        return ""


def use_key(key: SecondFactor, *, counter: int, at: datetime.datetime) -> bool:
    """Note that a key signed; return whether its count goes on, as that of a copy would not."""
    goes_on = Q(counter__lt=counter) if counter or key.counter else Q(counter=0)
    return SecondFactor.objects.filter(goes_on, pk=key.pk).update(counter=counter, used_at=at) == 1


@transaction.atomic
def remove(factor: SecondFactor, *, by: User, is_required: bool) -> None:
    """Give up an app or a key of ``by``. Raises ``CannotSetFactor`` for the last if one must stay.

    Recovery codes go with the last.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    others = by.second_factors.shown().exclude(pk=factor.pk)
    if is_required and not others.exists():
        raise CannotSetFactor(_("Add another app or key first. One must stay."))
    factor.delete()
    if not others.exists():
        by.second_factors.all().delete()
