"""Everything the dashboard shows."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from cases.figures.counts import Counted
from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.fees import FeeFigures, FeesInCurrency, fees_of_agreement, fees_of_all
from cases.figures.forecasts import newest_forecasts
from cases.figures.journeys import NextJourney, next_journey
from cases.figures.kept_sums import Own, latest, tallies
from cases.figures.overdue import LateCase, most_overdue
from cases.figures.progress import Progress, Tally, funnel, progress, tally
from cases.figures.published import PublishedCount, published_counts
from cases.models import Agreement, Child, KeptForecast, Movement
from cases.rules.progress import Meaning, Outlook, meaning

#: Instead of the address of one agreement: all of them.
EVERY = "all"


@dataclass(frozen=True, slots=True)
class FiguresReader:
    """What the user may see: ``follows`` are the children whose cases may be opened.

    None for users who see figures only. ``follows_all`` if these are all
    children, ``own`` if they are those of a team and a caseworker; ``journeys``
    if movements may be shown.
    """

    follows: "QuerySet[Child] | None" = None
    follows_all: bool = False
    own: Own | None = None
    journeys: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one agreement on a day, or of all; ``own`` are those of the user's own cases.

    ``fees`` are those of one agreement, ``by_currency`` those of all.
    """

    agreements: tuple[AgreementFacts, ...]
    shown: tuple[AgreementFacts, ...]
    counts: Tally
    fees: FeeFigures | None
    by_currency: tuple[FeesInCurrency, ...]
    published: tuple[PublishedCount, ...]
    own: Tally | None = None

    @property
    def progress(self) -> Progress:
        """Progress of the counts toward the targets in force."""
        bases = [facts.base for facts in self.shown if facts.base]
        return progress(
            self.counts,
            published=sum(base.identified for base in bases),
            target=sum(base.target for base in bases) if bases else None,
        )

    @property
    def facts(self) -> AgreementFacts:
        """The agreement shown, the first where all are."""
        return self.shown[0]

    @property
    def agreement(self) -> Agreement | None:
        """The one agreement that is counted; None for all."""
        return self.shown[0].agreement if len(self.shown) == 1 else None

    @property
    def keys(self) -> list[int]:
        """The keys of the agreements that are counted."""
        return [facts.agreement.pk for facts in self.shown]

    @property
    def narrow(self) -> dict[str, Agreement]:
        """The filter of the rows that are counted."""
        return {"agreement": self.agreement} if self.agreement else {}


@dataclass(frozen=True, slots=True)
class Dashboard:
    """An overview for one user.

    ``own`` counts the children the user may follow, None for a user who
    follows none; ``late_cases`` are among them.
    """

    overview: Overview
    progress: Progress
    meaning: Meaning
    funnel: tuple[tuple[Counted, int, int | None], ...]
    own: Tally | None
    late_cases: tuple[LateCase, ...]
    journey: NextJourney | None
    forecasts: dict[int, KeptForecast]

    @property
    def counts(self) -> Tally:
        return self.overview.counts

    @property
    def facts(self) -> AgreementFacts:
        return self.overview.facts


def dashboard(
    reader: FiguresReader, *, slug: str, on: datetime.date, at: datetime.datetime
) -> Dashboard | None:
    """Return today's dashboard of the agreement ``slug``, or of the first if that is unknown.

    None if there is no agreement; of all agreements for ``EVERY``. At most ten queries.
    """
    own = reader.own
    figures = overview_of_all(on=on, own=own) if slug == EVERY else overview(slug, on=on, own=own)
    if figures is None:
        return None
    far = figures.progress
    mine = own_tally(reader, figures, on=on)
    return Dashboard(
        overview=figures,
        progress=far,
        meaning=_meaning(far),
        funnel=funnel(figures.counts),
        own=mine,
        late_cases=_late_cases(reader, figures, on) if mine and mine.overdue else (),
        journey=_journey(figures, at) if reader.journeys else None,
        forecasts=newest_forecasts(figures.keys, on=on),
    )


def _meaning(far: Progress) -> Meaning:
    """Return what the progress means for the target; of nobody it means nothing yet."""
    if not far.identified:
        return Meaning(Outlook.NOBODY)
    return meaning(
        returned=far.returned, to_travel=far.to_travel, pending=far.pending, target=far.target
    )


def overview(
    slug: str, *, on: datetime.date, own: Own | None = None, exactly: bool = False
) -> Overview | None:
    """Return the figures of the agreement ``slug`` today.

    An unknown ``slug`` returns those of the first agreement, or None if ``exactly``.
    At most five queries.
    """
    agreements = tuple(agreement_facts(on=on))
    match = next((each for each in agreements if each.agreement.slug == slug), None)
    facts = match or (agreements[0] if agreements and not exactly else None)
    return _overview(agreements, facts, on=on, own=own) if facts else None


def overview_of_all(*, on: datetime.date, own: Own | None = None) -> Overview | None:
    """Return the figures of all agreements together today; None if there is none."""
    agreements = tuple(agreement_facts(on=on))
    if len(agreements) < 2:
        return _overview(agreements, agreements[0], on=on, own=own) if agreements else None
    keys = [facts.agreement.pk for facts in agreements]
    counts, mine = tallies(keys, own=own, on=on)
    budgets: dict[str, Decimal] = {}
    for facts in agreements:
        if facts.rate and facts.base:
            budget = facts.base.target * facts.rate.amount
            budgets[facts.rate.currency] = budgets.get(facts.rate.currency, Decimal(0)) + budget
    return Overview(
        agreements=agreements,
        shown=agreements,
        counts=counts,
        fees=None,
        by_currency=fees_of_all(keys, budgets, on=on),
        published=(),
        own=mine,
    )


def _overview(
    agreements: tuple[AgreementFacts, ...],
    facts: AgreementFacts,
    *,
    on: datetime.date,
    own: Own | None,
) -> Overview:
    counts, mine = tallies([facts.agreement.pk], own=own, on=on)
    return Overview(
        agreements=agreements,
        shown=(facts,),
        counts=counts,
        fees=fees_of(facts, on=on),
        by_currency=(),
        published=published_counts(facts.agreement.pk, facts.published),
        own=mine,
    )


def fees_of(facts: AgreementFacts, *, on: datetime.date) -> FeeFigures | None:
    """Return what the return costs today; None if no amount is in force. One query."""
    if facts.rate is None:
        return None
    return fees_of_agreement(
        facts.agreement,
        rate=facts.rate,
        target=facts.base.target if facts.base else 0,
        on=on,
    )


def own_tally(reader: FiguresReader, figures: Overview, *, on: datetime.date) -> Tally | None:
    """Return the counts of the children the user may follow; None if there are none.

    One query for who follows others than all or those of a team and a caseworker.
    """
    if reader.follows is None:
        return None
    if reader.follows_all:
        return figures.counts
    return figures.own or tally(reader.follows.filter(**figures.narrow), on=on, today=on)


def _late_cases(
    reader: FiguresReader, figures: Overview, on: datetime.date
) -> tuple[LateCase, ...]:
    if reader.follows is None:
        return ()
    if reader.follows_all or reader.own:
        return latest(figures.keys, own=None if reader.follows_all else reader.own, on=on)
    return most_overdue(reader.follows.filter(**figures.narrow), on=on)


def _journey(figures: Overview, at: datetime.datetime) -> NextJourney | None:
    return next_journey(Movement.objects.filter(**figures.narrow), at=at)
