"""Who may answer a request that one person makes and another approves."""

from typing import Protocol

from django.utils.translation import gettext as _

from cases.models import User


class Matter(Protocol):
    """A request of one person, which another approves or somebody drops."""

    asked_by_id: int
    approved_by_id: int | None
    dropped_by_id: int | None


def open_refusals(matter: Matter) -> list[str]:
    """Return that a request waits for nobody any more, where it does not."""
    if matter.approved_by_id or matter.dropped_by_id:
        return [_("This request was already answered.")]
    return []


def answer_refusals(matter: Matter, *, by: User) -> list[str]:
    """Return why ``by`` cannot answer a request as the second person."""
    if refusals := open_refusals(matter):
        return refusals
    if matter.asked_by_id == by.pk:
        return [_("You requested this. A second person must approve it.")]
    return []


def withdraw_refusals(matter: Matter, *, by: User) -> list[str]:
    """Return why ``by`` cannot withdraw a request."""
    if refusals := open_refusals(matter):
        return refusals
    if matter.asked_by_id != by.pk:
        return [_("Only the person who recorded this request withdraws it.")]
    return []


def hand_out_refusals(matter: Matter, *, by: User) -> list[str]:
    """Return why ``by`` cannot give out the file that a request is about."""
    if not matter.approved_by_id:
        return [_("A second person must agree before it is given out.")]
    if by.pk not in (matter.asked_by_id, matter.approved_by_id):
        return [_("One of the two who agreed on it gives it out.")]
    return []
