"""The ledger: its headings, and its file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

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


def headings(query: QueryDict) -> list[SortHeading]:
    """Return the headings of the ledger's table, which ``query`` sorts."""
    now = query.get("sort") or ""
    direction = "descending" if now.startswith("-") else "ascending"
    columns = (
        ("child", _("Child")),
        ("due", _("Due since")),
        ("amount", _("Amount")),
        ("", _("Status")),
        ("", _("Payment batch")),
        ("", _("Receipt")),
    )
    return [
        SortHeading(
            label=label,
            numeric=key == "amount",
            url=_sorted_by(query, f"-{key}" if now == key else key) if key else "",
            aria=direction if key and key == now.removeprefix("-") else "",
        )
        for key, label in columns
    ]


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
            ", ".join(fee.receipt_numbers),
        )
        for fee in fees
    )
