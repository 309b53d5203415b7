"""Who was counted on a day: as the register knew it that evening, as known now, and today.

Both clocks are read from the journal, which is never changed: an evening reads the same for ever.
Source: domain page, section 3, "Two dates".
"""

import datetime
from collections import Counter as Numbers
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cases.figures.counts import TO_TRAVEL
from cases.models.child import NOT_COUNTED
from cases.models.prepared import Statement
from cases.vocabulary import CohortChange, Measure

#: The measures that count children, each by the steps of their cases.
COUNTS = (Measure.IDENTIFIED, Measure.ELIGIBLE, Measure.RETURNED)
#: What a change does to the number: those of the same day, then those after it.
SAME_DAY = {
    CohortChange.LATER: 1,
    CohortChange.ADDED: 1,
    CohortChange.MOVED_IN: 1,
    CohortChange.TAKEN: -1,
    CohortChange.MOVED_OUT: -1,
}
SINCE = {CohortChange.JOINED: 1, CohortChange.LEFT: -1}


class Wish(NamedTuple):
    """A count that is wanted: of what, on which day."""

    measure: Measure
    on: datetime.date


class Moved(NamedTuple):
    """How many children a change concerns, in a month."""

    change: CohortChange
    month: datetime.date
    n: int


class CohortLine(NamedTuple):
    """One child who is counted on one reading and not on another; ``child`` is a key."""

    child: int
    reference: str
    change: CohortChange
    day: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class BothReadings:
    """Two readings of one day, that evening and as known now, and what lies between them."""

    was: int
    past: int
    moves: tuple[Moved, ...]

    def total(self, change: CohortChange) -> int:
        return sum(move.n for move in self.moves if move.change == change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort(BothReadings):
    """The same, and the count of today with what has changed since."""

    today: int


def _newest(column: str, condition: str) -> str:
    return f"(array_agg(j.{column} ORDER BY j.id DESC) FILTER (WHERE {condition}))[1]"


_KNEW = (
    "j.happened_on <= a.day AND cases_day(j.at) <= a.day "
    "AND (u.at IS NULL OR cases_day(u.at) > a.day)"
)
_PAST = "j.happened_on <= a.day AND u.id IS NULL"
_STANDS = "u.id IS NULL"
_READINGS = {"was": _KNEW, "past": _PAST, "today": _STANDS}
_STEPS = ", ".join(
    f"{_newest('to_stage', condition)} AS {name}_stage, {_newest('detail', condition)} "
    f"AS {name}_detail, COALESCE(bool_or(j.to_stage = 'returned') FILTER (WHERE {condition}), "
    f"false) AS {name}_home"
    for name, condition in _READINGS.items()
)


def _counted(name: str) -> str:
    return (
        f"(COALESCE(s.{name}_stage <> 'closed' OR s.{name}_detail <> ALL (%(not_counted)s), false) "
        f"AND (a.measure = 'identified' OR s.{name}_home "
        f"OR a.measure = 'eligible' AND s.{name}_stage = ANY (%(to_travel)s)))"
    )


# The step that made a child counted: her registration, her arrival, or else the newest one.
_STEP = (
    "CASE a.measure WHEN 'identified' THEN j.act = 'register' "
    "WHEN 'returned' THEN j.to_stage = 'returned' ELSE true END"
)
_ASKED = """
WITH asked AS (
    SELECT * FROM unnest(%(numbers)s::int[], %(measures)s::text[], %(days)s::date[])
        AS a (number, measure, day))"""
# Children who were ever moved to another agreement are few; no sum tells under which one they were.
_OF_MOVED = """
    SELECT f.child_id FROM cases_formerreference f
    JOIN cases_agreementchange m ON m.id = f.change_id WHERE f.child_id IS NOT NULL"""
_EVERY_CHILD = f"""
    c.agreement_id = %(agreement)s
    OR c.id IN ({_OF_MOVED} AND m.moves_from_id = %(agreement)s)"""
_TOLD = """,
read AS (
    SELECT a.number, c.id, c.reference, c.agreement_id = %(agreement)s AS here,
        COALESCE((SELECT m.moves_from_id FROM cases_agreementchange m
            JOIN cases_formerreference f ON f.change_id = m.id AND f.child_id = c.id
            WHERE cases_day(m.approved_at) > a.day
            ORDER BY m.approved_at, m.id LIMIT 1), c.agreement_id) = %(agreement)s AS was_here,
        {was} AS was, {past} AS past, {today} AS today, s.entered, s.happened, s.last, a.day
    FROM asked a
    CROSS JOIN cases_child c
    CROSS JOIN LATERAL (
        SELECT {steps},
            min(j.at) FILTER (WHERE {on_past} AND {step}) AS entered,
            min(j.happened_on) FILTER (WHERE {stands} AND {step}) AS happened,
            max(j.happened_on) FILTER (WHERE {stands}) AS last
        FROM cases_journal j LEFT JOIN cases_journal u ON u.undoes_id = j.id
        WHERE j.child_id = c.id AND j.to_stage IS NOT NULL AND j.undoes_id IS NULL) s
    WHERE {among}),
told AS (
    SELECT number, id, reference, was AND was_here AS was, past AND here AS past,
        today AND here AS today, last, happened,
        CASE WHEN here AND NOT was_here THEN 'moved_in'
            WHEN was_here AND NOT here THEN 'moved_out'
            WHEN NOT past THEN 'taken'
            WHEN cases_day(entered) > day THEN 'later' ELSE 'added' END AS why,
        COALESCE(cases_day(entered), day) AS entered
    FROM read)
"""
_CHANGES = """
    SELECT why AS change, CASE WHEN past THEN entered ELSE last END AS day WHERE was <> past
    UNION ALL SELECT 'joined', happened WHERE today AND NOT past
    UNION ALL SELECT 'left', last WHERE past AND NOT today
"""
_BY_MONTH = """
SELECT number, change, date_trunc('month', day)::date, count(*)::int FROM told
CROSS JOIN LATERAL (
    SELECT 'was' AS change, NULL::date AS day WHERE was
    UNION ALL SELECT 'past', NULL WHERE past
    UNION ALL SELECT 'today', NULL WHERE today
    UNION ALL ({changes})) AS x
GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
"""
_BY_CHILD = """
SELECT id, reference, change, day FROM told CROSS JOIN LATERAL ({changes}) AS x
ORDER BY day, id, change
"""


def _read(among: str) -> str:
    readings = {name: _counted(name) for name in _READINGS}
    clauses = {"steps": _STEPS, "step": _STEP, "on_past": _PAST, "stands": _STANDS}
    return _ASKED + _TOLD.format(**readings, **clauses, among=among)


_SUMS = Statement(_read(_EVERY_CHILD) + _BY_MONTH.format(changes=_CHANGES), by_key=False)
_LINES = Statement(_read(_EVERY_CHILD) + _BY_CHILD.format(changes=_CHANGES), by_key=False)
_SUMS_OF_MOVED = Statement(
    _read(f"c.id IN ({_OF_MOVED})") + _BY_MONTH.format(changes=_CHANGES), by_key=False
)
# Both readings as they are kept, in whole months and then in days; without who was ever moved.
_KEPT_SUMS = """,
sums AS (
    SELECT a.*, replace(s.kind, '_month', '') AS kind, s.part, s.detail, s.n
    FROM asked a JOIN cases_keptsum s ON s.agreement_id = %(agreement)s
        AND s.kind IN ('was_month', 'apart_month') AND s.day < date_trunc('month', a.day)::date
    UNION ALL
    SELECT a.*, s.kind, s.part, s.detail, s.n
    FROM asked a JOIN cases_keptsum s ON s.agreement_id = %(agreement)s
        AND s.kind IN ('was', 'apart')
        AND s.day >= date_trunc('month', a.day)::date AND s.day <= a.day
    UNION ALL
    SELECT a.*, d.f[1], d.f[3], d.f[4], -d.f[5]::int
    FROM asked a JOIN cases_keptpast k ON k.agreement_id = %(agreement)s
    CROSS JOIN LATERAL (SELECT string_to_array(unnest(k.deltas), '|') AS f) AS d
    WHERE k.child_id IN ({moved}) AND d.f[1] IN ('was', 'apart') AND d.f[2]::date <= a.day)
SELECT number, 'past', NULL::date, sum(n)::int FROM sums
WHERE kind = 'was' AND detail NOT LIKE 'off%%' AND (measure = 'identified'
    OR detail LIKE '%%home%%' OR measure = 'eligible' AND part = ANY (%(to_travel)s))
GROUP BY 1 HAVING sum(n) <> 0
UNION ALL
SELECT number, split_part(detail, ' ', 1),
    COALESCE(NULLIF(split_part(detail, ' ', 2), '')::date, date_trunc('month', day)::date),
    sum(n)::int FROM sums
WHERE kind = 'apart' AND part = measure GROUP BY 1, 2, 3 HAVING sum(n) <> 0
"""
_KEPT = Statement(_ASKED + _KEPT_SUMS.format(moved=_OF_MOVED), by_key=False)
_Sums = Numbers[tuple[str, datetime.date | None]]


def evenings(agreement: int, wishes: Sequence[Wish]) -> list[BothReadings]:
    """Return for each wish how many children the register counted that evening. Two queries.

    From the sums that are kept, however many children there are: what ``cohorts`` counts child by
    child. Source: decision 0321.
    """
    if not wishes:
        return []
    values = _values(agreement, wishes)
    sums: list[_Sums] = [Numbers() for _wish in wishes]
    for number, word, month, n in _KEPT.tuples(**values):
        sums[number][word, month] += n
        sums[number]["was", None] += n if month is None else -SAME_DAY[CohortChange(word)] * n
    for number, word, month, n in _SUMS_OF_MOVED.tuples(**values):
        sums[number][word, month] += n
    return [_evening(each) for each in sums]


def cohorts(agreement: int, wishes: Sequence[Wish]) -> list[Cohort]:
    """Return for each wish how many children the register counted and counts. One query."""
    rows = _SUMS.tuples(**_values(agreement, wishes)) if wishes else []
    return [_cohort([row[1:] for row in rows if row[0] == number]) for number in range(len(wishes))]


def cohort_lines(agreement: int, wish: Wish) -> list[CohortLine]:
    """Return each child who is counted on one reading and not on another, by day. One query."""
    rows = _LINES.tuples(**_values(agreement, [wish]))
    return [CohortLine(key, ref, CohortChange(change), day) for key, ref, change, day in rows]


def cohort_of(readings: BothReadings, lines: Iterable[CohortLine]) -> Cohort:
    """Return the count of which all ``cohort_lines`` are known: what they lead to, by month."""
    sums = Numbers((line.change, line.day.replace(day=1)) for line in lines)
    moves = [Moved(change, month, n) for (change, month), n in sums.items()]
    since = sum(SINCE.get(move.change, 0) * move.n for move in moves)
    return Cohort(
        was=readings.was,
        past=readings.past,
        today=readings.past + since,
        moves=tuple(sorted(moves, key=lambda move: (move.month, move.change))),
    )


def _cohort(rows: list[tuple[str, datetime.date | None, int]]) -> Cohort:
    sizes = {word: n for word, month, n in rows if month is None}
    moves = tuple(Moved(CohortChange(word), month, n) for word, month, n in rows if month)
    was, past, today = (sizes.get(name, 0) for name in _READINGS)
    return Cohort(was=was, past=past, today=today, moves=moves)


def _evening(sums: _Sums) -> BothReadings:
    changes = [
        Moved(CohortChange(word), month, n)
        for (word, month), n in sums.items()
        if month and word in SAME_DAY and n
    ]
    return BothReadings(
        was=sums["was", None],
        past=sums["past", None],
        moves=tuple(sorted(changes, key=lambda move: (move.month, move.change))),
    )


def _values(agreement: int, wishes: Sequence[Wish]) -> dict[str, object]:
    return {
        "agreement": agreement,
        "numbers": list(range(len(wishes))),
        "measures": [wish.measure.value for wish in wishes],
        "days": [wish.on for wish in wishes],
        "not_counted": [reason.value for reason in NOT_COUNTED],
        "to_travel": [stage.value for stage in TO_TRAVEL],
    }
