"""The ledger: its headings, its file, and what became of the money of one fee."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.fees import RefundForm, ReversalForm
from cases.models import Fee, User
from cases.queries.reversals import (
    answered_reversals,
    approval_refusals,
    asked_reversal,
    reversal_refusals,
)
from cases.vocabulary import FeeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of a column: ``url`` sorts by it, ``aria`` says how it is sorted now."""

    label: str
    numeric: bool
    url: str
    aria: str


def headings(query: QueryDict) -> list[Heading]:
    """Return the headings of the ledger's table, which ``query`` sorts."""
    now = query.get("sort") or "child"
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
        Heading(
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


def cells(fees: Iterable[Fee]) -> Iterator[tuple[object, ...]]:
    """Return the cells of each fee; what is in the reader's language is said at once."""
    statuses = {value: str(label) for value, label in FeeStatus.choices}
    return (
        (
            *(fee.child.reference, fee.agreement.title, fee.amount, fee.currency),
            *(statuses[fee.status], fee.due_on, vars(fee)["batch_reference"], fee.received),
            ", ".join(vars(fee)["receipt_numbers"]),
        )
        for fee in fees
    )


def money_parts(found: Fee, form: forms.Form | None = None, *, user: User) -> dict[str, Any]:
    """Return what was asked and agreed about the money of a fee, and the forms to do so."""
    asked = asked_reversal(found)
    prepares, on = user.has_perm("cases.prepare_payment"), timezone.localdate()
    approves = user.has_perm("cases.approve_payment")
    reversal = form if isinstance(form, ReversalForm) else None
    if reversal is None and prepares and asked is None and not reversal_refusals(found):
        reversal = ReversalForm(record=found, on=on)
    refund = form if isinstance(form, RefundForm) else None
    if refund is None and prepares and found.status == FeeStatus.REFUND_DUE:
        refund = RefundForm(record=found, on=on)
    return {
        "reversal": asked,
        "reversals": answered_reversals(found),
        "may_answer": asked is not None and (prepares or approves),
        "may_agree": asked is not None and approves,
        "reversal_refused": approval_refusals(asked, by=user)
        if asked is not None and approves
        else (),
        "reversal_form": reversal,
        "refund_form": refund,
    }
