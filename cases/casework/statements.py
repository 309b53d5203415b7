"""Bank statements: read, matched with the records, and applied as a whole.

One function matches the lines for the preview, for the act that applies them, and for open
lines. Locks are taken in one order: batches, children, fees.
"""

import datetime
import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Annotated, Any

from django.db import transaction
from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework import references
from cases.casework.bank_matches import CannotApply, confirmed, record
from cases.casework.fees import CannotPay, once
from cases.casework.movements import lock_children
from cases.casework.submissions import AlreadyTaken, take_once
from cases.files.bank_files import BankFile, read_bank_file
from cases.files.spreadsheets import CannotReadFile, column_letters
from cases.models import (
    Agreement,
    BankMatch,
    BankStatement,
    Child,
    Draft,
    Fee,
    PaymentBatch,
    StatementLine,
    UndoneMatch,
    User,
)
from cases.models.rows import read_rows, rows_of
from cases.queries.bank_layouts import remembered
from cases.queries.bank_matches import matches_of
from cases.queries.bank_records import LineMatch, PaidPart, Shows
from cases.rules.statement_layouts import CannotReadStatement, Layout
from cases.rules.statements import BankLine, CellProblem, ReadStatement, read_statement
from cases.vocabulary import MatchReason

#: The form of a statement that was read and is not applied yet.
FORM = "statement"
#: Sentences on what is wrong with a file that one refusal holds.
MOST_SENTENCES = 30


class KnownStatement(AlreadyTaken):
    """The same file was applied before; ``location`` is its statement."""

    def __init__(self, statement: BankStatement) -> None:
        sentence = _("This file was applied before. Nothing was changed.")
        super().__init__(statement.get_absolute_url(), sentence)


class Changed(CannotPay):
    """The matches are no longer those of the preview; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _("The records changed while you were looking. Nothing was saved. Check again.")
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """The matches of a statement's lines; ``seen`` is a digest of them."""

    matches: tuple[LineMatch, ...]

    @property
    def seen(self) -> str:
        """The digest of what was shown."""
        return hashlib.sha256(" ".join(match.mark for match in self.matches).encode()).hexdigest()

    def that(self, *shows: Shows) -> list[LineMatch]:
        """Return the matches of some kinds that need nobody's word, in the order of the rows."""
        return [match for match in self.matches if match.shows in shows and not match.offered]


def read(
    name: str, content: bytes, *, on: datetime.date, layout: Layout | None = None
) -> ReadStatement:
    """Read a file, by its headings, by those remembered, or by ``layout``.

    Raises ``CannotApply`` with a sentence for each problem, ``KnownStatement``.
    """
    if statement := BankStatement.objects.filter(digest=_digest(content)).first():
        raise KnownStatement(statement)
    try:
        file = read_bank_file(name, content)
        layout = layout or file.layout or remembered(file.rows)
        reading = read_statement(file.rows, on=on, shown=file.shown, layout=layout)
    except CannotReadFile as refusal:
        raise CannotApply(str(refusal), field="file") from refusal
    except CannotReadStatement as refusal:
        raise CannotApply(str(_UNREADABLE[refusal.code]), field="file") from refusal
    if reading.problems:
        raise CannotApply(*_sentences(reading.problems, file), field="file")
    return replace(reading, not_booked=file.not_booked)


@transaction.atomic
def keep(
    name: str, content: bytes, *, on: datetime.date, by: User, layout: Layout | None = None
) -> Draft:
    """Read a statement and save it as a draft of ``by``. Raises as ``read`` does."""
    reading = read(name, content, on=on, layout=layout)
    data = {
        "token": str(uuid.uuid4()),
        "digest": _digest(content),
        "lines": [_packed(line) for line in reading.lines],
        "passed_over": [(row.row, row.code) for row in reading.passed_over],
        "unread": list(reading.unread),
        "not_booked": [(n.count, str(n.amount), n.currency) for n in reading.not_booked],
    }
    return Draft.objects.create(author=by, form=FORM, data=data)


def tried(draft: Draft) -> Preview:
    """Return the current matches of a draft."""
    return Preview(matches_of([_unpacked(packed) for packed in draft.data["lines"]]))


@transaction.atomic
def apply(
    *,
    draft: Draft,
    seen: str,
    by: User,
    on: datetime.date,
    funder: str = "",
    rows: Iterable[int] = (),
) -> BankStatement:
    """Record every transfer and refund that a draft shows, or none.

    ``seen`` is the digest of the preview, ``funder`` pays the transfers, ``rows`` are those whose
    offered match a person has confirmed. Raises ``Changed`` if the matches differ now,
    ``CannotPay``, ``KnownStatement`` and ``AlreadyTaken``.
    """
    submission = take_once(uuid.UUID(draft.data["token"]), by=by)
    if earlier := BankStatement.objects.filter(digest=draft.data["digest"]).first():
        raise KnownStatement(earlier)
    matches = _locked(tried(draft), seen, lambda: tried(draft))
    counted = confirmed(matches, rows)
    with once(_("This file has just been applied. Nothing was saved.")):
        statement = BankStatement.objects.create(
            reference=references.next_statement(), digest=draft.data["digest"], imported_by=by
        )
    with once(_("Another statement has just recorded the same payments. Try again.")):
        lines = StatementLine.objects.bulk_create(_row(statement, match) for match in matches)
    by_row = {line.row: line for line in lines}
    record([(match, by_row[match.line.row]) for match in counted], by=by, on=on, funder=funder)
    Draft.objects.filter(pk=draft.pk).delete()
    submission.location = statement.get_absolute_url()
    submission.save(update_fields=["location"])
    return statement


