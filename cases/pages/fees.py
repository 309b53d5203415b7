"""The ledger: its headings, and its file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import long_lists
from cases.vocabulary import FeeStatus

if TYPE_CHECKING:
    from cases.models.receipt import FeeWithPapers


@dataclass(frozen=True, slots=True, kw_only=True)
class SortHeading:
    """The heading of a column: ``url`` sorts by it, ``aria`` says how it is sorted now."""

    label: str
    numeric: bool
    url: str
    aria: str


#: The columns of the ledger, and of the fees in one status, which say what is done next.
_EVERY = ("child", "due", "amount", "status", "batch", "receipt")
_COLUMNS = {
    FeeStatus.DUE: ("child", "due", "days", "amount"),
    FeeStatus.BATCHED: ("child", "due", "batch", "batch_status", "amount"),
    FeeStatus.PAID: ("child", "batch", "value_date", "unreceipted", "amount", "act"),
    FeeStatus.RECEIPTED: ("child", "batch", "value_date", "receipt", "amount"),
}
_SORTED = ("child", "due", "amount")
_NUMERIC = ("amount", "days", "unreceipted")


def columns_of(statuses: Sequence[str], *, may_prepare: bool) -> tuple[str, ...]:
    """Return the columns of the fees in some statuses; the act is for those who may do it."""
    columns = _COLUMNS.get(FeeStatus(statuses[0]), _EVERY) if len(statuses) == 1 else _EVERY
    return tuple(each for each in columns if each != "act" or may_prepare)


def headings(query: QueryDict, columns: Iterable[str]) -> list[SortHeading]:
    """Return the headings of the ledger's table, which ``query`` sorts."""
    now = query.get("sort") or ""
    direction = "descending" if now.startswith("-") else "ascending"
    labels = {
        "child": _("Child"),
        "due": _("Due since"),
        "days": _("Waiting"),
        "amount": _("Amount"),
        "status": _("Status"),
        "batch": _("Payment batch"),
        "batch_status": _("Status of the batch"),
        "value_date": _("Value date"),
        "unreceipted": _("Without a receipt"),
        "receipt": _("Receipt"),
        "act": _("What to do"),
    }
    return [
        SortHeading(
            label=labels[key],
            numeric=key in _NUMERIC,
            url=_sorted_by(query, f"-{key}" if now == key else key) if key in _SORTED else "",
            aria=direction if key == now.removeprefix("-") else "",
        )
        for key in columns
    ]


def found_text(fees: int | None, families: int, *, is_sorted: bool) -> str:
    """Return how many fees a list holds, of how many families, and their order."""
    if fees is None:
        return _("Over %(number)s fees") % {"number": f"{long_lists.MOST:,}"}
    counted = ngettext("%(n)s fee", "%(n)s fees", fees) % {"n": fees}
    if is_sorted or not fees:
        return counted
    where = ngettext(
        "%(fees)s in %(n)s family, oldest first",
        "%(fees)s in %(n)s families, oldest first",
        families,
    )
    return where % {"fees": counted, "n": families}


def to_approve_text(fees: int) -> str:
    """Return how many fees wait for approval where none is due, else how one becomes due."""
    if not fees:
        return _("The register creates the fee when it falls due, once for each child.")
    words = ngettext("%(n)s fee waits for approval.", "%(n)s fees wait for approval.", fees)
    return words % {"n": fees}


def _sorted_by(query: QueryDict, key: str) -> str:
    sorting = query.copy()
    sorting.pop("page", None)
    sorting["sort"] = key
    return f"?{sorting.urlencode()}"


def titles() -> list[str]:
    heads = [_("Child"), _("Agreement"), _("Amount"), _("Currency"), _("Status")]
    return [*heads, _("Due since"), _("Payment batch"), _("Received"), _("Receipts")]


def cells(fees: "Iterable[FeeWithPapers]") -> Iterator[tuple[object, ...]]:
    """Return the cells of each fee; what is in the reader's language is said at once."""
    statuses = {value: str(label) for value, label in FeeStatus.choices}
    return (
        (
            *(fee.child.reference, str(fee.agreement), fee.amount, fee.currency),
            *(statuses[fee.status], fee.due_on, fee.batch_reference, fee.received),
            ", ".join(number for number, _key in fee.acknowledged_by),
        )
        for fee in fees
    )
