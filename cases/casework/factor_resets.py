"""A second factor that was lost: asked by one person, confirmed by another, told to the auditor."""

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.accounts import end_sessions
from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import FactorReset, User
from cases.queries.factor_resets import approve_refusals, ask_refusals, factor_state
from cases.queries.second_person import open_refusals

#: The moment of the transaction, by which the guard of the factor knows it.
_MOMENT = Func(function="now", output_field=DateTimeField())


class CannotReset(Refused):
    """The second factor stays; the message says why."""


@transaction.atomic
def ask(*, whom: User, by: User) -> FactorReset:
    """Ask that ``whom`` may set another second factor. Raises ``CannotReset``."""
    if refusals := ask_refusals(whom, factor_state(whom), by=by):
        raise CannotReset(*refusals)
    try:
        with transaction.atomic():
            return FactorReset.objects.create(whom=whom, asked_by=by, asked_at=timezone.now())
    except IntegrityError as problem:  # of two at once, the slower
        raise CannotReset(_("Already requested. It is waiting for a second person.")) from problem


@transaction.atomic
def approve(*, reset: FactorReset, version: int | None, by: User) -> None:
    """Confirm a reset: what was set is void, and the sessions end.

    Raises ``CannotReset``, and ``Stale``.
    """
    reset = _waiting(reset, version)
    if refusals := approve_refusals(reset, by=by):
        raise CannotReset(*refusals)
    reset.approved_by, reset.approved_at = by, _MOMENT
    save(reset, "approved_by", "approved_at")
    end_sessions(reset.whom)


@transaction.atomic
def drop(*, reset: FactorReset, version: int | None, by: User) -> None:
    """Refuse or withdraw a request. Raises ``CannotReset``, and ``Stale``."""
    reset = _waiting(reset, version)
    reset.dropped_by, reset.dropped_at = by, timezone.now()
    save(reset, "dropped_by", "dropped_at")


def _waiting(reset: FactorReset, version: int | None) -> FactorReset:
    reset = take(FactorReset.objects.select_related("whom", "asked_by"), reset.pk, version)
    if refusals := open_refusals(reset):
        raise CannotReset(*refusals)
    return reset


@transaction.atomic
def reset_on_server(username: str) -> None:
    """Take the second factor of an account away, past the pages; the auditor is told.

    Raises ``CannotReset``.
    """
    whom = User.objects.filter(username__iexact=username).first()
    if whom is None or not whom.second_factors.exists():
        raise CannotReset(_("There is no second factor to reset."))
    whom.second_factors.all().delete()
    end_sessions(whom)
