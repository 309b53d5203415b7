"""What a figure is made of, without rows: by stage, by month and by reason."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.counts import BY_STAGE, Counted
from cases.figures.dashboard import Dashboard
from cases.figures.past import changes_by_month
from cases.pages.charts import delta_text
from cases.pages.facts import Words
from cases.pages.waits import lacked
from cases.rules.past_days import month_end
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class PartRow:
    """A number with what it counts; ``ask`` is the query of what it is made of in its turn.

    ``url`` where it is told on another page.
    """

    label: Words
    value: str
    ask: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTable:
    """One way in which a figure splits; where ``adds_up``, its numbers add up to it.

    ``head`` is what they count, ``total`` what they add up to where it is not the figure itself.
    """

    title: str
    rows: list[PartRow]
    note: str = ""
    adds_up: bool = True
    head: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """A figure, a number or a sum of money, and what it is made of."""

    label: Words
    value: int | str
    tables: list[PartTable]


def made_of(board: Dashboard, query: Mapping[str, str]) -> MadeOf | None:
    """Return what the figure that an address asks for is made of; None if there is no such one."""
    kind = query.get("counted") in Counted.values and Counted(query["counted"])
    if either := [Stage(each) for each in query.get("either", "").split() if each in Stage.values]:
        return _of_stages(board, either)
    if query.get("stage") in Stage.values:
        return _of_stage(board, Stage(query["stage"]), kind or Counted.IDENTIFIED)
    if kind:
        return _of_kind(board, kind)
    if query.get("overdue") and board.counts.is_late_known:
        return _of_overdue(board)
    return None


def _of_kind(board: Dashboard, kind: Counted) -> MadeOf:
    changes = changes_by_month(board.overview.keys, kind, on=board.on)
    months = [
        PartRow(
            wording.month_text(day),
            delta_text(n, 0),
            url=_of_month(board, kind, day, is_first=(day, n) == changes[0]),
        )
        for day, n in changes
    ]
    tables = [
        PartTable(
            title=_("By month"),
            rows=months,
            note=_("How many more or fewer at the end of each month than of the one before."),
        )
    ]
    if kind == Counted.IDENTIFIED:
        tables.insert(0, _by_stage(board))
    elif kind in BY_STAGE and not BY_STAGE[kind][1] and kind != Counted.CLOSED:
        tables.insert(0, _by_stage(board, *BY_STAGE[kind][0]))
    return MadeOf(label=kind.label, value=board.counts[kind], tables=tables)


def _of_month(board: Dashboard, kind: Counted, month: datetime.date, *, is_first: bool) -> str:
    """Return where the children are told by whom a figure changed in a month."""
    of = {"agreement": board.slug, "counted": kind.value}
    of["on"] = min(month_end(month), board.on).isoformat()
    if is_first:  # there is no day before it
        return reverse("dashboard-numbers", query=of | {"vs": "none"})
    if kind not in BY_STAGE:
        return ""
    of["vs"] = (month - datetime.timedelta(days=1)).isoformat()
    return reverse("dashboard-difference", query=of)


def _by_stage(board: Dashboard, *stages: Stage) -> PartTable:
    rows = [
        PartRow(row.stage.label, str(row.count), f"stage={row.stage.value}")
        for row in board.counts.stages
        if row.count and (not stages or row.stage in stages)
    ]
    return PartTable(title=_("By stage"), rows=rows)


def _of_stage(board: Dashboard, stage: Stage, kind: Counted) -> MadeOf:
    row, count = board.counts.of(stage), board.counts.split(kind, stage)
    facts = [PartRow(_("Children"), str(count))]
    if row.median_days is not None:
        facts.append(PartRow(_("Median days in stage"), str(row.median_days)))
    if board.counts.is_late_known:
        facts.append(PartRow(_("Overdue"), str(row.overdue)))
    tables = [PartTable(title=_("In this stage"), rows=facts, adds_up=False)]
    if stage == Stage.ELIGIBLE and board.missing:
        waits = [PartRow(wait.words, str(wait.count)) for wait in lacked(board)]
        tables.append(PartTable(title=_("Waiting for"), rows=waits))
    return MadeOf(label=stage.label, value=count, tables=tables)


def _of_stages(board: Dashboard, stages: Sequence[Stage]) -> MadeOf:
    by_stage = _by_stage(board, *stages)
    return MadeOf(
        label=", ".join(str(row.label) for row in by_stage.rows),
        value=sum(int(row.value) for row in by_stage.rows),
        tables=[by_stage],
    )


def _of_overdue(board: Dashboard) -> MadeOf:
    reasons = [PartRow(kind.label, str(n)) for kind, n in board.counts.late]
    stages = [
        PartRow(row.stage.label, str(row.overdue)) for row in board.counts.stages if row.overdue
    ]
    return MadeOf(
        label=_("Overdue"),
        value=board.counts.overdue,
        tables=[
            PartTable(title=_("By reason"), rows=reasons),
            PartTable(title=_("By stage"), rows=stages),
        ],
    )


def returned_delta(board: Dashboard) -> str:
    """Return how many more returned since the day of comparison, with a sign; empty without one."""
    before = board.before
    return delta_text(board.progress.returned, before.counts[Counted.RETURNED]) if before else ""


def since_text(board: Dashboard) -> str:
    """Return how many more returned since the day of comparison; empty without one."""
    if board.before is None:
        return ""
    more = board.progress.returned - board.before.counts[Counted.RETURNED]
    words = {"n": abs(more), "day": wording.day_text(board.before.on)}
    if more < 0:
        fewer = ngettext(
            "since %(day)s: %(n)s fewer returned", "since %(day)s: %(n)s fewer returned", -more
        )
        return fewer % words
    return (
        ngettext("since %(day)s: %(n)s more returned", "since %(day)s: %(n)s more returned", more)
        % words
    )
