"""Changes made after the registration, to be confirmed by a second person."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.journal import CannotMove
from cases.casework.papers import reason_kept
from cases.models import Child, Restatement, User
from cases.queries.papers import papers_of
from cases.rules.papers import NO_PAPER, SHOWS
from cases.vocabulary import Act, RestatedPart


def waiting(child: Child, part: RestatedPart) -> list[Restatement]:
    """Return the unconfirmed changes of ``part``, newest first."""
    rows = Restatement.objects.waiting().filter(child=child, part=part)
    return list(rows.select_related("by").order_by("-pk"))


def confirm_refusals(rows: list[Restatement], *, by: User) -> tuple[str, ...]:
    """Return why ``by`` may not confirm the changes ``rows``; empty if they may."""
    if not rows:
        return (_("Nothing is waiting to be confirmed."),)
    if any(row.by_id == by.pk for row in rows):
        return (_("You made this change. A second person must confirm it."),)
    return ()


@transaction.atomic
def confirm(
    *,
    child: Child,
    part: RestatedPart,
    seen: int | None,
    by: User,
    on: datetime.date,
    without_paper: str = "",
) -> None:
    """Confirm changes as a second person; ``seen`` is the newest one on the page.

    ``without_paper`` says why, where no document on file shows them.

    Raises ``CannotMove`` if there are none, ``by`` made one, or there is a newer one.
    Source: domain page, section 4, row "verify"; section 3, "Two people".
    """
    child = lock_child(child)
    rows = waiting(child, part)
    if refusals := confirm_refusals(rows, by=by):
        raise CannotMove(*refusals)
    if rows[0].pk != seen:
        raise CannotMove(_("More has changed since you opened this page. Open it again."))
    reason = reason_kept(without_paper, has_paper=bool(papers_of(child, SHOWS[part])))
    _confirm(rows, by=by, without_paper=reason)
    detail = f"{part}-confirmed{NO_PAPER if reason else ''}"
    journal.record(child, act=Act.EDIT, by=by, on=on, detail=detail)
    journal.settle(child, by=by)


def _confirm(rows: list[Restatement], *, by: User, without_paper: str) -> None:
    Restatement.objects.filter(pk__in=[row.pk for row in rows]).update(
        confirmed_by=by, confirmed_at=timezone.now(), without_paper=without_paper
    )
