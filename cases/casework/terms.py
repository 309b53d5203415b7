"""What an agreement asks for on a day, read in one query."""

import datetime
from dataclasses import dataclass

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast

from cases.models import ConsentRule, FeeSchedule, Requirement
from cases.rules.tracks import ConsentRuleFacts, RequirementFacts
from cases.vocabulary import ClearanceKind, ConsentPurpose, GiverRole, NeededFor


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms in force on a day; ``requirements`` stand in the order they are needed."""

    requirements: tuple[RequirementFacts, ...]
    consent_rules: tuple[ConsentRuleFacts, ...]
    paid_before_clearing: bool


def terms_of(agreement_id: int, *, on: datetime.date) -> Terms:
    """Return the terms of an agreement on a day. One query."""
    rows = _rows(agreement_id, on)
    requirements = [
        RequirementFacts(ClearanceKind(word), NeededFor(purpose), number)
        for kind, word, purpose, number in rows
        if kind == "requirement"
    ]
    return Terms(
        requirements=tuple(sorted(requirements, key=_order)),
        consent_rules=tuple(
            ConsentRuleFacts(GiverRole(word), number)
            for kind, word, _purpose, number in rows
            if kind == "consent"
        ),
        paid_before_clearing=any(kind == "fee" for kind, *_rest in rows),
    )


def _rows(agreement_id: int, on: datetime.date) -> list[tuple[str, str, str, int | None]]:
    def text(column: str) -> Cast:
        return Cast(column, CharField())

    def number(column: str) -> Cast:
        return Cast(column, IntegerField())

    nothing = Value("", output_field=CharField())
    no_number = Cast(Value(None), IntegerField())
    in_force = {"agreement_id": agreement_id, "during__contains": on}
    requirements = Requirement.objects.filter(**in_force).values_list(
        Value("requirement"), text("clearance"), text("needed_for"), number("valid_days")
    )
    rules = ConsentRule.objects.filter(**in_force, purpose=ConsentPurpose.REPATRIATION)
    schedules = FeeSchedule.objects.filter(**in_force, paid_before_clearing=True)
    union = requirements.union(
        rules.values_list(Value("consent"), text("giver_role"), nothing, number("from_age")),
        schedules.values_list(Value("fee"), nothing, nothing, no_number),
        all=True,
    )
    return list(union)


def _order(requirement: RequirementFacts) -> tuple[int, int]:
    return (
        NeededFor.values.index(requirement.needed_for),
        ClearanceKind.values.index(requirement.clearance),
    )
