"""The figures of one agreement, or of all, on a day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.fees import FeeFigures, FeesInCurrency, fees_of_agreement, fees_of_all
from cases.figures.kept_sums import Own, tallies
from cases.figures.late_then import with_late_then
from cases.figures.past import Clock, Past, PastFees, median_days, past, tally_of_each
from cases.figures.progress import Progress, Tally, progress
from cases.figures.published import PublishedCount, published_counts
from cases.models import Agreement

#: Above so many children a chart has a point for each month, and medians are those of today alone.
LARGE = 5000
#: Up to so many children what was overdue on a past day is counted, from every version of a case.
FEW = 1000


NOTHING_EARLIER = Past({}, {})


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one agreement on a day, or of all; ``own`` are those of the user's own cases.

    ``fees`` are those of one agreement, ``by_currency`` those of all; ``each`` has the counts of
    each agreement by its key, where all are shown; ``earlier`` are the days before today asked for.
    """

    agreements: tuple[AgreementFacts, ...]
    shown: tuple[AgreementFacts, ...]
    counts: Tally
    fees: FeeFigures | None
    by_currency: tuple[FeesInCurrency, ...]
    published: tuple[PublishedCount, ...]
    own: Tally | None = None
    each: Mapping[int, Tally] = field(default_factory=dict)
    earlier: Past = NOTHING_EARLIER

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


def overview(
    slug: str,
    *,
    on: datetime.date,
    today: datetime.date,
    vs: datetime.date | None = None,
    own: Own | None = None,
    exactly: bool = False,
) -> Overview | None:
    """Return the figures of the agreement ``slug`` on a day, and on ``vs``; ``own`` of today alone.

    An unknown ``slug`` returns those of the first agreement, or None if ``exactly``.
    At most seven queries.
    """
    agreements = tuple(agreement_facts(on=on))
    match = next((each for each in agreements if each.agreement.slug == slug), None)
    facts = match or (agreements[0] if agreements and not exactly else None)
    return _of_one(agreements, facts, on=on, today=today, vs=vs, own=own) if facts else None


def overview_of_all(
    *,
    on: datetime.date,
    today: datetime.date,
    vs: datetime.date | None = None,
    own: Own | None = None,
) -> Overview | None:
    """Return the figures of all agreements together on a day; None if there is none."""
    agreements = tuple(agreement_facts(on=on))
    if len(agreements) < 2:
        if not agreements:
            return None
        return _of_one(agreements, agreements[0], on=on, today=today, vs=vs, own=own)
    keys = [facts.agreement.pk for facts in agreements]
    earlier = _earlier(keys, on=on, today=today, vs=vs)
    counts, mine = _counts(keys, earlier, on=on, today=today, own=own)
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
        by_currency=(
            fees_of_all(keys, budgets, on=on)
            if on >= today
            else _past_fees_of_all(earlier.fees[on], budgets)
        ),
        published=(),
        own=mine,
        each=tally_of_each(keys, on=on),
        earlier=earlier,
    )


def _of_one(
    agreements: tuple[AgreementFacts, ...],
    facts: AgreementFacts,
    *,
    on: datetime.date,
    today: datetime.date,
    vs: datetime.date | None,
    own: Own | None,
) -> Overview:
    keys = [facts.agreement.pk]
    earlier = _earlier(keys, on=on, today=today, vs=vs)
    counts, mine = _counts(keys, earlier, on=on, today=today, own=own)
    return Overview(
        agreements=agreements,
        shown=(facts,),
        counts=counts,
        fees=fees_of(facts, on=on, earlier=earlier if on < today else None),
        by_currency=(),
        published=published_counts(facts.agreement.pk, facts.published),
        own=mine,
        earlier=earlier,
    )


def _earlier(
    keys: list[int], *, on: datetime.date, today: datetime.date, vs: datetime.date | None
) -> Past:
    days = {day for day in (on, vs) if day and day < today}
    if not days:
        return NOTHING_EARLIER
    earlier = past(keys, days)
    few = {day: was for day in days if _number(was := earlier.tallies[Clock.WAS, day]) <= FEW}
    late = {(Clock.WAS, day): each for day, each in with_late_then(few, keys).items()}
    return replace(earlier, tallies=earlier.tallies | late)


def _number(counts: Tally) -> int:
    return sum(row.count for row in counts.stages)


def _counts(
    keys: list[int], earlier: Past, *, on: datetime.date, today: datetime.date, own: Own | None
) -> tuple[Tally, Tally | None]:
    if on >= today:
        return tallies(keys, own=own, on=on)
    counts = earlier.tallies[Clock.WAS, on]
    if _number(counts) > LARGE:
        return counts, None
    # Medians need the day each case entered its stage: found case by case, while these are few.
    days = median_days(keys, on=on)
    stages = (replace(row, median_days=days.get(row.stage)) for row in counts.stages)
    return replace(counts, stages=tuple(stages)), None


def fees_of(
    facts: AgreementFacts, *, on: datetime.date, earlier: Past | None = None
) -> FeeFigures | None:
    """Return what the return costs on a day; None if no amount is in force.

    ``earlier`` has the fees of a past day. One query without.
    """
    if facts.rate is None:
        return None
    target = facts.base.target if facts.base else 0
    if earlier is None:
        return fees_of_agreement(facts.agreement, rate=facts.rate, target=target, on=on)
    sums = dict(earlier.fees[on])
    mine = sums.pop(facts.rate.currency, PastFees())
    return FeeFigures(
        rate=facts.rate,
        target=target,
        committed=mine.committed,
        committed_children=mine.committed_children,
        paid=mine.paid,
        paid_children=mine.paid_children,
        elsewhere=sum(each.committed_children + each.paid_children for each in sums.values()),
    )


def _past_fees_of_all(
    sums: Mapping[str, PastFees], budgets: Mapping[str, Decimal]
) -> tuple[FeesInCurrency, ...]:
    fees = []
    for currency in sorted({*sums, *budgets}):
        mine = sums.get(currency, PastFees())
        fees.append(
            FeesInCurrency(
                currency=currency,
                budget=budgets.get(currency, Decimal(0)),
                committed=mine.committed,
                committed_children=mine.committed_children,
                paid=mine.paid,
                paid_children=mine.paid_children,
            )
        )
    return tuple(fees)
