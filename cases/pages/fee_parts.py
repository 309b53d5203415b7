"""What a sum of fees is made of, for who may not see the fees: by status and by month."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cases import wording
from cases.figures.dashboard import Dashboard
from cases.figures.fees import STATUSES, FeeFigures, FeesInCurrency, FeeSum
from cases.figures.kept_sums import fee_sums
from cases.figures.past import fees_by_month
from cases.pages.numbers import MadeOf, PartRow, PartTable
from cases.vocabulary import FeeStatus


def fees_made_of(board: Dashboard, of: FeeSum, currency: str = "") -> MadeOf | None:
    """Return what a sum of the dashboard is made of; None where it shows no such sum.

    ``currency`` is of one among several. At most two queries.
    """
    fees = board.overview.fees
    shown: dict[str, FeeFigures | FeesInCurrency] = (
        {fees.rate.currency: fees}
        if fees
        else {each.currency: each for each in board.overview.by_currency}
    )
    currency = currency or next(iter(shown), "")
    if currency not in shown:
        return None
    if of == FeeSum.BUDGET:
        return _budget(shown[currency], currency)
    return _sum(board, of, shown[currency], currency)


def _budget(sums: FeeFigures | FeesInCurrency, currency: str) -> MadeOf:
    left = sums.budget - sums.paid - sums.committed
    parts = [
        _ask(FeeSum.PAID, sums.paid, currency),
        _ask(FeeSum.UNPAID, sums.committed, currency),
        PartRow(
            _("Over budget by") if left < 0 else _("Uncommitted"),
            wording.money_text(left, currency),
        ),
    ]
    return MadeOf(
        label=FeeSum.BUDGET.label,
        value=wording.money_text(sums.budget, currency),
        tables=[PartTable(title=_("Of the budget"), head=_("Amount"), rows=parts)],
    )


def _ask(of: FeeSum, amount: Decimal, currency: str) -> PartRow:
    text = wording.money_text(amount, currency)
    return PartRow(of.label, text, f"fees={of.value}&currency={currency}")


def _sum(board: Dashboard, of: FeeSum, sums: FeeFigures | FeesInCurrency, currency: str) -> MadeOf:
    is_paid = of == FeeSum.PAID
    amount = sums.paid if is_paid else sums.committed
    months = fees_by_month(board.overview.keys, currency, is_paid=is_paid, on=board.on)
    by_month = PartTable(
        title=_("By month"),
        head=_("Amount"),
        rows=[
            PartRow(wording.month_text(month), _signed(more, currency)) for month, more in months
        ],
        note=_("How much more or less at the end of each month than of the one before."),
    )
    return MadeOf(
        label=of.label,
        value=wording.money_text(amount, currency),
        tables=[*(() if board.is_past else _by_status(board, of, currency)), by_month],
    )


def _by_status(board: Dashboard, of: FeeSum, currency: str) -> list[PartTable]:
    """Return the amounts of each status today, and for how many children they are."""
    rows = [
        row
        for row in fee_sums(board.overview.keys, on=board.on)
        if row.currency == currency and row.status in STATUSES[of]
    ]
    amounts = [
        PartRow(FeeStatus(row.status).label, wording.money_text(row.amount, currency))
        for row in rows
    ]
    children = [PartRow(FeeStatus(row.status).label, str(row.n)) for row in rows]
    return [
        PartTable(title=_("By status"), head=_("Amount"), rows=amounts),
        PartTable(
            title=_("Children by status"), rows=children, total=str(sum(row.n for row in rows))
        ),
    ]


def _signed(amount: Decimal, currency: str) -> str:
    text = wording.money_text(amount, currency)
    return f"+{text}" if amount > 0 else text
