"""Everything the dashboard shows, in one reading."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.figures.counts import Counted
from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.fees import FeeFigures, fee_figures
from cases.figures.journeys import NextJourney, next_journey
from cases.figures.overdue import Late, LateCase, most_overdue, overdue, overdue_by_kind
from cases.figures.progress import Progress, Tally, funnel, progress, tally
from cases.figures.published import PublishedCount, published_counts
from cases.models import Child, Fee, Movement
from cases.rules.progress import Meaning, meaning


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: ``follows`` are the children whose cases may be opened from a figure.

    None for those who see figures only. ``follows_all`` when these are all
    children; ``journeys`` when movements may be shown.
    """

    follows: "QuerySet[Child] | None" = None
    follows_all: bool = False
    journeys: bool = False


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of one agreement on a day.

    ``own`` counts the children the reader may follow, None for a reader who
    follows none. ``late_cases`` are theirs; ``late_kinds`` is for the others.
    """

    facts: AgreementFacts
    agreements: list[AgreementFacts]
    counts: Tally
    own: Tally | None
    progress: Progress
    meaning: Meaning
    funnel: tuple[tuple[Counted, int, int | None], ...]
    fees: FeeFigures | None
    late_cases: tuple[LateCase, ...]
    late_kinds: tuple[tuple[Late, int], ...]
    journey: NextJourney | None
    published: tuple[PublishedCount, ...]


def dashboard(
    reader: Reader, *, slug: str, on: datetime.date, at: datetime.datetime
) -> Dashboard | None:
    """Return the dashboard of the agreement ``slug``, or of the first where that is unknown.

    As of today, the day ``on``, at the instant ``at``. None when no agreement
    is on record. At most eight queries, however many children.
    """
    agreements = agreement_facts(on=on)
    if not agreements:
        return None
    facts = next((f for f in agreements if f.agreement.slug == slug), agreements[0])
    children = Child.objects.filter(agreement=facts.agreement)
    followed = None if reader.follows is None else reader.follows.filter(agreement=facts.agreement)
    counts = _tally(children, on)
    far = progress_of(counts, facts)
    return Dashboard(
        facts=facts,
        agreements=agreements,
        counts=counts,
        own=_own(reader, followed, counts, on),
        progress=far,
        meaning=meaning(
            returned=far.returned, to_travel=far.to_travel, pending=far.pending, target=far.target
        ),
        funnel=funnel(counts),
        fees=fees_of(facts, on=on),
        late_cases=() if followed is None else most_overdue(followed, on=on),
        late_kinds=() if followed is not None else overdue_by_kind(children, on=on),
        journey=_journey(facts, at) if reader.journeys else None,
        published=published_counts(children, facts.published),
    )


def progress_of(counts: Tally, facts: AgreementFacts) -> Progress:
    """Return the progress toward the target that holds for the agreement."""
    base = facts.base
    return progress(
        counts,
        published=base.identified if base else 0,
        target=base.target if base else None,
    )


def fees_of(facts: AgreementFacts, *, on: datetime.date) -> FeeFigures | None:
    """Return what the return costs today; None while no amount is in force. One query."""
    if facts.rate is None:
        return None
    return fee_figures(
        Fee.objects.filter(agreement=facts.agreement),
        rate=facts.rate,
        target=facts.base.target if facts.base else 0,
        on=on,
        today=on,
    )


def _tally(children: "QuerySet[Child]", on: datetime.date) -> Tally:
    return tally(children, overdue(children, on=on), on=on, today=on)


def _own(
    reader: Reader, followed: "QuerySet[Child] | None", counts: Tally, on: datetime.date
) -> Tally | None:
    if followed is None or reader.follows_all:
        return None if followed is None else counts
    return _tally(followed, on)


def _journey(facts: AgreementFacts, at: datetime.datetime) -> NextJourney | None:
    return next_journey(Movement.objects.filter(agreement=facts.agreement), at=at)
