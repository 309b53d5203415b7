"""Enquiries of relatives."""

from typing import Any

from cases.models import Enquiry, EnquiryAnswer, Telling
from cases.models.guards import Editable
from cases.vocabulary import Role
from tests import factories
from tests.acts.example import ON, Example, example


def _of(record: Editable, **typed: Any) -> dict[str, Any]:
    record.refresh_from_db()
    return {"version": record.version} | typed


TYPED = {
    "received_on": ON,
    "came_by": "visit",
    "asker": "Мавлуда Ҳасанова",
    "relation": "aunt",
    "contact": "Душанбе",
    "mother_name": "Зебо Юнусова",
}


@example("enquiry-new")
def _() -> Example:
    return Example((), TYPED, Enquiry.objects.all())


@example("enquiry-edit")
def _() -> Example:
    asked = factories.enquiry()
    rows = Enquiry.objects.filter(contact="Душанбе")
    return Example((asked.pk,), _of(asked, **TYPED), rows, by=asked.recorded_by)


@example("enquiry")
def _() -> Example:
    asked = factories.enquiry()
    rows = Enquiry.objects.filter(decided_by__isnull=False)
    return Example((asked.pk,), _of(asked, who="none"), rows, by=asked.recorded_by)


@example("enquiry-answer")
def _() -> Example:
    asked = factories.enquiry()
    typed = {"says": "received", "given_on": ON, "given_by_way": "letter"}
    rows = EnquiryAnswer.objects.all()
    return Example((asked.pk,), _of(asked, **typed), rows, by=asked.recorded_by)


@example("enquiry-ask")
def _() -> Example:
    asked = factories.chosen_enquiry(None)
    return Example((asked.pk,), _of(asked), Telling.objects.all(), by=asked.recorded_by)


@example("enquiry-decide")
def _() -> Example:
    telling = factories.telling()
    rows = Telling.objects.filter(approved_by__isnull=False)
    return Example((telling.enquiry_id,), _of(telling, word="approve"), rows, who=Role.REVIEWER)


@example("enquiry-withdraw")
def _() -> Example:
    telling = factories.telling()
    rows = Telling.objects.filter(dropped_by__isnull=False)
    return Example((telling.enquiry_id,), _of(telling), rows, by=telling.asked_by)
