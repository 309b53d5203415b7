"""The terms of an agreement that figures are compared with."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, TypedDict

from django.db.models import OuterRef, Q, Subquery

from cases.models import Agreement, AgreementFigures, FeeSchedule, PublishedFigure
from cases.models.prepared import DAY, Records
from cases.models.rows import read_rows, rows_of
from cases.vocabulary import Measure

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


#: Instead of the address of one agreement: all of them.
EVERY = "all"


@dataclass(frozen=True, slots=True)
class Base:
    """How many children were identified, and how many are to return, as of a day."""

    as_of: datetime.date
    identified: int
    target: int
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What one child costs."""

    amount: Decimal
    currency: str
    standard_amount: Decimal | None

    def saved(self, children: int) -> Decimal | None:
        """Return the saving against the standard amount for a number of children."""
        if self.standard_amount is None:
            return None
        return children * (self.standard_amount - self.amount)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fee schedule that a second person has not approved; ``asked_by`` is a key."""

    amount: Decimal
    currency: str
    begins_on: Annotated[datetime.date, "during__startswith"]
    asked_by: Annotated[int | None, "asked_by_id"]


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure."""

    on: Annotated[datetime.date, "published_on"]
    measure: Measure
    value: Decimal
    currency: str
    speaker: str


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """An agreement with what is in force on a day; ``bases`` newest first.

    ``currency`` is that of the fees: of the schedule in force, else of the last one, else empty.
    """

    agreement: Agreement
    bases: tuple[Base, ...]
    rate: Rate | None
    waiting: Waiting | None
    published: tuple[Published, ...]
    currency: str

    @property
    def base(self) -> Base | None:
        return self.bases[0] if self.bases else None


def agreement_facts(*, on: datetime.date) -> list[AgreementFacts]:
    """Return every agreement with its facts on a day, by title. One query."""
    return [_facts(row) for row in _agreements().of(on=on)]


class _Rows(TypedDict):
    base_rows: list[list[object]]
    rate_rows: list[list[object]]
    waiting_rows: list[list[object]]
    published_rows: list[list[object]]
    last_currency: str | None


@cache
def _agreements() -> "Records[WithAnnotations[Agreement, _Rows]]":
    mine = Q(agreement=OuterRef("pk"))
    bases = AgreementFigures.objects.filter(mine, as_of__lte=DAY)
    rates = FeeSchedule.objects.in_force(on=DAY).filter(mine)
    last = FeeSchedule.objects.agreed().filter(mine).order_by("-during")
    published = PublishedFigure.objects.uncorrected().filter(mine, published_on__lte=DAY)
    return Records(
        Agreement.objects.annotate(
            base_rows=rows_of(Base, bases.order_by("-as_of")),
            rate_rows=rows_of(Rate, rates),
            waiting_rows=rows_of(Waiting, FeeSchedule.objects.proposed().filter(mine)),
            published_rows=rows_of(Published, published.order_by("-published_on", "-pk")),
            last_currency=Subquery(last.values("currency")[:1]),
        )
    )


def _facts(agreement: "WithAnnotations[Agreement, _Rows]") -> AgreementFacts:
    rate = next(iter(read_rows(Rate, agreement.rate_rows)), None)
    return AgreementFacts(
        agreement=agreement,
        bases=read_rows(Base, agreement.base_rows),
        rate=rate,
        waiting=next(iter(read_rows(Waiting, agreement.waiting_rows)), None),
        currency=rate.currency if rate else agreement.last_currency or "",
        published=read_rows(Published, agreement.published_rows),
    )
