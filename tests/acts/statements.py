"""Bank statements."""

from typing import Any

from cases.casework import batches, statements
from cases.forms.bank_columns import CarriedFile
from cases.models import BankLayout, BankStatement, Draft, Explanation
from cases.vocabulary import BatchStatus, Explained, Role
from tests import factories
from tests.acts.example import Example, example
from tests.factories import DAY
from tests.statements import csv_of, row, sent


def _kept_statement(*rows: Any) -> Draft:
    officer = factories.user(Role.FINANCE_OFFICER)
    return statements.keep("statement.csv", csv_of(*rows), on=DAY, by=officer)


def _statement(*rows: Any) -> BankStatement:
    draft = _kept_statement(*rows)
    seen = statements.tried(draft).seen
    return statements.apply(draft=draft, seen=seen, by=draft.author, on=DAY)


@example("statement-new")
def _() -> Example:
    factories.agreement()
    return Example((), {"file": sent(csv_of(row("FT8", "-5")))}, Draft.objects.all())


@example("statement-try")
def _() -> Example:
    draft = _kept_statement(row("FT8", "-5"))
    typed = {"seen": statements.tried(draft).seen}
    return Example((draft.data["token"],), typed, BankStatement.objects.all(), by=draft.author)


@example("statement-discard")
def _() -> Example:
    draft = _kept_statement(row("FT8", "-5"))
    return Example((draft.data["token"],), {}, Draft.objects.all(), change=-1, by=draft.author)


@example("statement-match")
def _() -> Example:
    statement = _statement(row("FT9", "-400"))
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=batch.prepared_by,
        on=DAY,
        bank_reference="FT9",
        value_date=DAY,
    )
    seen = statements.open_lines(statement).seen
    rows = statement.lines.exclude(matched=0)
    return Example((statement.reference,), {"seen": seen}, rows)


@example("statement-columns")
def _() -> Example:
    head = "Datum;Beleg;Zweck;Betrag;Konto"
    file = CarriedFile("s.csv", f"{head}\n01.03.2019;FT8;x;-5;1".encode(), [])
    columns = ("value_date", "bank_reference", "details", "amount", "")
    typed = {f"column-{i}": column for i, column in enumerate(columns)}
    typed |= {"packed": file.packed, "bank": "Bank", "currency": "USD"}
    return Example((), typed, BankLayout.objects.all())


@example("statement-forget")
def _() -> Example:
    officer = factories.user(Role.FINANCE_OFFICER)
    layout = BankLayout.objects.create(bank="Bank", headings="a|b|c", columns=[], saved_by=officer)
    return Example((layout.pk,), {}, BankLayout.objects.all(), change=-1)


@example("statement-line-explain")
def _() -> Example:
    statement = _statement(row("FT8", "-5"))
    typed = {"line-amount": "-5.00", "line-reason": Explained.CHARGES}
    return Example((statement.reference, 2), typed, Explanation.objects.all())


@example("statement-undo")
def _() -> Example:
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    statement = _statement(row("FT9", "-400", batch.reference))
    rows = statement.lines.filter(matched=0)
    return Example((statement.reference, 2), {"note": "The neighbour's batch."}, rows)
