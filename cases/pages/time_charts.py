"""Charts over time as marks of an SVG: children home and foretold; home and in a family.

Two drawings of each, a wide one and one for phones; where people read from the right, time runs
from the right. The same numbers stand in a table beside.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from cases import wording
from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard
from cases.figures.past import Point
from cases.models import KeptForecast
from cases.pages.forecasts import is_open, middle_text
from cases.pages.links import Links
from cases.rules import scales
from cases.rules.past_days import month_end

#: Width, height and most ticks: of a page, of a phone, and of half a sheet of paper.
_WIDE, _NARROW, _PAPER = (800, 292, 9), (340, 270, 5), (460, 240, 6)
#: Charts that are handed out as pictures.
RETURNS, FAMILY = "returns", "family"
_TOP, _BOTTOM, _START, _END = 30, 24, 34, 8
#: A forecast is drawn for no longer than this, or twice the past.
_AHEAD_DAYS = 540

Spot = tuple[datetime.date, float]


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; ``strong`` for what the chart is about."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChart:
    """One drawing: lines are texts of points, empty where there is nothing to draw."""

    name: str
    width: int
    height: int
    direction: str
    grid: tuple[tuple[float, Label], ...]
    ticks: tuple[Label, ...]
    fact: str = ""
    home_area: str = ""
    family_area: str = ""
    band: str = ""
    middle: str = ""
    target_y: float | None = None
    now_x: float | None = None
    dot: tuple[float, float] | None = None
    reached: tuple[float, float] | None = None
    labels: tuple[Label, ...]

    @property
    def floor(self) -> int:
        return self.height - _BOTTOM

    @property
    def sides(self) -> tuple[int, int]:
        sides = (_START, self.width - _END)
        return sides if self.direction == "ltr" else (self.width - sides[1], self.width - sides[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month of the table beside: what came, with what that is made of, or what is foretold."""

    month: str
    home: int | None = None
    family: int | None = None
    home_url: str = ""
    family_url: str = ""
    low: int | None = None
    middle: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class _Field:
    """Where days and numbers lie on a drawing."""

    first: datetime.date
    last: datetime.date
    most: int
    width: int
    height: int
    is_rtl: bool

    def x(self, day: datetime.date) -> float:
        span = max(1, (self.last - self.first).days)
        share = (day - self.first).days / span
        x = _START + share * (self.width - _START - _END)
        return round(self.width - x if self.is_rtl else x, 1)

    def y(self, n: float) -> float:
        return round(self.height - _BOTTOM - n / self.most * (self.height - _TOP - _BOTTOM), 1)

    def line(self, spots: Iterable[Spot]) -> str:
        return " ".join(f"{self.x(day)},{self.y(n)}" for day, n in spots)

    def marks(self, at_most: int) -> tuple[tuple[tuple[float, Label], ...], tuple[Label, ...]]:
        """Return the lines of numbers, and the months below."""
        edge = self.width - (_START - 6) if self.is_rtl else _START - 6
        grid = tuple(
            (self.y(n), Label(edge, self.y(n) + 4, str(n), "end"))
            for n in scales.numbers(self.most)
        )
        days = scales.months(self.first, self.last, at_most=at_most)
        ticks = tuple(Label(self.x(d), self.height - 6, f"{d:%m.%Y}", "middle") for d in days)
        return grid, ticks


def charts_of(board: Dashboard) -> dict[str, tuple[TimeChart, ...]]:
    """Return the drawings over time; of a forecast only where one agreement is shown."""
    one = board.overview.agreement
    forecast = board.forecasts.get(one.pk) if one else None
    return _charts(board.home, forecast, board.progress.target, board.on, get_language())


# A forecast that is kept never changes: it is known by its key.
@lru_cache(maxsize=128)
def _charts(
    home: tuple[Point, ...],
    forecast: KeptForecast | None,
    target: int | None,
    on: datetime.date,
    _language: str | None,
) -> dict[str, tuple[TimeChart, ...]]:
    return {
        RETURNS: returns_charts(home, forecast, target=target, on=on),
        FAMILY: family_charts(home, on=on),
    }


def returns_charts(
    home: Sequence[Point], forecast: KeptForecast | None, *, target: int | None, on: datetime.date
) -> tuple[TimeChart, ...]:
    """Return the drawings of children home and, where there is a forecast, foretold."""
    if not any(point.home for point in home):
        return ()
    return tuple(_returns(home, forecast, target, on, size) for size in (_WIDE, _NARROW))


def paper_chart(board: Dashboard) -> TimeChart | None:
    """Return the drawing of returns for half the width of a sheet; None if nobody has travelled."""
    if not any(point.home for point in board.home):
        return None
    one = board.overview.agreement
    forecast = board.forecasts.get(one.pk) if one else None
    return _returns(board.home, forecast, board.progress.target, board.on, _PAPER)


