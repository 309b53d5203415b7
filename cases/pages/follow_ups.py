"""Follow-ups: those to do, those of one child, and the card of the child's page."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import wording
from cases.filters.follow_ups import FollowUpFilter, When
from cases.kept import said
from cases.models import FollowUp, User
from cases.pages.doors import address
from cases.pages.facts import Fact, StatusLine, Tab, Words
from cases.queries.case_pages import CasePage, FollowUpLine
from cases.rules.follow_ups import is_early
from cases.vocabulary import PlacementKind, Stage

if TYPE_CHECKING:
    from cases.queries.follow_ups import FollowUpInCare


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpCard:
    """The follow-ups on a child's page.

    ``url`` is where one more is planned, ``contact_url`` where the page says how to reach the
    caregiver; each is empty for who may not.
    """

    shown: bool
    rows: list[StatusLine]
    url: str
    contact_url: str
    is_reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """A follow-up that is not done: ``late`` in days, and where the child is cared for."""

    follow_up: FollowUp
    url: str
    late: int
    care: Words
    lives_at: str


def to_do_row(row: "FollowUpInCare", *, on: datetime.date) -> ToDo:
    """Return a row of ``queries.follow_ups.to_do``."""
    return ToDo(
        follow_up=row,
        url=address("follow-up", row.child.reference, row.n),
        late=max(0, (on - row.due_on).days),
        care=PlacementKind(row.care).label if row.care else "",
        lives_at=said(row.lives_at or ""),
    )


def tabs(filters: FollowUpFilter) -> list[Tab]:
    """Return the lists by due day, with their counts."""
    counts, now = filters.counts(), filters.chosen.get("when") or ""
    choices: list[tuple[str, Words]] = [("", _("All to do")), *When.choices]
    rest = filters.data.copy()
    for name in ("when", "page"):
        rest.pop(name, None)
    return [
        Tab(
            label=label,
            url=f"?{_narrowed(rest, value)}",
            count=counts[value or "all"],
            current=value == now,
            tone="bad" if value == When.OVERDUE and counts[value] else "",
        )
        for value, label in choices
    ]


def _narrowed(query: QueryDict, when: str) -> str:
    narrowed = query.copy()
    if when:
        narrowed["when"] = when
    return narrowed.urlencode()


def facts(rows: Iterable[FollowUp]) -> list[Fact]:
    """Return the follow-ups of a child: what came of each, or that it is to do."""
    return [
        Fact(
            label=row.get_kind_display(),
            value=row.get_result_display() if row.result else _("to do"),
            alt=wording.day_text(row.done_on or row.due_on),
            url=address("follow-up", row.child.reference, row.n),
        )
        for row in rows
    ]


def card(page: CasePage, user: User) -> FollowUpCard:
    """Return what the child's page says of the follow-ups; shown once the child is in care."""
    child, care = page.file.child, page.care
    may = user.has_perm("cases.work_case") and child.stage == Stage.PLACED
    return FollowUpCard(
        shown=child.stage == Stage.PLACED or bool(page.follow_ups),
        rows=[_line(line, page) for line in page.follow_ups],
        url=address("child-follow-ups", child.reference) if may else "",
        contact_url=address("child-contact", child.reference, care.key)
        if care and user.has_perm("cases.move_case")
        else "",
        is_reachable=bool(care and care.is_reachable),
    )


def _line(line: FollowUpLine, page: CasePage) -> StatusLine:
    due = {"day": wording.day_text(line.due_on)}
    if line.done_on:
        status, tone = line.result.label if line.result else "", ""
        why = _("done on %(day)s") % {"day": wording.day_text(line.done_on)}
        if is_early(line.done_on, due_on=line.due_on):
            why = " · ".join((why, _("long before its day, %(day)s") % due))
    elif line.due_on < page.file.on:
        status, tone, why = _("Overdue"), "bad", _("was due on %(day)s") % due
    else:
        status, tone, why = _("To do"), "info", _("due on %(day)s") % due
    return StatusLine(
        label=line.kind.label,
        url=address("follow-up", page.file.child.reference, line.n),
        status=status,
        tone=tone,
        why=why,
    )
