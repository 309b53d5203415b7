"""What an agreement asks for on a day, read in one query."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from cases.models import Agreement, ConsentRule, FeeSchedule, Requirement
from cases.models.prepared import DAY, KEY, RowsOf, Statement, prepared
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
    return read_terms(_statement().rows(key=agreement_id, on=on)[0])


@cache
def _statement() -> Statement:
    return prepared(Agreement.objects.filter(pk=KEY).order_by().values(**in_force("pk")))


def in_force(agreement: str) -> dict[str, Any]:
    """Return the columns that ``read_terms`` reads; ``agreement`` is the row's key of one."""
    when = {"agreement": OuterRef(agreement), "during__contains": DAY}
    rules = ConsentRule.objects.filter(**when, purpose=ConsentPurpose.REPATRIATION)
    return {
        "required": _facts(
            Requirement.objects.filter(**when), "clearance", "needed_for", "valid_days"
        ),
        "givers": _facts(rules, "giver_role", "from_age"),
        "paid_before": Exists(
            FeeSchedule.objects.agreed().filter(**when, paid_before_clearing=True)
        ),
    }


def _facts(rows: "QuerySet[Any]", *names: str) -> RowsOf:
    return RowsOf(rows.order_by("pk").values(facts=JSONObject(**{n: F(n) for n in names})))


def read_terms(row: Mapping[str, Any]) -> Terms:
    """Return what a row with the columns of ``in_force`` says."""
    requirements = [
        RequirementFacts(
            ClearanceKind(asked["clearance"]), NeededFor(asked["needed_for"]), asked["valid_days"]
        )
        for asked in row["required"]
    ]
    return Terms(
        requirements=tuple(sorted(requirements, key=_order)),
        consent_rules=tuple(
            ConsentRuleFacts(GiverRole(rule["giver_role"]), rule["from_age"])
            for rule in row["givers"]
        ),
        paid_before_clearing=row["paid_before"],
    )


def consent_rules_of(
    agreement_id: int, *, on: datetime.date
) -> dict[ConsentPurpose, tuple[ConsentRuleFacts, ...]]:
    """Return who must agree on a day, for each purpose that has a rule. One query."""
    found: dict[ConsentPurpose, tuple[ConsentRuleFacts, ...]] = {}
    rules = ConsentRule.objects.filter(agreement_id=agreement_id, during__contains=on)
    for purpose, giver, age in rules.order_by("pk").values_list(
        "purpose", "giver_role", "from_age"
    ):
        facts = ConsentRuleFacts(GiverRole(giver), age)
        found[ConsentPurpose(purpose)] = (*found.get(ConsentPurpose(purpose), ()), facts)
    return found


def _order(requirement: RequirementFacts) -> tuple[int, int]:
    return (
        NeededFor.values.index(requirement.needed_for),
        ClearanceKind.values.index(requirement.clearance),
    )
