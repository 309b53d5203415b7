"""Every figure of the dashboard as rows: the csv, the workbook and the papers are made of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard
from cases.figures.overdue import Late
from cases.figures.past import PastFees
from cases.pages.charts import delta_text
from cases.pages.facts import Words
from cases.pages.links import Links
from cases.pages.time_charts import month_rows
from cases.pages.waits import waits_of

Number = int | Decimal | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure: on the day shown, on the day it is compared with, and as known by then."""

    part: str
    label: str
    value: Number
    before: Number = None
    knew: Number = None

    @property
    def cells(self) -> tuple[object, ...]:
        return (self.part, self.label, self.value, self.before, self.knew)


def titles(board: Dashboard) -> list[str]:
    """Return what stands over the columns of the figures."""
    day = wording.day_text(board.on)
    before = board.before
    return [
        _("Part"),
        _("Figure"),
        day,
        wording.day_text(before.on) if before else _("Compared with"),
        _("As entered by %(day)s") % {"day": day},
    ]


def figure_rows(board: Dashboard) -> list[FigureRow]:
    """Return every figure of the dashboard, part by part."""
    return [
        *_totals(board),
        *_stages(board),
        *_late(board),
        *_waits(board),
        *_fees(board),
        *_agreements(board),
    ]


def month_figures(board: Dashboard) -> list[FigureRow]:
    """Return the children home at the end of each month, and those foretold."""
    one = board.overview.agreement
    forecast = board.forecasts.get(one.pk) if one else None
    labels = {
        "home": Counted.RETURNED.label,
        "family": Counted.IN_FAMILY.label,
        "low": _("Foretold, low"),
        "middle": _("Foretold, middle"),
        "high": _("Foretold, high"),
    }
    return [
        FigureRow(str(label), row.month, getattr(row, name))
        for name, label in labels.items()
        for row in month_rows(board.home, forecast, on=board.on)
        if getattr(row, name) is not None
    ]


#: What the days of entry alone can say.
_KNOWN = (
    Counted.IDENTIFIED,
    Counted.RETURNED,
    Counted.TO_TRAVEL,
    Counted.PENDING,
    Counted.INELIGIBLE,
    Counted.CLOSED,
    Counted.ELIGIBLE,
    Counted.READY,
)


def _totals(board: Dashboard) -> Iterator[FigureRow]:
    part, before = _("Children"), board.before
    for kind in Counted:
        yield FigureRow(
            part,
            str(kind.label),
            board.counts[kind],
            before.counts[kind] if before else None,
            board.knew[kind] if board.knew and kind in _KNOWN else None,
        )
    yield FigureRow(part, _("Target"), board.progress.target)


def _stages(board: Dashboard) -> Iterator[FigureRow]:
    before = board.before.counts.stages if board.before else None
    for n, row in enumerate(board.counts.stages):
        yield FigureRow(
            _("Stage"),
            str(row.stage.label),
            row.count,
            before[n].count if before else None,
            board.knew.stages[n].count if board.knew else None,
        )


def _late(board: Dashboard) -> Iterator[FigureRow]:
    if not board.counts.is_late_known:
        return
    now, part = dict(board.counts.late), _("Overdue")
    before = board.before.counts if board.before else None
    then = dict(before.late) if before and before.is_late_known else None
    yield FigureRow(part, part, board.counts.overdue, None if then is None else sum(then.values()))
    for kind in Late:
        if kind in now or kind in (then or {}):
            yield FigureRow(
                part, str(kind.label), now.get(kind, 0), None if then is None else then.get(kind, 0)
            )


def _waits(board: Dashboard) -> Iterator[FigureRow]:
    if board.missing is not None:
        for wait in waits_of(board):
            yield FigureRow(_("Waiting for"), str(wait.words), wait.count)


def _fees(board: Dashboard) -> Iterator[FigureRow]:
    fees, before = board.overview.fees, board.before.fees if board.before else PastFees()
    if fees:
        part = _("Fees, %(currency)s") % {"currency": fees.rate.currency}
        has_before = board.before is not None
        yield FigureRow(part, _paid(), fees.paid, before.paid if has_before else None)
        yield FigureRow(part, _unpaid(), fees.committed, before.committed if has_before else None)
        yield FigureRow(part, _("Uncommitted"), fees.uncommitted)
        yield FigureRow(part, _("Over budget by"), fees.over_budget)
        yield FigureRow(part, _("Budget"), fees.budget)
    for each in board.overview.by_currency:
        part = _("Fees, %(currency)s") % {"currency": each.currency}
        yield FigureRow(part, _paid(), each.paid)
        yield FigureRow(part, _unpaid(), each.committed)
        yield FigureRow(part, _("Budget"), each.budget)


def _paid() -> str:
    return pgettext("fees", "Paid")


def _unpaid() -> str:
    return _("Due or in a batch")


def _agreements(board: Dashboard) -> Iterator[FigureRow]:
    for row in compared(board):
        for kind, n in row.counts:
            yield FigureRow(row.title, str(kind.label), n)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """An agreement beside the others."""

    slug: str
    title: str
    counts: tuple[tuple[Counted, int], ...]
    target: int | None
    share: str

    @property
    def returned(self) -> int:
        return dict(self.counts)[Counted.RETURNED]


#: What agreements are compared by.
COMPARED = (
    Counted.IDENTIFIED,
    Counted.RETURNED,
    Counted.TO_TRAVEL,
    Counted.PENDING,
    Counted.INELIGIBLE,
    Counted.CLOSED,
    Counted.IN_FAMILY,
)


def compared(board: Dashboard) -> tuple[ComparedRow, ...]:
    """Return each agreement's counts, where all are shown."""
    each = board.overview.each
    return tuple(
        ComparedRow(
            slug=facts.agreement.slug,
            title=str(facts.agreement),
            counts=tuple((kind, each[facts.agreement.pk][kind]) for kind in COMPARED),
            target=facts.base.target if facts.base else None,
            share=_share(
                each[facts.agreement.pk][Counted.RETURNED],
                facts.base.target if facts.base else None,
            ),
        )
        for facts in board.overview.shown
        if each
    )


def _share(part: int, whole: int | None) -> str:
    return _("%(percent)s%%") % {"percent": round(100 * part / whole)} if whole else "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """A figure by both clocks, and how much of it was entered later, with what that is made of."""

    label: Words
    was: int
    knew: int
    later: str
    url: str
    later_url: str


def clock_rows(board: Dashboard, links: Links) -> tuple[ClockRow, ...]:
    """Return what the register knew on a past day beside what was true, as known now."""
    if board.knew is None:
        return ()
    return tuple(
        ClockRow(
            label=kind.label,
            was=board.counts[kind],
            knew=board.knew[kind],
            later=delta_text(board.counts[kind], board.knew[kind]),
            url=links.counted(kind),
            later_url=links.entered_later(kind),
        )
        for kind in SPLIT
    )


#: The identified and the parts they split into without rest.
SPLIT = _KNOWN[:6]
