"""What is on record about an agreement that figures are held against."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from cases.models import Agreement, AgreementFigures, FeeSchedule, PublishedFigure
from cases.models.prepared import DAY, Statement, prepared
from cases.vocabulary import Measure

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True, slots=True)
class Base:
    """How many children were identified, and how many are to return, as of a day."""

    as_of: datetime.date
    identified: int
    target: int
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What one child costs; ``assumed`` when the event that makes it due is not published."""

    amount: Decimal
    currency: str
    standard_amount: Decimal | None
    assumed: bool

    def saved(self, children: int) -> Decimal | None:
        """Return what the amount saves against the standard one, for so many children."""
        if self.standard_amount is None:
            return None
        return children * (self.standard_amount - self.amount)


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as somebody published it."""

    on: datetime.date
    measure: Measure
    value: Decimal
    speaker: str


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """An agreement with what holds on a day; ``bases`` newest first."""

    agreement: Agreement
    bases: tuple[Base, ...]
    rate: Rate | None
    published: tuple[Published, ...]

    @property
    def base(self) -> Base | None:
        return self.bases[0] if self.bases else None

    @property
    def base_before(self) -> Base | None:
        """The base that the newest one replaced, when it changed a number."""
        if len(self.bases) < 2:
            return None
        new, old = self.bases[:2]
        changed = (new.identified, new.target) != (old.identified, old.target)
        return old if changed else None


def agreement_facts(*, on: datetime.date) -> list[AgreementFacts]:
    """Return every agreement with its facts on a day, by title. One query."""
    statement = _statement()
    rows = Agreement.objects.raw(statement.sql, statement.filled(on=on))
    return [_facts(row) for row in cast("Iterable[WithAnnotations[Agreement, _Rows]]", rows)]


class _Rows(TypedDict):
    base_rows: list[str]
    rate_rows: list[str]
    published_rows: list[str]


@cache
def _statement() -> Statement:
    agreements = Agreement.objects.annotate(
        base_rows=_rows(
            AgreementFigures.objects.filter(as_of__lte=DAY).order_by("-as_of"),
            "as_of",
            "identified",
            "target",
            "source",
        ),
        rate_rows=_rows(
            FeeSchedule.objects.in_force(on=DAY),
            "currency",
            "due_event_source",
            "amount",
            "standard_amount",
        ),
        published_rows=_rows(
            PublishedFigure.objects.filter(published_on__lte=DAY).order_by("-published_on", "-pk"),
            "published_on",
            "measure",
            "speaker",
            "value",
        ),
    )
    return prepared(agreements)


#: JSON would make a float of a sum of money.
_AS_TEXT = {"amount", "standard_amount", "value"}


def _rows(rows: "QuerySet[Any]", *fields: str) -> ArraySubquery:
    texts = {f: Cast(f, CharField()) if f in _AS_TEXT else f for f in fields}
    row = Cast(JSONObject(**texts), TextField())
    return ArraySubquery(rows.filter(agreement=OuterRef("pk")).values(row=row))


def _facts(agreement: "WithAnnotations[Agreement, _Rows]") -> AgreementFacts:
    return AgreementFacts(
        agreement=agreement,
        bases=tuple(
            Base(_day(r["as_of"]), r["identified"], r["target"], r["source"])
            for r in map(json.loads, agreement.base_rows)
        ),
        rate=next(map(_rate, map(json.loads, agreement.rate_rows)), None),
        published=tuple(
            Published(
                _day(r["published_on"]), Measure(r["measure"]), Decimal(r["value"]), r["speaker"]
            )
            for r in map(json.loads, agreement.published_rows)
        ),
    )


def _rate(row: dict[str, str | None]) -> Rate:
    standard = row["standard_amount"]
    return Rate(
        amount=Decimal(row["amount"] or 0),
        currency=row["currency"] or "",
        standard_amount=None if standard is None else Decimal(standard),
        assumed=not row["due_event_source"],
    )


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
