"""Everything the dashboard shows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from django.db.models import QuerySet

from cases.figures.counts import Counted
from cases.figures.facts import EVERY, AgreementFacts
from cases.figures.forecasts import newest_forecasts
from cases.figures.journeys import NextJourney, next_journey
from cases.figures.kept_sums import Own, latest
from cases.figures.overdue import LateCase, most_overdue
from cases.figures.overview import LARGE, Overview, overview, overview_of_all
from cases.figures.past import Clock, PastFees, Point, series
from cases.figures.progress import Progress, Tally, funnel, tally
from cases.figures.waits import MOST, Missing, first_missing
from cases.models import Child, KeptForecast
from cases.rules.progress import Meaning, Outlook, meaning
from cases.vocabulary import Stage

#: Stages that begin on the day of a departure or of an arrival.
_BEGUN_BY_A_MOVEMENT = (Stage.IN_TRANSIT, Stage.RETURNED)


class Days(Protocol):
    """The day shown, and the one it is compared with; ``by_month`` hides days of returns."""

    @property
    def on(self) -> datetime.date: ...
    @property
    def vs(self) -> datetime.date | None: ...
    @property
    def today(self) -> datetime.date: ...
    @property
    def by_month(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class FiguresReader:
    """What the user may see: ``follows`` returns the children whose cases may be opened.

    None for users who see figures only. ``follows_all`` if these are all
    children, ``own`` if they are those of a team and a caseworker; ``journeys``
    if movements may be shown.
    """

    follows: "Callable[[], QuerySet[Child]] | None" = None
    follows_all: bool = False
    own: Own | None = None
    journeys: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """The children and the fees of an earlier day that a day is compared with."""

    on: datetime.date
    counts: Tally
    fees: PastFees


@dataclass(frozen=True, slots=True)
class Dashboard:
    """An overview for one user, on a day.

    ``own`` counts the children the user may follow, None for a user who
    follows none; ``late_cases`` are among them. Of a past day there are neither, but ``knew``:
    what had been entered by then. ``missing``: what the eligible lack today, None where they are
    too many to ask. ``home`` are the children home after each day of change.
    """

    on: datetime.date
    is_past: bool
    before: Before | None
    knew: Tally | None
    home: tuple[Point, ...]
    overview: Overview
    progress: Progress
    meaning: Meaning
    funnel: tuple[tuple[Counted, int, int | None], ...]
    own: Tally | None
    missing: tuple[Missing, ...] | None
    late_cases: tuple[LateCase, ...]
    journey: NextJourney | None
    forecasts: dict[int, KeptForecast]

    @property
    def counts(self) -> Tally:
        return self.overview.counts

    @property
    def facts(self) -> AgreementFacts:
        return self.overview.facts

    @property
    def slug(self) -> str:
        """The word of what is shown in an address."""
        one = self.overview.agreement
        return one.slug if one else EVERY


def dashboard(reader: FiguresReader, *, slug: str, days: Days) -> Dashboard | None:
    """Return the dashboard of the agreement ``slug``, or of the first if that is unknown.

    None if there is no agreement; of all agreements for ``EVERY``. At most fifteen queries.
    """
    on, is_past = days.on, days.on < days.today
    read = overview_of_all if slug == EVERY else partial(overview, slug)
    figures = read(on=on, today=days.today, vs=days.vs, own=None if is_past else reader.own)
    if figures is None:
        return None
    if days.by_month:
        figures = _without_days_of_movements(figures)
    far = figures.progress
    mine = None if is_past else own_tally(reader, figures, on=on)
    return Dashboard(
        on=on,
        is_past=is_past,
        before=_before(figures, days.vs) if days.vs else None,
        knew=figures.earlier.tallies[Clock.KNEW, on] if is_past else None,
        home=tuple(series(figures.keys, on=on, by_month=days.by_month or _is_large(far))),
        overview=figures,
        progress=far,
        meaning=_meaning(far),
        funnel=funnel(figures.counts),
        own=mine,
        missing=None if is_past else _missing(reader, figures, on),
        late_cases=_late_cases(reader, figures, on) if mine and mine.overdue else (),
        journey=_journey(figures) if reader.journeys and not is_past else None,
        forecasts=newest_forecasts(figures.keys, on=on),
    )


def _without_days_of_movements(figures: Overview) -> Overview:
    """Leave out the medians from which the day of a movement could be counted back."""
    stages = (
        replace(row, median_days=None) if row.stage in _BEGUN_BY_A_MOVEMENT else row
        for row in figures.counts.stages
    )
    return replace(figures, counts=replace(figures.counts, stages=tuple(stages)))


def _before(figures: Overview, on: datetime.date) -> Before:
    currency = figures.fees.rate.currency if figures.fees else ""
    earlier = figures.earlier
    fees = earlier.fees[on].get(currency, PastFees())
    return Before(on, earlier.tallies[Clock.WAS, on], fees)


def _is_large(far: Progress) -> bool:
    return far.identified > LARGE


def _meaning(far: Progress) -> Meaning:
    """Return what the progress means for the target; of nobody it means nothing yet."""
    if not far.identified:
        return Meaning(Outlook.NOBODY)
    return meaning(
        returned=far.returned, to_travel=far.to_travel, pending=far.pending, target=far.target
    )


def own_tally(reader: FiguresReader, figures: Overview, *, on: datetime.date) -> Tally | None:
    """Return the counts of the children the user may follow; None if there are none.

    One query for who follows others than all or those of a team and a caseworker.
    """
    if reader.follows is None:
        return None
    if reader.follows_all:
        return figures.counts
    return figures.own or tally(reader.follows().filter(**figures.narrow), on=on, today=on)


def _missing(
    reader: FiguresReader, figures: Overview, on: datetime.date
) -> tuple[Missing, ...] | None:
    if figures.counts.of(Stage.ELIGIBLE).count > MOST:
        return None
    return first_missing(figures.keys, own=reader.own, on=on)


def _late_cases(
    reader: FiguresReader, figures: Overview, on: datetime.date
) -> tuple[LateCase, ...]:
    if reader.follows is None:
        return ()
    if reader.follows_all or reader.own:
        return latest(figures.keys, own=None if reader.follows_all else reader.own, on=on)
    return most_overdue(reader.follows().filter(**figures.narrow), on=on)


def _journey(figures: Overview) -> NextJourney | None:
    return next_journey(figures.agreement.pk if figures.agreement else None)
