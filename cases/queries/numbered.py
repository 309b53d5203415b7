"""Finding what bears a number: batches, movements, receipts, and what a bank refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import (
    BankStatement,
    Fee,
    Movement,
    PaymentBatch,
    Receipt,
    Reversal,
    StatementLine,
    User,
)
from cases.models.numbers import bare_number
from cases.rules.references import bare, written

#: Records of each kind that are shown.
MOST = 25
FEWEST_SIGNS = 2


class Numbered(StrEnum):
    """What was found by its number."""

    BATCH = "batch"
    MOVEMENT = "movement"
    RECEIPT = "receipt"
    STATEMENT = "statement"
    LINE = "line"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class NumberedRecord:
    """A record with the number that was typed, its own or the bank's."""

    kind: Numbered
    record: Any


def numbered(text: str, *, by: User) -> tuple[NumberedRecord, ...]:
    """Return what bears the whole number ``text`` and ``by`` may open. Six queries at most.

    Capitals, Cyrillic letters that look alike, hyphens and blanks make no difference. A text
    without a figure is no number.
    """
    numbers = {bare(text), bare(written(text))}
    if not all(len(each) >= FEWEST_SIGNS and _has_figure(each) for each in numbers):
        return ()
    return tuple(
        NumberedRecord(kind, record)
        for kind, rows in _kinds(numbers, by)
        for record in rows.order_by("-pk")[:MOST]
    )


def _has_figure(number: str) -> bool:
    return any(sign.isdigit() for sign in number)


def _kinds(numbers: set[str], by: User) -> "Iterator[tuple[Numbered, QuerySet[Any]]]":
    statements = BankStatement.objects.visible_to(by)
    lines = StatementLine.objects.filter(statement__in=statements).select_related("statement")
    refunds = Reversal.objects.filter(fee__in=Fee.objects.visible_to(by), refunded_on__isnull=False)
    refunds = refunds.select_related("fee__agreement", "fee__child")
    batches = PaymentBatch.objects.visible_to(by)
    movements = Movement.objects.visible_to(by)
    yield Numbered.BATCH, _bearing(batches, numbers, "reference", "bank_reference")
    yield Numbered.MOVEMENT, _bearing(movements, numbers, "reference", "number")
    if not by.has_perm("cases.view_ledger"):
        return
    yield Numbered.RECEIPT, _bearing(Receipt.objects.visible_to(by), numbers, "number")
    yield Numbered.STATEMENT, _bearing(statements, numbers, "reference")
    yield Numbered.LINE, _bearing(lines, numbers, "bank_reference")
    yield Numbered.REFUND, _bearing(refunds, numbers, "bank_reference")


def _bearing(rows: "QuerySet[Any]", numbers: set[str], *columns: str) -> "QuerySet[Any]":
    """Return the rows of which one of ``columns`` is one of ``numbers``, written in any way."""
    rows = rows.alias(**{f"{column}_bare": bare_number(column) for column in columns})
    bears = Q()
    for column in columns:
        bears |= Q(**{f"{column}_bare__in": numbers})
    return rows.filter(bears)
