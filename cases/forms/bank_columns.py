"""What the columns of a bank's file hold, chosen by a person where its headings do not say it."""

import base64
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.files.bank_files import read_bank_file
from cases.files.spreadsheets import CannotReadFile
from cases.forms.batches import CurrencyField, LineField
from cases.forms.fields import Form
from cases.queries.bank_layouts import headings_of, remembered
from cases.rules.statement_layouts import (
    CannotReadStatement,
    Layout,
    header_of,
    headings_known,
    looks_like_one,
)
from cases.rules.statement_words import BankColumn
from cases.rules.statements import read_statement

#: A larger file is not carried along by the page.
MOST_CARRIED = 1024 * 1024
#: So many rows of a file are shown while its columns are chosen.
MOST_SHOWN = 5
_SALT = "bank-file"
_NAMES = {
    BankColumn.VALUE_DATE: gettext_lazy("Value date"),
    BankColumn.BANK_REFERENCE: gettext_lazy("Bank reference"),
    BankColumn.DETAILS: gettext_lazy("Details"),
    BankColumn.AMOUNT: gettext_lazy("Amount, below zero for what left"),
    BankColumn.DEBIT: gettext_lazy("Debit: what left"),
    BankColumn.CREDIT: gettext_lazy("Credit: what came"),
    BankColumn.DIRECTION: gettext_lazy("Debit or credit, beside the amount"),
    BankColumn.CURRENCY: gettext_lazy("Currency"),
    BankColumn.RATE: gettext_lazy("Rate"),
}


class ChosenColumns(TypedDict):
    name: str
    content: bytes
    layout: Layout
    bank: str
    headings: str


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file whose columns are asked for, which the page carries: nothing of it is stored."""

    name: str
    content: bytes
    rows: Sequence[Sequence[str]]

    @property
    def packed(self) -> str:
        """The file as a form holds it, signed by the register."""
        text = base64.b64encode(self.content).decode()
        return signing.dumps([self.name, text], salt=_SALT, compress=True)


def asked_of(name: str, content: bytes) -> CarriedFile | None:
    """Return a file whose columns have to be chosen; None for any other."""
    try:
        file = read_bank_file(name, content)
    except CannotReadFile:
        return None
    if file.layout or len(content) > MOST_CARRIED or not looks_like_one(file.rows):
        return None
    if remembered(file.rows):
        return None
    try:
        reading = read_statement(file.rows, on=datetime.date.max, shown=file.shown)
    except CannotReadStatement as refusal:
        return CarriedFile(name, content, file.rows) if refusal.is_asked else None
    turned = any(problem.code == "day_order" for problem in reading.problems)
    return CarriedFile(name, content, file.rows) if turned else None


def carried(packed: str) -> CarriedFile | None:
    """Return the file that a page carried; None where it is not one of ours."""
    try:
        name, text = signing.loads(packed, salt=_SALT)
        content = base64.b64decode(text)
        return CarriedFile(name, content, read_bank_file(name, content).rows)
    except (signing.BadSignature, CannotReadFile):
        return None


class ColumnsForm(Form):
    """What each column of a carried file holds, and whose files look like this."""

    packed = forms.CharField(widget=forms.HiddenInput)
    bank = LineField(
        limit=60,
        label=gettext_lazy("Bank or account"),
        help_text=gettext_lazy("The columns are remembered under this name for its next files."),
    )
    currency = CurrencyField(
        required=False,
        label=gettext_lazy("Currency of the account"),
        help_text=gettext_lazy("Only where no column holds it."),
    )
    day_order = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Dates such as 03/04/2026"),
        choices=[
            ("", gettext_lazy("As the dates of the file show")),
            ("day", gettext_lazy("Begin with the day: 3 April")),
            ("month", gettext_lazy("Begin with the month: 4 March")),
        ],
    )

    use_required_attribute = False

    def __init__(self, *args: Any, file: CarriedFile, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.file, self.header = file, header_of(file.rows)
        self.fields["packed"].initial = file.packed
        widest = max(map(len, file.rows[:60]), default=0)
        guess = headings_known(file.rows[self.header]) if self.header >= 0 else {}
        by_column = {i: column for column, i in guess.items()}
        for i in range(min(widest, 40)):
            self.fields[f"column-{i}"] = forms.ChoiceField(
                label=_("Column %(number)s") % {"number": i + 1},
                required=False,
                choices=[("", _("Not read")), *((c.value, _NAMES[c]) for c in BankColumn)],
                initial=by_column.get(i, ""),
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """The field of each column of the file, in their order."""
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def samples(self) -> list[tuple[forms.BoundField, str, list[str]]]:
        """Each column with its heading, if there is one, and its cells in the first rows."""
        head = self.file.rows[self.header] if self.header >= 0 else ()
        rows = [row for row in self.file.rows[self.header + 1 :] if any(row)][:MOST_SHOWN]
        return [
            (
                field,
                "".join(head[i : i + 1]),
                [cell for row in rows for cell in row[i : i + 1] if cell],
            )
            for i, field in enumerate(self.columns)
        ]

    def clean(self) -> None:
        super().clean()
        picked = [self.cleaned_data.get(f"column-{i}", "") for i in range(len(self.columns))]
        for column in BankColumn:
            if picked.count(column) > 1:
                words = {"column": _NAMES[column]}
                self.add_error(None, _("Two columns are “%(column)s”. Choose one.") % words)
        sums = {BankColumn.DEBIT, BankColumn.CREDIT} <= {*picked}
        if BankColumn.VALUE_DATE not in picked:
            self.add_error(None, _("Say which column is the value date."))
        if sums == (BankColumn.AMOUNT in picked):
            self.add_error(
                None, _("Say which column is the amount, or which are debit and credit.")
            )
        if BankColumn.CURRENCY not in picked and not self.cleaned_data.get("currency"):
            self.add_error("currency", _("Say in which currency the account is."))
        self.picked = picked

    def facts(self) -> ChosenColumns:
        order = {"day": False, "month": True}.get(self.cleaned_data["day_order"])
        columns = {BankColumn(name): i for i, name in enumerate(self.picked) if name}
        currency = "" if BankColumn.CURRENCY in columns else self.cleaned_data["currency"]
        header = self.file.rows[self.header] if self.header >= 0 else ()
        return {
            "name": self.file.name,
            "content": self.file.content,
            "layout": Layout(self.header, columns, currency, order),
            "bank": self.cleaned_data["bank"],
            "headings": headings_of(header),
        }