def open_lines(statement: BankStatement) -> Preview:
    """Return the current matches of a statement's open lines."""
    rows = {row.row: row for row in statement.lines.unmatched()}
    matches = matches_of([_line(row) for row in rows.values()], of=statement)
    undone = UndoneMatch.objects.filter(match__line__in=rows.values())
    before = set(undone.values_list("match__line__row", flat=True))
    return Preview(tuple(_asks(each) if each.line.row in before else each for each in matches))


def _asks(match: LineMatch) -> LineMatch:
    """Return the match of a line of which one was undone: it is asked about, never made."""
    why = _("A match of this line was undone. Confirm this one if it is right.")
    return replace(match, why=why, offered=True) if match.parts and not match.offered else match


def shown_lines(statement: BankStatement) -> list[LineMatch]:
    """Return the lines matched with records, or with an earlier statement. One query."""
    shown = statement.lines.exclude(matched=0, repeats__isnull=True)
    matches = BankMatch.objects.standing().filter(line=OuterRef("pk")).order_by("pk")
    rows = shown.select_related("repeats__statement").annotate(match_rows=rows_of(_Shown, matches))
    return [_as_matched(row, read_rows(_Shown, row.match_rows)) for row in rows.order_by("row")]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A match on record, with the references of what it shows."""

    amount: Decimal
    reason: MatchReason
    batch: Annotated[str | None, "batch__reference"]
    child: Annotated[str | None, "reversal__fee__child__reference"]
    agreement: Annotated[str | None, "reversal__fee__agreement__slug"]


def _as_matched(row: StatementLine, shown: Sequence[_Shown]) -> LineMatch:
    kind = Shows.REPEATED if row.repeats else Shows.KNOWN
    reason = next((each.reason for each in shown), None)
    return LineMatch(_line(row), kind, tuple(map(_part, shown)), reason, earlier=row.repeats)


def _part(shown: _Shown) -> PaidPart:
    """Return what a match shows, by its references alone, which is all that a page says."""
    if shown.batch:
        return PaidPart(amount=shown.amount, batch=PaymentBatch(reference=shown.batch))
    child, agreement = Child(reference=shown.child or ""), Agreement(slug=shown.agreement or "")
    return PaidPart(amount=shown.amount, fee=Fee(child=child, agreement=agreement))


@transaction.atomic
def match_again(
    *,
    statement: BankStatement,
    seen: str,
    by: User,
    on: datetime.date,
    rows: Iterable[int] = (),
) -> int:
    """Record what the open lines of a statement match now; return the number of lines.

    ``rows`` are those whose offered match a person has confirmed. Raises ``Changed`` and
    ``CannotPay``, as ``apply`` does.
    """
    # The application may not lock a statement, which it may not change; its open lines it may.
    unmatched = statement.lines.unmatched().select_for_update(no_key=True, of=("self",))
    by_row = {row.row: row for row in unmatched.select_related("statement").order_by("pk")}
    matches = _locked(open_lines(statement), seen, lambda: open_lines(statement))
    counted = confirmed(matches, rows)
    record([(match, by_row[match.line.row]) for match in counted], by=by, on=on)
    return len(counted)


def _locked(trial: Preview, seen: str, again: Callable[[], Preview]) -> tuple[LineMatch, ...]:
    """Lock the matched records in the order of every act. Raises ``Changed``."""
    parts = [part for match in trial.matches for part in match.parts]
    batch_keys = [part.batch.pk for part in parts if part.batch]
    fee_keys = [part.fee.pk for part in parts if part.fee]
    held = PaymentBatch.objects.select_for_update(no_key=True).filter(pk__in=batch_keys)
    list(held.order_by("pk"))
    paid = Q(fees__payments__batch__in=batch_keys, fees__payments__released=False)
    lock_children(Child.objects.filter(paid | Q(fees__in=fee_keys)).distinct())
    now = again()
    if now.seen != seen:
        raise Changed
    return now.matches


def _row(statement: BankStatement, match: LineMatch) -> StatementLine:
    line = match.line
    return StatementLine(
        statement=statement,
        row=line.row,
        value_date=line.value_date,
        bank_reference=line.bank_reference,
        amount=line.amount,
        currency=line.currency,
        rate=line.rate,
        batches=list(line.batches),
        children=list(line.children),
        near=list(line.near),
        occurrence=line.occurrence,
        repeats=match.earlier,
    )


def _line(row: StatementLine) -> BankLine:
    """Return the parsed line of a row."""
    return BankLine(
        row=row.row,
        value_date=row.value_date,
        bank_reference=row.bank_reference,
        amount=row.amount,
        currency=row.currency,
        rate=row.rate,
        batches=tuple(row.batches),
        children=tuple(row.children),
        near=tuple(row.near),
        occurrence=row.occurrence,
    )


def _packed(line: BankLine) -> dict[str, Any]:
    """Return a line as JSON for a draft."""
    packed = asdict(line)
    packed["value_date"] = line.value_date.isoformat()
    packed["amount"] = str(line.amount)
    packed["rate"] = None if line.rate is None else str(line.rate)
    return packed


def _unpacked(packed: dict[str, Any]) -> BankLine:
    day, rate = datetime.date.fromisoformat(packed["value_date"]), packed["rate"]
    return BankLine(
        **packed
        | {
            "value_date": day,
            "amount": Decimal(packed["amount"]),
            "rate": None if rate is None else Decimal(rate),
            "batches": tuple(packed["batches"]),
            "children": tuple(packed["children"]),
            "near": tuple(packed.get("near", ())),
        }
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sentences(problems: Sequence[CellProblem], file: BankFile) -> list[str]:
    sentences = [_sentence(problem, file) for problem in problems[:MOST_SENTENCES]]
    if more := len(problems[MOST_SENTENCES:]):
        sentences.append(_("… and %(count)s more.") % {"count": more})
    return sentences


def _sentence(problem: CellProblem, file: BankFile) -> str:
    """Return what is wrong with a cell, named as the spreadsheet names it."""
    empty = "" if problem.value else _EMPTY.get(problem.code, "")
    sentence = empty or _PROBLEMS[problem.code] % {"value": problem.value}
    if file.layout is not None:  # a format without cells: its transactions are counted
        return _("Transaction %(row)s: %(sentence)s") % {"row": problem.row, "sentence": sentence}
    words: dict[str, object] = {
        "row": problem.row,
        "cell": f"{column_letters(problem.column)}{problem.row}",
    }
    words |= {"sentence": sentence}
    return _("Row %(row)s, cell %(cell)s: %(sentence)s") % words


_UNREADABLE = {
    "empty": gettext_lazy("The spreadsheet is empty."),
    "no_header": gettext_lazy(
        "No row has the headings of a statement. See the layout, or say what the columns hold."
    ),
    "no_currency": gettext_lazy(
        "No column and no title says in which currency the account is. Say it below."
    ),
    "columns": gettext_lazy("Two columns may hold the same. Say below which one is to be read."),
    "direction": gettext_lazy(
        "A column seems to mark what left and what came. Say below what it holds."
    ),
    "no_rows": gettext_lazy("The statement has headings and no line below them."),
    "too_many": gettext_lazy("The bank statement has more than 500 lines. Split it."),
}
_PROBLEMS = {
    "day": gettext_lazy("“%(value)s” is not a date. Write it like 15.03.2019."),
    "day_order": gettext_lazy(
        "“%(value)s” may begin with the day or with the month. Write it like 15.03.2019."
    ),
    "day_in_future": gettext_lazy("the value date is in the future."),
    "reference": gettext_lazy("the bank reference is longer than 60 characters."),
    "reference_lost": gettext_lazy(
        "the spreadsheet has cut the bank reference to “%(value)s”. Format the column as text."
    ),
    "reference_zeros": gettext_lazy(
        "the bank reference is a number that only shows as “%(value)s”. Keep the column as text."
    ),
    "hidden_sign": gettext_lazy("the bank reference has a hidden character."),
    "amount": gettext_lazy("“%(value)s” is not an amount. Write it like -8000.00, without commas."),
    "debit_and_credit": gettext_lazy("both debit and credit hold an amount."),
    "direction": gettext_lazy(
        "“%(value)s” does not say with its amount whether the money left or came."
    ),
    "currency": gettext_lazy("“%(value)s” is not a currency. Write it like USD."),
    "another_account": gettext_lazy(
        "these headings are of another account, in %(value)s. Send each account as a file."
    ),
    "currency_differs": gettext_lazy("“%(value)s” names another currency than its row."),
    "status": gettext_lazy(
        "“%(value)s” does not say whether the money moved. If it did, delete the text; if not, the "
        "row."
    ),
    "rate": gettext_lazy("“%(value)s” is not a rate. Write it like 10.92."),
}
_EMPTY = {
    "day": gettext_lazy("the date is missing. Write it like 15.03.2019."),
    "amount": gettext_lazy("the amount is missing. Write it like -8000.00."),
    "currency": gettext_lazy("the currency is missing. Write it like USD."),
}
