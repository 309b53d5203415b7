"""Figures of today from the sums that the database keeps, however many children there are.

They are what ``progress.tally`` and ``overdue.most_overdue`` count row by row, and a plain sum of
the fees. Source: decision 0156.
"""

import datetime
from collections import Counter as Numbers
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from cases.figures.counts import BY_STAGE, READY, Counted
from cases.figures.overdue import Late, LateCase
from cases.figures.progress import StageRow, Tally
from cases.models import User
from cases.models.prepared import Statement
from cases.rules.stages import ORDER
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Own:
    """Whose cases are a user's own: those of a team, and those assigned to the user."""

    team_id: int | None
    caseworker_id: int


class SumRow(NamedTuple):
    """A sum of all children, and of the user's own; ``day`` is the month of a median."""

    kind: str
    part: str
    detail: str
    day: datetime.date | None
    n: int
    own: int


class KeptLate(NamedTuple):
    """One late case as it is kept."""

    reference: str
    stage: str
    kind: str
    late_from: datetime.date
    owner: str


class FeeRow(NamedTuple):
    """The fees in one status and currency."""

    status: str
    currency: str
    n: int
    amount: Decimal


#: Some kinds of sum: their columns, the days of them that are asked for, and how they are grouped.
_BRANCH = """
SELECT kind, {columns}, sum(n)::bigint, 0::bigint
FROM cases_keptsum WHERE agreement_id = ANY (%(agreements)s) AND kind IN ({kinds}) {days}
GROUP BY kind, {grouped} HAVING sum(n) <> 0
"""
#: The same of the cases of a team, and of those of a caseworker in the others.
_OWN_BRANCH = """
SELECT kind, part, detail, NULL::date, 0::bigint, sum(n)::bigint FROM (
    SELECT substr(kind, 6) AS kind, part, detail, n FROM cases_keptsum
    WHERE team_id = %(team_id)s AND caseworker_id IS NULL AND kind IN ({of_team}) {days} AND {among}
    UNION ALL
    SELECT substr(kind, 5), part, detail, n FROM cases_keptsum
    WHERE caseworker_id = %(caseworker_id)s AND kind IN ({of_own}) {days} AND {among}
        AND NOT COALESCE(team_id = %(team_id)s, false)
) AS own GROUP BY kind, part, detail HAVING sum(n) <> 0
"""


def _branch(kinds: Sequence[str], *, months: bool = False, days: str = "") -> str:
    detail, day = ("''", "day") if months else ("detail", "NULL::date")
    columns, grouped = f"part, {detail}, {day}", f"part, {'day' if months else 'detail'}"
    return _BRANCH.format(kinds=_listed(kinds), columns=columns, grouped=grouped, days=days)


def _own_branch(kinds: Sequence[str], *, days: str = "", among: str = "true") -> str:
    team, own = (_listed(f"{whose}_{kind}" for kind in kinds) for whose in ("team", "own"))
    return _OWN_BRANCH.format(of_team=team, of_own=own, days=days, among=among)


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


# Kinds by which of their days count: one condition with OR would not be read from the index alone.
_OF_ALL = (
    (("stage", "assessed", "paid"), ""),
    (("late",), "AND day < %(on)s"),
    (("family",), "AND day <= %(on)s"),
)
_AMONG = "agreement_id = ANY (%(agreements)s)"
_BRANCHES = [_branch(kinds, days=days) for kinds, days in _OF_ALL]
_SUMS = Statement(" UNION ALL ".join([*_BRANCHES, _branch(["month"], months=True)]))
_SUMS_AND_OWN = Statement(
    " UNION ALL ".join(
        [_SUMS.sql, *(_own_branch(kinds, days=days, among=_AMONG) for kinds, days in _OF_ALL)]
    )
)
# The numbers of a list: of all cases, or of those that a user may open, and of those assigned.
_MINE = """
SELECT 'mine', part, sum(n)::bigint FROM cases_keptsum
WHERE caseworker_id = %(caseworker_id)s AND kind = 'own_stage' GROUP BY 2
"""
_EVERY_LIST = """
SELECT s.kind, s.part, sum(s.n)::bigint
FROM cases_agreement a JOIN cases_keptsum s ON s.agreement_id = a.id
    AND (s.kind = 'stage' OR s.kind = 'late' AND s.day < %(on)s)
GROUP BY 1, 2
"""
_OWN_LIST = """
SELECT kind, part, sum(own)::bigint FROM ({own}) AS own (kind, part, detail, day, n, own)
GROUP BY 1, 2
"""
_LISTED = Statement(f"{_EVERY_LIST} UNION ALL {_MINE}")
_LISTED_OWN = Statement(
    " UNION ALL ".join(
        [
            *(
                _OWN_LIST.format(own=_own_branch([kind], days=days))
                for kind, days in (("stage", ""), ("late", "AND day < %(on)s"))
            ),
            _MINE,
        ]
    )
)
# The days of the few months in which medians lie.
_DAYS = Statement("""
SELECT w.part, w.month, s.day, sum(s.n)::bigint
FROM unnest(%(parts)s::text[], %(months)s::date[]) AS w (part, month)
JOIN cases_keptsum s ON s.agreement_id = ANY (%(agreements)s) AND s.kind = 'since'
    AND s.part = w.part AND s.day >= w.month
    AND s.day < (w.month + interval '1 month')::date
GROUP BY 1, 2, 3 HAVING sum(s.n) <> 0 ORDER BY 1, 2, 3
""")
_ENTERED = Statement("""
SELECT w.part, COALESCE(sum(s.n), 0)::bigint
FROM unnest(%(parts)s::text[], %(days)s::date[]) AS w (part, day)
LEFT JOIN cases_keptsum s ON s.agreement_id = ANY (%(agreements)s) AND s.kind = 'entered'
    AND s.part = w.part AND s.day <= w.day AND s.entered_on > w.day
GROUP BY 1
""")
_FEES = Statement("""
SELECT part, detail, sum(n)::bigint, sum(amount) FROM cases_keptsum
WHERE agreement_id = ANY (%(agreements)s) AND kind = 'fee' AND day <= %(on)s
GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2
""")

