"""Whether what was sealed is as it was sealed, and where the chain stands."""

from dataclasses import dataclass

from django.db import connection, transaction

from cases.models import Seal, Sealing
from cases.rules.heads import Head

_SAYS = {
    "changed": "Row {row} of {table} is not as it was sealed: it was changed.",
    "gone": "Row {row} of {table} was sealed and is gone.",
    "behind": "Row {row} of {table} was put in among rows that were sealed before it came.",
    "backdated": "Row {row} of {table} says that it was entered before rows that came earlier.",
    "missing": "A seal before that of row {row} of {table} is gone, and with it the row it was of.",
    "seal": "The seal of row {row} of {table} was rewritten.",
    "end": "Seal {row} was rewritten, or rows at its end are gone.",
    "loose": "Row {row} of {table} is in the chain without a seal: the seals after it are gone.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was sealed; as a text, a sentence for whoever runs the register."""

    what: str
    table: str
    row: int

    def __str__(self) -> str:
        return _SAYS[self.what].format(row=self.row, table=self.table)


def first_fault() -> Fault | None:
    """Return the first row, in the order of the chain, that is not as sealed; None if all hold."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute('SELECT what, of_table, "row" FROM cases_first_fault()')
        fault = cursor.fetchone()
    return Fault(fault[0], fault[1] or "", fault[2]) if fault else None


def sealing() -> Sealing:
    """Return when rows were last sealed and verified; nothing of it on a new register."""
    return Sealing.objects.first() or Sealing(fault="", head="")


def last_head() -> Head | None:
    """Return where the chain stands now; None before the first seal."""
    return _head(Seal.objects.order_by("-number").first())


def departure(head: Head) -> str:
    """Return in a sentence how the chain departs from a ``head`` kept outside, if it does.

    A tail that was cut off or made anew holds in itself; only the head kept outside knows.
    """
    ours = _head(Seal.objects.filter(number=head.number).first())
    if ours is None:
        return (
            f"The chain ends before seal {head.number} of {head.at}, which the head names: rows "
            "and their seals were cut off."
        )
    if ours != head:
        return (
            f"Seal {head.number} is not the one of {head.at} that the head names: the chain was "
            "made anew from some row before it, or the head is of another register."
        )
    return ""


def _head(seal: Seal | None) -> Head | None:
    if seal is None:
        return None
    digest = bytes(seal.head).hex()
    return Head(number=seal.number, rows=seal.through, at=seal.at.isoformat(), digest=digest)
