"""What the lines of bank statements show, put on record: transfers, parts of them, refunds.

A batch is sent, and its fees are paid, once its lines cover it. Locks: batches, children, fees.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework import batches, reversals
from cases.casework.fees import CannotPay
from cases.casework.movements import lock_children
from cases.models import BankMatch, Child, PaymentBatch, StatementLine, UndoneMatch, User
from cases.queries.bank_records import LineMatch, PaidPart
from cases.queries.bank_transfers import due_of
from cases.rules.rates import at_rate
from cases.vocabulary import BatchStatus, MatchReason

if TYPE_CHECKING:
    from cases.queries.bank_records import BatchOnRecord

#: A match and the line on record whose it is.
Matched = tuple[LineMatch, StatementLine]


UNMATCHED = gettext_lazy("This line is matched with nothing any more.")


class CannotApply(CannotPay):
    """The statement is refused as a whole."""


def at_row(row: int, sentence: str) -> str:
    """Return a sentence about a row of a statement."""
    return _("Row %(row)s: %(sentence)s") % {"row": row, "sentence": sentence}


def confirmed(matches: Iterable[LineMatch], rows: Iterable[int]) -> list[LineMatch]:
    """Return the matches to be recorded: those that were made, and offered ones of ``rows``.

    Raises ``CannotApply`` if the lines of one batch are together more than it is.
    """
    ticked = set(rows)
    matched = [m for m in matches if m.parts and (not m.offered or m.line.row in ticked)]
    paid: dict[PaymentBatch, list[LineMatch]] = {}
    for match in matched:
        for part in match.parts:
            if part.batch:
                paid.setdefault(part.batch, []).append(match)
    for batch, several in paid.items():
        if len(several) > 1 and any(match.offered for match in several):
            _refuse_too_many(batch, several)
    return matched


def _refuse_too_many(batch: PaymentBatch, several: list[LineMatch]) -> None:
    due = due_of(cast("BatchOnRecord", batch), several[0].line)
    total = sum(part.amount for m in several for part in m.parts if part.batch == batch)
    if isinstance(due, str) or total > due:
        rows = ", ".join(str(match.line.row) for match in several)
        words = {"rows": rows, "batch": batch.reference}
        raise CannotApply(_("Rows %(rows)s are together more than %(batch)s is.") % words)


def record(matched: Sequence[Matched], *, by: User, on: datetime.date, funder: str = "") -> None:
    """Record what some lines show. Raises ``CannotApply``, the row named."""
    for match, line in matched:
        for part in match.parts:
            _record_part(part, match, line, by=by, on=on)
    paid = {part.batch.pk for match, _line in matched for part in match.parts if part.batch}
    approved = PaymentBatch.objects.filter(pk__in=paid, status=BatchStatus.APPROVED)
    for batch in approved.order_by("pk"):
        _send_when_covered(batch, by=by, on=on, funder=funder)


def _record_part(
    part: PaidPart, match: LineMatch, line: StatementLine, *, by: User, on: datetime.date
) -> None:
    reversal = part.reversal
    if part.fee is not None:
        try:
            reversals.record_refund(
                fee=part.fee,
                version=part.fee.version,
                by=by,
                on=on,
                refunded_on=line.value_date,
                bank_reference=_reference(line),
                shares_order=True,
            )
        except CannotPay as refusal:
            raise CannotApply(at_row(line.row, str(refusal))) from refusal
        reversal = part.fee.reversals.agreed().last()
    BankMatch.objects.create(
        line=line,
        batch=part.batch,
        reversal=reversal,
        amount=part.amount,
        currency=line.currency,
        reason=match.reason or "",
        matched_by=by,
    )


def _send_when_covered(batch: PaymentBatch, *, by: User, on: datetime.date, funder: str) -> None:
    """Record the transfer of an approved batch if its lines come to its amount."""
    shown = batch.bank_matches.standing().select_related("line__statement")
    matches = list(shown.order_by("line__value_date", "pk"))
    line = matches[-1].line
    rate = None if line.currency == batch.currency else line.rate
    total = PaymentBatch.objects.with_totals().get(pk=batch.pk).total
    if sum((match.amount for match in matches), Decimal(0)) < at_rate(total, rate):
        return
    try:
        batches.record_transfer(
            batch=batch,
            version=batch.version,
            by=by,
            on=on,
            bank_reference=_reference(line),
            value_date=line.value_date,
            funder=funder,
            paid_currency="" if rate is None else line.currency,
            rate=rate,
            shares_transfer=True,
        )
    except CannotPay as refusal:
        raise CannotApply(at_row(line.row, str(refusal))) from refusal


def _reference(line: StatementLine) -> str:
    """Return the bank's reference of a line, or where it stands in our statements."""
    return line.bank_reference or f"{line.statement.reference}/{line.row}"


@transaction.atomic
def undo(*, line: StatementLine, by: User, on: datetime.date, note: str) -> None:
    """Undo what a line was matched with, and what that has recorded: the line is open again.

    A batch that its lines sent is approved again, a refund is awaited again; what a person had
    recorded stays. Raises ``CannotPay`` if nothing is matched, or something stands on it.
    """
    shown = BankMatch.objects.standing().filter(line=line)
    held = PaymentBatch.objects.select_for_update(no_key=True, of=("self",))
    by_key = {each.pk: each for each in held.filter(pk__in=shown.values("batch")).order_by("pk")}
    paid = Q(fees__payments__batch__in=by_key, fees__payments__released=False)
    refunded = Q(fees__reversals__in=shown.values("reversal"))
    lock_children(Child.objects.filter(paid | refunded).distinct())
    matches = list(shown.select_related("reversal__fee"))
    if not matches:
        raise CannotPay(str(UNMATCHED))
    for match in matches:
        UndoneMatch.objects.create(match=match, note=note, undone_by=by)
        batch = by_key.get(match.batch_id or 0)
        if batch and batch.from_statement:
            batches.withdraw_transfer(batch, by=by, on=on)
        if match.reversal and match.reason != MatchReason.REFERENCE:
            reversals.withdraw_refund(match.reversal, by=by, on=on)
