"""What is asked to change in the terms of agreements, and the rows that would change."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from cases.models import (
    AgeClock,
    Agreement,
    ConsentRule,
    FollowUpRule,
    Requirement,
    RetentionTerm,
    StageLimit,
    TermChange,
    User,
)
from cases.models.user import holders
from cases.vocabulary import TermPart

Term = Requirement | ConsentRule | StageLimit | FollowUpRule | AgeClock | RetentionTerm
#: The table of each part.
TABLES: dict[TermPart, type[Term]] = {
    TermPart.REQUIREMENTS: Requirement,
    TermPart.CONSENT: ConsentRule,
    TermPart.LIMITS: StageLimit,
    TermPart.FOLLOW_UPS: FollowUpRule,
    TermPart.AGES: AgeClock,
    TermPart.RETENTION: RetentionTerm,
}
_PARTS = {table: part for part, table in TABLES.items()}
_OWN = ("id", "version")
_MOST = 50


def part_of(term: Term) -> TermPart:
    return _PARTS[type(term)]


def content_of(term: Term) -> dict[str, Any]:
    """Return the columns of a term as the database writes them into JSON."""
    columns = (field.attname for field in term._meta.concrete_fields if field.name not in _OWN)
    return {column: _plain(getattr(term, column)) for column in columns}


def term_of(change: TermChange) -> Term:
    """Return the term as it would be, unsaved."""
    first, end = change.content["during"][1:-1].split(",")
    during = DateRange(_day(first), _day(end))
    return TABLES[TermPart(change.part)](pk=change.term, **change.content | {"during": during})


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
    return bool(row.during.lower <= on and row.during.lower < term.during.lower)


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
    return value


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
