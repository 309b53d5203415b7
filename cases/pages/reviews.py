"""What waits for a second person, by weight: one line for each question of a family."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.filters.panel import FilterGroup, select
from cases.filters.reviews import ReviewFilter
from cases.models import Document
from cases.pages.doors import address
from cases.pages.facts import Words
from cases.pages.review_kinds import ASKED, HEADS, KINDS_OF, PAGES, SMALL, ReviewTab, Section
from cases.queries.confirmations import consent_pick
from cases.queries.grounds import paper_ground
from cases.queries.waiting_rows import Ground, Kind, Numbers, Queue, WaitingLine

#: The documents that show what is to be confirmed, by the words of its address.
ShownBy = Mapping[tuple[str | int, ...], Sequence[Document]]
NO_QUERY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNarrowing:
    """How the list can be narrowed, and how it is, in words."""

    groups: tuple[FilterGroup, ...]
    words: tuple[Words, ...]


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

    ``waits`` since the oldest; ``own`` when the reader requested it, ``block`` what must
    be done first.
    """

    family: str
    family_reference: str
    items: list[ReviewItem]
    question: str
    grounds: list[Ground]
    asked_by: str
    waits: str
    is_late: bool
    own: bool
    block: str

    @property
    def picks(self) -> str:
        """What is picked with the row; empty where it cannot be."""
        return " ".join(item.pick for item in self.items if item.pick)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSection:
    """The rows of one weight; ``count`` is the true one, ``shown`` those that stand here."""

    section: Section
    title: Words
    hint: Words
    count: int
    shown: int
    rows: list[ReviewRow]

    @property
    def picks(self) -> bool:
        """Whether several are confirmed at once."""
        return self.section == Section.SHOWN

    @property
    def rest(self) -> str:
        """How many others there are; empty where there is none."""
        n = self.count - self.shown
        return ngettext("%(n)s more", "%(n)s more", n) % {"n": n} if n > 0 else ""


def kinds_of(section: str) -> tuple[Kind, ...]:
    """Return the kinds of a section; none where there is no such section."""
    return KINDS_OF[Section(section)] if section in set(Section) else ()


def narrowing(only: ReviewFilter, waiting: Iterable[Kind]) -> ReviewNarrowing:
    """Return the filters by kind, team and family; of one kind or team alone there is no choice."""
    kinds = [kind for kind in Kind if kind in {*waiting, only.kind}]
    titles = [(kind.value, PAGES[kind][0]) for kind in kinds]
    teams = [(str(team.pk), str(team)) for team in only.teams]
    groups = (
        select("kind", _("Kind"), titles, only.kind),
        select("team", _("Team"), teams, only.query.get("team")),
    )
    family = FilterGroup(legend=_("Family"), name="family", kind="text", value=only.number)
    words = (PAGES[only.kind][0] if only.kind else "", str(only.team or ""), only.number)
    return ReviewNarrowing(
        groups=(*(group for group in groups if len(group.options) > 2), family),
        words=tuple(filter(None, words)),
    )


def tab_numbers(queues: Iterable[Queue]) -> dict[ReviewTab, int]:
    """Return how much there is to decide, how much is not ready, and how much is for others."""
    each = [_numbers(queue) for queue in queues]
    return {
        ReviewTab.MINE: sum(numbers.mine for numbers in each),
        ReviewTab.UNREADY: sum(numbers.unready for numbers in each),
        ReviewTab.OWN: sum(numbers.own for numbers in each),
    }


def sections(
    queues: Iterable[Queue],
    shown_by: ShownBy,
    *,
    on: datetime.date,
    tab: ReviewTab = ReviewTab.MINE,
    alone: str = "",
    query: Mapping[str, str] = NO_QUERY,
) -> list[ReviewSection]:
    """Return what stands on a tab by weight; of one section if it is to stand ``alone``.

    ``shown_by`` are the documents of what is confirmed. What the reader can decide leads on
    from one page to the next, in the list of ``query``.
    """
    by_kind = {queue.kind: queue for queue in queues}
    every = [
        _section(section, by_kind, shown_by, tab, on)
        for section in Section
        if alone in ("", section)
    ]
    filled = [each for each in every if each.count or each.rows]
    return _in_order(filled, query) if tab == ReviewTab.MINE else filled


