"""A statement of the bank: read, matched with what is on record, and applied as a whole.

What a line shows is worked out by one function for the page that previews it, for the act that
applies it, and for lines that stayed open. Locks are taken in one order: batches, children, fees.
"""

import datetime
import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework import batches, references, reversals
from cases.casework.fees import CannotPay, once
from cases.casework.movements import lock_children
from cases.casework.submissions import AlreadyTaken, take_once
from cases.files.spreadsheets import CannotReadFile, table_of
from cases.models import BankStatement, Child, Draft, PaymentBatch, StatementLine, User
from cases.queries.bank_matches import Match, Shows, known_to
from cases.rules.statements import BankLine, CannotReadStatement, CellProblem, read_statement

#: The form of a statement that was read and is not applied yet.
FORM = "statement"
#: Sentences on what is wrong with a file that one refusal holds.
MOST_SENTENCES = 30


class CannotApply(CannotPay):
    """The statement is refused as a whole."""


class KnownStatement(AlreadyTaken):
    """The very file was applied before; it leads to the statement."""

    def __init__(self, statement: BankStatement) -> None:
        sentence = _("This file was applied before. Nothing was changed.")
        super().__init__(statement.get_absolute_url(), sentence)


class Changed(CannotPay):
    """What would be recorded is no longer what was shown; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _("The records changed while you were looking. Nothing was saved. Check again.")
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement that was read: what each line shows. ``seen`` stands for all of it."""

    matches: tuple[Match, ...]

    @property
    def seen(self) -> str:
        return hashlib.sha256(" ".join(match.mark for match in self.matches).encode()).hexdigest()

    def that(self, *shows: Shows) -> list[Match]:
        """Return the matches of some kinds, in the order of the rows."""
        return [match for match in self.matches if match.shows in shows]


def read(name: str, content: bytes, *, on: datetime.date) -> tuple[BankLine, ...]:
    """Read the file of a statement. Raises ``CannotApply`` with a sentence for each problem,
    and ``KnownStatement`` for a file that was applied before.
    """
    if known := BankStatement.objects.filter(digest=_digest(content)).first():
        raise KnownStatement(known)
    try:
        found = read_statement(table_of(name, content), on=on)
    except CannotReadFile as refusal:
        raise CannotApply(str(refusal), field="file") from refusal
    except CannotReadStatement as refusal:
        raise CannotApply(str(_UNREADABLE[refusal.code]), field="file") from refusal
    if found.problems:
        raise CannotApply(*_sentences(found.problems), field="file")
    return found.lines


@transaction.atomic
def keep(name: str, content: bytes, *, on: datetime.date, by: User) -> Draft:
    """Read a statement and keep it for its reader alone, until it is applied or thrown away.

    Raises as ``read`` does.
    """
    lines = read(name, content, on=on)
    data = {
        "token": str(uuid.uuid4()),
        "digest": _digest(content),
        "lines": [_packed(line) for line in lines],
    }
    return Draft.objects.create(author=by, form=FORM, data=data)


def tried(draft: Draft) -> Trial:
    """Return what the lines of a kept statement show now."""
    return Trial(match([_unpacked(packed) for packed in draft.data["lines"]]))


@transaction.atomic
def apply(
    *, draft: Draft, seen: str, by: User, on: datetime.date, funder: str = ""
) -> BankStatement:
    """Record every transfer and refund that a kept statement shows, or nothing at all.

    ``seen`` is what was shown when this was agreed to, ``funder`` who pays the transfers.
    Raises ``Changed`` when it would be something else now, ``CannotPay``,
    ``KnownStatement``, and ``AlreadyTaken`` for the same form again.
    """
    submission = take_once(uuid.UUID(draft.data["token"]), by=by)
    if known := BankStatement.objects.filter(digest=draft.data["digest"]).first():
        raise KnownStatement(known)
    matches = _locked(tried(draft), seen, lambda: tried(draft))
    with once(_("This file has just been applied. Nothing was saved.")):
        statement = BankStatement.objects.create(
            reference=references.next_statement(), digest=draft.data["digest"], imported_by=by
        )
    shown = [_recorded(match, by=by, on=on, funder=funder) for match in matches]
    now = timezone.now()
    with once(_("Another statement has just recorded the same payments. Try again.")):
        StatementLine.objects.bulk_create(_row(statement, each, by, now) for each in shown)
    Draft.objects.filter(pk=draft.pk).delete()
    submission.location = statement.get_absolute_url()
    submission.save(update_fields=["location"])
    return statement


def open_lines(statement: BankStatement) -> Trial:
    """Return what the lines that stayed open show now; a batch may be approved by now."""
    rows = {row.row: row for row in statement.lines.unmatched()}
    return Trial(match([_line(row) for row in rows.values()], of=statement))


def shown_lines(statement: BankStatement) -> list[Match]:
    """Return the lines that show a record of ours, or what an earlier statement told."""
    shown = statement.lines.filter(
        Q(batch__isnull=False) | Q(reversal__isnull=False) | Q(repeats__isnull=False)
    ).select_related(
        "batch",
        "repeats__statement",
        "reversal__fee__child",
        "reversal__fee__agreement",
    )
    return [
        Match(
            _line(row),
            Shows.REPEATED if row.repeats else Shows.KNOWN,
            batch=row.batch,
            reversal=row.reversal,
            earlier=row.repeats,
        )
        for row in shown.order_by("row")
    ]


