"""What stands in the columns of the ledger; every value passes ``e``, see ``rows``."""

import datetime
from collections.abc import Callable
from html import escape as e
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.vocabulary import BatchStatus, FeeStatus

if TYPE_CHECKING:
    from cases.models.receipt import FeeWithPapers

#: Stands for a reference in an address that is made once for all rows.
_ANY, _NO_KEY = "ANY", str(UUID(int=0))


class FeeCell(NamedTuple):
    """What a column says of a row, a fee and its tone; on a phone ``label`` stands before it."""

    label: str
    of: "Callable[[tuple[FeeWithPapers, str]], str]"
    is_number: bool = False


def fee_cells(on: datetime.date | None, *, with_days: bool) -> dict[str, FeeCell]:
    """Return the columns but the first; ``with_days`` says beside a day how long ago it is."""
    record, batch_url = e(_("Record a receipt")), reverse("batch", args=[_ANY])
    receipt_url = reverse("receipt", args=[_NO_KEY])
    statuses = {value: e(str(label)) for value, label in BatchStatus.choices}

    def since(day: datetime.date | None) -> str:
        if on is None or day is None:
            return ""
        days = (on - day).days
        return e(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})

    def due(fee: "FeeWithPapers") -> str:
        waits = since(fee.due_on) if with_days and fee.status == FeeStatus.DUE else ""
        return _day(fee.due_on) + (f' <span class="alt">{waits}</span>' if waits else "")

    def status(row: "tuple[FeeWithPapers, str]") -> str:
        fee, tone = row
        return f'<span class="tag {e(tone)}">{e(str(fee.get_status_display()))}</span>'

    def batch(fee: "FeeWithPapers") -> str:
        reference = e(fee.batch_reference or "")
        words = f'<bdi class="ref">{reference}</bdi>'
        return f'<a href="{_at(batch_url, fee)}">{words}</a>' if reference else ""

    return {
        "due": _cell(_("Due since"), due),
        "days": _cell(_("Waiting"), lambda fee: since(fee.due_on), is_number=True),
        "amount": _cell(_("Amount"), _amount, is_number=True),
        "status": FeeCell("", status),
        "batch": _cell(_("Payment batch"), batch),
        "batch_status": _cell(
            _("Status of the batch"), lambda fee: statuses.get(fee.batch_status or "", "")
        ),
        "value_date": _cell(_("Value date"), lambda fee: _day(fee.value_date)),
        "unreceipted": _cell(
            _("Without a receipt"), lambda fee: since(fee.value_date), is_number=True
        ),
        "receipt": _cell(
            _("Receipt"),
            lambda fee: ", ".join(
                f'<a href="{e(receipt_url.replace(_NO_KEY, key))}"><bdi>{e(number)}</bdi></a>'
                for number, key in fee.acknowledged_by
            ),
        ),
        "act": _cell(
            "",
            lambda fee: (
                f'<a href="{_at(batch_url, fee)}#receipt">{record}</a>'
                if fee.batch_reference
                else ""
            ),
        ),
    }


def _cell(label: str, of: "Callable[[FeeWithPapers], str]", *, is_number: bool = False) -> FeeCell:
    return FeeCell(label, lambda row: of(row[0]), is_number)


def _amount(fee: "FeeWithPapers") -> str:
    return f"<bdi>{e(wording.money_text(fee.amount, fee.currency))}</bdi>"


def _at(url: str, fee: "FeeWithPapers") -> str:
    return e(url.replace(_ANY, fee.batch_reference or ""))


def _day(day: datetime.date | None) -> str:
    return f'<bdi class="nw">{e(wording.day_text(day))}</bdi>' if day else ""