def _section(
    section: Section,
    by_kind: Mapping[Kind, Queue],
    shown_by: ShownBy,
    tab: ReviewTab,
    on: datetime.date,
) -> ReviewSection:
    queues = [by_kind[kind] for kind in KINDS_OF[section] if kind in by_kind]
    title, hint, late_after = HEADS[section]
    lines = [
        (queue.kind, _with_grounds(queue.kind, line, shown_by))
        for queue in queues
        for line in queue.lines
        if _stands_on(line, tab)
    ]
    lines = [pair for pair in lines if section in _places(*pair)]
    number = sum(_number(section, queue, tab, shown_by) for queue in queues)
    return ReviewSection(
        section=section,
        title=title,
        hint=hint if tab == ReviewTab.MINE else "",
        count=number,
        shown=len(lines),
        rows=_rows(lines, on=on, late_after=late_after, picks=section == Section.SHOWN),
    )


def _stands_on(line: WaitingLine, tab: ReviewTab) -> bool:
    if tab == ReviewTab.MINE:
        return line.open
    return line.own if tab == ReviewTab.OWN else bool(line.block) and not line.own


def _numbers(queue: Queue) -> Numbers:
    """Return the true numbers of a queue, counted in the database where it holds not all."""
    if queue.numbers is not None:
        return queue.numbers
    return Numbers(
        mine=sum(line.open for line in queue.lines),
        unready=sum(bool(line.block) and not line.own for line in queue.lines),
        own=sum(line.own for line in queue.lines),
    )


def _number(section: Section, queue: Queue, tab: ReviewTab, shown_by: ShownBy) -> int:
    numbers = _numbers(queue)
    if tab != ReviewTab.MINE:
        every = numbers.own if tab == ReviewTab.OWN else numbers.unready
        return 0 if section == Section.SHOWN else every
    if queue.kind not in SMALL:
        return numbers.mine
    shown = numbers.shown
    if queue.numbers is None:
        lines = (_with_grounds(queue.kind, line, shown_by) for line in queue.lines if line.open)
        shown = sum(_is_shown(line) for line in lines)
    return shown if section == Section.SHOWN else numbers.mine - shown


def _places(kind: Kind, line: WaitingLine) -> tuple[Section, ...]:
    """Return the sections where a line stands: what is one's own is not parted by documents."""
    if kind not in SMALL:
        return tuple(Section)
    return (Section.SHOWN if line.open and _is_shown(line) else Section.BARE,)


def _is_shown(line: WaitingLine) -> bool:
    return bool(line.grounds) and not any(ground.is_wanting for ground in line.grounds)


def _with_grounds(kind: Kind, line: WaitingLine, shown_by: ShownBy) -> WaitingLine:
    """Return a line with the documents that show it, where these are read for all lines."""
    about = (*line.about, "identity") if kind == Kind.VERIFY else line.about
    if kind not in (Kind.VERIFY, Kind.RESTATED) or about not in shown_by:
        return line
    papers: Sequence[Document | None] = shown_by[about] or [None]
    grounds = dict.fromkeys(ground for paper in papers for ground in paper_ground(paper))
    return replace(line, grounds=tuple(grounds))


def _rows(
    lines: Sequence[tuple[Kind, WaitingLine]], *, on: datetime.date, late_after: int, picks: bool
) -> list[ReviewRow]:
    """Return the lines by family and question, the longest waiting first."""
    alike: dict[tuple[Kind, object], list[WaitingLine]] = {}
    for kind, line in lines:
        question = (_family(line), line.detail, line.asked_by, line.own, line.block)
        alike.setdefault((kind, question), []).append(line)
    rows = []
    for (kind, _question_of), of_one in alike.items():
        since = min(line.since for line in of_one)
        row = _row(kind, of_one, since=since, on=on, late_after=late_after, picks=picks)
        rows.append((since, str(of_one[0].about), row))
    in_order = sorted(rows, key=lambda each: each[:2])
    return [row for _since, _about, row in in_order]


