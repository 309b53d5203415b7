"""The terms of an agreement on a day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef

from cases.models import Agreement, ConsentRule, FeeSchedule, Requirement
from cases.models.prepared import DAY, KEY, Records, Statement, prepared
from cases.models.rows import JsonRow, read_row, row_of, rows_of
from cases.rules.tracks import ConsentRuleFacts, RequirementFacts
from cases.vocabulary import ConsentPurpose, GiverRole, NeededFor


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms in force on a day; ``requirements`` are in the order they are needed."""

    requirements: tuple[RequirementFacts, ...]
    consent_rules: tuple[ConsentRuleFacts, ...]
    paid_before_clearing: bool


def every_agreement() -> list[Agreement]:
    """Return the agreements, by title. One query."""
    return _agreements().of()


@cache
def _agreements() -> Records[Agreement]:
    return Records(Agreement.objects.all())


def terms_of(agreement_id: int, *, on: datetime.date) -> Terms:
    """Return the terms of an agreement on a day. One query."""
    return read_terms(_statement().rows(key=agreement_id, on=on)[0]["terms"])


@cache
def _statement() -> Statement:
    return prepared(Agreement.objects.filter(pk=KEY).order_by().values(terms=in_force("pk")))


def in_force(agreement: str) -> JsonRow:
    """Return the column that ``read_terms`` reads; ``agreement`` is the row's key of one."""
    when = {"agreement": OuterRef(agreement), "during__contains": DAY}
    rules = ConsentRule.objects.filter(**when, purpose=ConsentPurpose.REPATRIATION)
    paid = FeeSchedule.objects.agreed().filter(**when, paid_before_clearing=True)
    return row_of(
        Terms,
        requirements=rows_of(RequirementFacts, Requirement.objects.filter(**when).order_by("pk")),
        consent_rules=rows_of(ConsentRuleFacts, rules.order_by("pk")),
        paid_before_clearing=Exists(paid),
    )


def read_terms(row: list[Any]) -> Terms:
    """Return the terms that a column of ``in_force`` holds."""
    terms = read_row(Terms, row)
    return replace(terms, requirements=tuple(sorted(terms.requirements, key=_order)))


def consent_rules_of(
    agreement_id: int, *, on: datetime.date
) -> dict[ConsentPurpose, tuple[ConsentRuleFacts, ...]]:
    """Return the consent rules on a day by purpose. One query."""
    rows = ConsentRule.objects.filter(agreement_id=agreement_id, during__contains=on)
    return by_purpose(rows.order_by("pk"))


def by_purpose(rows: Iterable[ConsentRule]) -> dict[ConsentPurpose, tuple[ConsentRuleFacts, ...]]:
    """Return consent rules by purpose."""
    rules: dict[ConsentPurpose, tuple[ConsentRuleFacts, ...]] = {}
    for row in rows:
        facts = ConsentRuleFacts(GiverRole(row.giver_role), row.from_age)
        rules[ConsentPurpose(row.purpose)] = (*rules.get(ConsentPurpose(row.purpose), ()), facts)
    return rules


def _order(requirement: RequirementFacts) -> tuple[int, int]:
    return NeededFor.values.index(requirement.needed_for), requirement.clearance.position
