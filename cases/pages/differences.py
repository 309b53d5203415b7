"""What a difference of a figure between two days, or by both clocks, is made of, in words."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.figures.counts import BY_STAGE, Counted
from cases.figures.dashboard import Dashboard
from cases.figures.differences import ChangedChild, DifferenceSums, SumOfAct, Wanted
from cases.figures.past import Clock
from cases.figures.progress import Tally
from cases.pages.charts import STAGES_OF, delta_text
from cases.pages.facts import Words
from cases.pages.links import Links
from cases.pages.numbers import PartRow, PartTable
from cases.vocabulary import Act, CohortChange, Stage

_Key = TypeVar("_Key")
#: Who came to be counted, and who no longer is: in an address.
_SIGN_WORDS = {"came": 1, "left": -1}
_SIGN_NAMES = {sign: name for name, sign in _SIGN_WORDS.items()}
_SIGNS: dict[int, Words] = {
    1: gettext_lazy("Came to be counted"),
    -1: gettext_lazy("No longer counted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceParts:
    """A difference with its sign, and what it is made of; the tables that add up add to it.

    ``part`` says which part of it is shown, where it is not the whole; ``whole`` is its query then.
    """

    label: Words
    part: str
    whole: str
    value: str
    tables: list[PartTable]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedChildRow:
    """A child who joined or left a figure; ``late`` where it was entered after the day shown."""

    reference: str
    change: Words
    act: Words
    day: str
    entered: str
    late: Words


def wanted_of(board: Dashboard, query: Mapping[str, str]) -> Wanted | None:
    """Return the difference that an address asks for; None if there is no such one."""
    if query.get("counted") not in BY_STAGE:
        return None
    kind = Counted(query["counted"])
    stage = Stage(query["stage"]) if query.get("stage") in Stage.values else None
    by_clock = query.get("clock") == Clock.KNEW
    if (stage and stage not in _stages_of(kind)) or _before(board, by_clock=by_clock) is None:
        return None
    since = board.before.on if board.before and not by_clock else None
    whole = Wanted(tuple(board.overview.keys), kind, stage, board.on, since)
    return _narrowed(whole, query)


def _narrowed(whole: Wanted, query: Mapping[str, str]) -> Wanted | None:
    """Return the part of a difference that an address asks for; None if there is no such one."""
    month, act, sign = (query.get(name, "") for name in ("month", "act", "sign"))
    if (act and act not in Act.values) or sign not in ("", *_SIGN_WORDS):
        return None
    try:
        day = datetime.date.fromisoformat(f"{month}-01") if month else None
    except ValueError:
        return None
    return whole._replace(
        month=day, act=Act(act) if act else None, sign=_SIGN_WORDS[sign] if sign else None
    )


def explained(
    board: Dashboard, wanted: Wanted, difference: DifferenceSums, links: Links
) -> DifferenceParts:
    """Return what leads from one count to the other: as a sum, and by month, stage and act."""
    before, steps = _before(board, by_clock=wanted.since is None), difference.steps
    then, now = _count(before, wanted), _count(board.counts, wanted)
    tables = [_sum(wanted, difference, then, now, links)]
    if by_stage := _by_stage(board.counts, before, wanted):
        tables.append(by_stage)
    if not wanted.month:
        of_month = partial(_ask, wanted, "month", lambda month: f"{month:%Y-%m}")
        tables.append(_by(_("By month"), steps, attrgetter("month"), wording.month_text, of_month))
    if not wanted.act:
        of_act = partial(_ask, wanted, "act", lambda act: act.value)
        tables.append(
            _by(_("What happened"), steps, attrgetter("act"), lambda act: act.label, of_act)
        )
    label = str(wanted.kind.label)
    if wanted.stage and wanted.kind == Counted.IDENTIFIED:
        label = str(wanted.stage.label)
    elif wanted.stage:
        label = f"{label}: {wanted.stage.label}"
    value = delta_text(difference.joined, difference.left) if wanted.is_part else ""
    return DifferenceParts(
        label=label,
        part=_part(wanted),
        whole=urlencode(_whole(wanted)) if wanted.is_part else "",
        value=value or delta_text(now, then),
        tables=tables,
    )


def _part(wanted: Wanted) -> str:
    """Return the words for a part of a difference."""
    words = [
        wanted.month and wording.month_text(wanted.month),
        wanted.act and wanted.act.label,
        wanted.sign and _SIGNS[wanted.sign],
    ]
    return " · ".join(str(each) for each in words if each)


def _whole(wanted: Wanted) -> dict[str, str]:
    """Return the query of a difference, of which a part may be shown."""
    ask = {"counted": wanted.kind.value} | ({} if wanted.since else {"clock": Clock.KNEW.value})
    return ask | ({"stage": wanted.stage.value} if wanted.stage else {})


def _ask(wanted: Wanted, name: str, as_text: Callable[[Any], str], value: Any) -> str:
    """Return the query of a part of what is shown."""
    ask = _whole(wanted)
    ask |= {"month": f"{wanted.month:%Y-%m}"} if wanted.month else {}
    ask |= {"act": wanted.act.value} if wanted.act else {}
    ask |= {"sign": _SIGN_NAMES[wanted.sign]} if wanted.sign else {}
    return urlencode(ask | {name: as_text(value)})


def mover_rows(
    movers: Iterable[ChangedChild], *, on: datetime.date, by_month: bool
) -> list[ChangedChildRow]:
    """Return children who joined or left; ``by_month`` for those who may not learn the days."""
    words = wording.month_text if by_month else wording.day_text
    return [
        ChangedChildRow(
            reference=each.reference,
            change=_SIGNS[each.sign],
            act=each.act.label if each.act else "–",
            day=words(each.day),
            entered=words(each.entered),
            late=CohortChange.LATER.label if each.entered > on else "",
        )
        for each in movers
    ]


def _before(board: Dashboard, *, by_clock: bool) -> Tally | None:
    if by_clock:
        return board.knew
    return board.before.counts if board.before else None


def _count(counts: Tally | None, wanted: Wanted) -> int:
    if counts is None:
        return 0
    return counts.split(wanted.kind, wanted.stage) if wanted.stage else counts[wanted.kind]


def _stages_of(kind: Counted) -> tuple[Stage, ...]:
    return tuple(Stage) if kind == Counted.IDENTIFIED else STAGES_OF.get(kind, ())


def _sum(
    wanted: Wanted, difference: DifferenceSums, then: int, now: int, links: Links
) -> PartTable:
    first, last = _("As entered by then"), _("As known now")
    first_url = ""
    if wanted.since:
        first, last = wording.day_text(wanted.since), wording.day_text(wanted.on)
        first_url = links.on(wanted.since).counted_or_split(wanted.kind, wanted.stage)
    last_url = links.counted_or_split(wanted.kind, wanted.stage)
    sums = ((1, difference.joined), (-1, difference.left))
    rows = [
        PartRow(
            _SIGNS[sign],
            delta_text(sign * n, 0),
            _ask(wanted, "sign", _SIGN_NAMES.__getitem__, sign) if n and not wanted.sign else "",
        )
        for sign, n in sums
        if wanted.sign in (None, sign)
    ]
    if not wanted.is_part:
        rows = [
            PartRow(first, str(then), url=first_url if then else ""),
            *rows,
            PartRow(last, str(now), url=last_url if now else ""),
        ]
    return PartTable(title=_("Why they differ"), rows=rows, adds_up=False)


def _by(
    title: str,
    steps: Iterable[SumOfAct],
    key: Callable[[SumOfAct], _Key | None],
    words: Callable[[_Key], Words],
    ask: Callable[[_Key], str],
) -> PartTable:
    sums: Counter[_Key | None] = Counter()
    for step in steps:
        sums[key(step)] += step.joined - step.left
    rows = [
        PartRow("–", delta_text(n, 0))
        if each is None
        else PartRow(words(each), delta_text(n, 0), ask(each))
        for each, n in sums.items()
        if n
    ]
    return PartTable(title=title, rows=rows)


def _by_stage(now: Tally, before: Tally | None, wanted: Wanted) -> PartTable | None:
    """Return the difference of each stage of a figure; None where there is but one."""
    stages = _stages_of(wanted.kind)
    if before is None or wanted.stage or wanted.is_part or len(stages) < 2:
        return None
    ask = {"counted": wanted.kind.value} | ({} if wanted.since else {"clock": Clock.KNEW.value})
    rows = []
    for stage in stages:
        more, fewer = now.split(wanted.kind, stage), before.split(wanted.kind, stage)
        if more != fewer:
            query = urlencode(ask | {"stage": stage.value})
            rows.append(PartRow(stage.label, delta_text(more, fewer), query))
    return PartTable(title=_("By stage"), rows=rows)
