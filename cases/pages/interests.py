"""What the child's page says of best interests: what is to weigh, and the notes, without texts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import wording
from cases.models import User
from cases.pages.doors import address
from cases.pages.facts import StatusLine, Words
from cases.queries.case_pages import CasePage, InterestsLine


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestsCard:
    """Best interests on a child's page; ``url`` is where a note is written, for whom may."""

    unweighed: list[Words]
    notes: list[StatusLine]
    url: str


def card(page: CasePage, user: User) -> InterestsCard:
    """Return what the child's page says of best interests: what is to weigh, and the notes."""
    reference = page.file.child.reference
    may = user.has_perm("cases.work_case") and page.file.child.is_open
    return InterestsCard(
        unweighed=[trigger.label for trigger in page.file.unweighed],
        notes=[_line(line, reference, newest=page.interests[0].n) for line in page.interests],
        url=address("interests-new", reference) if may else "",
    )


def _line(line: InterestsLine, reference: str, *, newest: int) -> StatusLine:
    status, tone = _("Waiting for a second person"), "info"
    if line.approved_by:
        status, tone = _("Approved"), ""
    elif line.n < newest:
        status, tone = _("Replaced by a later one"), "idle"
    elif not line.asked:
        status, tone = _("Sent back"), "warn"
    people = (line.written_by, line.approved_by)
    return StatusLine(
        label=_("Note %(number)s: %(recommendation)s")
        % {"number": line.n, "recommendation": line.recommendation.label},
        url=address("interests-note", reference, line.n),
        status=status,
        tone=tone,
        why=" · ".join((wording.day_text(line.held_on), *filter(None, people))),
    )
