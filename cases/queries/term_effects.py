"""For how many cases a change of terms counts, told before it is approved."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange

from cases.models import (
    AgeClock,
    Agreement,
    Child,
    Clearance,
    ConsentRule,
    Requirement,
    RetentionTerm,
    StageLimit,
    TermChange,
)
from cases.queries.consent_changes import ChangedRules, numbers
from cases.queries.retention import past
from cases.queries.term_changes import Term, during_of, replaces, term_of
from cases.queries.terms import by_purpose, consent_rules_of
from cases.rules.months import months_after
from cases.rules.stages import HOME
from cases.vocabulary import ClearanceStatus, Stage, TermPart

Rows = Mapping[tuple[str, int | None], Term]


class _Case(NamedTuple):
    pk: int
    stage: str
    since: datetime.date
    born: datetime.date | None


def effects_of(
    agreement: Agreement, changes: Sequence[TermChange], rows: Rows, *, on: datetime.date
) -> dict[int, int]:
    """Return the number of open cases that each change is about, by its key.

    A requirement: cases without a granted clearance of the kind. A consent rule: cases in which
    other consents are missing once all that waits is approved. A stage limit: cases longer in the
    stage. An age: children who are younger. A term of retention: the closed cases past it. The
    agreement itself: all. Figures, and follow-ups, which are planned with the next placement: none.
    Two queries, one for each term of retention, and six for each day on which consent rules change.
    """
    if not changes:
        return {}
    columns = ("pk", "stage", "stage_entered_on", "person__born_latest")
    open_cases = Child.objects.open().filter(agreement=agreement).values_list(*columns)
    cases, granted = [_Case(*each) for each in open_cases], _granted(agreement)
    consents = _consents(agreement, changes, rows, on)
    return {
        change.pk: consents[change.pk]
        if change.pk in consents
        else past(term, on=on)
        if isinstance(term := term_of(change), RetentionTerm)
        else sum(_is_about(term, case, granted, on) for case in cases)
        for change in changes
    }


def _is_about(term: Term, case: _Case, granted: set[tuple[int, str]], on: datetime.date) -> bool:
    if isinstance(term, Requirement):
        travels = case.stage not in (*HOME, Stage.IN_TRANSIT)
        return travels and (case.pk, term.clearance) not in granted
    if isinstance(term, StageLimit):
        limit = datetime.timedelta(days=term.days)
        return case.stage == term.stage and case.since + limit < on
    if isinstance(term, Agreement):
        return True
    if isinstance(term, AgeClock):
        return case.born is not None and months_after(case.born, 12 * term.years) > on
    return False


def _granted(agreement: Agreement) -> set[tuple[int, str]]:
    """Return the child and the kind of each newest clearance that is granted."""
    rows = Clearance.objects.filter(child__agreement=agreement).order_by("child_id", "kind", "-pk")
    newest = rows.distinct("child_id", "kind").values_list("child_id", "kind", "status")
    return {(child, kind) for child, kind, status in newest if status == ClearanceStatus.GRANTED}


def _consents(
    agreement: Agreement, changes: Sequence[TermChange], rows: Rows, on: datetime.date
) -> dict[int, int]:
    """Return the number of cases with other consents missing, for each change of a rule."""
    of_rules = [change for change in changes if change.part == TermPart.CONSENT]
    days = {change.pk: _day_of(change, rows) for change in of_rules}
    foreseen = _foreseen(agreement, of_rules, on) if of_rules else []
    counts = {}
    for day in set(days.values()):
        after = by_purpose(rule for rule in foreseen if day in rule.during)
        before = consent_rules_of(agreement.pk, on=day)
        change = ChangedRules(agreement, before, after, max(day, on))
        counts[day] = sum(number.children for number in numbers(change))
    return {change: counts[day] for change, day in days.items()}


def _day_of(change: TermChange, rows: Rows) -> datetime.date:
    """Return the day from which a change of a rule counts."""
    during = during_of(term_of(change))
    holds = during_of(rows.get((change.part, change.term)))
    is_end = not holds.isempty and holds.lower == during.lower
    first: datetime.date = (during.upper if is_end else None) or during.lower
    return first


def _foreseen(
    agreement: Agreement, changes: Sequence[TermChange], on: datetime.date
) -> list[ConsentRule]:
    """Return the consent rules as they will stand with these changes."""
    rows = {row.pk: row for row in agreement.consent_rules.order_by("pk")}
    rules = [rule for rule in map(term_of, changes) if isinstance(rule, ConsentRule)]
    for number, rule in enumerate(rules):
        row = rows.get(rule.pk or 0)
        if row is not None and replaces(rule, row, on=on):
            ends = min(rule.during.lower, row.during.upper or rule.during.lower)
            row.during = DateRange(row.during.lower, ends)
            row = None
        rows[row.pk if row else -number - 1] = rule
    return list(rows.values())
