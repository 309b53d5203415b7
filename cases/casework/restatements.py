"""What was restated after the registration waits for another person to confirm it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.journal import CannotMove
from cases.models import Child, Restatement, User
from cases.vocabulary import Act, RestatedPart


@contextmanager
def restating(by: User) -> Iterator[None]:
    """Tell the database who restates a record, as a page tells it: a command is no page."""
    with pghistory.context(user=by.pk):
        yield


def waiting(child: Child, part: RestatedPart) -> list[Restatement]:
    """Return what of ``part`` nobody has confirmed yet, newest first."""
    rows = Restatement.objects.waiting().filter(child=child, part=part)
    return list(rows.select_related("by").order_by("-pk"))


def confirm_refusals(found: list[Restatement], *, by: User) -> tuple[str, ...]:
    """Return why ``by`` may not confirm what was ``found`` waiting; empty if they may."""
    if not found:
        return (_("Nothing is waiting to be confirmed."),)
    if any(row.by_id == by.pk for row in found):
        return (_("You made this change. A second person must confirm it."),)
    return ()


@transaction.atomic
def confirm(
    *, child: Child, part: RestatedPart, seen: int | None, by: User, on: datetime.date
) -> None:
    """Confirm as another person what was restated; ``seen`` is the newest that was read.

    Raises ``CannotMove`` if nothing waits, ``by`` made the change, or more was restated
    meanwhile.
    Source: domain page, section 4, row "verify"; section 3, "Two people".
    """
    child = lock_child(child)
    found = waiting(child, part)
    if refusals := confirm_refusals(found, by=by):
        raise CannotMove(*refusals)
    if found[0].pk != seen:
        raise CannotMove(_("More has changed since you opened this page. Open it again."))
    _confirm(found, by=by)
    journal.record(child, act=Act.EDIT, by=by, on=on, detail=f"{part}-confirmed")
    journal.settle(child, by=by)


def _confirm(found: list[Restatement], *, by: User) -> None:
    rows = Restatement.objects.filter(pk__in=[row.pk for row in found])
    rows.update(confirmed_by=by, confirmed_at=timezone.now())
