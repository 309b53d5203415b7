"""What an agreement still needs before cases can be worked on under it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import (
    AgeClock,
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    CriteriaSet,
    FeeSchedule,
    FollowUpRule,
    Place,
    PublishedFigure,
    Requirement,
    RetentionTerm,
    StageLimit,
    Team,
    TermChange,
)
from cases.rules.stages import WAY_HOME
from cases.vocabulary import TERMS, CriteriaStatus, PlacePurpose, Stage, TermPart


class TermState(StrEnum):
    """There, there and about to change, as usual or none, kept for ever, waiting, or missing.

    ``SOME`` where a stage on the way home has no limit, so that its tasks have no day.
    """

    READY = "ready"
    SOME = "some"
    CHANGES = "changes"
    USUAL = "usual"
    NONE = "none"
    FOR_EVER = "for_ever"
    WAITS = "waits"
    MISSING = "missing"


#: Parts that nobody must enter: 18 is watched under every agreement, not all publish figures,
#: and without a term no case is disposed of.
_WITHOUT = {
    TermPart.AGES: TermState.USUAL,
    TermPart.PUBLISHED: TermState.NONE,
    TermPart.RETENTION: TermState.FOR_EVER,
}


#: The stages on the way home in which somebody has something to do.
_TIMED = [stage for stage in WAY_HOME if stage != Stage.PLACED]


@dataclass(frozen=True, slots=True)
class Need:
    """One part of an agreement: how many rows there are, and who asked where one waits."""

    part: TermPart
    count: int
    asked_by: int | None
    number: int | None

    @property
    def state(self) -> TermState:
        if self.count and self.asked_by and self.part in TERMS:
            return TermState.CHANGES
        if self.count:
            is_short = self.part == TermPart.LIMITS and self.count < len(_TIMED)
            return TermState.SOME if is_short else TermState.READY
        if self.asked_by:
            return TermState.WAITS
        return _WITHOUT.get(self.part, TermState.MISSING)

    @property
    def is_missing(self) -> bool:
        """Whether somebody must still act."""
        return self.state in (TermState.WAITS, TermState.MISSING)


@dataclass(frozen=True, slots=True)
class AgreementNeeds:
    """The parts of an agreement, in the order in which they are entered."""

    agreement: Agreement
    needs: tuple[Need, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.is_missing)


def needs_of_all(*, on: datetime.date) -> list[AgreementNeeds]:
    """Return what each agreement has and lacks on a day, by title. One query."""
    rows = Agreement.objects.select_related("home", "holding").annotate(**_columns(on))
    return [AgreementNeeds(row, tuple(_need(row, part) for part in TermPart)) for row in rows]


def needs_of(agreements: Sequence[AgreementNeeds], slug: str) -> AgreementNeeds | None:
    """Return the needs of the agreement ``slug``; None where there is none."""
    return next((each for each in agreements if each.agreement.slug == slug), None)


def _columns(on: datetime.date) -> dict[str, Any]:
    mine = {"agreement": OuterRef("pk")}
    in_force = {**mine, "during__contains": on}
    waiting = FeeSchedule.objects.proposed().filter(**mine)
    sets = CriteriaSet.objects.filter(**mine)
    requests = sets.filter(status=CriteriaStatus.DRAFT, publish_asked_by__isnull=False)
    rows: dict[TermPart, QuerySet[Any]] = {
        TermPart.AGREEMENT: TermChange.objects.filter(
            **mine, part=TermPart.AGREEMENT, approved_by__isnull=False
        ),
        TermPart.PUBLISHED: PublishedFigure.objects.uncorrected().filter(**mine),
        TermPart.FIGURES: AgreementFigures.objects.filter(**mine),
        TermPart.STATEMENTS: AgreementStatement.objects.filter(**mine).exclude(text=""),
        TermPart.FEE: FeeSchedule.objects.in_force(on=on).filter(**mine),
        TermPart.CRITERIA: sets.filter(status=CriteriaStatus.PUBLISHED),
        TermPart.REQUIREMENTS: Requirement.objects.filter(**in_force),
        TermPart.CONSENT: ConsentRule.objects.filter(**in_force),
        TermPart.LIMITS: StageLimit.objects.filter(**in_force, stage__in=_TIMED),
        TermPart.FOLLOW_UPS: FollowUpRule.objects.filter(**in_force),
        TermPart.AGES: AgeClock.objects.filter(**in_force),
        TermPart.RETENTION: RetentionTerm.objects.filter(**in_force),
        TermPart.PLACES: Place.objects.serving(PlacePurpose.CUSTODY).filter(
            country=OuterRef("holding")
        ),
    }
    counts: dict[str, Any] = {f"n_{part.value}": _number(each) for part, each in rows.items()}
    changes = TermChange.objects.asked().filter(**mine).order_by("pk")
    requested = {
        f"asked_{part.value}": Subquery(changes.filter(part=part).values("asked_by")[:1])
        for part in TERMS
    }
    return {
        **counts,
        **requested,
        "n_teams": _number(Team.objects.all()),
        "asked_fee": Subquery(waiting.values("asked_by")[:1]),
        "asked_criteria": Subquery(requests.values("publish_asked_by")[:1]),
        "number_criteria": Subquery(requests.values("number")[:1]),
    }


def _number(rows: "QuerySet[Any]") -> Coalesce:
    """Return the number of ``rows``, 0 for none, as a part of a query."""
    grouped = rows.order_by().annotate(same=F("pk") * 0).values("same")
    return Coalesce(Subquery(grouped.annotate(n=Count("*")).values("n")), 0)


def _need(row: Any, part: TermPart) -> Need:
    return Need(
        part=part,
        count=getattr(row, f"n_{part.value}"),
        asked_by=getattr(row, f"asked_{part.value}", None),
        number=getattr(row, f"number_{part.value}", None),
    )
