"""Figures as of a past day, from the sums that the database keeps by day and by month.

Two clocks: what *was*, by the days events happened on, as known now; and what the register *knew*,
by the days of entry. Source: decision 0220.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from cases.figures.counts import BY_STAGE, Counted
from cases.figures.progress import ENDED, StageRow, Tally
from cases.models.prepared import Statement
from cases.rules.past_days import month_end
from cases.rules.stages import ORDER


class Clock(StrEnum):
    """By which days a past day is counted: those of the events, or those of their entry."""

    WAS = "was"
    KNEW = "knew"


class _State(NamedTuple):
    """So many children in a stage; ``flags`` say what else holds of them."""

    part: str
    flags: frozenset[str]
    n: int


@dataclass(frozen=True, slots=True)
class PastFees:
    """The fees in one currency on a past day: those due and not paid, and those paid."""

    committed: Decimal = Decimal(0)
    committed_children: int = 0
    paid: Decimal = Decimal(0)
    paid_children: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """Children by both clocks, and fees by currency, at the end of each of some days."""

    tallies: dict[tuple[Clock, datetime.date], Tally]
    fees: dict[datetime.date, dict[str, PastFees]]


class Point(NamedTuple):
    """The children home, and living in a family, at the end of a day."""

    day: datetime.date
    home: int
    family: int


# Whole months before the day's own, then the days of its month: few rows, however long ago.
_UNTIL = """
SELECT w.day AS on_day, replace(s.kind, '_month', '') AS clock, s.agreement_id, s.part, s.detail,
    s.n, s.amount
FROM unnest(%(days)s::date[]) AS w (day) JOIN cases_keptsum s
    ON s.agreement_id = ANY (%(agreements)s) AND s.kind IN ({months})
    AND s.day < date_trunc('month', w.day)::date
UNION ALL
SELECT w.day, s.kind, s.agreement_id, s.part, s.detail, s.n, s.amount
FROM unnest(%(days)s::date[]) AS w (day) JOIN cases_keptsum s
    ON s.agreement_id = ANY (%(agreements)s) AND s.kind IN ({days})
    AND s.day >= date_trunc('month', w.day)::date AND s.day <= w.day
"""
_SUMMED = """
SELECT on_day, clock, {of}, part, detail, sum(n)::bigint, sum(amount) FROM ({rows}) AS changes
GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0
"""
_FEE = "was_fee"


def _until(*kinds: str) -> str:
    return _UNTIL.format(
        days=", ".join(f"'{kind}'" for kind in kinds),
        months=", ".join(f"'{kind}_month'" for kind in kinds),
    )


_PAST = Statement(_SUMMED.format(of="NULL::bigint", rows=_until(*Clock, _FEE)))
_OF_EACH = Statement(_SUMMED.format(of="agreement_id", rows=_until(Clock.WAS)))
_SERIES = """
SELECT day, COALESCE(sum(n) FILTER (WHERE {home}), 0)::bigint,
    COALESCE(sum(n) FILTER (WHERE {family}), 0)::bigint
FROM cases_keptsum WHERE agreement_id = ANY (%(agreements)s) AND kind = '{kind}' AND day <= %(on)s
GROUP BY day ORDER BY day
"""
_COUNTS_AS = {
    "home": "detail LIKE '%%home%%' AND detail NOT LIKE 'off%%'",
    "family": "detail LIKE '%%family%%' AND detail NOT LIKE 'off%%'",
}
_BY_DAY = Statement(_SERIES.format(kind="was", **_COUNTS_AS))
_BY_MONTH = Statement(_SERIES.format(kind="was_month", **_COUNTS_AS))
# The oldest day of each agreement is the first of its index.
_FIRST = Statement("""
SELECT min(first.day) FROM cases_agreement a, LATERAL (
    SELECT s.day FROM cases_keptsum s WHERE s.agreement_id = a.id AND s.kind = 'was'
    ORDER BY s.day LIMIT 1) AS first
