"""Rows of JSON: what a class says of its columns is what is asked, and what is read."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import pytest
from django.db.models import F, OuterRef, Q, Value

from cases.models import Child, Fee, Journal, PersonName
from cases.models.rows import JsonRows, fetch, first_of, rows_of
from cases.vocabulary import FeeStatus, Script, Sex, Stage
from tests import factories

pytestmark = pytest.mark.django_db

#: More digits than a float holds.
SUM = Decimal("12345678901234567.80")


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    script: Script


@dataclass(frozen=True, slots=True)
class Owed:
    status: FeeStatus
    amount: Decimal
    much: Annotated[Decimal | None, Value(SUM)]


@dataclass(frozen=True, slots=True)
class Case:
    reference: str
    stage: Stage
    sex: Annotated[Sex | None, "person__sex"]
    registered_on: datetime.date
    returned_on: datetime.date | None
    is_home: Annotated[bool, Q(returned_on__isnull=False)]
    names: tuple[Name, ...]
    scripts: frozenset[Script]
    fee: Owed | None


@dataclass(frozen=True, slots=True)
class Entry:
    entry: Journal
    username: Annotated[str, "by__username"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    reference: uuid.UUID


def case(child):
    names = PersonName.objects.filter(person=OuterRef("person")).order_by("pk")
    (row,) = fetch(
        Case,
        Child.objects.filter(pk=child.pk),
        names=rows_of(Name, names),
        scripts=JsonRows(names.values("script")),
        fee=first_of(Owed, Fee.objects.filter(child=OuterRef("pk"))),
    )
    return row


@pytest.mark.parametrize("stage", [Stage.VERIFIED, Stage.ELIGIBLE, Stage.RETURNED])
def test_row_is_read_as_its_class_says(stage, django_assert_num_queries):
    child = factories.child(stage)
    names = [(name.text, Script(name.script)) for name in child.person.names.order_by("pk")]
    fee = child.fees.first()

    with django_assert_num_queries(1):
        row = case(child)

    assert row == Case(
        child.reference,
        stage,
        Sex(child.person.sex),
        child.registered_on,
        child.returned_on,
        stage == Stage.RETURNED,
        tuple(Name(*name) for name in names),
        frozenset(script for _text, script in names),
        Owed(FeeStatus(fee.status), fee.amount, SUM) if fee else None,
    )
    assert row.stage is stage


def test_model_is_read_with_all_its_columns():
    entry = factories.child().journal.select_related("by").latest("pk")

    (row,) = fetch(Entry, Journal.objects.filter(pk=entry.pk))

    read = [getattr(row.entry, field.attname) for field in Journal._meta.concrete_fields]
    assert read == [getattr(entry, field.attname) for field in Journal._meta.concrete_fields]
    assert row.username == entry.by.username


def test_column_that_the_class_has_not_is_refused():
    with pytest.raises(TypeError, match=r"Name has no kind\."):
        fetch(Name, PersonName.objects.all(), kind=F("kind"))


def test_type_that_nothing_reads_is_refused():
    child = factories.child()

    with pytest.raises(KeyError):
        fetch(Unreadable, Child.objects.filter(pk=child.pk))
