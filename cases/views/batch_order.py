"""The payment order of an approved batch, as a paper for the bank and the file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases import wording
from cases.models.batch import APPROVED
from cases.pages.totals import transfer_facts
from cases.queries.batch_files import BatchFile, batch_file
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.records import batch_for
from cases.web.typeset import paper, signature


@require_safe
@gate("cases.view_ledger")
def batch_order(request: StaffRequest, reference: str) -> HttpResponse:
    """Hand out the order of a batch that a second person has approved; there is none before."""
    found = batch_for(request, reference)
    if found.status not in APPROVED:
        raise Http404
    file = batch_file(found, by=request.user)
    put_on_record(request, rows=len(file.held))
    return paper("payment_order", _order(file), name=f"order-{found.reference}")


def _order(file: BatchFile) -> dict[str, Any]:
    batch = file.batch
    return {
        "title": _("Payment order %(batch)s") % {"batch": batch.reference},
        "reference": batch.reference,
        "agreement": batch.agreement.title,
        "facts": _facts(file),
        "heads": [_("No."), _("Child"), _("Amount")],
        "lines": [
            [str(number), line.fee.child.reference, _money(file, line.amount)]
            for number, line in enumerate(file.held, start=1)
        ],
        "sum_label": ngettext("%(count)s fee", "%(count)s fees", len(file.held))
        % {"count": len(file.held)},
        "sum": _money(file, batch.total),
        "signatures": [
            signature(_("Prepared by"), batch.prepared_by, batch.prepared_at),
            signature(_("Approved by"), batch.approved_by, batch.approved_at),
        ],
    }


def _facts(file: BatchFile) -> list[tuple[str, str]]:
    batch = file.batch
    facts = [
        (_("Paid to"), wording.country_text(*_country(batch.agreement.holding))),
        (_("Paid by"), wording.country_text(*_country(batch.agreement.home))),
        (_("Currency"), batch.currency),
        (_("Status"), str(batch.get_status_display())),
    ]
    return facts + transfer_facts(batch)


def _country(country: Any) -> tuple[str, str]:
    return country.code, country.name


def _money(file: BatchFile, amount: Any) -> str:
    return wording.money_text(amount, file.batch.currency)
