"""Reconciliation in words: transfers, lines of the bank, differences; on the page and on paper."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.figures.reconciliation import (
    BankShown,
    Gap,
    PaidInPart,
    Reconciled,
    Totals,
    Unmatched,
    totals,
)
from cases.models import BatchLine, Explanation, PaymentBatch, StatementLine
from cases.pages.facts import Tab, Tag, Words
from cases.web.agreement_choice import AgreementChoice
from cases.web.typeset import signature

#: Where the money of a transfer, or of several, is.
_PLACES = ("receipted", "unacknowledged", "awaited", "refunded")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    batch: PaymentBatch
    url: str
    bank: str
    sums: dict[str, str]
    state: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    line: StatementLine
    url: str
    amount: str
    state: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    label: Words
    amount: str
    #: The same amount as a form sends it back.
    shown: str
    explanation: Explanation | None
    state: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of a batch whose money is in one place, each with how much of it."""

    key: str
    title: str
    sum: str
    lines: list[tuple[BatchLine, Decimal]]


def _state(*gaps: Gap) -> Tag:
    if any(gap.is_open for gap in gaps):
        return Tag(label=_("open"), tone="warn")
    return Tag(label=_("explained"), tone="info") if gaps else Tag(label=_("reconciled"), tone="ok")


def tabs(
    query: QueryDict,
    rows: Iterable[Reconciled],
    lines: Iterable[Unmatched],
    *,
    only_open: bool,
) -> list[Tab]:
    """Return the tabs of the page: everything, and what has an open difference."""
    every = [row.is_open for row in rows] + [each.gap.is_open for each in lines]
    rest = query.copy()
    rest.pop("show", None)
    rest.pop("page", None)
    url = f"?{rest.urlencode()}"
    rest["show"] = "open"
    return [
        Tab(label=_("All"), count=len(every), url=url, current=not only_open),
        Tab(
            label=_("With an open difference"),
            count=sum(every),
            url=f"?{rest.urlencode()}",
            current=only_open,
        ),
    ]


def transfer_row(row: Reconciled) -> TransferRow:
    """Return a transfer beside the bank, the receipts and the refunds."""
    banked = row.banked
    return TransferRow(
        batch=row.batch,
        url=reverse("batch-reconciliation", args=[row.batch.reference]),
        bank="" if banked is None else wording.money_text(banked, row.batch.account_currency),
        sums=sums(row, row.batch.currency),
        state=_state(*row.gaps),
    )


def bank_lines(matches: Iterable[BankShown]) -> list[tuple[BankShown, str]]:
    """Return what statements show of a batch: each line, and how much of it."""
    return [(match, wording.money_text(match.amount, match.currency)) for match in matches]


def part_words(part: PaidInPart) -> str:
    """Return how much of an approved batch the bank has paid."""
    return _("%(paid)s of %(total)s paid; the rest is not on a statement yet.") % {
        "paid": wording.money_text(part.paid, part.currency),
        "total": wording.money_text(part.total, part.currency),
    }


def sums(row: Reconciled | Totals, currency: str) -> dict[str, str]:
    """Return what was ordered by a transfer, or by several, and where that money is."""
    names = ("ordered", *_PLACES)
    return {name: wording.money_text(getattr(row, name), currency) for name in names}


def line_row(each: Unmatched) -> LineRow:
    """Return a line of the bank that shows nothing of ours."""
    line = each.line
    return LineRow(
        line=line,
        url=reverse("statement-line", args=[line.statement.reference, line.row]),
        amount=wording.money_text(line.amount, line.currency),
        state=_state(each.gap),
    )


def gap_row(gap: Gap) -> GapRow:
    """Return a difference and what was said of it."""
    return GapRow(
        label=gap.difference.label,
        amount=wording.money_text(gap.amount, gap.currency),
        shown=f"{gap.amount:.2f}",
        explanation=gap.explanation,
        state=_state(gap),
    )


def groups(lines: Iterable[Any], total: dict[str, str]) -> list[Group]:
    """Return the lines by what became of their money; a line half receipted is in two groups.

    ``lines`` are those of ``figures.reconciliation.money_of``.
    """
    titles = {
        "receipted": _("Receipted"),
        "unacknowledged": _("Not acknowledged"),
        "awaited": _("Refund awaited"),
        "refunded": _("Refunded"),
    }
    places = [(line, _places(line)) for line in lines]
    return [
        Group(
            key=key,
            title=title,
            sum=total[key],
            lines=[(line, amounts[key]) for line, amounts in places if amounts[key]],
        )
        for key, title in titles.items()
    ]


def _places(line: Any) -> dict[str, Decimal]:
    """Return how much of the money of a line is where."""
    nothing = Decimal(0)
    refund = line.amount if line.serves_id is None else nothing
    return {
        "receipted": line.acknowledged,
        "unacknowledged": line.waiting,
        "awaited": nothing if line.is_back else refund,
        "refunded": refund if line.is_back else nothing,
    }


def paper_of(
    choice: AgreementChoice,
    rows: tuple[Reconciled, ...],
    lines: tuple[Unmatched, ...],
    *,
    since: datetime.date | None,
    until: datetime.date,
) -> dict[str, object]:
    """Return the reconciliation of what was chosen and a period, to be typeset and signed."""
    gaps = [(row.batch.reference, gap) for row in rows for gap in row.gaps]
    gaps += [(f"{e.line.statement.reference}/{e.line.row}", e.gap) for e in lines]
    start = wording.day_text(since) if since else _("the beginning")
    heads = [_("Payment batch"), _("Value date"), _("Order amount"), _("On the bank statement")]
    heads += [_("Receipted"), _("Not acknowledged"), _("Refund awaited"), _("Refunded")]
    return {
        "title": _("Reconciliation statement"),
        "agreement": choice.title,
        "internal": "",  # both sides sign it
        "reference": choice.slug,
        "flipped": True,
        "facts": [
            (pgettext("period", "From"), start),
            (pgettext("period", "To"), wording.day_text(until)),
            (_("Open differences"), str(sum(gap.is_open for _of, gap in gaps))),
        ],
        "batches_title": _("Transfers"),
        "heads": heads,
        "rows": [_cells(transfer_row(row)) for row in rows],
        "sums": [_sum_cells(sums(each, each.currency)) for each in totals(rows)],
        "gaps_title": _("Differences"),
        "no_gaps": _("There is none."),
        "gap_heads": [_("Relates to"), _("Difference"), _("Amount"), _("Explanation")],
        "gaps": [_gap_cells(of, gap_row(gap)) for of, gap in gaps],
        "of_every": _(
            "Lines of a bank statement (BS) name no agreement: all in these currencies are listed."
        )
        if lines
        else "",
        "signatures": [signature(_("Finance officer")), signature(_("Finance approver"))],
    }


def _cells(row: TransferRow) -> list[str]:
    day = wording.day_text(row.batch.value_date) if row.batch.value_date else ""
    places = (row.sums[name] for name in _PLACES)
    return [row.batch.reference, day, row.sums["ordered"], row.bank or "–", *places]


def _sum_cells(total: dict[str, str]) -> list[str]:
    return [_("Total"), "", total["ordered"], "", *(total[name] for name in _PLACES)]


def _gap_cells(of: str, gap: GapRow) -> list[str]:
    words = [_("open")]
    if gap.explanation:
        words = [str(gap.explanation.get_reason_display()), gap.explanation.note]
    return [of, str(gap.label), gap.amount, " · ".join(filter(None, words))]
