"""Progress: the children by stage, and their totals."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
)

from cases.figures.counts import BY_STAGE, Counted, counted, identified, is_home, standing
from cases.figures.overdue import Late, with_lateness
from cases.models import Child
from cases.rules.stages import ORDER
from cases.vocabulary import Stage


class _Days(Func):
    """Days from a date to another one."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class _Median(Aggregate):
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class StageRow:
    """The children in one stage; ``median_days`` is None where no time runs."""

    stage: Stage
    count: int
    median_days: int | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Children by what they are counted as, by stage, and by why they are overdue.

    ``is_late_known``: whether the overdue were counted.
    """

    by_kind: dict[Counted, int]
    stages: tuple[StageRow, ...]
    late: tuple[tuple[Late, int], ...] = ()
    is_late_known: bool = True

    def __getitem__(self, kind: Counted) -> int:
        return self.by_kind[kind]

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.stages)

    def of(self, stage: Stage) -> StageRow:
        return next(row for row in self.stages if row.stage == stage)

    def split(self, kind: Counted, stage: Stage) -> int:
        """Return how many of ``kind`` are in ``stage``, one of the stages of that kind.

        Of the parts of the identified only two share a stage: the closed had returned, or not.
        """
        if stage != Stage.CLOSED or kind == Counted.IDENTIFIED:
            return self.of(stage).count
        others = self[Counted.CLOSED]
        return others if kind == Counted.CLOSED else self.of(stage).count - others


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress toward the target; children, and percent where a name says so.

    ``identified`` splits without rest into returned, to_travel, pending,
    ineligible and closed. ``target`` is None where none is on record.
    """

    identified: int
    returned: int
    to_travel: int
    pending: int
    ineligible: int
    closed: int
    published: int
    target: int | None

    @property
    def not_yet_on_record(self) -> int:
        return max(0, self.published - self.identified)

    @property
    def base(self) -> int:
        return max(self.published, self.identified)

    @property
    def eligible(self) -> int:
        return self.returned + self.to_travel

    @property
    def percent_of_target(self) -> int | None:
        return percent(self.returned, self.target or 0)

    @property
    def beyond_target(self) -> int:
        return max(0, self.returned - (self.target or self.returned))


def percent(part: int, whole: int) -> int | None:
    """Return ``part`` in percent of ``whole``, above 100 too; None of nothing."""
    return round(100 * part / whole) if whole else None


#: No time runs any more in these stages.
ENDED = (Stage.CLOSED, Stage.PLACED)
#: Kinds that lie in other tables than the child's own.
_ELSEWHERE = tuple(kind for kind in Counted if kind not in BY_STAGE)


def tally(children: "QuerySet[Child]", *, on: datetime.date, today: datetime.date) -> Tally:
    """Return ``children`` counted by kind, by stage and by why they are overdue, on a day.

    One query: it groups the children by stage, with one count for each kind
    that is in another table. Medians are whole days. Overdue is as of today.
    """
    return _read(list(_groups(children, on=on, today=today)))


def _read(rows: list[dict[str, Any]]) -> Tally:
    by_stage: dict[Stage, list[dict[str, Any]]] = {}
    for row in rows:
        by_stage.setdefault(Stage(row["at_stage"]), []).append(row)
    late = {kind: sum(row[f"late_{kind.value}"] for row in rows) for kind in Late}
    return Tally(
        by_kind={kind: _number(kind, rows) for kind in Counted},
        stages=tuple(_stage_row(stage, by_stage.get(stage, [])) for stage in ORDER),
        late=tuple((kind, number) for kind, number in late.items() if number),
    )


def _groups(
    children: "QuerySet[Child]", *, on: datetime.date, today: datetime.date
) -> "QuerySet[Any, dict[str, Any]]":
    at_work = with_lateness(standing(children, on=on, today=today).filter(identified()), on=on)
    elsewhere = {
        f"n_{kind.value}": _count(counted(children, kind, on=on, today=today))
        for kind in _ELSEWHERE
    }
    groups = at_work.order_by().annotate(at_home=Q(is_home(on))).values("at_stage", "at_home")
    counts: QuerySet[Any, dict[str, Any]] = groups.annotate(
        n=Count("pk"),
        median=_Median(_Days(on, F("at_since"))),
        **{f"late_{k.value}": Count("pk", filter=Q(late_kind=k.value)) for k in Late},
        **elsewhere,
    )
    return counts


def _count(rows: "QuerySet[Any]") -> Subquery:
    """Return the number of ``rows``, counted once for the whole statement."""
    number = Func("pk", function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number=number).values("number"))


def _number(kind: Counted, rows: list[dict[str, Any]]) -> int:
    if kind in _ELSEWHERE:
        return int(rows[0][f"n_{kind.value}"]) if rows else 0
    stages, with_home = BY_STAGE[kind]
    return sum(r["n"] for r in rows if (with_home if r["at_home"] else r["at_stage"] in stages))


def progress(counts: Tally, *, published: int, target: int | None) -> Progress:
    """Return the progress of ``counts`` toward ``target``, of ``published`` children.

    A target of nobody is none.
    """
    return Progress(
        identified=counts[Counted.IDENTIFIED],
        returned=counts[Counted.RETURNED],
        to_travel=counts[Counted.TO_TRAVEL],
        pending=counts[Counted.PENDING],
        ineligible=counts[Counted.INELIGIBLE],
        closed=counts[Counted.CLOSED],
        published=published,
        target=target or None,
    )


def _stage_row(stage: Stage, rows: list[dict[str, Any]]) -> StageRow:
    timed = rows if stage not in ENDED else []
    return StageRow(
        stage=stage,
        count=sum(row["n"] for row in rows),
        median_days=round(timed[0]["median"]) if timed else None,
        overdue=sum(row[f"late_{kind.value}"] for row in rows for kind in Late),
    )


#: Stages shown in the funnel, in order, each a part of the one before in the usual course.
FUNNEL = (
    Counted.IDENTIFIED,
    Counted.ASSESSED,
    Counted.ELIGIBLE,
    Counted.FEE_PAID,
    Counted.RETURNED,
)


def funnel(counts: Tally) -> tuple[tuple[Counted, int, int | None], ...]:
    """Return the way from identified to home: kind, children, percent of the identified."""
    whole = counts[Counted.IDENTIFIED]
    return tuple((kind, counts[kind], percent(counts[kind], whole)) for kind in FUNNEL)