@transaction.atomic
def match_again(*, statement: BankStatement, seen: str, by: User, on: datetime.date) -> int:
    """Record what the open lines of a statement show by now. Return how many lines.

    Raises ``Changed`` and ``CannotPay``, as ``apply`` does.
    """
    # The application may not lock a statement, which it may not change; its open lines it may.
    unmatched = statement.lines.unmatched().select_for_update(no_key=True, of=("self",))
    rows = {row.row: row for row in unmatched.order_by("pk")}
    matches = _locked(open_lines(statement), seen, lambda: open_lines(statement))
    found = [match for match in matches if match.shows not in (Shows.NOTHING, Shows.REPEATED)]
    for each in found:
        shown = _recorded(each, by=by, on=on)
        row = rows[each.line.row]
        row.batch, row.reversal = shown.batch, shown.reversal
        row.matched_by, row.matched_at = by, timezone.now()
        row.save(update_fields=["batch", "reversal", "matched_by", "matched_at"])
    return len(found)


def match(lines: Sequence[BankLine], *, of: BankStatement | None = None) -> tuple[Match, ...]:
    """Return what each line shows, by its references and its amount. Five queries at most.

    ``of`` is the statement on record whose own lines these are.
    """
    if not lines:
        return ()
    register = known_to(lines, of=of)
    return tuple(register.match(line) for line in lines)


def _locked(trial: Trial, seen: str, again: Callable[[], Trial]) -> tuple[Match, ...]:
    """Lock what the lines show, in the order of every act, and see that it is still so."""
    batch_keys = [m.batch.pk for m in trial.that(Shows.TRANSFER) if m.batch]
    fee_keys = [m.fee.pk for m in trial.that(Shows.REFUND) if m.fee]
    held = PaymentBatch.objects.select_for_update(no_key=True).filter(pk__in=batch_keys)
    list(held.order_by("pk"))
    paid = Q(fees__payments__batch__in=batch_keys, fees__payments__released=False)
    lock_children(Child.objects.filter(paid | Q(fees__in=fee_keys)).distinct())
    now = again()
    if now.seen != seen:
        raise Changed
    return now.matches


def _recorded(match: Match, *, by: User, on: datetime.date, funder: str = "") -> Match:
    """Record what a line shows where it is not on record yet; return the match with its record."""
    line = match.line
    try:
        if match.shows is Shows.TRANSFER and match.batch:
            same = line.currency == match.batch.currency
            batches.record_transfer(
                batch=match.batch,
                version=match.batch.version,
                by=by,
                on=on,
                bank_reference=line.bank_reference,
                value_date=line.value_date,
                funder=funder,
                paid_currency="" if same else line.currency,
                rate=None if same else line.rate,
            )
        elif match.shows is Shows.REFUND and match.fee:
            reversals.record_refund(
                fee=match.fee,
                version=match.fee.version,
                by=by,
                on=on,
                refunded_on=line.value_date,
                bank_reference=line.bank_reference,
            )
            return replace(match, reversal=match.fee.reversals.agreed().last())
    except CannotPay as refusal:
        raise CannotApply(_at(line.row, str(refusal))) from refusal
    return match


def _row(statement: BankStatement, match: Match, by: User, at: datetime.datetime) -> StatementLine:
    line = match.line
    shows = match.batch or match.reversal
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
        repeats=match.earlier,
        batch=match.batch,
        reversal=match.reversal,
        matched_by=by if shows else None,
        matched_at=at if shows else None,
    )


def _line(row: StatementLine) -> BankLine:
    """Return a line on record as it was read."""
    return BankLine(
        row=row.row,
        value_date=row.value_date,
        bank_reference=row.bank_reference,
        amount=row.amount,
        currency=row.currency,
        rate=row.rate,
        batches=tuple(row.batches),
        children=tuple(row.children),
    )


def _packed(line: BankLine) -> dict[str, Any]:
    """Return a line as a draft keeps it."""
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
        }
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _at(row: int, sentence: str) -> str:
    return _("Row %(row)s: %(sentence)s") % {"row": row, "sentence": sentence}


def _sentences(problems: Sequence[CellProblem]) -> list[str]:
    sentences = [
        _at(problem.row, _PROBLEMS[problem.code] % {"value": problem.value})
        for problem in problems[:MOST_SENTENCES]
    ]
    if more := len(problems[MOST_SENTENCES:]):
        sentences.append(_("… and %(count)s more.") % {"count": more})
    return sentences


_UNREADABLE = {
    "empty": gettext_lazy("The spreadsheet is empty."),
    "no_header": gettext_lazy("No row has the headings of a statement. See the layout below."),
    "no_rows": gettext_lazy("The statement has headings and no line below them."),
    "too_many": gettext_lazy("The bank statement has more than 500 lines. Split it."),
}
_PROBLEMS = {
    "day": gettext_lazy("“%(value)s” is not a date. Write it like 15.03.2019."),
    "day_in_future": gettext_lazy("the value date is in the future."),
    "reference": gettext_lazy("the bank reference is missing or longer than 60 characters."),
    "reference_lost": gettext_lazy(
        "the spreadsheet has cut the bank reference to “%(value)s”. Format the column as text."
    ),
    "hidden_sign": gettext_lazy("the bank reference has a hidden character."),
    "amount": gettext_lazy("“%(value)s” is not an amount. Write it like -8000.00, without commas."),
    "currency": gettext_lazy("“%(value)s” is not a currency. Write it like USD."),
    "rate": gettext_lazy("“%(value)s” is not a rate. Write it like 10.92."),
    "repeated": gettext_lazy("the same transaction is in row %(value)s."),
}
