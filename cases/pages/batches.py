"""Payment batches in words: the way of one, the tabs of the list, the order for the bank."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Country, PaymentBatch
from cases.pages.facts import Fact, Tab, WayStep
from cases.pages.totals import transfer_facts
from cases.queries.batch_files import WAY, BatchFile
from cases.vocabulary import BatchStatus
from cases.web.typeset import signature

if TYPE_CHECKING:
    from cases.models.batch import BatchWithTotals


def tabs(counts: dict[str, int], current: str) -> list[Tab]:
    """Return the tabs above the list: all batches, then each status that has any."""
    every = Tab(label=_("All"), count=sum(counts.values()), url="?", current=not current)
    return [
        every,
        *(
            Tab(
                label=status.label,
                count=counts[status],
                url=f"?status={status}",
                current=status == current,
            )
            for status in BatchStatus
            if counts.get(status)
        ),
    ]


def steps(batch: PaymentBatch) -> list[WayStep]:
    """Return the way of the batch, each step done, current or later."""
    if batch.status == BatchStatus.VOID:
        return [WayStep(label=BatchStatus.VOID.label, state="current")]
    reached = WAY.index(BatchStatus(batch.status))
    return [
        WayStep(label=step.label, state=_state(place, reached)) for place, step in enumerate(WAY)
    ]


def _state(place: int, reached: int) -> str:
    if place < reached or place == reached == len(WAY) - 1:
        return "done"
    return "current" if place == reached else "later"


def batch_facts(batch: "BatchWithTotals") -> list[Fact]:
    """Return what a batch pays, for whoever decides again after a conflict."""
    return [
        Fact(label=_("Fees"), value=batch.held),
        Fact(label=_("Total"), value=_money(batch, batch.total)),
    ]


def paid_facts(file: BatchFile) -> list[tuple[str, str]]:
    """Return how much of an approved batch statements show as paid, line by line."""
    facts = [
        (
            _("On the bank statement"),
            f"{wording.money_text(line.amount, line.currency)} · {line.statement}, {line.row}",
        )
        for line in file.paid
    ]
    if facts:
        facts.append((_("Status"), _("paid in part; the rest is not on a statement yet")))
    return facts


def order(file: BatchFile) -> dict[str, object]:
    """Return the payment order of an approved batch, to be typeset."""
    batch = file.batch
    return {
        "title": _("Payment order %(batch)s") % {"batch": batch.reference},
        "internal": "",  # goes to the bank
        "reference": batch.reference,
        "agreement": str(batch.agreement),
        "facts": _order_facts(batch),
        "heads": [_("No."), _("Child"), _("Amount")],
        "lines": [
            [str(number), line.fee.child.reference, _money(batch, line.amount)]
            for number, line in enumerate(file.held, start=1)
        ],
        "sum_label": ngettext("%(count)s fee", "%(count)s fees", len(file.held))
        % {"count": len(file.held)},
        "sum": _money(batch, batch.total),
        "signatures": [
            signature(_("Prepared by"), batch.prepared_by, batch.prepared_at),
            signature(_("Approved by"), batch.approved_by, batch.approved_at),
        ],
    }


def _order_facts(batch: "BatchWithTotals") -> list[tuple[str, str]]:
    facts = [
        (_("Paid to"), _country(batch.agreement.holding)),
        (_("Paid by"), _country(batch.agreement.home)),
        (_("Currency"), batch.currency),
        (_("Status"), str(batch.get_status_display())),
    ]
    return facts + transfer_facts(batch)


def _country(country: Country) -> str:
    return wording.country_text(country.code, country.name)


def _money(batch: PaymentBatch, amount: Decimal) -> str:
    return wording.money_text(amount, batch.currency)
