"""The ledger: what is owed for each child, by reference and never by name."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.ledger import ledger_sums, to_approve
from cases.filters.fee_list import LedgerCounts, ledger_counts, ledger_keys, ledger_rows
from cases.filters.fees import FeeFilter, chips, groups
from cases.forms.fees import BatchPicksForm, NewBatchForm, PicksForm
from cases.models import Agreement, Fee, PaymentBatch, long_lists
from cases.pages.budget import Tabs, budget_bars
from cases.pages.facts import Chip
from cases.pages.fee_schedules import waiting_text
from cases.pages.fees import cells, columns_of, found_text, headings, titles, to_approve_text
from cases.pages.totals import fee_tone
from cases.queries.fee_schedules import approvers
from cases.queries.money_work import number_of_open_lines
from cases.vocabulary import BatchStatus, FeeStatus
from cases.web.agreement_choice import AgreementChoice, choice_of
from cases.web.exports import as_file, separator_for
from cases.web.frame import tell_open
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.paging import page_of_rows

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
    counts = ledger_counts(filters)
    keys = page_of_rows(ledger_keys(filters), request.GET, total=counts.fees, most=long_lists.MOST)
    page = replace(keys, rows=ledger_rows([key for (key,) in keys]))
    put_on_record(request, rows=len(page.rows))
    tell_open(request, "reconciliation", number_of_open_lines())
    into, may_prepare = _into(request), request.user.has_perm("cases.prepare_payment")
    columns = columns_of(filters.chosen.get("status") or [], may_prepare=may_prepare)
    context = {
        "page": page,
        "rows": [(fee, fee_tone(fee)) for fee in page],
        "columns": columns,
        "pickable": may_prepare and any(fee.is_payable for fee in page),
        "on": timezone.localdate(),
        "grouped": not filters.is_sorted,
        "choice": choice,
        "chosen": filters,
        "narrowed": "" if filters.chosen.get("family") else filters.address,
        "separator": separator_for(request.user),
        "clear_url": f"?agreement={choice.slug}",
        "sorts": headings(request.GET, columns),
        "into": into,
        "picks": _picks(into, filters),
        "found": found_text(counts.fees, counts.families, is_sorted=filters.is_sorted),
        "payable": counts.payable if may_prepare else 0,
        **({} if page.rows else _nothing_due(request, filters, choice)),
        **_panel(request, filters, choice, counts),
        **_sums([f for f in facts if choice.agreement in (None, f.agreement)], filters, into),
        **_waiting(request, choice),
    }
    return render(request, "cases/fees/list.html", context)


def ledger(request: StaffRequest, data: QueryDict, agreements: list[Agreement]) -> FeeFilter:
    """Return the fees that ``data`` asks for, of those this person may see."""
    return FeeFilter(
        data,
        user=request.user,
        agreements={each.slug: each.pk for each in agreements},
        current=choice_of(request, agreements).slug,
        on=timezone.localdate(),
    )


def _panel(
    request: StaffRequest, chosen: FeeFilter, choice: AgreementChoice, counts: LedgerCounts
) -> dict[str, Any]:
    batches = PaymentBatch.objects.visible_to(request.user).exclude(status=BatchStatus.VOID)
    references = batches.filter(**choice.narrow()).values_list("reference", flat=True)
    on = chips(chosen)
    return {
        "keep": tuple((name, request.GET[name]) for name in KEPT if name in request.GET),
        "groups": groups(chosen, counts.statuses, list(references[:OFFERED])),
        "chips": [Chip(label=label, url=url) for label, url in on],
        "active": len(on),
    }


def _nothing_due(
    request: StaffRequest, filters: FeeFilter, choice: AgreementChoice
) -> dict[str, Any]:
    """Return what the list of due fees says when it is empty, and where it leads."""
    is_only = filters.chosen.get("status") == [FeeStatus.DUE] and len(chips(filters)) == 1
    if not is_only:
        return {}
    n = to_approve(Fee.objects.visible_to(request.user).filter(**choice.narrow()))
    url = reverse("batches", query={"status": BatchStatus.SUBMITTED.value}) if n else ""
    return {"nothing_due": to_approve_text(n), "to_approve_url": url}


def _sums(
    shown: list[AgreementFacts], filters: FeeFilter, into: PaymentBatch | None
) -> dict[str, Any]:
    """Return the budget, whose parts are the tabs of the list, and the rates not approved yet."""
    query = {"agreement": filters.data.get("agreement", "")}
    tabs = Tabs(query=query | ({"into": into.reference} if into else {}), shown=filters.chosen)
    return {
        "bars": budget_bars(ledger_sums(shown), tabs) if shown else [],
        "waiting_fees": [
            words for each in shown if (words := waiting_text(each.waiting, approvers))
        ],
    }


def _waiting(request: StaffRequest, choice: AgreementChoice) -> dict[str, int]:
    """Return how many batches and waivers wait, for those who approve them."""
    if not request.user.has_perm("cases.approve_payment"):
        return {}
    batches = PaymentBatch.objects.visible_to(request.user).filter(status=BatchStatus.SUBMITTED)
    waivers = Fee.objects.visible_to(request.user).filter(
        waiver_asked_by__isnull=False, status=FeeStatus.DUE
    )
    return {
        "batches_waiting": batches.filter(**choice.narrow()).count(),
        "waivers_waiting": waivers.filter(**choice.narrow()).count(),
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
