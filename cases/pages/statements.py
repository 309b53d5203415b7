"""Bank statements in words: the layout of a file, and what each line shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import wording
from cases.queries.bank_matches import LineMatch, Shows
from cases.rules.statements import HEADINGS, BankColumn, BankLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    headings: tuple[str, ...]
    text: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLineRow:
    """A line, and the record it shows with its address; or ``why`` it shows none."""

    line: BankLine
    amount: str
    why: str
    shows: str
    url: str


def layout() -> list[ColumnRow]:
    """Return the columns of a statement as the page describes them."""
    columns = {
        BankColumn.VALUE_DATE: (_("The date of the transaction"), "15.03.2019"),
        BankColumn.BANK_REFERENCE: (_("The bank's own reference; a column of text"), "FT19074X1"),
        BankColumn.DETAILS: (
            _(
                "The payment details, with the batch reference or, for a refund, the child's "
                "case number. Nothing else is kept."
            ),
            "PB-0007",
        ),
        BankColumn.AMOUNT: (
            _("Below zero for money that left the account; no commas between thousands"),
            "-8000.00",
        ),
        BankColumn.CURRENCY: (_("The currency of the account"), "USD"),
        BankColumn.RATE: (
            _(
                "Optional. Only if the account and the batch are in different currencies: "
                "units of the account currency for one unit of the batch currency"
            ),
            "10.92",
        ),
    }
    return [
        ColumnRow(headings=HEADINGS[column], text=text, example=example)
        for column, (text, example) in columns.items()
    ]


def groups(matches: Iterable[LineMatch]) -> list[tuple[str, str, list[BankLineRow]]]:
    """Return the lines group by group: its key, its title, its rows."""
    matches = list(matches)
    kinds = (
        ("new", _("To be recorded"), (Shows.TRANSFER, Shows.REFUND)),
        ("known", _("Already recorded"), (Shows.KNOWN,)),
        ("repeated", _("Already recorded from an earlier statement"), (Shows.REPEATED,)),
        ("open", _("Without a match"), (Shows.NOTHING,)),
    )
    rows = [
        (key, title, [_row(m) for m in matches if m.shows in kind]) for key, title, kind in kinds
    ]
    return [group for group in rows if group[2]]


def _row(match: LineMatch) -> BankLineRow:
    shows, url = _target(match)
    amount = wording.money_text(match.line.amount, match.line.currency)
    return BankLineRow(line=match.line, amount=amount, why=match.why, shows=shows, url=url)


def _target(match: LineMatch) -> tuple[str, str]:
    """Return the record a line shows, in words, and its address."""
    fee = match.fee or (match.reversal.fee if match.reversal else None)
    if match.batch:
        words = _("Transfer of %(batch)s") % {"batch": match.batch.reference}
        return words, match.batch.get_absolute_url()
    if fee:
        words = _("Refund for %(child)s") % {"child": fee.child.reference}
        return words, reverse("fee", args=[fee.agreement.slug, fee.child.reference])
    if match.earlier:
        earlier = {"statement": match.earlier.statement.reference, "row": match.earlier.row}
        words = _("%(statement)s, row %(row)s") % earlier
        return words, match.earlier.statement.get_absolute_url()
    return "", ""