""")
# Whole months, then the days of the month that a day is in.
_CHANGES = """
SELECT date_trunc('month', day)::date, part, detail, sum(n)::bigint, sum(amount) FROM (
    SELECT day, part, detail, n, amount FROM cases_keptsum
    WHERE agreement_id = ANY (%(agreements)s) AND kind = '{kind}_month'
        AND day < date_trunc('month', %(on)s::date)::date
    UNION ALL
    SELECT day, part, detail, n, amount FROM cases_keptsum
    WHERE agreement_id = ANY (%(agreements)s) AND kind = '{kind}'
        AND day >= date_trunc('month', %(on)s::date)::date AND day <= %(on)s
) AS changes GROUP BY 1, 2, 3 HAVING sum(n) <> 0 OR sum(amount) <> 0 ORDER BY 1
"""
_CHANGED = Statement(_CHANGES.format(kind=Clock.WAS))
_FEES_CHANGED = Statement(_CHANGES.format(kind=_FEE))
# Each case is in the stage of the newest step of those days that was not undone.
_MEDIANS = Statement("""
SELECT s.to_stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY %(on)s::date - s.happened_on)
FROM cases_child c CROSS JOIN LATERAL (
    SELECT j.to_stage, j.happened_on FROM cases_journal j
    WHERE j.child_id = c.id AND j.happened_on <= %(on)s AND j.to_stage IS NOT NULL
        AND j.undoes_id IS NULL
        AND NOT EXISTS (SELECT FROM cases_journal u WHERE u.undoes_id = j.id)
    ORDER BY j.id DESC LIMIT 1) AS s
WHERE c.agreement_id = ANY (%(agreements)s) AND c.registered_on <= %(on)s
    AND s.to_stage <> ALL (%(ended)s) GROUP BY 1
""")
# Whoever had come home, counted as a child or not: whole months, then the days of a month begun.
_HOME = Statement("""
WITH months AS MATERIALIZED (
    SELECT day, sum(n) AS n FROM cases_keptsum
    WHERE agreement_id = %(agreement)s AND kind = 'was_month' AND detail LIKE '%%home%%'
    GROUP BY day)
SELECT w.day, (
    COALESCE((SELECT sum(m.n) FROM months m WHERE m.day < date_trunc('month', w.day)::date), 0)
    + COALESCE((SELECT sum(s.n) FROM cases_keptsum s
        WHERE s.agreement_id = %(agreement)s AND s.kind = 'was' AND s.detail LIKE '%%home%%'
        AND s.day >= date_trunc('month', w.day)::date AND s.day <= w.day), 0))::bigint
