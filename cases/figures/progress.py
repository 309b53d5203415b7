"""How far we are: the children by stage, and what they add up to."""

import datetime
from dataclasses import dataclass

from django.db.models import Aggregate, Count, F, FloatField, Func, IntegerField, Q, QuerySet, Value

from cases.figures.counts import Counted, is_counted, standing
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
    """Children by what they are counted as, and by stage, on a day."""

    by_kind: dict[Counted, int]
    stages: tuple[StageRow, ...]

    def __getitem__(self, kind: Counted) -> int:
        return self.by_kind[kind]

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.stages)


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
    def percent_of_identified(self) -> int | None:
        return percent(self.returned, self.identified)

    @property
    def beyond_target(self) -> int:
        return max(0, self.returned - (self.target or self.returned))


def percent(part: int, whole: int) -> int | None:
    """Return ``part`` in percent of ``whole``, above 100 too; None of nothing."""
    return round(100 * part / whole) if whole else None


#: No time runs any more in these stages.
_ENDED = (Stage.CLOSED, Stage.PLACED)
_KINDS = tuple(Counted)


def tally(
    children: "QuerySet[Child]",
    overdue: "QuerySet[Child]",
    *,
    on: datetime.date,
    today: datetime.date,
) -> Tally:
    """Return ``children`` counted by kind and by stage, ``overdue`` being those of them that are.

    One query, however many children. Medians are whole days.
    """
    rows = (
        standing(children, on=on, today=today)
        .filter(is_counted(Counted.IDENTIFIED, on=on))
        .order_by()
        .values("at_stage")
        .annotate(
            median=_Median(_Days(Value(on), F("at_since"))),
            overdue=Count("pk", filter=Q(pk__in=overdue.order_by().values("pk"))),
            **{f"n_{kind.value}": Count("pk", filter=is_counted(kind, on=on)) for kind in _KINDS},
        )
    )
    by_stage = {Stage(row["at_stage"]): row for row in rows}
    return Tally(
        by_kind={kind: sum(r[f"n_{kind.value}"] for r in by_stage.values()) for kind in _KINDS},
        stages=tuple(_stage_row(stage, by_stage.get(stage, {})) for stage in ORDER),
    )


def progress(counts: Tally, *, published: int, target: int | None) -> Progress:
    """Return how far ``counts`` are toward ``target``, of ``published`` children."""
    return Progress(
        identified=counts[Counted.IDENTIFIED],
        returned=counts[Counted.RETURNED],
        to_travel=counts[Counted.TO_TRAVEL],
        pending=counts[Counted.PENDING],
        ineligible=counts[Counted.INELIGIBLE],
        closed=counts[Counted.CLOSED],
        published=published,
        target=target,
    )


def _stage_row(stage: Stage, row: dict[str, float | None]) -> StageRow:
    median = row.get("median")
    return StageRow(
        stage=stage,
        count=int(row.get("n_identified") or 0),
        median_days=None if median is None or stage in _ENDED else round(median),
        overdue=int(row.get("overdue") or 0),
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
