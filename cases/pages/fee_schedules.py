"""The fee of an agreement in words, and who must approve it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from cases import wording
from cases.figures.facts import Waiting
from cases.models import User


def waiting_text(waiting: Waiting | None, approvers: Callable[[int | None], Iterable[User]]) -> str:
    """Return "$500 from 1 Dec 2026, waiting for approval by …"; empty where none waits.

    ``approvers`` returns who may approve what the user of a key proposed.
    """
    if waiting is None:
        return ""
    people = wording.people_text(map(str, approvers(waiting.asked_by)))
    return _("%(amount)s from %(day)s, waiting for approval by %(people)s") % {
        "amount": wording.money_text(waiting.amount, waiting.currency),
        "day": wording.day_text(waiting.begins_on),
        "people": people or _("a finance approver or a reviewer"),
    }
