"""What a difference between two counts is made of, child by child.

Of two days by the days of events, or of one day by both clocks. Read from the rows that past days
are sums of, so the children always add up to the difference. Source: decisions 0220, 0298.
"""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from cases.figures.counts import BY_STAGE, Counted
from cases.figures.past import Clock
from cases.models.prepared import Statement, StatementRows
from cases.vocabulary import Act, Stage


class Wanted(NamedTuple):
    """A difference that is wanted: of what, under which agreements, until which day.

    ``since`` is the earlier day; None to set what was entered by ``on`` beside what is known now.
    The last three narrow it to a part: to a month, an act, to who came (1) or left (-1).
    """

    agreements: tuple[int, ...]
    kind: Counted
    stage: Stage | None
    on: datetime.date
    since: datetime.date | None
    month: datetime.date | None = None
    act: Act | None = None
    sign: int | None = None

    @property
    def is_part(self) -> bool:
        return (self.month, self.act, self.sign) != (None, None, None)


class SumOfAct(NamedTuple):
    """So many children by an act in a month: those who came to be counted, and who no longer are.

    The month is that of the event, or of its entry where both clocks are compared.
    """

    act: Act | None
    month: datetime.date | None
    joined: int
    left: int


class ChangedChild(NamedTuple):
    """A child who is counted on one side alone; ``sign`` is what that does to the number."""

    reference: str
    sign: int
    act: Act | None
    day: datetime.date
    entered: datetime.date


@dataclass(frozen=True, slots=True)
class DifferenceSums:
    """What leads from one count to the other."""

    steps: tuple[SumOfAct, ...]

    @property
    def joined(self) -> int:
        return sum(step.joined for step in self.steps)

    @property
    def left(self) -> int:
        return sum(step.left for step in self.steps)


# The texts of a child's past begin with clock and day, so that a span of days is a span of texts.
# OFFSET 0 lets them be narrowed to it before any is taken apart, which is most of the work.
_MOVERS = """
WITH near AS (
    SELECT k.child_id, delta, w.sign
    FROM unnest(%(firsts)s::text[], %(ends)s::text[], %(signs)s::int[]) AS w (first, ending, sign)
    CROSS JOIN cases_keptpast k CROSS JOIN LATERAL unnest(k.deltas) AS delta
    WHERE k.agreement_id = ANY (%(agreements)s)
        AND (%(only)s::bigint[] IS NULL OR k.child_id = ANY (%(only)s::bigint[]))
        AND delta COLLATE "C" >= w.first AND delta COLLATE "C" < w.ending
    OFFSET 0),
changes AS (
    SELECT child_id, split_part(delta, '|', 2) AS day, sign * split_part(delta, '|', 5)::int AS n,
        split_part(delta, '|', 3) AS part, split_part(delta, '|', 4) AS detail
    FROM near),
days AS (
    SELECT child_id, day, sum(n) AS n FROM changes
    WHERE part = ANY (%(parts)s) AND detail NOT LIKE 'off%%' AND CASE
        WHEN detail LIKE '%%home%%' THEN %(with_home)s ELSE part = ANY (%(stages)s) END
    GROUP BY 1, 2 HAVING sum(n) <> 0),
movers AS (
    SELECT child_id, sum(n)::int AS sign, max(day)::date AS last FROM days
    GROUP BY 1 HAVING sum(n) <> 0),
steps AS (
    SELECT m.child_id, m.sign, s.act, {happened_on} AS happened_on,
        COALESCE(cases_day(s.at), m.last) AS entered_on
    FROM movers m LEFT JOIN LATERAL (
        SELECT j.act, j.at, j.happened_on FROM cases_journal j {which}
        ORDER BY j.id DESC LIMIT 1) AS s ON true)
"""
# The step of the day on which a child last came to be counted, or no longer was.
_OF_THE_DAY = """
    WHERE j.child_id = m.child_id AND j.happened_on = m.last AND j.to_stage IS NOT NULL
        AND j.undoes_id IS NULL
        AND NOT EXISTS (SELECT FROM cases_journal u WHERE u.undoes_id = j.id)"""