def _family(line: WaitingLine) -> object:
    """Return the reference of the family of a child who is named, of anything else the item."""
    return str(line.about[0]).rpartition("-")[0] if line.name else line.about


def _row(
    kind: Kind,
    lines: Sequence[WaitingLine],
    *,
    since: datetime.date,
    on: datetime.date,
    late_after: int,
    picks: bool,
) -> ReviewRow:
    _title, route = PAGES[kind]
    first = lines[0]
    has_day = since != datetime.date.min
    days = (on - since).days if has_day else 0
    return ReviewRow(
        family=first.family or (_("Mother not known") if first.name else ""),
        family_reference=str(_family(first)) if first.name else "",
        items=[_item(kind, route, line, picks=picks) for line in lines],
        question=_question(kind, first),
        grounds=list(dict.fromkeys(ground for line in lines for ground in line.grounds)),
        asked_by=first.asked_by,
        waits=_days(days) if has_day else "",
        is_late=days > late_after,
        own=first.own,
        block=first.block,
    )


def _item(kind: Kind, route: str, line: WaitingLine, *, picks: bool) -> ReviewItem:
    # By the name or number: these have no reference.
    of_account = route in ("account", "named-export", "import-rows")
    title = "" if route == "fee" else line.agreement
    reference = line.about[-1 if route == "fee" else 0]
    pick = consent_pick(str(reference), line.key) if kind == Kind.CONSENT else line.about
    return ReviewItem(
        url=address(route, *line.about),
        reference="" if title else line.detail if of_account else reference,
        name=line.given or line.name or title,
        pick=":".join(map(str, pick)) if picks else "",
    )


def _question(kind: Kind, line: WaitingLine) -> str:
    """Return what is asked: the proposal itself where it says enough."""
    words = str(ASKED.get(kind, "%(what)s")) % {"what": line.detail}
    return words or str(PAGES[kind][0])


def _days(days: int) -> str:
    if days <= 0:
        return _("today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _in_order(every: list[ReviewSection], query: Mapping[str, str]) -> list[ReviewSection]:
    """Return the sections with addresses that say where each item stands among all of them."""
    of = sum(len(row.items) for each in every for row in each.rows)
    at = count(1)

    def item(each: ReviewItem) -> ReviewItem:
        place = urlencode(
            [("in", "reviews"), ("at", str(next(at))), ("of", str(of)), *query.items()]
        )
        sign = "&" if "?" in each.url else "?"
        return replace(each, url=f"{each.url}{sign}{place}") if each.url else each

    return [
        replace(
            each,
            rows=[replace(row, items=[item(one) for one in row.items]) for row in each.rows],
        )
        for each in every
    ]


def addresses(every: Iterable[ReviewSection]) -> list[str]:
    """Return the address of each item, in order."""
    return [item.url for each in every for row in each.rows for item in row.items if item.url]


def in_short(every: Sequence[ReviewSection], *, number: int) -> str:
    """Return "35 children in 19 families" of what stands open, where all ``number`` stand here."""
    if sum(each.shown for each in every) < number:
        return ""
    rows = [row for each in every for row in each.rows if row.family]
    children = {item.reference for row in rows for item in row.items}
    families = {str(reference).rpartition("-")[0] for reference in children}
    if not children:
        return ""
    n, m = len(children), len(families)
    return _("%(children)s in %(families)s") % {
        "children": ngettext("%(n)s child", "%(n)s children", n) % {"n": n},
        "families": ngettext("%(n)s family", "%(n)s families", m) % {"n": m},
    }