FROM unnest(%(days)s::date[]) AS w (day)
""")
_ELSEWHERE = {Counted.ASSESSED: "assessed", Counted.FEE_PAID: "paid", Counted.IN_FAMILY: "family"}


def past(agreements: Sequence[int], days: Iterable[datetime.date]) -> Past:
    """Return what some agreements counted at the end of each of some days. One query.

    Without medians and lateness; by the days of entry also without what other tables say, such as
    who is assessed.
    """
    ends = sorted(set(days))
    states: dict[tuple[str, datetime.date], list[_State]] = {}
    sums: dict[datetime.date, dict[tuple[str, str], tuple[Decimal, int]]] = {}
    for day, kind, _each, part, detail, n, amount in _PAST.tuples(
        agreements=list(agreements), days=ends
    ):
        if kind == _FEE:
            sums.setdefault(day, {})[part, detail] = (amount, n)
        else:
            states.setdefault((kind, day), []).append(_State(part, frozenset(detail.split()), n))
    return Past(
        tallies={
            (clock, day): _tally(states.get((clock.value, day), []))
            for clock in Clock
            for day in ends
        },
        fees={day: _fees(sums.get(day, {})) for day in ends},
    )


def tally_of_each(agreements: Sequence[int], *, on: datetime.date) -> dict[int, Tally]:
    """Return the children of each of some agreements at the end of a day. One query."""
    states: dict[int, list[_State]] = {}
    for _on, _clock, each, part, detail, n, _amount in _OF_EACH.tuples(
        agreements=list(agreements), days=[on]
    ):
        states.setdefault(each, []).append(_State(part, frozenset(detail.split()), n))
    return {each: _tally(states.get(each, [])) for each in agreements}


def home_by(agreement: int, days: Iterable[datetime.date]) -> dict[datetime.date, int]:
    """Return how many children had come home by the end of each of some days. One query."""
    return dict(_HOME.tuples(agreement=agreement, days=sorted(set(days))))


def median_days(agreements: Sequence[int], *, on: datetime.date) -> dict[str, int]:
    """Return how many days the cases of each stage had been in it, the median of a day. One query.

    No time runs in the stages that end a case.
    """
    rows = _MEDIANS.tuples(agreements=list(agreements), on=on, ended=list(ENDED))
    return {stage: round(days) for stage, days in rows}


def _fees(sums: dict[tuple[str, str], tuple[Decimal, int]]) -> dict[str, PastFees]:
    none = (Decimal(0), 0)
    return {
        currency: PastFees(
            *sums.get(("committed", currency), none), *sums.get(("paid", currency), none)
        )
        for currency in {currency for _part, currency in sums}
    }


def series(agreements: Sequence[int], *, on: datetime.date, by_month: bool) -> list[Point]:
    """Return the children home and in a family after each day of change, until a day.

    ``by_month``: at the end of each month of change, and on the day itself. One query; two by
    month.
    """
    statement = _BY_MONTH if by_month else _BY_DAY
    points: list[Point] = []
    home = family = 0
    for day, more_home, more_family in statement.tuples(agreements=list(agreements), on=on):
        if not more_home and not more_family and points:
            continue
        home, family = home + more_home, family + more_family
        points.append(Point(month_end(day) if by_month else day, home, family))
    if by_month and points and points[-1].day > on:
        counts = past(agreements, [on]).tallies[Clock.WAS, on]
        points[-1] = Point(on, counts[Counted.RETURNED], counts[Counted.IN_FAMILY])
    return points


def first_day() -> datetime.date | None:
    """Return the day of the first event on record; None of an empty register. One query."""
    ((day,),) = _FIRST.tuples()
    return day if isinstance(day, datetime.date) else None


def changes_by_month(
    agreements: Sequence[int], kind: Counted, *, on: datetime.date
) -> list[tuple[datetime.date, int]]:
    """Return by how many children a figure changed in each month until a day. One query.

    They add up to the figure of that day.
    """
    months: dict[datetime.date, int] = {}
    for day, part, detail, n, _amount in _CHANGED.tuples(agreements=list(agreements), on=on):
        state = _State(part, frozenset(detail.split()), n)
        if _is_counted(kind, state):
            months[day] = months.get(day, 0) + n
    return [(day, n) for day, n in sorted(months.items()) if n]


def fees_by_month(
    agreements: Sequence[int], currency: str, *, is_paid: bool, on: datetime.date
) -> list[tuple[datetime.date, Decimal]]:
    """Return by how much the fees that are paid, or unpaid, changed in each month until a day.

    One query. They add up to the sum of that day.
    """
    wanted = ("paid" if is_paid else "committed", currency)
    rows = _FEES_CHANGED.tuples(agreements=list(agreements), on=on)
    return [(day, amount) for day, *of, _n, amount in rows if tuple(of) == wanted and amount]


def _tally(states: list[_State]) -> Tally:
    counted = [state for state in states if "off" not in state.flags]
    by_kind = {
        kind: sum(state.n for state in counted if _is_counted(kind, state)) for kind in Counted
    }
    rows = (
        StageRow(stage, sum(s.n for s in counted if s.part == stage), None, 0) for stage in ORDER
    )
    return Tally(by_kind=by_kind, stages=tuple(rows), is_late_known=False)


def _is_counted(kind: Counted, state: _State) -> bool:
    if "off" in state.flags:
        return False
    if kind in _ELSEWHERE:
        return _ELSEWHERE[kind] in state.flags
    stages, with_home = BY_STAGE[kind]
    return with_home if "home" in state.flags else state.part in stages
