"""Everything the dashboard shows."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from cases.figures.counts import Counted
from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.fees import FeeFigures, FeesInCurrency, fees_of_agreement, fees_of_all
from cases.figures.journeys import NextJourney, next_journey
from cases.figures.kept import kept
from cases.figures.overdue import LateCase, most_overdue
from cases.figures.progress import Progress, Tally, funnel, progress, tally, tally_of
from cases.figures.published import PublishedCount, published_counts
from cases.models import Agreement, Child, Movement
from cases.rules.progress import Meaning, Outlook, meaning

#: Instead of the address of one agreement: all of them.
EVERY = "all"


@dataclass(frozen=True, slots=True)
class FiguresReader:
    """What the user may see: ``follows`` are the children whose cases may be opened.

    None for users who see figures only. ``follows_all`` if these are all
    children; ``journeys`` if movements may be shown.
    """

    follows: "QuerySet[Child] | None" = None
    follows_all: bool = False
    journeys: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one agreement on a day, or of all; the same for every user.

    ``fees`` are those of one agreement, ``by_currency`` those of all.
    """

    agreements: tuple[AgreementFacts, ...]
    shown: tuple[AgreementFacts, ...]
    counts: Tally
    fees: FeeFigures | None
    by_currency: tuple[FeesInCurrency, ...]
    late_cases: tuple[LateCase, ...]
    published: tuple[PublishedCount, ...]

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

    None if there is no agreement; of all agreements for ``EVERY``. At most nine queries.
    """
    figures = overview_of_all(on=on) if slug == EVERY else overview(slug, on=on)
    if figures is None:
        return None
    far = figures.progress
    own, late_cases = _own(reader, figures, on)
    return Dashboard(
        overview=figures,
        progress=far,
        meaning=_meaning(far),
        funnel=funnel(figures.counts),
        own=own,
        late_cases=late_cases,
        journey=_journey(figures, at) if reader.journeys else None,
    )


def _meaning(far: Progress) -> Meaning:
    """Return what the progress means for the target; of nobody it means nothing yet."""
    if not far.identified:
        return Meaning(Outlook.NOBODY)
    return meaning(
        returned=far.returned, to_travel=far.to_travel, pending=far.pending, target=far.target
    )


def overview(slug: str, *, on: datetime.date, exactly: bool = False) -> Overview | None:
    """Return the figures of the agreement ``slug`` today.

    An unknown ``slug`` returns those of the first agreement, or None if ``exactly``.
    One query while nothing has changed, else six.
    """
    figures = kept(slug, on, lambda: _overview(slug, on))
    if figures is not None and exactly and figures.facts.agreement.slug != slug:
        return None
    return figures


def overview_of_all(*, on: datetime.date) -> Overview | None:
    """Return the figures of all agreements together today; None if there is none."""
    return kept((EVERY,), on, lambda: _overview_of_all(on))


def _overview_of_all(on: datetime.date) -> Overview | None:
    agreements = tuple(agreement_facts(on=on))
    if len(agreements) < 2:
        return _overview("", on)
    counts = tally(Child.objects.all(), on=on, today=on)
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
        by_currency=fees_of_all(budgets, on=on),
        late_cases=most_overdue(Child.objects.all(), on=on) if counts.overdue else (),
        published=(),
    )


def _overview(slug: str, on: datetime.date) -> Overview | None:
    agreements = agreement_facts(on=on)
    if not agreements:
        return None
    facts = next((f for f in agreements if f.agreement.slug == slug), agreements[0])
    children = Child.objects.filter(agreement=facts.agreement)
    counts = tally_of(facts.agreement, on=on)
    return Overview(
        agreements=tuple(agreements),
        shown=(facts,),
        counts=counts,
        fees=fees_of(facts, on=on),
        by_currency=(),
        late_cases=most_overdue(children, on=on) if counts.overdue else (),
        published=published_counts(children, facts.published),
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
    """Return the counts of the children the user may follow; None if there are none."""
    if reader.follows is None or reader.follows_all:
        return None if reader.follows is None else figures.counts
    return tally(reader.follows.filter(**figures.narrow), on=on, today=on)


def _own(
    reader: FiguresReader, figures: Overview, on: datetime.date
) -> tuple[Tally | None, tuple[LateCase, ...]]:
    own = own_tally(reader, figures, on=on)
    if own is None or reader.follows is None or not own.overdue:
        return own, ()
    if reader.follows_all:
        return own, figures.late_cases
    return own, most_overdue(reader.follows.filter(**figures.narrow), on=on)


def _journey(figures: Overview, at: datetime.datetime) -> NextJourney | None:
    return next_journey(Movement.objects.filter(**figures.narrow), at=at)
