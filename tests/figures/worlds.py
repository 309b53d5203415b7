"""Registers of many cases, made by the acts of staff, and counted again by hand."""

import datetime
import random
import statistics
from collections import Counter
from collections.abc import Iterable

from cases.casework import agreement_changes, closings, kept_sums
from cases.figures.counts import Counted
from cases.models import Agreement, Child, Journal, Placement
from cases.pages.charts import StageGroup
from cases.vocabulary import Act, BatchStatus, ClosedReason, FeeStatus, PlacementKind, Role, Stage
from tests import factories
from tests.kept import kept

OPEN_STAGES = [stage for stage in Stage if stage != Stage.CLOSED]
OTHER_REASONS = [reason for reason in ClosedReason if reason != ClosedReason.COMPLETED]


def close(child: Child, reason: ClosedReason) -> Child:
    """Close a case by two people, on the day its stage began."""
    other = None
    if reason == ClosedReason.DUPLICATE:
        other = Child.objects.exclude(pk=child.pk).first()
        reason = reason if other else ClosedReason.ERROR
    on = child.stage_since
    closings.ask_to_close(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=on,
        reason=reason,
        duplicate_of=other,
    )
    child.refresh_from_db()
    closings.approve_closing(
        child=child, version=child.version, by=factories.user(Role.REVIEWER), on=on
    )
    child.refresh_from_db()
    return child


@kept
def every_stage() -> None:
    """One child at each stage, one closed for each reason, one with a relative, two fees paid."""
    for stage in OPEN_STAGES:
        factories.child(stage)
    home = factories.typed_town()
    with factories.past_the_guards():
        Placement.objects.update(kind=PlacementKind.RELATIVE, place=home)
    kept_sums.rebuild()
    for reason in OTHER_REASONS:
        close(factories.child(), reason)
    close(factories.child(Stage.PLACED), ClosedReason.COMPLETED)
    factories.batch(BatchStatus.SENT, fees=2)
    limit(Stage.REGISTERED, 20)
    limit(Stage.ELIGIBLE, 40)


#: Stages that a child reaches without a movement.
AT_A_DESK = [Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.CLEARED]
AT_A_DESK += [Stage.DEFERRED, Stage.INELIGIBLE]


def of_two_agreements(seed: int) -> Agreement:
    """Cases at random under two agreements, one family moved between them; return the second."""
    second = factories.second_agreement()
    at_random(seed)
    dice = random.Random(seed)
    for _case in range(6):
        child = factories.child(dice.choice(AT_A_DESK), under=second)
        if dice.random() < 0.4:
            close(child, dice.choice(OTHER_REASONS))
    moved = factories.family(2)
    to_second = {"mother": moved, "on": factories.DAY}
    asked_by = factories.user(Role.CASEWORKER)
    agreement_changes.ask(version=1, by=asked_by, to=second, reason="In Syria.", **to_second)
    agreement_changes.approve(version=2, by=factories.user(Role.REVIEWER), **to_second)
    return second


def at_random(seed: int) -> None:
    """Eight cases of whatever stage, some of them closed for whatever reason."""
    dice = random.Random(seed)
    for _case in range(8):
        child = factories.child(dice.choice(OPEN_STAGES))
        if child.stage not in (Stage.BOOKED, Stage.IN_TRANSIT) and dice.random() < 0.4:
            placed = child.stage == Stage.PLACED
            reason = ClosedReason.COMPLETED if placed else dice.choice(OTHER_REASONS)
            close(child, reason)
    factories.batch(dice.choice([BatchStatus.APPROVED, BatchStatus.SENT]), fees=2)


def limit(stage: Stage, days: int) -> None:
    factories.stage_limit(factories.agreement(), stage, days)


def recount(
    on: datetime.date, children: Iterable[Child] | None = None
) -> tuple[Counter, Counter, dict[Stage, float]]:
    """Count every child by kind and by stage on a day, from the journal, one by one.

    Returns the counts by kind, by stage, and the median days in each stage.
    """
    kinds: Counter = Counter()
    days: dict[Stage, list[int]] = {}
    for child in Child.objects.all() if children is None else children:
        found = _kinds_of(child, on)
        if found is not None:
            stage, since, are = found
            kinds.update(are)
            days.setdefault(stage, []).append((on - since).days)
    stages = Counter({stage: len(found) for stage, found in days.items()})
    return kinds, stages, {stage: statistics.median(found) for stage, found in days.items()}


def _kinds_of(child: Child, on: datetime.date) -> tuple[Stage, datetime.date, set[Counted]] | None:
    entries = list(Journal.objects.filter(child=child, happened_on__lte=on).order_by("pk"))
    steps = [entry for entry in entries if entry.to_stage]
    if not steps:
        return None
    last = steps[-1]
    stage = Stage(last.to_stage)
    if stage == Stage.CLOSED and last.detail in ("duplicate", "error", "not_national"):
        return None
    are = {Counted.IDENTIFIED, *_part_of(stage, any(step.act == Act.ARRIVE for step in steps))}
    more = {
        Counted.READY: stage in ("cleared", "booked"),
        Counted.ASSESSED: any(entry.act == Act.DECIDE for entry in entries),
        Counted.FEE_PAID: _has_paid(child, on),
        Counted.IN_FAMILY: _in_a_family(child, on),
    }
    return stage, last.happened_on, are | {kind for kind, holds in more.items() if holds}


def _part_of(stage: Stage, home: bool) -> set[Counted]:
    if home:
        return {Counted.RETURNED, Counted.ELIGIBLE}
    if stage in ("eligible", "cleared", "booked", "in_transit"):
        return {Counted.TO_TRAVEL, Counted.ELIGIBLE}
    if stage in ("registered", "verified", "deferred"):
        return {Counted.PENDING}
    return {Counted.INELIGIBLE if stage == "ineligible" else Counted.CLOSED}


def _in_a_family(child: Child, on: datetime.date) -> bool:
    families = child.placements.filter(kind__in=["relative", "foster"])
    return any(placement.during.lower <= on for placement in families)


def _has_paid(child: Child, on: datetime.date) -> bool:
    paid = child.fees.filter(status__in=[FeeStatus.PAID, FeeStatus.RECEIPTED])
    lines = [line for fee in paid for line in fee.lines.filter(released=False)]
    return any(line.batch.value_date and line.batch.value_date <= on for line in lines)


def by_stage(groups: Iterable[StageGroup]) -> dict[str, int]:
    """Return the children of each stage that the dashboard shows, by its name; none empty."""
    counts: Counter[str] = Counter()
    for group in groups:
        assert sum(row.count for row in group.rows) == group.count, group.label
        for row in group.rows:
            counts[str(row.label)] += row.count
    return dict(+counts)
