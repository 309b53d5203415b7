"""Figures as the marks of a chart: shares of a base in percent, handed to SVG as attributes."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.figures.counts import PENDING, TO_TRAVEL, Counted
from cases.figures.dashboard import Dashboard
from cases.figures.facts import Rate
from cases.figures.fees import FeeFigures, FeesInCurrency, FeeSum
from cases.figures.overdue import Late, LateCase
from cases.figures.progress import Progress, Tally
from cases.pages.facts import Amount, Words
from cases.pages.links import Links
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar: from ``x`` on, ``w`` wide, both in percent of the base."""

    x: float
    w: float
    tone: str
    label: str = ""
    value: int = 0
    url: str = ""
    delta: str = ""
    delta_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The bar of all children, and the tick of the target where there is one."""

    segments: tuple[Segment, ...]
    target_x: float
    target_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMark:
    """A stage of the table, its bar in percent of the longest.

    ``median_url`` leads to those of whom it is the median, the longest first; ``delta_url`` to
    those who joined and left since the day of comparison.
    """

    label: str
    count: int
    delta: str
    delta_url: str
    median: int | None
    median_url: str
    overdue: int
    w: float
    tone: str
    url: str
    overdue_url: str
    own: int | None
    own_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageGroup:
    """A part of the identified, and the stages it is in; ``rows`` add up to ``count``.

    ``median`` is that of its one stage, None where there are several.
    """

    label: str
    count: int
    delta: str
    delta_url: str
    median: int | None
    median_url: str
    overdue: int
    tone: str
    url: str
    overdue_url: str
    rows: tuple[StageMark, ...]

    @property
    def stages(self) -> tuple[StageMark, ...]:
        """The rows below that of the part; none where it is one stage."""
        return self.rows if len(self.rows) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    reference: str
    missing: Words
    stage: Words
    owner: str
    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRow:
    label: str
    value: int
    share: str
    w: float
    tone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTexts:
    """The amount per child, the standard one, and what is saved on the whole target, if known."""

    rate: str
    standard: str
    saved: str
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCard:
    segments: tuple[Segment, ...]
    amounts: tuple[Amount, ...]
    rate: RateTexts
    elsewhere: int


#: The tones of the bar, in the order of its segments.
_TONES = {
    Counted.RETURNED: "q1",
    Counted.TO_TRAVEL: "q2",
    Counted.PENDING: "q3",
    Counted.INELIGIBLE: "q4",
    Counted.CLOSED: "q4",
}
#: The parts that the table of stages shows in the order of the way, and the stages of each.
STAGES_OF = {
    Counted.PENDING: PENDING,
    Counted.TO_TRAVEL: TO_TRAVEL,
    Counted.RETURNED: (Stage.RETURNED, Stage.PLACED, Stage.CLOSED),
    Counted.INELIGIBLE: (Stage.INELIGIBLE,),
    Counted.CLOSED: (Stage.CLOSED,),
}
#: What a case waits for in its stage.
_WAITS_FOR = {
    Stage.REGISTERED: gettext_lazy("Identity check"),
    Stage.VERIFIED: gettext_lazy("Decision on eligibility"),
    Stage.DEFERRED: gettext_lazy("Review of a deferral"),
    Stage.ELIGIBLE: gettext_lazy("Documents and consent to travel"),
    Stage.CLEARED: gettext_lazy("Place on a movement"),
    Stage.BOOKED: gettext_lazy("Departure"),
    Stage.IN_TRANSIT: gettext_lazy("Arrival"),
    Stage.RETURNED: gettext_lazy("Handover and care"),
    Stage.PLACED: gettext_lazy("Closing of the case"),
}
_DUE = {Late.REVIEW: gettext_lazy("Review is due"), Late.HOLD: gettext_lazy("Hold has ended")}


def waits_for(stage: Stage) -> Words:
    """Return what a case waits for in a stage; its label where that is nothing."""
    return _WAITS_FOR.get(stage, stage.label)


def share(part: int, whole: int) -> float:
    """Return ``part`` in percent of ``whole``, 0 of nothing, at most 100."""
    return min(100.0, round(100 * part / whole, 3)) if whole else 0.0


def delta_text(now: int, before: int) -> str:
    """Return a difference with its sign, which nobody reads as good or bad: +6, −3, 0."""
    more = now - before
    return f"+{more}" if more > 0 else f"−{-more}" if more else "0"


def progress_bar(progress: Progress, links: Links, before: Tally | None = None) -> Bar:
    """Return the bar of all children: what is home, what may still come, and the target's tick.

    ``before``: the day it is compared with.
    """
    segments: list[Segment] = []
    start = 0
    for kind, tone in _TONES.items():
        value = getattr(progress, kind.value)
        if value or kind != Counted.CLOSED:
            segment = _segment(str(kind.label), value, start=start, base=progress.base, tone=tone)
            delta = delta_text(value, before[kind]) if before else ""
            delta_url = links.since(kind, delta=delta)
            url = links.counted(kind)
            segments.append(replace(segment, url=url, delta=delta, delta_url=delta_url))
            start += value
    if missing := progress.not_yet_on_record:
        label = _("Not yet in the register")
        rest = _segment(label, missing, start=start, base=progress.base, tone="q5")
        segments.append(replace(rest, url=links.published()))
    target = progress.target
    label = "" if target is None else _("Target %(target)s") % {"target": target}
    target_x = share(target or 0, progress.base)
    return Bar(segments=tuple(segments), target_x=target_x, target_label=label)


def _segment(label: str, value: int, *, start: int, base: int, tone: str) -> Segment:
    x, w = share(start, base), share(value, base)
    return Segment(label=label, value=value, x=x, w=w, tone=tone)


def stage_table(dashboard: Dashboard, links: Links) -> tuple[StageGroup, ...]:
    """Return the parts of the identified, each with its stages; no part without a child's stage.

    The bars are in percent of the longest stage. A closed case stands with the children who
    returned, or apart.
    """
    counts, before = dashboard.counts, dashboard.before.counts if dashboard.before else None
    longest = max(row.count for row in counts.stages)
    groups = []
    for kind, stages in STAGES_OF.items():
        rows = tuple(
            _stage_row(kind, stage, counts, before, longest=longest, links=links)
            for stage in stages
        )
        if kind != Counted.CLOSED or counts[kind]:
            delta = delta_text(counts[kind], before[kind]) if before else ""
            groups.append(
                StageGroup(
                    label=str(kind.label),
                    count=counts[kind],
                    delta=delta,
                    delta_url=links.since(kind, delta=delta),
                    median=rows[0].median if len(rows) == 1 else None,
                    median_url=rows[0].median_url if len(rows) == 1 else "",
                    overdue=sum(row.overdue for row in rows),
                    tone=_TONES[kind],
                    url=links.counted(kind),
                    overdue_url=links.all_overdue(*stages),
                    rows=rows,
                )
            )
    return tuple(groups)


def _stage_row(
    kind: Counted, stage: Stage, counts: Tally, before: Tally | None, *, longest: int, links: Links
) -> StageMark:
    row, count = counts.of(stage), counts.split(kind, stage)
    own = links.own.split(kind, stage) if links.own else count
    shows_own = 0 < own != count
    delta = delta_text(count, before.split(kind, stage)) if before else ""
    return StageMark(
        label=str(stage.label),
        count=count,
        delta=delta,
        delta_url=links.since(kind, stage, delta=delta),
        median=row.median_days,
        median_url=links.by_days(kind, stage),
        overdue=row.overdue,
        w=share(count, longest),
        tone=_TONES[kind],
        url=links.split(kind, stage),
        overdue_url=links.all_overdue(stage),
        own=own if shows_own else None,
        own_url=links.own_split(kind, stage) if shows_own else "",
    )


def late_rows(cases: tuple[LateCase, ...]) -> tuple[LateRow, ...]:
    """Return the cases that wait too long: reference, what is missing, owner, days late."""
    return tuple(
        LateRow(
            reference=case.reference,
            missing=_DUE.get(case.kind) or waits_for(case.stage),
            stage=case.stage.label,
            owner=case.owner,
            late=ngettext("%(days)s day late", "%(days)s days late", case.days)
            % {"days": case.days},
        )
        for case in cases
    )


def funnel_rows(dashboard: Dashboard, links: Links) -> tuple[FunnelRow, ...]:
    """Return the way from identified to home, each part of the identified."""
    whole = dashboard.counts[Counted.IDENTIFIED]
    return tuple(
        FunnelRow(
            label=str(kind.label),
            value=value,
            share="" if percent is None else _("%(percent)s%%") % {"percent": percent},
            w=share(value, whole),
            tone="q1" if kind == Counted.RETURNED else "q2",
            url=links.counted(kind),
        )
        for kind, value, percent in dashboard.funnel
    )


def fee_card(fees: FeeFigures, links: Links) -> FeeCard:
    """Return the bar of the budget and its parts; all three add to it, or it is exceeded."""
    whole = int(max(fees.budget, fees.paid + fees.committed))
    paid, committed = share(int(fees.paid), whole), share(int(fees.committed), whole)
    return FeeCard(
        segments=(
            Segment(x=0.0, w=paid, tone="q1"),
            Segment(x=paid, w=committed, tone="q2"),
        ),
        amounts=_amounts(fees, links),
        rate=rate_texts(fees.rate, fees.target),
        elsewhere=fees.elsewhere,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyCard:
    """The fees of all agreements in one currency."""

    currency: str
    segments: tuple[Segment, ...]
    amounts: tuple[Amount, ...]


def currency_card(fees: FeesInCurrency, links: Links) -> CurrencyCard:
    """Return the bar of the budgets in one currency, and its parts."""
    whole = int(max(fees.budget, fees.paid + fees.committed))
    paid, committed = share(int(fees.paid), whole), share(int(fees.committed), whole)
    paid_url = links.fees(FeeSum.PAID, currency=fees.currency)
    committed_url = links.fees(FeeSum.UNPAID, currency=fees.currency)
    rows = (
        (_paid_words(fees.paid_children), fees.paid, paid_url, "q1"),
        (_unpaid_words(fees.committed_children), fees.committed, committed_url, "q2"),
        (_("Budget"), fees.budget, reverse("agreements"), ""),
    )
    return CurrencyCard(
        currency=fees.currency,
        segments=(
            Segment(x=0.0, w=paid, tone="q1"),
            Segment(x=paid, w=committed, tone="q2"),
        ),
        amounts=tuple(
            Amount(label=label, value=wording.money_text(amount, fees.currency), url=url, tone=tone)
            for label, amount, url, tone in rows
        ),
    )


def _paid_words(count: int) -> str:
    words = ngettext("Paid, %(count)s child", "Paid, %(count)s children", count)
    return words % {"count": count}


def _unpaid_words(count: int) -> str:
    words = ngettext("Unpaid, %(count)s child", "Unpaid, %(count)s children", count)
    return words % {"count": count}


def rate_texts(rate: Rate, target: int) -> RateTexts:
    saved = rate.saved(target)
    return RateTexts(
        rate=wording.money_text(rate.amount, rate.currency),
        standard=wording.money_text(rate.standard_amount or 0, rate.currency),
        saved=wording.money_text(saved, rate.currency) if saved else "",
        target=target,
    )


def _amounts(fees: FeeFigures, links: Links) -> tuple[Amount, ...]:
    over = fees.over_budget
    rows = (
        (_paid_words(fees.paid_children), fees.paid, links.fees(FeeSum.PAID), "q1"),
        (_unpaid_words(fees.committed_children), fees.committed, links.fees(FeeSum.UNPAID), "q2"),
        (
            _("Over budget by") if over else _("Uncommitted"),
            over or fees.uncommitted,
            links.fees(FeeSum.BUDGET),
            "",
        ),
        (_("Budget for %(target)s") % {"target": fees.target}, fees.budget, links.terms(), ""),
    )
    return tuple(
        Amount(
            label=label, value=wording.money_text(amount, fees.rate.currency), url=url, tone=tone
        )
        for label, amount, url, tone in rows
    )
