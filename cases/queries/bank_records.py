"""The records that the lines of bank statements may show, and what a match says."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate

from cases.models import BankMatch, BankStatement, Fee, PaymentBatch, Reversal, StatementLine
from cases.models.batch import BatchTotals
from cases.rules.statements import BankLine
from cases.vocabulary import FeeStatus, MatchReason

NOTHING = Decimal(0)


class _ShownBy(TypedDict):
    shown_by: str | None


class _BatchShownBy(BatchTotals, _ShownBy):
    covered: Decimal
    covered_in: str | None
    covered_at: Decimal | None
    approved_on: datetime.date | None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    #: With what statements show of it already.
    BatchOnRecord = WithAnnotations[PaymentBatch, _BatchShownBy]
    RefundOnRecord = WithAnnotations[Reversal, _ShownBy]


class Shows(StrEnum):
    """What a line of a statement shows."""

    TRANSFER = "transfer"  # of an approved batch, or a part of it: to be recorded
    REFUND = "refund"  # of a fee claimed back: to be recorded
    KNOWN = "known"  # a transfer or a refund that is on record
    REPEATED = "repeated"  # on an earlier statement
    NOTHING = "nothing"  # that is on record or can be recorded; see ``why``


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidPart:
    """So much of a line, above 0, for a ``batch``, a ``fee`` claimed back or its ``reversal``."""

    amount: Decimal
    batch: PaymentBatch | None = None
    fee: Fee | None = None
    reversal: Reversal | None = None

    @property
    def record(self) -> PaymentBatch | Fee | Reversal | None:
        return self.batch or self.fee or self.reversal


@dataclass(frozen=True, slots=True)
class LineMatch:
    """A line and what it shows: records with the ``reason``, or an ``earlier`` line, or nothing.

    ``why`` it shows nothing; or, where the match is ``offered`` to be confirmed, what is unlike.
    """

    line: BankLine
    shows: Shows
    parts: tuple[PaidPart, ...] = ()
    reason: MatchReason | None = None
    earlier: StatementLine | None = None
    why: str = ""
    offered: bool = False

    @property
    def mark(self) -> str:
        """The line, the kind and the records, to compare with a later match."""
        records = [f"{p.record.pk}={p.amount}" for p in self.parts if p.record]
        records += [str(self.earlier.pk)] if self.earlier else []
        return f"{self.line.row}:{self.shows}:{self.offered}:{','.join(records)}"


@dataclass(frozen=True, slots=True)
class BankRecords:
    """What is on record for some lines, by our references; ``claims`` are refunds awaited."""

    batches: "dict[str, BatchOnRecord]"
    claims: dict[str, Reversal]
    refunds: "list[RefundOnRecord]"
    earlier: dict[object, StatementLine]


def records_for(lines: Sequence[BankLine], *, of: BankStatement | None) -> BankRecords:
    """Return the records for ``lines``, from the statement ``of`` or new. Four queries."""
    by_bank = [line.bank_reference for line in lines if line.bank_reference]
    batches = [name for line in lines for name in (*line.batches, *line.near)]
    children = [name for line in lines for name in (*line.children, *line.near)]
    earlier = StatementLine.objects.filter(
        value_date__in={line.value_date for line in lines},
        bank_reference__in={line.bank_reference for line in lines},
        repeats__isnull=True,
    )
    earlier = earlier.exclude(statement=of) if of else earlier
    shown_by = BankMatch.objects.standing().order_by("pk").values("line__statement__reference")
    refunds = Reversal.objects.filter(bank_reference__in=by_bank, refunded_on__isnull=False)
    claims = Reversal.objects.agreed().filter(
        fee__child__reference__in=children,
        fee__status=FeeStatus.REFUND_DUE,
        refunded_on__isnull=True,
        line__serves__isnull=True,
    )
    return BankRecords(
        {batch.reference: batch for batch in _batches_on_record(by_bank, batches)},
        {
            claim.fee.child.reference: claim
            for claim in claims.select_related("fee__child", "fee__agreement", "line__batch")
        },
        list(
            refunds.select_related("fee__child", "fee__agreement", "line")
            .annotate(shown_by=Subquery(shown_by.filter(reversal=OuterRef("pk"))[:1]))
            .order_by("pk")
        ),
        {_facts(each): each for each in earlier.select_related("statement")},
    )


def _batches_on_record(by_bank: list[str], references: list[str]) -> "Iterable[BatchOnRecord]":
    """Return batches by the bank's references and our own, with what statements show of them."""
    shown = BankMatch.objects.standing().filter(batch=OuterRef("pk")).order_by("pk")
    paid = shown.order_by().values("batch").annotate(paid=Sum("amount")).values("paid")
    zero = Value(NOTHING, output_field=DecimalField())
    batches = PaymentBatch.objects.with_totals().annotate(
        shown_by=Subquery(shown.values("line__statement__reference")[:1]),
        covered=Coalesce(Subquery(paid), zero),
        covered_in=Subquery(shown.values("currency")[:1]),
        covered_at=Subquery(shown.values("line__rate")[:1]),
        approved_on=TruncDate("approved_at"),
    )
    which = Q(bank_reference__in=by_bank) | Q(reference__in=references)
    return cast("Iterable[BatchOnRecord]", batches.filter(which).order_by("pk"))


def _facts(line: StatementLine) -> tuple[object, ...]:
    """Return what makes a line on record the same as one that was read."""
    moved = (line.value_date, line.bank_reference, line.amount, line.currency)
    return *moved, tuple(line.batches), tuple(line.children), line.occurrence


def none(line: BankLine, why: str) -> LineMatch:
    """Return the match of a line that shows nothing, with the reason."""
    return LineMatch(line, Shows.NOTHING, why=why)
