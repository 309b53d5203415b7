"""The ledger of a child's consents, on a page of its own."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import consents
from cases.pages.doors import address
from cases.queries.consent_ledger import ledger_of
from cases.vocabulary import ConsentPurpose
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for

PER_PAGE = 50


@require_safe
@gate("cases.work_case")
def child_consents(request: StaffRequest, reference: str) -> HttpResponse:
    child = case_for(request, reference)
    ledger = ledger_of(child, on=timezone.localdate())
    purpose = _purpose(request)
    page = Paginator(ledger.of(purpose), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "child": child,
        "on": ledger.on,
        "tabs": consents.tabs(ledger, purpose),
        "standings": [consents.standing(each, ledger) for each in ledger.standings],
        "silent": [each.label for each in ledger.silent],
        "page": page,
        "rows": [consents.row(consent, ledger, request.user) for consent in page],
        "record_url": address("child-consent", reference) if child.is_open else "",
        "verify_url": address("child-verify-consent", reference),
    }
    return render_on_record(request, "cases/consents/list.html", context, child=child)


def _purpose(request: StaffRequest) -> ConsentPurpose | None:
    purpose = request.GET.get("purpose", "")
    return ConsentPurpose(purpose) if purpose in ConsentPurpose.values else None
