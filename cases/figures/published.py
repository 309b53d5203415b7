"""Published figures, and how the register's count for that day differs by now."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.utils import timezone

from cases.figures.cohorts import COUNTS, BothReadings, Wish, evenings
from cases.figures.facts import EVERY, Published
from cases.figures.kept_sums import entered_later
from cases.models import (
    Agreement,
    AgreementFigures,
    FeeSchedule,
    FigureExplanation,
    Journal,
    PublishedFigure,
)
from cases.models.prepared import Statement, prepared
from cases.vocabulary import Measure

#: The published numbers of children whose entry the register has the day of.
_ENTERED = (Measure.IDENTIFIED, Measure.RETURNED)


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A published number of children; ``entered_later`` happened by then but was entered after."""

    on: datetime.date
    measure: Measure
    value: Decimal
    speaker: str
    entered_later: int


def published_counts(agreement: int, published: Sequence[Published]) -> tuple[PublishedCount, ...]:
    """Return the newest published number of each measure, as of its own day. At most one query."""
    newest = {figure.measure: figure for figure in reversed(published)}
    counted = [newest[measure] for measure in _ENTERED if measure in newest]
    if not counted:
        return ()
    later = entered_later(agreement, {f.measure.value: f.on for f in counted})
    return tuple(
        PublishedCount(f.on, f.measure, f.value, f.speaker, later[f.measure.value]) for f in counted
    )


@dataclass(frozen=True, slots=True)
class BesideRegister:
    """What somebody said in public, beside what the register says of that day.

    ``evening`` is None where the measure counts no children; ``before`` where nothing had been
    entered that evening; ``in_force`` is what an agreement said that day of a target or a fee.
    """

    figure: PublishedFigure
    evening: BothReadings | None
    before: bool
    in_force: Decimal | None
    agreed: tuple[FigureExplanation, ...]
    waiting: FigureExplanation | None

    @property
    def is_counted(self) -> bool:
        return self.evening is not None

    @property
    def is_same(self) -> bool:
        """Whether the register said the same that evening."""
        return (
            self.evening is not None and not self.before and self.evening.was == self.figure.value
        )

    @property
    def remainder(self) -> int:
        """What no child tells and nobody has explained; 0 where the register said the same."""
        if self.evening is None or self.is_same or self.figure.value % 1:
            return 0
        words = sum(each.amount for each in self.agreed)
        return int(self.figure.value) - self.evening.past - words


def beside_the_register(agreement: Agreement, *, only: int | None = None) -> list[BesideRegister]:
    """Return what was published of an agreement, newest first, with what the register says of it.

    Seven queries; ``only`` is the key of one of them.
    """
    rows = PublishedFigure.objects.filter(agreement=agreement)
    rows = rows.filter(pk=only) if only else rows
    figures = list(
        rows.select_related("corrects", "corrected_by", "agreement")
        .prefetch_related(
            Prefetch("explanations", FigureExplanation.objects.select_related(*_PEOPLE))
        )
        .order_by("-published_on", "-pk")
    )
    counting = [each for each in figures if each.measure in COUNTS]
    wishes = [wish_of(each) for each in counting]
    by_figure = dict(zip(counting, evenings(agreement.pk, wishes), strict=True))
    began = _began(agreement)
    terms = _terms(agreement)
    return [
        _beside(
            each,
            by_figure.get(each),
            terms,
            before=began is None or each.published_on < began,
        )
        for each in figures
    ]


def wish_of(figure: PublishedFigure) -> Wish:
    """Return which count of the register a published figure is compared with."""
    return Wish(Measure(figure.measure), figure.published_on)


_PEOPLE = ("asked_by", "approved_by", "dropped_by")
_Terms = dict[Measure, list[tuple[datetime.date, datetime.date | None, Decimal]]]


def _beside(
    figure: PublishedFigure, evening: BothReadings | None, terms: _Terms, *, before: bool
) -> BesideRegister:
    explanations = list(figure.explanations.all())
    holds = [
        value
        for begins, ends, value in terms.get(Measure(figure.measure), [])
        if begins <= figure.published_on and (ends is None or figure.published_on < ends)
    ]
    return BesideRegister(
        figure=figure,
        evening=evening,
        before=before,
        in_force=holds[-1] if holds else None,
        agreed=tuple(each for each in explanations if each.approved_by_id),
        waiting=next(
            (each for each in explanations if not each.approved_by_id and not each.dropped_by_id),
            None,
        ),
    )


def _began(agreement: Agreement) -> datetime.date | None:
    """Return on which day the first case of an agreement was entered."""
    first = Journal.objects.filter(child__agreement=agreement).order_by("pk").values_list("at")
    return next((timezone.localdate(at) for (at,) in first[:1]), None)


def _terms(agreement: Agreement) -> _Terms:
    """Return the targets and the fees of an agreement with their days, oldest first."""
    bases = AgreementFigures.objects.filter(agreement=agreement).order_by("as_of")
    fees = FeeSchedule.objects.agreed().filter(agreement=agreement).order_by("during")
    return {
        Measure.TARGET: [(base.as_of, None, Decimal(base.target)) for base in bases],
        Measure.FEE: [(fee.during.lower, fee.during.upper, fee.amount) for fee in fees],
    }


def published_days(slug: str) -> list[datetime.date]:
    """Return the days on which a figure of what the dashboard shows of ``slug`` was published.

    One query. An unknown agreement is the first, as on the dashboard.
    """
    days = dict(_days().tuples())
    shown = days.values() if slug == EVERY else [days.get(slug, next(iter(days.values()), []))]
    return sorted({day for each in shown for day in each})


@cache
def _days() -> Statement:
    figures = PublishedFigure.objects.uncorrected().filter(agreement=OuterRef("pk"))
    return prepared(
        Agreement.objects.values_list("slug", ArraySubquery(figures.values("published_on")))
    )
