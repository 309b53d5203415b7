"""Bank statements in words: the layout of a file, and what each line shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.queries.bank_records import LineMatch, PaidPart, Shows
from cases.rules.statement_words import HEADINGS, BankColumn
from cases.rules.statements import BankLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    headings: tuple[str, ...]
    text: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """A record in words and its address; ``amount`` where a line shows several."""

    words: str
    url: str
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLineRow:
    """A line and the records it shows; ``why`` it shows them, or none."""

    line: BankLine
    amount: str
    why: str
    records: tuple[ShownRecord, ...] = ()
    offered: bool = False


def layout() -> list[ColumnRow]:
    """Return the columns of a statement as the page describes them."""
    columns = {
        BankColumn.VALUE_DATE: (_("The date of the transaction"), "15.03.2019"),
        BankColumn.BANK_REFERENCE: (
            _("The bank's own reference; a column of text. Empty where the bank gives none"),
            "FT19074X1",
        ),
        BankColumn.DETAILS: (
            _(
                "The payment details, with the batch reference or, for a refund, the child's "
                "case number. Nothing else is kept."
            ),
            "PB-0007",
        ),
        BankColumn.AMOUNT: (
            _(
                "Below zero for money that left the account. Or two columns, Debit for what left "
                "and Credit for what came; or a column Debit/credit beside it"
            ),
            "-8000.00",
        ),
        BankColumn.CURRENCY: (
            _("The currency of the account; it may stand in a title above the headings"),
            "USD",
        ),
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
        ("offered", _("To be confirmed"), lambda m: m.offered),
        ("new", _("To be recorded"), lambda m: m.shows in (Shows.TRANSFER, Shows.REFUND)),
        ("known", _("Already recorded"), lambda m: m.shows is Shows.KNOWN),
        (
            "repeated",
            _("Already recorded from an earlier statement"),
            lambda m: m.shows is Shows.REPEATED,
        ),
        ("open", _("Without a match"), lambda m: m.shows is Shows.NOTHING),
    )
    rest, listed = matches, []
    for key, title, belongs in kinds:
        listed.append((key, title, [_row(match) for match in rest if belongs(match)]))
        rest = [match for match in rest if not belongs(match)]
    return [group for group in listed if group[2]]


def passed_over(rows: Iterable[tuple[int, str]]) -> list[str]:
    """Return which rows of a file are no transactions, in words, kind by kind."""
    by_kind: dict[str, list[int]] = {}
    for row, code in rows:
        by_kind.setdefault(code, []).append(row)
    words = {
        "balance": _("a balance, a total or a turnover"),
        "zero": _("nothing moved"),
        "note": _("neither a date nor an amount"),
        "heading": _("the headings once more"),
        "not_done": _("its status says that it was not carried out"),
    }
    return [
        ngettext("Row %(rows)s: %(why)s.", "Rows %(rows)s: %(why)s.", len(numbers))
        % {"rows": ", ".join(map(str, numbers)), "why": words[code]}
        for code, numbers in by_kind.items()
    ]


def not_booked(sums: Iterable[tuple[int, str, str]]) -> list[str]:
    """Return in words what a statement holds that the bank has not booked."""
    return [
        ngettext(
            "%(count)s transaction that the bank has not booked yet: %(amount)s.",
            "%(count)s transactions that the bank has not booked yet: %(amount)s in all.",
            count,
        )
        % {"count": count, "amount": wording.money_text(Decimal(amount), currency)}
        for count, amount, currency in sums
    ]


def _row(match: LineMatch) -> BankLineRow:
    reason = str(match.reason.label) if match.reason else ""
    return BankLineRow(
        line=match.line,
        amount=wording.money_text(match.line.amount, match.line.currency),
        why=match.why or reason,
        records=tuple(_records(match)),
        offered=match.offered,
    )


def _records(match: LineMatch) -> Iterable[ShownRecord]:
    """Yield the records that a line shows, in words."""
    if match.earlier:
        earlier = {"statement": match.earlier.statement.reference, "row": match.earlier.row}
        words = _("%(statement)s, row %(row)s") % earlier
        yield ShownRecord(words=words, url=match.earlier.statement.get_absolute_url())
    several = len(match.parts) > 1
    for part in match.parts:
        amount = wording.money_text(part.amount, match.line.currency) if several else ""
        words, url = _record(part)
        yield ShownRecord(words=words, url=url, amount=amount)


def _record(part: PaidPart) -> tuple[str, str]:
    fee = part.fee or (part.reversal.fee if part.reversal else None)
    if fee:
        words = _("Refund for %(child)s") % {"child": fee.child.reference}
        return words, reverse("fee", args=[fee.agreement.slug, fee.child.reference])
    if part.batch:
        words = _("Transfer of %(batch)s") % {"batch": part.batch.reference}
        return words, part.batch.get_absolute_url()
    return "", ""
