"""What the child's page says of the follow-ups."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import wording
from cases.models import User
from cases.pages.doors import address
from cases.pages.facts import StatusLine
from cases.queries.case_pages import CasePage, FollowUpLine
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The follow-ups on a child's page; ``url`` is where one more is planned, for whom may."""

    shown: bool
    rows: list[StatusLine]
    url: str


def card(page: CasePage, user: User) -> Card:
    """Return what the child's page says of the follow-ups; shown once the child is in care."""
    child = page.file.child
    may = user.has_perm("cases.work_case") and child.stage == Stage.PLACED
    return Card(
        shown=child.stage == Stage.PLACED or bool(page.follow_ups),
        rows=[_line(line, page) for line in page.follow_ups],
        url=address("child-follow-ups", child.reference) if may else "",
    )


def _line(line: FollowUpLine, page: CasePage) -> StatusLine:
    due = {"day": wording.day_text(line.due_on)}
    if line.done_on:
        status, tone = line.result.label if line.result else "", ""
        why = _("done on %(day)s") % {"day": wording.day_text(line.done_on)}
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
