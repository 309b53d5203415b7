"""What waits for a second person: the name of each kind, and its lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from cases import wording
from cases.pages.doors import address
from cases.pages.facts import Words
from cases.queries.waiting_rows import Kind, Queue, WaitingLine

#: What a kind is called, and the page where it is decided; what moves a case comes first.
PAGES: dict[Kind, tuple[Words, str]] = {
    Kind.ASSESSMENT: (gettext_lazy("Assessments to decide"), "assessment"),
    Kind.LOCK: (gettext_lazy("Passenger lists to lock"), "movement"),
    Kind.EXCEPTION: (gettext_lazy("Siblings who would stay behind"), "exception"),
    Kind.CLAIM: (gettext_lazy("Kinship claims to decide"), "claim-decide"),
    Kind.INTERESTS: (gettext_lazy("Best-interests notes to approve"), "interests-note"),
    Kind.CLOSING: (gettext_lazy("Closings to decide"), "child-approve-closing"),
    Kind.REOPENING: (gettext_lazy("Reopenings to decide"), "child-approve-reopening"),
    Kind.AGREEMENT: (gettext_lazy("Families to move"), "agreement-change-decide"),
    Kind.BATCH: (gettext_lazy("Payment batches to approve"), "batch"),
    Kind.WAIVER: (gettext_lazy("Waivers to approve"), "fee"),
    Kind.REVERSAL: (gettext_lazy("Refunds and credits to approve"), "fee"),
    Kind.MISSED_FEE: (gettext_lazy("Missed fees to make due"), "missed-fee"),
    Kind.DISPOSAL: (gettext_lazy("Disposals to approve"), "disposal"),
    Kind.VERIFY: (gettext_lazy("Identities to verify"), "child-verify"),
    Kind.CONSENT: (gettext_lazy("Consents to verify"), "child-verify-consent"),
    Kind.RESTATED: (gettext_lazy("Changes to confirm"), "child-confirm"),
    Kind.CRITERIA: (gettext_lazy("Criteria to publish"), "criteria"),
    Kind.SCHEDULE: (gettext_lazy("Fee schedules to approve"), "fee-schedule"),
    Kind.TERMS: (gettext_lazy("Terms of agreements to approve"), "terms"),
    Kind.FIGURE: (gettext_lazy("Explanations of published figures"), "published-figure"),
    Kind.OUTSIDE: (gettext_lazy("Totals to make public"), "outside-totals"),
    Kind.FACTOR_RESET: (gettext_lazy("Second factors to reset"), "account"),
    Kind.HELD: (gettext_lazy("Requests about what is held"), "held-answer"),
    Kind.SHARE: (gettext_lazy("Records to share with an authority"), "share-decide"),
    Kind.NAMED_EXPORT: (gettext_lazy("Lists to export with names"), "named-export"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing to decide: the page where that is done, and whom or what it is about."""

    url: str
    reference: str | int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """What one person requested alike for children of one family; alone where there is no other.

    ``since`` is the day of the oldest; ``own`` when the reader requested it, ``block`` what must
    be done first.
    """

    items: list[ReviewItem]
    detail: str
    asked_by: str
    since: str
    own: bool
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    """The rows of one kind; ``more`` when there are others behind them."""

    kind: str
    title: Words
    count: int
    more: bool
    rows: list[ReviewRow]


def queues_to_decide(queues: Iterable[Queue]) -> list[ReviewQueue]:
    """Return what the reader can decide now, by kind."""
    shown = [_queue(queue, [line for line in queue.lines if line.open]) for queue in queues]
    return sorted((queue for queue in shown if queue.rows), key=_place)


def queues_to_wait(queues: Iterable[Queue]) -> list[ReviewQueue]:
    """Return what the reader requested, and what is not ready, by kind."""
    shown = [_queue(queue, [line for line in queue.lines if not line.open]) for queue in queues]
    return sorted((queue for queue in shown if queue.rows), key=_place)


def _place(queue: ReviewQueue) -> int:
    return list(PAGES).index(Kind(queue.kind))


def _queue(queue: Queue, lines: list[WaitingLine]) -> ReviewQueue:
    title, route = PAGES[queue.kind]
    families: dict[object, list[WaitingLine]] = {}
    for line in lines:
        alike = (_family(line), line.detail, line.asked_by, line.own, line.block)
        families.setdefault(alike, []).append(line)
    return ReviewQueue(
        kind=queue.kind.value,
        title=title,
        count=len(lines),
        more=queue.more,
        rows=[_row(alike, route) for alike in families.values()],
    )


def _family(line: WaitingLine) -> object:
    """Return the reference of the family of a child who is named, of anything else the item."""
    return str(line.about[0]).rpartition("-")[0] if line.name else line.about


def _row(lines: list[WaitingLine], route: str) -> ReviewRow:
    # By the name or number: these have no reference.
    of_account = route in ("account", "named-export")
    oldest = lines[0]
    return ReviewRow(
        items=[
            ReviewItem(
                url=address(route, *line.about),
                reference=line.detail if of_account else line.about[-1 if route == "fee" else 0],
                name=line.name,
            )
            for line in lines
        ],
        detail="" if of_account else oldest.detail,
        asked_by=oldest.asked_by,
        since=wording.day_text(min(line.since for line in lines)),
        own=oldest.own,
        block=oldest.block,
    )
