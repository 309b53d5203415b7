"""Everything the dashboard shows."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.figures.counts import Counted
from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.fees import FeeFigures, fees_of_agreement
from cases.figures.journeys import NextJourney, next_journey
from cases.figures.kept import kept
from cases.figures.overdue import LateCase, most_overdue
from cases.figures.progress import Progress, Tally, funnel, progress, tally, tally_of
from cases.figures.published import PublishedCount, published_counts
from cases.models import Child, Movement
from cases.rules.progress import Meaning, Outlook, meaning


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
    """The figures of one agreement on a day, the same for every user."""

    agreements: tuple[AgreementFacts, ...]
    facts: AgreementFacts
    counts: Tally
    fees: FeeFigures | None
    late_cases: tuple[LateCase, ...]
    published: tuple[PublishedCount, ...]

    @property
    def progress(self) -> Progress:
        """Progress of the counts toward the target in force."""
        base = self.facts.base
        return progress(
            self.counts,
            published=base.identified if base else 0,
            target=base.target if base else None,
        )


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

    None if there is no agreement. At most nine queries.
    """
    figures = overview(slug, on=on)
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
        journey=_journey(figures.facts, at) if reader.journeys else None,
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


def _overview(slug: str, on: datetime.date) -> Overview | None:
    agreements = agreement_facts(on=on)
    if not agreements:
        return None
    facts = next((f for f in agreements if f.agreement.slug == slug), agreements[0])
    children = Child.objects.filter(agreement=facts.agreement)
    counts = tally_of(facts.agreement, on=on)
    return Overview(
        agreements=tuple(agreements),
        facts=facts,
        counts=counts,
        fees=fees_of(facts, on=on),
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
    return tally(reader.follows.filter(agreement=figures.facts.agreement), on=on, today=on)


def _own(
    reader: FiguresReader, figures: Overview, on: datetime.date
) -> tuple[Tally | None, tuple[LateCase, ...]]:
    own = own_tally(reader, figures, on=on)
    if own is None or reader.follows is None or not own.overdue:
        return own, ()
    if reader.follows_all:
        return own, figures.late_cases
    return own, most_overdue(reader.follows.filter(agreement=figures.facts.agreement), on=on)


def _journey(facts: AgreementFacts, at: datetime.datetime) -> NextJourney | None:
    return next_journey(Movement.objects.filter(agreement=facts.agreement), at=at)