def _returns(
    home: Sequence[Point],
    forecast: KeptForecast | None,
    target: int | None,
    on: datetime.date,
    size: tuple[int, int, int],
) -> TimeChart:
    (width, height, at_most), first = size, _begin(home)
    band = _band(forecast, first, on)
    now = home[-1].home
    tops = [target or 0, now, 1, *(high for _day, _low, _middle, high in band)]
    last = max([on, *(day for day, *_range in band)])
    field = _Field(first, last, max(tops), width, height, get_language_bidi())
    grid, ticks = field.marks(at_most)
    low = [(day, float(n)) for day, n, _middle, _high in band]
    high = [(day, float(n)) for day, _low, _middle, n in band]
    middle = [(day, float(n)) for day, _low, n, _high in band]
    labels = [
        Label(
            field.x(on),
            field.y(now) - 10,
            _("%(n)s home") % {"n": now},
            "end" if (on - first).days * 4 > (last - first).days else "start",
            strong=True,
        )
    ]
    if target:
        words = _("Target %(target)s") % {"target": target}
        edge = field.x(first)
        labels.append(Label(edge, field.y(target) - 7, words, strong=True))
    reached = _reached(field, forecast, target) if band and forecast else None
    if reached and forecast:
        words = middle_text(forecast.middle, on=forecast.as_of)
        anchor = "end" if (reached[0] > width / 2) != field.is_rtl else "start"
        labels.append(Label(reached[0], reached[1] - 14, words, anchor, strong=True))
    return TimeChart(
        name="wid" if width > height * 2 else "nar",
        width=width,
        height=height,
        direction="rtl" if field.is_rtl else "ltr",
        grid=grid,
        ticks=ticks,
        fact=field.line(_steps(first, home, on)),
        band=field.line([*high, *reversed(low)]) if band else "",
        middle=field.line(middle) if band else "",
        target_y=field.y(target) if target else None,
        now_x=field.x(on) if band else None,
        dot=(field.x(on), field.y(now)),
        reached=reached,
        labels=tuple(labels),
    )


def _reached(
    field: _Field, forecast: KeptForecast, target: int | None
) -> tuple[float, float] | None:
    """Return where the target is reached at the median; None where the end is open."""
    if not forecast.middle or not target or is_open(forecast):
        return None
    return field.x(min(forecast.middle, field.last)), field.y(target)


def family_charts(home: Sequence[Point], *, on: datetime.date) -> tuple[TimeChart, ...]:
    """Return the drawings of children home, and of those of them who live in a family."""
    if not any(point.home for point in home):
        return ()
    first, last = _begin(home), home[-1]
    charts = []
    for width, height, at_most in ((420, 210, 4), (340, 210, 4)):
        field = _Field(
            first, on, max(1, *(p.home for p in home)), width, height, get_language_bidi()
        )
        grid, ticks = field.marks(at_most)
        floor = [(on, 0.0), (first, 0.0)]
        in_family = [Point(p.day, p.family, 0) for p in home]
        charts.append(
            TimeChart(
                name="wid" if width == 420 else "nar",
                width=width,
                height=height,
                direction="rtl" if field.is_rtl else "ltr",
                grid=grid,
                ticks=ticks,
                home_area=field.line([*_steps(first, home, on), *floor]),
                family_area=field.line([*_steps(first, in_family, on), *floor]),
                labels=(
                    Label(field.x(on), 12, _("%(n)s home") % {"n": last.home}, "end", strong=True),
                    Label(
                        field.x(on),
                        26,
                        _("%(n)s in a family") % {"n": last.family},
                        "end",
                        strong=True,
                    ),
                ),
            )
        )
    return tuple(charts)


def _begin(home: Sequence[Point]) -> datetime.date:
    """Return the first day of the month of the first return."""
    return next(point.day for point in home if point.home).replace(day=1)


def _steps(first: datetime.date, home: Sequence[Point], on: datetime.date) -> Iterable[Spot]:
    """Return a line that rises at the days of change, and not between."""
    before = 0
    for point in home:
        if point.day >= first:
            yield point.day, before
            yield point.day, point.home
        before = point.home
    yield on, before


def _band(
    forecast: KeptForecast | None, first: datetime.date, on: datetime.date
) -> list[tuple[datetime.date, int, int, int]]:
    """Return the low, middle and high number foretold for each day from that of the data on."""
    if forecast is None or forecast.refusal or not forecast.band:
        return []
    last = on + datetime.timedelta(days=max(_AHEAD_DAYS, 2 * (on - first).days))
    rows = [
        (datetime.date.fromisoformat(day), low, mid, high) for day, low, mid, high in forecast.band
    ]
    begin = (forecast.as_of, forecast.home, forecast.home, forecast.home)
    return [begin, *(row for row in rows if forecast.as_of < row[0] <= last)]


def month_rows(
    home: Sequence[Point],
    forecast: KeptForecast | None,
    links: Links | None = None,
    *,
    on: datetime.date,
) -> tuple[MonthRow, ...]:
    """Return each month in which anything changed, then those that are foretold."""
    ends = {month_end(point.day): point for point in home if point.home}
    rows = []
    for day, point in ends.items():
        at = links and links.on(min(day, on))
        rows.append(
            MonthRow(
                month=wording.month_text(day),
                home=point.home,
                family=point.family,
                home_url=at.counted(Counted.RETURNED) if at else "",
                family_url=at.counted(Counted.IN_FAMILY) if at else "",
            )
        )
    band = _band(forecast, on, on)[1:]
    ahead = (
        MonthRow(month=wording.month_text(day), low=low, middle=middle, high=high)
        for day, low, middle, high in band
    )
    return (*rows, *ahead)
