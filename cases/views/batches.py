"""Payment batches: the list, one batch, and gathering fees into it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import batches as casework
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken
from cases.figures.facts import agreement_facts
from cases.filters.fees import BatchFilter
from cases.forms.batches import SendBackForm, TransferForm
from cases.forms.fees import PickForm
from cases.forms.receipts import BatchReceiptForm
from cases.models import Fee, PaymentBatch
from cases.pages.totals import batch_tone, fee_tone, transfer_facts
from cases.queries.batch_files import WAY, BatchFile, authority_before, batch_file, newest_funder
from cases.views.fees import PER_PAGE, ledger
from cases.vocabulary import BatchStatus
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import batch_for


@require_safe
@gate("cases.view_ledger")
def batches(request: StaffRequest) -> HttpResponse:
    known = PaymentBatch.objects.visible_to(request.user)
    counts = dict(known.order_by().values_list("status").annotate(Count("pk")))
    listed = known.with_totals().select_related("prepared_by").order_by("-pk")
    found = BatchFilter(request.GET, listed)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(batch, batch_tone(batch)) for batch in page],
        "views": _views(counts, request.GET.get("status", "")),
    }
    return render(request, "cases/batches/list.html", context)


def _views(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    """Return the tabs above the list: all batches, then each status that has any."""
    tabs = [("", _("All"), sum(counts.values()))]
    tabs += [(s.value, s.label, counts[s]) for s in BatchStatus if counts.get(s)]
    return [
        {
            "label": label,
            "count": count,
            "url": f"?status={status}" if status else "?",
            "current": status == current,
        }
        for status, label, count in tabs
    ]


@require_safe
@gate("cases.view_ledger")
def batch(request: StaffRequest, reference: str) -> HttpResponse:
    return batch_page(request, batch_for(request, reference))


@require_POST
@gate("cases.prepare_payment")
def batch_new(request: StaffRequest) -> HttpResponse:
    form = PickForm(request.POST)
    if not form.is_valid():
        return _back_to_ledger(request, form, _("Select the fees again: they were unreadable."))
    picked = _picked(request, form)
    try:
        made = casework.create(
            fees_picked=picked, by=request.user, token=form.cleaned_data["token"]
        )
    except AlreadyTaken as taken:
        messages.info(request, _("You have already sent this form. This is the result."))
        return redirect(taken.location)
    except CannotPay as refusal:
        return _back_to_ledger(request, form, str(refusal))
    messages.success(request, _held(made))
    return redirect(made)


@require_POST
@gate("cases.prepare_payment")
def batch_add(request: StaffRequest, reference: str) -> HttpResponse:
    found, form = batch_for(request, reference), PickForm(request.POST)
    if not form.is_valid():
        return _back_to_ledger(request, form, _("Select the fees again: they were unreadable."))
    picked, version = _picked(request, form), form.cleaned_data["version"]
    try:
        casework.add(batch=found, version=version, fees_picked=picked, by=request.user)
    except Stale:
        return batch_page(request, batch_for(request, reference), stale=True, status=409)
    except CannotPay as refusal:
        return _back_to_ledger(request, form, str(refusal))
    messages.success(request, _held(found))
    return redirect(found)


def _picked(request: StaffRequest, form: forms.Form) -> "list[Fee]":
    """Return the fees that were ticked, or all payable ones that the ledger's filter finds."""
    if not form.cleaned_data["every"]:
        return list(form.cleaned_data["fee"])
    agreements = [facts.agreement for facts in agreement_facts(on=timezone.localdate())]
    chosen = ledger(request, QueryDict(form.cleaned_data["filter"]), agreements)
    return list(chosen.qs.payable()[: casework.MOST_FEES + 1])


def _back_to_ledger(request: StaffRequest, form: forms.Form, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    narrowed = QueryDict(form.data.get("filter", "")[:2000]).urlencode()
    return redirect(f"{reverse('fees')}?{narrowed}")


def _held(made: PaymentBatch) -> str:
    held = PaymentBatch.objects.with_totals().get(pk=made.pk).held
    return ngettext("%(batch)s has %(count)s fee.", "%(batch)s has %(count)s fees.", held) % {
        "batch": made.reference,
        "count": held,
    }


def batch_page(
    request: StaffRequest,
    found: PaymentBatch,
    *,
    form: forms.Form | None = None,
    refusal: str = "",
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show a batch with the forms of the acts open to this person; ``form`` is what was typed."""
    file = batch_file(found, by=request.user)
    context = {
        "batch": found,
        "file": file,
        "tone": batch_tone(found),
        "transfer": transfer_facts(found),
        "steps": _steps(found),
        "rows": [(line, fee_tone(line.fee)) for line in file.held],
        "refusal": refusal,
        "stale": stale,
        "compared": _compared(found, form) if stale and form else [],
        **_forms(file, form),
    }
    rows = len(file.held) + len(file.released)
    return render_on_record(request, "cases/batches/detail.html", context, rows=rows, status=status)


def _forms(file: BatchFile, typed: forms.Form | None) -> dict[str, Any]:
    """Return the forms of the page by their names; the typed one stands in its place."""
    batch, on = file.batch, timezone.localdate()
    made: dict[str, Any] = {}
    if file.may_send_back:
        made["send_back_form"] = SendBackForm(batch=batch, on=on)
    if file.may_transfer:
        made["transfer_form"] = TransferForm(batch=batch, on=on, funder=newest_funder())
    if file.may_receipt:
        made["receipt_form"] = BatchReceiptForm(
            batch=batch, on=on, lines=file.held, authority=authority_before(batch.agreement)
        )
    for name, form in made.items():
        if type(form) is type(typed):
            made[name] = typed
    return made | {"typed": typed}


def _compared(batch: PaymentBatch, typed: forms.Form) -> list[dict[str, Any]]:
    """Return both versions, field by field: what is saved, and what was typed in vain."""
    return [
        {
            "label": field.label,
            "theirs": (theirs := getattr(batch, field.name, "")),
            "yours": typed.cleaned_data.get(field.name, ""),
            "differs": theirs != typed.cleaned_data.get(field.name, ""),
        }
        for field in typed.visible_fields()
        if not field.name.startswith(("take-", "amount-", "file"))
    ]


def _steps(batch: PaymentBatch) -> list[dict[str, str]]:
    """Return the way of the batch, each step done, current or later."""
    if batch.status == BatchStatus.VOID:
        return [{"label": BatchStatus.VOID.label, "state": "current"}]
    reached = WAY.index(BatchStatus(batch.status))
    last = len(WAY) - 1
    return [
        {"label": step.label, "state": _state(place, reached, last)}
        for place, step in enumerate(WAY)
    ]


def _state(place: int, reached: int, last: int) -> str:
    if place < reached or place == reached == last:
        return "done"
    return "current" if place == reached else "later"
