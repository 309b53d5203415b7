"""The terms of one agreement taken over from another, as new rows and proposals."""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.casework import fee_schedules, term_changes
from cases.casework.assessments import ask_to_publish
from cases.casework.journal import CannotMove
from cases.models import Agreement, AgreementStatement, CriteriaSet, User
from cases.queries.kept_words import is_of_agreement
from cases.queries.term_changes import RULES, Term
from cases.vocabulary import AskedFact, ClearanceKind, CriteriaStatus, TermPart

#: What can be taken over; figures, places and teams are each agreement's own.
COPIED = (TermPart.STATEMENTS, TermPart.FEE, TermPart.CRITERIA, *RULES)
_OWN = ("id", "agreement", "version", "during")


@transaction.atomic
def copy_terms(
    *, to: Agreement, source: Agreement, parts: Collection[TermPart], by: User, on: datetime.date
) -> None:
    """Give ``to`` the chosen parts of ``source`` from a day on, all of them or none.

    Statements come as headings without a text; all else waits for a second person. Raises
    ``CannotMove`` for a part that ``to`` has or ``source`` lacks.
    """
    to = Agreement.objects.select_for_update(no_key=True).get(pk=to.pk)
    for part in parts:
        if part == TermPart.FEE:
            _copy_fee(to, source, by=by, on=on)
        elif part == TermPart.CRITERIA:
            _copy_criteria(to, source, by=by)
        elif part == TermPart.STATEMENTS:
            _copy_statements(to, source)
    terms = [term for part in RULES if part in parts for term in _copies(to, source, part, on)]
    if terms:
        term_changes.ask(agreement=to, terms=terms, by=by)


def _copy_fee(to: Agreement, source: Agreement, *, by: User, on: datetime.date) -> None:
    _refuse_second(TermPart.FEE, to.fee_schedules.all())
    schedule = _found(TermPart.FEE, source.fee_schedules.in_force(on=on))[0]
    terms = _content(schedule, *_OWN, "asked_by", "asked_at", "approved_by", "approved_at")
    copy = type(schedule)(agreement=to, during=(on, None), **terms)
    fee_schedules.propose(schedule=copy, by=by)


def _copy_criteria(to: Agreement, source: Agreement, *, by: User) -> None:
    ahead = (CriteriaStatus.DRAFT, CriteriaStatus.PUBLISHED)
    _refuse_second(TermPart.CRITERIA, to.criteria_sets.filter(status__in=ahead))
    published = source.criteria_sets.filter(status=CriteriaStatus.PUBLISHED)
    criteria_set = _found(TermPart.CRITERIA, published)[0]
    newest = to.criteria_sets.aggregate(newest=Max("number"))["newest"] or 0
    copy = CriteriaSet.objects.create(agreement=to, number=newest + 1, source=criteria_set.source)
    for criterion in criteria_set.criteria.all():
        content = _content(criterion, "id", "version", "criteria_set")
        if not _is_asked_of(content["asks"], to):
            content["asks"] = ""
        type(criterion).objects.create(criteria_set=copy, **content)
    ask_to_publish(criteria_set=copy, by=by)


def _is_asked_of(asks: str, agreement: Agreement) -> bool:
    """Return whether an answer under ``agreement`` can be compared with what ``asks`` names."""
    return asks in ("", *AskedFact.values) or is_of_agreement(ClearanceKind(asks), agreement.pk)


def _copy_statements(to: Agreement, source: Agreement) -> None:
    _refuse_second(TermPart.STATEMENTS, to.statements.all())
    for row in _found(TermPart.STATEMENTS, source.statements.all()):
        bare = _content(row, *_OWN, "text", "stated_on", "source")
        AgreementStatement.objects.create(agreement=to, **bare)


def _copies(to: Agreement, source: Agreement, part: TermPart, on: datetime.date) -> Iterator[Term]:
    """Yield the terms of ``source`` in force on a day, as new ones of ``to``."""
    table = RULES[part]
    _refuse_second(part, table._default_manager.filter(agreement=to))
    _refuse_second(part, to.term_changes.asked().filter(part=part))
    rows = table._default_manager.filter(agreement=source, during__contains=on)
    for row in _found(part, rows):
        yield table(agreement=to, during=(on, None), **_content(row, *_OWN))


def _content(row: models.Model, *without: str) -> dict[str, Any]:
    """Return what a row says, by column, but not the fields ``without``."""
    fields = (field for field in row._meta.concrete_fields if field.name not in without)
    return {field.attname: getattr(row, field.attname) for field in fields}


def _refuse_second(part: TermPart, rows: "models.QuerySet[Any]") -> None:
    if rows.exists():
        raise CannotMove(_("%(part)s: this agreement has its own already.") % {"part": part.label})


def _found(part: TermPart, rows: "models.QuerySet[Any]") -> list[Any]:
    present = list(rows.order_by("pk"))
    if not present:
        raise CannotMove(_("%(part)s: the other agreement has none.") % {"part": part.label})
    return present
