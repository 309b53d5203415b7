"""What waits for a second person: the name of each kind, and its lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.pages.doors import address
from cases.pages.facts import Words
from cases.queries.waiting_rows import Kind, Queue, WaitingLine

#: The documents that show what is to be confirmed, by the words of its address.
ShownBy = Mapping[tuple[str | int, ...], object]
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
    Kind.MOTHER: (gettext_lazy("Children to move to another mother"), "mother-change-decide"),
    Kind.BATCH: (gettext_lazy("Payment batches to approve"), "batch"),
    Kind.WAIVER: (gettext_lazy("Waivers to approve"), "fee"),
    Kind.REVERSAL: (gettext_lazy("Refunds and credits to approve"), "fee"),
    Kind.MISSED_FEE: (gettext_lazy("Missed fees to make due"), "missed-fee"),
    Kind.DISPOSAL: (gettext_lazy("Disposals to approve"), "disposal"),
    Kind.LIST: (gettext_lazy("Imported lists to approve"), "import-rows"),
    Kind.LIST_UNDO: (gettext_lazy("Imported lists to undo"), "import-rows"),
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
    pick: str = ""


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
    shown: int = 0
    picks: bool = False


def queues_to_decide(queues: Iterable[Queue], shown_by: ShownBy) -> list[ReviewQueue]:
    """Return what the reader can decide now, by kind; each leads on to the next.

    ``shown_by`` are the documents of what is confirmed: those with one are confirmed together.
    """
    every = [
        part
        for queue in queues
        for part in _parts(queue, [line for line in queue.lines if line.open], shown_by)
    ]
    return _in_order(sorted((queue for queue in every if queue.rows), key=_place))


def _parts(queue: Queue, lines: list[WaitingLine], shown_by: ShownBy) -> list[ReviewQueue]:
    if queue.kind != Kind.RESTATED:
        return [_queue(queue, lines)]
    with_paper = [line for line in lines if shown_by.get(line.about)]
    without = [line for line in lines if not shown_by.get(line.about)]
    rest = queue.number - len(queue.lines) if queue.more else 0
    first = _queue(replace(queue, more=False), with_paper)
    last = _queue(replace(queue, more=False), without)
    return [
        replace(first, title=_("Changes to confirm, with a document"), picks=True),
        replace(
            last,
            kind="restated-bare",
            title=_("Changes to confirm, without a document"),
            count=last.count + rest,
            more=queue.more,
        ),
    ]


def _in_order(queues: list[ReviewQueue]) -> list[ReviewQueue]:
    """Return the queues with addresses that say where each item stands among all of them."""
    of = sum(len(row.items) for queue in queues for row in queue.rows)
    at = count(1)

    def item(each: ReviewItem) -> ReviewItem:
        place = urlencode([("in", "reviews"), ("at", str(next(at))), ("of", str(of))])
        sign = "&" if "?" in each.url else "?"
        return replace(each, url=f"{each.url}{sign}{place}") if each.url else each

    return [
        replace(
            queue,
            rows=[replace(row, items=[item(each) for each in row.items]) for row in queue.rows],
        )
        for queue in queues
    ]


def addresses(queues: Iterable[ReviewQueue]) -> list[str]:
    """Return the address of each item, in order."""
    return [item.url for queue in queues for row in queue.rows for item in row.items if item.url]


def queues_to_wait(queues: Iterable[Queue]) -> list[ReviewQueue]:
    """Return what the reader requested, and what is not ready, by kind."""
    shown = [_queue(queue, [line for line in queue.lines if not line.open]) for queue in queues]
    return sorted((queue for queue in shown if queue.rows), key=_place)


def _place(queue: ReviewQueue) -> int:
    kind = Kind(queue.kind.removesuffix("-bare"))
    return 2 * list(PAGES).index(kind) + (queue.kind != kind)


def _queue(queue: Queue, lines: list[WaitingLine]) -> ReviewQueue:
    title, route = PAGES[queue.kind]
    families: dict[object, list[WaitingLine]] = {}
    for line in lines:
        alike = (_family(line), line.detail, line.asked_by, line.own, line.block)
        families.setdefault(alike, []).append(line)
    return ReviewQueue(
        kind=queue.kind.value,
        title=title,
        count=queue.number if queue.more and queue.number else len(lines),
        more=queue.more,
        shown=len(lines),
        rows=[_row(alike, route) for alike in families.values()],
    )


def _family(line: WaitingLine) -> object:
    """Return the reference of the family of a child who is named, of anything else the item."""
    return str(line.about[0]).rpartition("-")[0] if line.name else line.about


def _row(lines: list[WaitingLine], route: str) -> ReviewRow:
    # By the name or number: these have no reference.
    of_account = route in ("account", "named-export", "import-rows")
    oldest = lines[0]
    return ReviewRow(
        items=[
            ReviewItem(
                url=address(route, *line.about),
                reference=line.detail if of_account else line.about[-1 if route == "fee" else 0],
                name=line.name,
                pick=":".join(map(str, line.about)) if route == "child-confirm" else "",
            )
            for line in lines
        ],
        detail="" if of_account else oldest.detail,
        asked_by=oldest.asked_by,
        since=wording.day_text(min(line.since for line in lines)),
        own=oldest.own,
        block=oldest.block,
    )
