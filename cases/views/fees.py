"""The ledger: what is owed for each child, by reference and never by name."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.ledger import fees_by_status, ledger_sums
from cases.filters.fees import FeeFilter, chips, groups
from cases.forms.fees import BatchPicksForm, NewBatchForm, PicksForm
from cases.models import Agreement, Fee, PaymentBatch
from cases.models.receipt import with_papers
from cases.pages.facts import Chip
from cases.pages.fee_schedules import waiting_text
from cases.pages.fees import cells, headings, titles
from cases.pages.totals import fee_tone, totals
from cases.queries.fee_schedules import approvers
from cases.vocabulary import BatchStatus, FeeStatus
from cases.web.agreement_choice import AgreementChoice, choice_of
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, put_on_record

PER_PAGE = 25
#: References of batches offered in the filter.
OFFERED = 100
#: What a form of the filter keeps of the address.
KEPT = ("sort", "into", "agreement", "currency")


@require_safe
@gate("cases.view_ledger")
def fees(request: StaffRequest) -> HttpResponse:
    facts = agreement_facts(on=timezone.localdate())
    agreements = [each.agreement for each in facts]
    choice = choice_of(request, agreements)
    filters = ledger(request, request.GET, agreements)
    rows = filters.qs if filters.is_sorted else filters.by_family()
    rows = rows.select_related("child__mother", "agreement")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    put_on_record(request, rows=len(page.object_list))
    into = _into(request)
    context = {
        "page": page,
        "rows": [(fee, fee_tone(fee)) for fee in page],
        "pickable": any(fee.is_payable for fee in page),
        "on": timezone.localdate(),
        "grouped": not filters.is_sorted,
        "choice": choice,
        "chosen": filters,
        "separator": separator_for(request.user),
        "clear_url": f"?agreement={choice.slug}",
        "sorts": headings(request.GET),
        "into": into,
        "picks": _picks(into, filters),
        "may_prepare": request.user.has_perm("cases.prepare_payment"),
        **_panel(request, filters, choice),
        **_sums(request, [f for f in facts if choice.agreement in (None, f.agreement)], choice),
    }
    return render(request, "cases/fees/list.html", context)


def ledger(request: StaffRequest, data: QueryDict, agreements: list[Agreement]) -> FeeFilter:
    """Return the fees that ``data`` asks for, of those this person may see."""
    rows = with_papers(Fee.objects.visible_to(request.user))
    current = choice_of(request, agreements).slug
    on = timezone.localdate()
    return FeeFilter(data, rows, agreements=agreements, current=current, on=on)


def _panel(request: StaffRequest, chosen: FeeFilter, choice: AgreementChoice) -> dict[str, Any]:
    counts = {status: come.count for status, come in fees_by_status(chosen.of_every_status).items()}
    batches = PaymentBatch.objects.visible_to(request.user).exclude(status=BatchStatus.VOID)
    references = batches.filter(**choice.narrow()).values_list("reference", flat=True)
    on = chips(chosen)
    return {
        "keep": [(name, request.GET[name]) for name in KEPT if name in request.GET],
        "payable": _payable(request, chosen),
        "groups": groups(chosen, counts, list(references[:OFFERED])),
        "chips": [Chip(label=label, url=url) for label, url in on],
        "active": len(on),
    }


def _payable(request: StaffRequest, chosen: FeeFilter) -> int:
    """Return how many fees of the list may be put into a batch, for those who prepare one."""
    return chosen.qs.payable().count() if request.user.has_perm("cases.prepare_payment") else 0


def _sums(
    request: StaffRequest, shown: list[AgreementFacts], choice: AgreementChoice
) -> dict[str, Any]:
    if not shown:
        return {"amounts": []}
    fees = Fee.objects.visible_to(request.user)
    waits = request.user.has_perm("cases.approve_payment")
    batches = PaymentBatch.objects.visible_to(request.user).filter(status=BatchStatus.SUBMITTED)
    waivers = fees.filter(waiver_asked_by__isnull=False, status=FeeStatus.DUE)
    return {
        "amounts": totals(ledger_sums(shown, on=timezone.localdate()), choice.slug),
        "waiting_fees": [
            words for each in shown if (words := waiting_text(each.waiting, approvers))
        ],
        "batches_waiting": batches.filter(**choice.narrow()).count() if waits else 0,
        "waivers_waiting": waivers.filter(**choice.narrow()).count() if waits else 0,
    }


def _into(request: StaffRequest) -> PaymentBatch | None:
    """Return the batch that fees are being picked for, when the address names one."""
    if "into" not in request.GET or not request.user.has_perm("cases.prepare_payment"):
        return None
    return get_object_or_404(
        PaymentBatch.objects.visible_to(request.user),
        reference=request.GET["into"].replace("\0", ""),
    )


def _picks(into: PaymentBatch | None, chosen: FeeFilter) -> PicksForm:
    """Return the form by which fees are put into a batch: that one, or a new one."""
    initial = {"filter": chosen.data.urlencode()}
    if into is None:
        return NewBatchForm(initial=initial)
    return BatchPicksForm(record=into, on=timezone.localdate(), initial=initial)


@require_safe
@gate("cases.view_ledger")
def fees_file(request: StaffRequest, ending: str) -> StreamingHttpResponse:
    """Hand out the ledger as it is narrowed; each export is on record with its rows."""
    on = timezone.localdate()
    filters = ledger(request, request.GET, [each.agreement for each in agreement_facts(on=on)])
    rows = filters.qs.select_related("child", "agreement")
    put_on_record(request, rows=rows.count())
    lines = cells(rows.iterator(chunk_size=2000))
    between = separator_for(request.user)
    return as_file(titles(), lines, name=f"fees-{on}", ending=ending, separator=between)