# The newest step of a day until then that was entered, or undone, after it.
_ENTERED_LATER = """
    LEFT JOIN cases_journal w ON w.id = j.undoes_id
    WHERE j.child_id = m.child_id AND cases_day(j.at) > %(on)s AND j.to_stage IS NOT NULL
        AND COALESCE(w.happened_on, j.happened_on) <= %(on)s"""
_PART = """
    (%(month)s::date IS NULL OR date_trunc('month', s.{day})::date = %(month)s::date)
    AND (%(act)s::text IS NULL OR s.act = %(act)s::text)
    AND (%(sign)s::int IS NULL OR s.sign = %(sign)s::int)"""
_SUMS = """
SELECT act, date_trunc('month', {day})::date, count(*) FILTER (WHERE sign > 0),
    count(*) FILTER (WHERE sign < 0) FROM steps s WHERE {part} GROUP BY 1, 2 ORDER BY 2, 1
"""
_LINES = """
SELECT c.reference, s.sign, s.act, s.happened_on, s.entered_on
FROM steps s JOIN cases_child c ON c.id = s.child_id WHERE {part} ORDER BY s.{day}, s.child_id
"""


def _statements(which: str, day: str, happened_on: str) -> tuple[Statement, Statement]:
    movers = _MOVERS.format(which=which, happened_on=happened_on)
    part = _PART.format(day=day)
    sums, lines = (movers + tail.format(day=day, part=part) for tail in (_SUMS, _LINES))
    return Statement(sums, by_key=False), Statement(lines, by_key=False)


# Ordered by the day of the sums, so that a page of children asks for no steps but theirs.
_OF_TWO_DAYS = _statements(_OF_THE_DAY, "happened_on", "m.last")
_OF_TWO_CLOCKS = _statements(_ENTERED_LATER, "entered_on", "COALESCE(s.happened_on, m.last)")


def difference(wanted: Wanted) -> DifferenceSums:
    """Return what a difference is made of, by act and by month. One query."""
    sums, _lines = _statements_of(wanted)
    rows = sums.tuples(**_values(wanted), only=None)
    return DifferenceSums(
        tuple(SumOfAct(act and Act(act), month, more, fewer) for act, month, more, fewer in rows)
    )


def movers(wanted: Wanted, *, only: list[int] | None) -> StatementRows:
    """Return the children a difference is made of, by day; ``only`` of these where it is given.

    Each is what ``mover`` reads.
    """
    _sums, lines = _statements_of(wanted)
    return StatementRows(lines, {**_values(wanted), "only": only})


def mover(row: tuple[str, int, str | None, datetime.date, datetime.date]) -> ChangedChild:
    reference, sign, act, day, entered = row
    return ChangedChild(reference, sign, Act(act) if act else None, day, entered)


def _statements_of(wanted: Wanted) -> tuple[Statement, Statement]:
    return _OF_TWO_DAYS if wanted.since else _OF_TWO_CLOCKS


def _values(wanted: Wanted) -> dict[str, object]:
    stages, with_home = BY_STAGE[wanted.kind]
    spans = [(Clock.WAS, wanted.since, 1)]
    if wanted.since is None:
        spans.append((Clock.KNEW, None, -1))
    return {
        "agreements": list(wanted.agreements),
        "on": wanted.on,
        "firsts": [f"{clock}|{_after(since) if since else ''}" for clock, since, _n in spans],
        "ends": [f"{clock}|{_after(wanted.on)}" for clock, _since, _n in spans],
        "signs": [sign for _clock, _since, sign in spans],
        "parts": [wanted.stage.value] if wanted.stage else [stage.value for stage in Stage],
        "stages": [stage.value for stage in stages],
        "with_home": with_home,
        "month": wanted.month,
        "act": wanted.act and wanted.act.value,
        "sign": wanted.sign,
    }


def _after(day: datetime.date) -> str:
    return (day + datetime.timedelta(days=1)).isoformat()
