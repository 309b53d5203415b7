"""The second factor of somebody as who looks after accounts sees it, and what forbids a reset."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import FactorReset, RoleGrant, User
from cases.queries.second_factors import has_factor


@dataclass(frozen=True, slots=True)
class FactorState:
    """Whether somebody has set a second factor, and the request that waits, if one does."""

    is_set: bool
    reset: FactorReset | None


def factor_state(whom: User) -> FactorState:
    """Return how it stands with the second factor of ``whom``. Two queries."""
    resets = whom.factor_resets.asked().select_related("asked_by", "whom")
    return FactorState(has_factor(whom), resets.first())


def ask_refusals(whom: User, state: FactorState, *, by: User) -> list[str]:
    """Return why ``by`` cannot ask for a reset."""
    if whom == by:
        return [_("Your own second factor is reset by others. You can change it in your settings.")]
    if state.reset:
        return [_("Already requested. It is waiting for a second person.")]
    if not state.is_set:
        return [_("There is no second factor to reset.")]
    return _both_refusals(whom, by)


def approve_refusals(reset: FactorReset, *, by: User) -> list[str]:
    """Return why ``by`` cannot confirm a reset."""
    if by in (reset.asked_by, reset.whom):
        return [_("A second person must confirm the reset.")]
    return _both_refusals(reset.whom, by)


def password_refusals(whom: User, *, by: User) -> list[str]:
    """Return why ``by``, with a part in the reset of the factor, chooses no password."""
    resets = whom.factor_resets.filter(dropped_by=None)
    theirs = resets.filter(asked_by=by) | resets.filter(approved_by=by)
    is_open = theirs.filter(approved_by=None).exists()
    if whom == by or not (is_open or (theirs.exists() and not has_factor(whom))):
        return []
    return [_("You took part in the reset of this second factor. Another admin sets the password.")]


def _both_refusals(whom: User, by: User) -> list[str]:
    rows = RoleGrant.objects.filter(whom=whom, role="password").order_by("-pk")
    if not whom.must_change_password or rows.values_list("by", flat=True).first() != by.pk:
        return []
    return [_("You set the password of this account. Another person resets the second factor.")]
