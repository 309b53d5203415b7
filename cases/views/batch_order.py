"""The payment order of an approved batch, as a paper for the bank and the file."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cases.models.batch import APPROVED
from cases.pages.batches import order
from cases.queries.batch_files import batch_file
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.records import batch_for
from cases.web.typeset import paper


@require_safe
@gate("cases.view_ledger")
def batch_order(request: StaffRequest, reference: str) -> HttpResponse:
    """Hand out the order of a batch that a second person has approved; there is none before."""
    batch = batch_for(request, reference)
    if batch.status not in APPROVED:
        raise Http404
    file = batch_file(batch, by=request.user)
    put_on_record(request, rows=len(file.held))
    return paper("payment_order", order(file), name=f"order-{batch.reference}")