_LATEST = """
SELECT k.child_id, k.late_from, CASE WHEN k.due_on < %(on)s THEN k.due_kind ELSE 'task' END AS kind
FROM cases_keptcase k WHERE k.late_from < %(on)s AND {among}
ORDER BY k.late_from, k.child_id LIMIT 5
"""
_LATE = """
SELECT c.reference, c.stage, late.kind, late.late_from,
    COALESCE(NULLIF(TRIM(CONCAT(u.first_name, ' ', u.last_name)), ''), u.username, '')
FROM ({late}) AS late JOIN cases_child c ON c.id = late.child_id
LEFT JOIN cases_user u ON u.id = c.caseworker_id
ORDER BY late.late_from, late.child_id LIMIT 5
"""
_OF_EACH = (
    "SELECT five.* FROM unnest(%(agreements)s::bigint[]) AS a (id), LATERAL ({latest}) AS five"
)
# Each index hands out its cases by their day: the five are the first ones, however many there are.
_LATE_OF_ALL = Statement(
    _LATE.format(late=_OF_EACH.replace("{latest}", _LATEST.format(among="k.agreement_id = a.id")))
)
_OF_SOME = "k.agreement_id = ANY (%(agreements)s) AND k.{column} = %({column})s"
_LATE_OF_OWN = Statement(
    _LATE.format(
        late=" UNION ".join(
            f"({_LATEST.format(among=_OF_SOME.format(column=column))})"
            for column in ("team_id", "caseworker_id")
        )
    )
)


def tallies(
    agreements: Sequence[int], *, own: Own | None = None, on: datetime.date
) -> tuple[Tally, Tally | None]:
    """Return the children of some agreements today, and the user's own of them, None without.

    The own ones have no medians. Two queries.
    """
    keys = list(agreements)
    if own:
        answer = _SUMS_AND_OWN.tuples(agreements=keys, on=on, **own_values(own))
    else:
        answer = _SUMS.tuples(agreements=keys, on=on)
    rows = [SumRow(*row) for row in answer]
    rows = [row for row in rows if (row.kind, row.detail) != ("stage", "off")]
    everybody = _tally(rows, _medians(keys, rows, on))
    mine = _tally([row._replace(n=row.own) for row in rows], {}) if own else None
    return everybody, mine


def latest(
    agreements: Sequence[int], *, own: Own | None = None, on: datetime.date
) -> tuple[LateCase, ...]:
    """Return the five cases of some agreements overdue longest, of the user's own if given.

    Worst first. One query.
    """
    statement = _LATE_OF_OWN if own else _LATE_OF_ALL
    values = own_values(own) if own else {}
    rows = statement.tuples(agreements=list(agreements), on=on, **values)
    return tuple(_late_case(KeptLate(*row), on) for row in rows)


def fee_sums(agreements: Sequence[int], *, on: datetime.date) -> list[FeeRow]:
    """Return the fees of some agreements due by a day, by status and currency. One query."""
    return [FeeRow(*row) for row in _FEES.tuples(agreements=list(agreements), on=on)]


def entered_later(agreement: int, days: dict[str, datetime.date]) -> dict[str, int]:
    """Return how many events happened by a day and were entered after it. One query.

    ``days`` has the day of each of "identified" and "returned" that is wanted.
    """
    rows = _ENTERED.tuples(agreements=[agreement], parts=list(days), days=list(days.values()))
    return dict(rows)


