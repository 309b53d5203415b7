"""The terms of one agreement taken over from another, as new rows and proposals."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.casework import fee_schedules
from cases.casework.assessments import ask_to_publish
from cases.casework.journal import CannotMove
from cases.models import (
    AgeClock,
    Agreement,
    AgreementStatement,
    ConsentRule,
    CriteriaSet,
    FollowUpRule,
    Requirement,
    StageLimit,
    User,
)
from cases.vocabulary import CriteriaStatus, TermPart

#: The tables of which each row is taken over as it is.
_PLAIN: dict[TermPart, type[models.Model]] = {
    TermPart.REQUIREMENTS: Requirement,
    TermPart.CONSENT: ConsentRule,
    TermPart.LIMITS: StageLimit,
    TermPart.FOLLOW_UPS: FollowUpRule,
    TermPart.AGES: AgeClock,
}
#: What can be taken over; figures, places and teams are each agreement's own.
COPIED = (TermPart.STATEMENTS, TermPart.FEE, TermPart.CRITERIA, *_PLAIN)
_OWN = ("id", "agreement", "version", "during")


@transaction.atomic
def copy_terms(
    *, to: Agreement, source: Agreement, parts: Collection[TermPart], by: User, on: datetime.date
) -> None:
    """Give ``to`` the chosen parts of ``source`` from a day on, all of them or none.

    A fee schedule and a criteria set wait for a second person; statements come as headings
    without a text. Raises ``CannotMove`` for a part that ``to`` has or ``source`` lacks.
    """
    to = Agreement.objects.select_for_update(no_key=True).get(pk=to.pk)
    for part in parts:
        if part == TermPart.FEE:
            _copy_fee(to, source, by=by, on=on)
        elif part == TermPart.CRITERIA:
            _copy_criteria(to, source, by=by)
        elif part == TermPart.STATEMENTS:
            _copy_statements(to, source)
        else:
            _copy_rows(to, source, part, on=on)


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
        type(criterion).objects.create(
            criteria_set=copy, **_content(criterion, "id", "version", "criteria_set")
        )
    ask_to_publish(criteria_set=copy, by=by)


def _copy_statements(to: Agreement, source: Agreement) -> None:
    _refuse_second(TermPart.STATEMENTS, to.statements.all())
    for row in _found(TermPart.STATEMENTS, source.statements.all()):
        bare = _content(row, *_OWN, "text", "stated_on", "source")
        AgreementStatement.objects.create(agreement=to, **bare)


def _copy_rows(to: Agreement, source: Agreement, part: TermPart, *, on: datetime.date) -> None:
    model = _PLAIN[part]
    dated = any(field.name == "during" for field in model._meta.concrete_fields)
    in_force = {"during__contains": on} if dated else {}
    rows = model._default_manager.filter(**in_force)
    _refuse_second(part, model._default_manager.filter(agreement=to))
    since = {"during": (on, None)} if dated else {}
    for row in _found(part, rows.filter(agreement=source)):
        model._default_manager.create(agreement=to, **_content(row, *_OWN), **since)


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
