"""Payment batches: the list, one batch, and gathering fees into it."""

from functools import partial

from django import forms
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import batches as casework
from cases.figures.facts import agreement_facts
from cases.filters.fees import BatchFilter
from cases.forms.batches import SendBackForm, TransferForm
from cases.forms.fees import BatchPicksForm, NewBatchForm, PicksForm
from cases.forms.receipts import BatchReceiptForm
from cases.models import Fee, PaymentBatch
from cases.pages.batches import paid_facts, steps, tabs
from cases.pages.totals import batch_tone, fee_tone, transfer_facts
from cases.queries.batch_files import BatchFile, authority_before, batch_file, newest_funder
from cases.queries.terms import every_agreement
from cases.views.fees import ledger
from cases.web.acts import Step, take
from cases.web.agreement_choice import choice_of
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.paging import page_of
from cases.web.records import batch_for

#: The forms of the page of a batch, as its templates call them.
FORMS = {
    BatchPicksForm: "release_form",
    SendBackForm: "send_back_form",
    TransferForm: "transfer_form",
    BatchReceiptForm: "receipt_form",
}


@require_safe
@gate("cases.view_ledger")
def batches(request: StaffRequest) -> HttpResponse:
    choice = choice_of(request, every_agreement(), first_all=True)
    visible = PaymentBatch.objects.visible_to(request.user).filter(**choice.narrow())
    counts = dict(visible.order_by().values_list("status").annotate(Count("pk")))
    listed = visible.with_totals().select_related("prepared_by").order_by("-pk")
    filters = BatchFilter(request.GET, listed)
    page = page_of(filters.qs, request.GET)
    context = {
        "choice": choice,
        "page": page,
        "rows": [(batch, batch_tone(batch)) for batch in page],
        "views": tabs(counts, request.GET.get("status", "")),
    }
    return render(request, "cases/batches/list.html", context)


@require_safe
@gate("cases.view_ledger")
def batch(request: StaffRequest, reference: str) -> HttpResponse:
    return batch_page(request, reference)


def _held(batch: PaymentBatch) -> str:
    held = PaymentBatch.objects.with_totals().get(pk=batch.pk).held
    return ngettext("%(batch)s has %(count)s fee.", "%(batch)s has %(count)s fees.", held) % {
        "batch": batch.reference,
        "count": held,
    }


CREATE = Step(
    title=gettext_lazy("Payment batch"), submit=gettext_lazy("Create payment batch"), done=_held
)
ADD = Step(title=gettext_lazy("Payment batch"), submit=gettext_lazy("Add fees"), done=_held)


@require_POST
@gate("cases.prepare_payment")
def batch_new(request: StaffRequest) -> HttpResponse:
    def open_form(data: QueryDict | None = None, files: object = None) -> NewBatchForm:
        return NewBatchForm(data, ledger=partial(_payable, request))

    return take(
        request,
        open_form,
        lambda form: casework.create(by=request.user, **form.facts()),
        step=CREATE,
        show=partial(_picks_page, request, step=CREATE),
    )


@require_POST
@gate("cases.prepare_payment")
def batch_add(request: StaffRequest, reference: str) -> HttpResponse:
    def open_form(data: QueryDict | None = None, files: object = None) -> BatchPicksForm:
        record, on = batch_for(request, reference), timezone.localdate()
        return BatchPicksForm(data, record=record, on=on, ledger=partial(_payable, request))

    return take(
        request,
        open_form,
        lambda form: casework.add(batch=form.record, by=request.user, **form.facts()),
        step=ADD,
        show=partial(_picks_page, request, step=ADD),
    )


def _payable(request: StaffRequest, data: QueryDict) -> list[Fee]:
    """Return the payable fees that a filter of the ledger finds, and one more than may be paid."""
    agreements = [facts.agreement for facts in agreement_facts(on=timezone.localdate())]
    return list(ledger(request, data, agreements).qs.payable()[: casework.MOST_FEES + 1])


def _picks_page(
    request: StaffRequest, form: PicksForm, *, step: Step, status: int = 200
) -> HttpResponse:
    """Show what was picked, with what stands in its way, so that the rest can be sent again."""
    narrowed = QueryDict(form.data.get("filter", "")[:2000]).urlencode()
    context = {"form": form, "step": step, "ledger_url": f"{reverse('fees')}?{narrowed}"}
    return render(request, "cases/batches/picks.html", context, status=status)


def batch_page(
    request: StaffRequest, reference: str, form: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a batch with the forms of the acts open to this person; ``form`` is one just sent."""
    record = batch_for(request, reference)
    file = batch_file(record, by=request.user)
    picks = form["fee"].data if isinstance(form, BatchPicksForm) else ()
    context = {
        "batch": record,
        "file": file,
        "tone": batch_tone(record),
        "transfer": [*transfer_facts(record), *paid_facts(file)],
        "steps": steps(record),
        "rows": [(line, fee_tone(line.fee), str(line.fee_id) in picks) for line in file.held],
        "sent": form,
        **_forms(file, form),
    }
    rows = len(file.held) + len(file.released)
    return render_on_record(request, "cases/batches/detail.html", context, rows=rows, status=status)


def _forms(file: BatchFile, sent: forms.Form | None) -> dict[str, forms.Form]:
    """Return the forms of the page by their names; the one that was sent stands in its place."""
    batch, on = file.batch, timezone.localdate()
    offered: dict[str, forms.Form] = {}
    if file.may_edit:
        offered["release_form"] = BatchPicksForm(record=batch, on=on)
    if file.may_send_back:
        offered["send_back_form"] = SendBackForm(record=batch, on=on)
    if file.may_transfer:
        offered["transfer_form"] = TransferForm(
            record=batch, on=on, funder=newest_funder(batch.agreement)
        )
    if file.may_receipt:
        offered["receipt_form"] = BatchReceiptForm(
            record=batch, on=on, lines=file.held, authority=authority_before(batch.agreement)
        )
    for kind, name in FORMS.items():
        if sent is not None and type(sent) is kind:
            offered[name] = sent
    return offered
