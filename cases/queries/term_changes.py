"""What is asked to change in the terms of agreements, and the rows that would change."""

import datetime
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from cases.models import (
    AgeClock,
    Agreement,
    AgreementFigures,
    ConsentRule,
    FollowUpRule,
    PublishedFigure,
    Requirement,
    RetentionTerm,
    StageLimit,
    TermChange,
    User,
)
from cases.models.agreement import CALLED
from cases.models.user import holders
from cases.vocabulary import TermPart

#: What holds from a day on, until another.
Rule = Requirement | ConsentRule | StageLimit | FollowUpRule | AgeClock | RetentionTerm
Term = Agreement | AgreementFigures | PublishedFigure | Rule
#: The table of each part.
RULES: dict[TermPart, type[Rule]] = {
    TermPart.REQUIREMENTS: Requirement,
    TermPart.CONSENT: ConsentRule,
    TermPart.LIMITS: StageLimit,
    TermPart.FOLLOW_UPS: FollowUpRule,
    TermPart.AGES: AgeClock,
    TermPart.RETENTION: RetentionTerm,
}
TABLES: dict[TermPart, type[Term]] = {
    TermPart.AGREEMENT: Agreement,
    TermPart.FIGURES: AgreementFigures,
    TermPart.PUBLISHED: PublishedFigure,
    **RULES,
}
_PARTS = {table: part for part, table in TABLES.items()}
_OWN = ("id", "version")
_MOST = 50


def part_of(term: Term) -> TermPart:
    return _PARTS[type(term)]


def content_of(term: Term) -> dict[str, Any]:
    """Return the columns of a term as the database writes them into JSON."""
    free = (*_OWN, *CALLED) if isinstance(term, Agreement) else _OWN
    columns = (field.attname for field in term._meta.concrete_fields if field.name not in free)
    return {column: _plain(getattr(term, column)) for column in columns}


def term_of(change: TermChange) -> Term:
    """Return the term as it would be, unsaved."""
    table = TABLES[TermPart(change.part)]
    fields = {field.attname: field for field in table._meta.concrete_fields}
    says = {name: _read(fields[name], value) for name, value in change.content.items()}
    called = {name: getattr(change.agreement, name) for name in CALLED}
    return table(pk=change.term, **says, **called if table is Agreement else {})


def terms_of_changes(changes: Iterable[TermChange]) -> dict[int, Term]:
    """Return the terms as they would be, each by the key of its change. At most three queries."""
    terms = {change.pk: term_of(change) for change in changes}
    for table, others in ((Agreement, ("home", "holding")), (PublishedFigure, ("corrects",))):
        prefetch_related_objects([t for t in terms.values() if isinstance(t, table)], *others)
    return terms


def agreement_of(term: Term) -> Agreement:
    return term if isinstance(term, Agreement) else term.agreement


def during_of(term: Term | None) -> DateRange:
    """Return the days on which a rule holds: none of what has no days."""
    return term.during if isinstance(term, Rule) else DateRange(empty=True)


def is_agreed(agreement: Agreement) -> bool:
    """Return whether two people agreed on what the agreement itself says. One query."""
    rows = agreement.term_changes.filter(part=TermPart.AGREEMENT)
    return rows.filter(approved_by__isnull=False).exists()


def not_agreed_yet(agreements: Collection[Agreement]) -> set[int]:
    """Return the keys of those of which all that was ever asked still waits. One query."""
    own = TermChange.objects.filter(part=TermPart.AGREEMENT, agreement__in=agreements)
    agreed = own.filter(approved_by__isnull=False).values("agreement")
    waiting = own.asked().exclude(agreement__in=agreed)
    return set(waiting.values_list("agreement", flat=True))


def waiting_changes(agreement: Agreement) -> list[TermChange]:
    """Return what waits for a second person, in the order of the parts. One query."""
    changes = agreement.term_changes.asked().select_related("asked_by").order_by("pk")
    return sorted(changes, key=lambda change: TermPart.values.index(change.part))


def standing(changes: Iterable[TermChange]) -> dict[tuple[str, int | None], Term]:
    """Return the rows that changes are about, by part and key. One query for each part."""
    keys: dict[str, set[int]] = {}
    for change in changes:
        if change.term is not None:
            keys.setdefault(change.part, set()).add(change.term)
    return {
        (part, row.pk): row
        for part, terms in keys.items()
        for row in TABLES[TermPart(part)]._default_manager.filter(pk__in=terms)
    }


def replaces(term: Term, row: Term, *, on: datetime.date) -> bool:
    """Return whether ``row`` holds until ``term`` begins; before it holds, it is rewritten."""
    holds, would_hold = during_of(row), during_of(term)
    if holds.isempty or would_hold.isempty:
        return False
    return bool(holds.lower <= on and holds.lower < would_hold.lower)


def sent_back(agreement: Agreement) -> list[TermChange]:
    """Return what was sent back last, until something of it is asked for again. One query."""
    rows = agreement.term_changes.exclude(reason="").select_related("dropped_by")
    newest = rows.order_by("-dropped_at", "pk")[:_MOST]
    return [row for row in newest if row.dropped_at == newest[0].dropped_at]


def approval_refusals(changes: Collection[TermChange], *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve these; empty if they can."""
    if not changes:
        return (_("No change of the terms is waiting."),)
    if any(change.asked_by_id == by.pk for change in changes):
        return (_("You requested this. A second person must approve it."),)
    return ()


def approvers(changes: Iterable[TermChange]) -> list[User]:
    """Return who may approve all of these. One query."""
    askers = {change.asked_by_id for change in changes}
    return [each for each in holders("approve_termchange") if each.pk not in askers]


def _plain(value: Any) -> Any:
    if isinstance(value, (DateRange, tuple)):
        first, end = value if isinstance(value, tuple) else (value.lower, value.upper)
        return f"[{first or ''},{end or ''})"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _read(field: Any, value: Any) -> Any:
    if not isinstance(field, DateRangeField):
        return field.to_python(value)
    first, end = value[1:-1].split(",")
    return DateRange(_day(first), _day(end))


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