def list_counts(user: User, *, on: datetime.date) -> dict[str, int] | None:
    """Return how many children the tabs of a list of ``user`` hold; None where rows must say.

    One query.
    """
    own = own_of(user)
    if user.has_perm("cases.view_every_child"):
        rows = _LISTED.tuples(on=on, caseworker_id=user.pk)
    elif own:
        rows = _LISTED_OWN.tuples(on=on, **own_values(own))
    else:
        return None
    stages = [(part, n) for kind, part, n in rows if kind == "stage"]
    return {
        "mine": sum(n for kind, part, n in rows if kind == "mine" and part != Stage.CLOSED),
        "all": sum(n for _part, n in stages),
        "overdue": sum(n for kind, _part, n in rows if kind == "late"),
        "ready": sum(n for part, n in stages if part in READY),
        "ineligible": sum(n for part, n in stages if part == Stage.INELIGIBLE),
    }


def own_of(user: User) -> Own | None:
    """Return whose cases ``user`` may open where these are a team's and the user's, no others."""
    others = ("view_every_child", "view_children_with_fee", "view_travelling_children")
    if any(user.has_perm(f"cases.{name}") for name in others):
        return None
    return Own(user.team_id, user.pk) if user.has_perm("cases.view_team_children") else None


def own_values(own: Own | None) -> dict[str, int | None]:
    """Return whose cases a statement counts as the own ones; of nobody none."""
    return {
        "team_id": own.team_id if own else None,
        "caseworker_id": own.caseworker_id if own else None,
    }


def _tally(rows: list[SumRow], medians: dict[str, int]) -> Tally:
    counts: Numbers[str] = Numbers()
    late: Numbers[str] = Numbers()
    why: Numbers[str] = Numbers()
    for row in rows:
        if row.kind == "stage":
            counts[row.part] += row.n
        elif row.kind == "late":
            late[row.part] += row.n
            why[row.detail] += row.n
    return Tally(
        by_kind={kind: _number(kind, rows) for kind in Counted},
        stages=tuple(
            StageRow(stage, counts[stage], medians.get(stage), late[stage]) for stage in ORDER
        ),
        late=tuple((kind, why[kind]) for kind in Late if why[kind]),
    )


#: Kinds that are summed by themselves.
_ELSEWHERE = {Counted.ASSESSED: "assessed", Counted.FEE_PAID: "paid", Counted.IN_FAMILY: "family"}


def _number(kind: Counted, rows: list[SumRow]) -> int:
    if kind in _ELSEWHERE:
        return sum(row.n for row in rows if row.kind == _ELSEWHERE[kind])
    stages, with_home = BY_STAGE[kind]
    return sum(
        row.n
        for row in rows
        if row.kind == "stage" and (with_home if row.detail == "home" else row.part in stages)
    )


class _Middle(NamedTuple):
    """One of the two middle cases of a stage: how many of its month are before it."""

    stage: str
    month: datetime.date
    before: int


def _medians(agreements: list[int], rows: list[SumRow], on: datetime.date) -> dict[str, int]:
    """Return the median of whole days in each stage in which time runs."""
    months: dict[str, list[tuple[datetime.date, int]]] = {}
    for row in rows:
        if row.kind == "month" and row.day:
            months.setdefault(row.part, []).append((row.day, row.n))
    middles = [each for stage, counts in months.items() for each in _middles(stage, sorted(counts))]
    if not middles:
        return {}
    pairs = sorted({(each.stage, each.month) for each in middles})
    days: dict[tuple[str, datetime.date], list[tuple[datetime.date, int]]] = {}
    for stage, month, day, n in _DAYS.tuples(
        agreements=agreements,
        parts=[stage for stage, _month in pairs],
        months=[month for _stage, month in pairs],
    ):
        days.setdefault((stage, month), []).append((day, n))
    lengths: dict[str, list[int]] = {}
    for each in middles:
        day = _day_at(each.before, days[each.stage, each.month])
        lengths.setdefault(each.stage, []).append((on - day).days)
    return {stage: round(sum(two) / 2) for stage, two in lengths.items()}


def _middles(stage: str, counts: list[tuple[datetime.date, int]]) -> Iterable[_Middle]:
    whole = sum(n for _month, n in counts)
    for rank in ((whole - 1) // 2, whole // 2):
        before = 0
        for month, n in counts:
            if rank < before + n:
                yield _Middle(stage, month, rank - before)
                break
            before += n


def _day_at(rank: int, counts: list[tuple[datetime.date, int]]) -> datetime.date:
    for day, n in counts:
        if rank < n:
            return day
        rank -= n
    raise LookupError(rank)


def _late_case(row: KeptLate, on: datetime.date) -> LateCase:
    return LateCase(
        reference=row.reference,
        kind=Late(row.kind),
        stage=Stage(row.stage),
        owner=row.owner,
        days=(on - row.late_from).days,
    )
