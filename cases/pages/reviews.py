"""What waits for a second person: the name of each kind, and its lines."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from cases import wording
from cases.pages.doors import address
from cases.pages.facts import Words
from cases.queries.reviews import Kind, Queue, WaitingLine

#: What a kind is called, and the page where it is decided.
PAGES: dict[Kind, tuple[Words, str]] = {
    Kind.VERIFY: (gettext_lazy("Identities to verify"), "child-verify"),
    Kind.CONSENT: (gettext_lazy("Consents to verify"), "child-verify-consent"),
    Kind.RESTATED: (gettext_lazy("Changes to confirm"), "child-confirm"),
    Kind.ASSESSMENT: (gettext_lazy("Assessments to decide"), "assessment"),
    Kind.CLAIM: (gettext_lazy("Kinship claims to decide"), "claim-decide"),
    Kind.INTERESTS: (gettext_lazy("Best-interests notes to approve"), "interests-note"),
    Kind.CLOSING: (gettext_lazy("Closings to decide"), "child-approve-closing"),
    Kind.REOPENING: (gettext_lazy("Reopenings to decide"), "child-approve-reopening"),
    Kind.AGREEMENT: (
        gettext_lazy("Families to move"),
        "agreement-change-decide",
    ),
    Kind.CRITERIA: (gettext_lazy("Criteria to publish"), "criteria"),
    Kind.LOCK: (gettext_lazy("Passenger lists to lock"), "movement"),
    Kind.EXCEPTION: (gettext_lazy("Siblings who would stay behind"), "exception"),
    Kind.BATCH: (gettext_lazy("Payment batches to approve"), "batch"),
    Kind.WAIVER: (gettext_lazy("Waivers to approve"), "fee"),
    Kind.REVERSAL: (gettext_lazy("Refunds and credits to approve"), "fee"),
    Kind.MISSED_FEE: (gettext_lazy("Missed fees to make due"), "missed-fee"),
    Kind.DISPOSAL: (gettext_lazy("Disposals to approve"), "disposal"),
    Kind.FACTOR_RESET: (gettext_lazy("Second factors to reset"), "account"),
    Kind.SCHEDULE: (gettext_lazy("Fee schedules to approve"), "fee-schedule"),
    Kind.TERMS: (gettext_lazy("Terms of agreements to approve"), "terms"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One thing that waits: the reader asked for it (``own``), or ``block`` must be done first."""

    url: str
    reference: str | int
    detail: str
    asked_by: str
    since: str
    own: bool
    block: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    """The lines of one kind; ``more`` when there are others behind them."""

    kind: str
    title: Words
    count: int
    more: bool
    lines: list[ReviewLine]


def review_queue(queue: Queue) -> ReviewQueue:
    """Return what waits of one kind, in words."""
    title, route = PAGES[queue.kind]
    return ReviewQueue(
        kind=queue.kind.value,
        title=title,
        count=len(queue.lines),
        more=queue.more,
        lines=[_line(line, route) for line in queue.lines],
    )


def _line(line: WaitingLine, route: str) -> ReviewLine:
    of_account = route == "account"  # by the name: an account has no reference
    return ReviewLine(
        url=address(route, *line.about),
        reference=line.detail if of_account else line.about[-1 if route == "fee" else 0],
        detail="" if of_account else line.detail,
        asked_by=line.asked_by,
        since=wording.day_text(line.since),
        own=line.own,
        block=line.block,
        name=line.name,
    )
