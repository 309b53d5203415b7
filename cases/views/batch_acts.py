"""What is done to a payment batch; a refusal answers with the batch's own page."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import batches, receipts
from cases.forms.acts import VersionForm
from cases.forms.batches import SendBackForm, TransferForm
from cases.forms.fees import BatchPicksForm
from cases.forms.receipts import BatchReceiptForm
from cases.models import PaymentBatch, Receipt
from cases.pages.batches import batch_facts
from cases.queries.batch_files import authority_before, batch_file, newest_funder
from cases.views.batches import batch_page
from cases.web.acts import Step, press, take
from cases.web.gates import StaffRequest, gate
from cases.web.records import batch_for

F = TypeVar("F", bound=BatchPicksForm | SendBackForm | TransferForm | BatchReceiptForm)
SUBMIT = Step(
    title=_("Submit for approval"),
    submit=_("Submit for approval"),
    done=_("Submitted. A second person must approve it."),
)
APPROVE = Step(
    title=_("Approve the batch"),
    submit=_("Approve the batch"),
    done=_("Approved. A finance officer can record the transfer."),
    judges=True,
)
VOID = Step(
    title=_("Cancel this batch"),
    submit=_("Make the batch void"),
    done=_("Void. Its fees are due again."),
    danger=True,
)
RELEASE = Step(
    title=_("Fees in this batch"),
    submit=_("Remove selected fees from the batch"),
    done=_("Removed from the batch; due again."),
)
SEND_BACK = Step(
    title=_("Send back with a reason"),
    submit=_("Send back"),
    done=_("Sent back with your reason."),
    judges=True,
)
# What is paid stands on the page, not in the form: after a conflict it is read again.
TRANSFER = Step(
    title=_("Record the transfer"),
    submit=_("Record the transfer"),
    done=_("Transfer recorded; the fees are paid."),
    judges=True,
)
RECEIPT = Step(
    title=_("Record a receipt"), submit=_("Record the receipt"), done=_("Receipt recorded.")
)


@require_POST
@gate("cases.prepare_payment")
def batch_submit(request: StaffRequest, reference: str) -> HttpResponse:
    return _press(request, reference, batches.submit, step=SUBMIT)


@require_POST
@gate("cases.approve_payment")
def batch_approve(request: StaffRequest, reference: str) -> HttpResponse:
    return _press(request, reference, batches.approve, step=APPROVE)


@require_POST
@gate("cases.prepare_payment")
def batch_void(request: StaffRequest, reference: str) -> HttpResponse:
    return _press(request, reference, batches.void, step=VOID)


@require_POST
@gate("cases.prepare_payment")
def batch_release(request: StaffRequest, reference: str) -> HttpResponse:
    def act(form: BatchPicksForm) -> PaymentBatch:
        return batches.release(batch=form.record, by=request.user, **form.facts())

    return _take(request, reference, BatchPicksForm, act, step=RELEASE)


@require_POST
@gate("cases.approve_payment")
def batch_return(request: StaffRequest, reference: str) -> HttpResponse:
    def act(form: SendBackForm) -> None:
        batches.send_back(batch=form.record, by=request.user, **form.facts())

    return _take(request, reference, SendBackForm, act, step=SEND_BACK)


@require_POST
@gate("cases.prepare_payment")
def batch_transfer(request: StaffRequest, reference: str) -> HttpResponse:
    def act(form: TransferForm) -> None:
        batches.record_transfer(batch=form.record, by=request.user, **form.facts())

    agreement = batch_for(request, reference).agreement
    form_class = partial(TransferForm, funder=newest_funder(agreement))
    return _take(request, reference, form_class, act, step=TRANSFER)


@require_POST
@gate("cases.prepare_payment")
def batch_receipt(request: StaffRequest, reference: str) -> HttpResponse:
    def form_class(*args: Any, record: PaymentBatch, on: datetime.date) -> BatchReceiptForm:
        lines = batch_file(batch_for(request, reference), by=request.user).held
        authority = authority_before(record.agreement)
        return BatchReceiptForm(*args, record=record, on=on, lines=lines, authority=authority)

    def act(form: BatchReceiptForm) -> Receipt:
        return receipts.record(batch=form.record, by=request.user, **form.facts())

    return _take(request, reference, form_class, act, step=RECEIPT)


def _take(
    request: StaffRequest,
    reference: str,
    form_class: Callable[..., F],
    act: Callable[[F], object],
    *,
    step: Step,
) -> HttpResponse:
    """Do an act on a batch by its form, on the page of the batch."""

    def open_form(data: QueryDict | None = None, files: object = None) -> F:
        record = batch_for(request, reference)
        return form_class(data, files, record=record, on=timezone.localdate())

    show, back = partial(batch_page, request, reference), reverse("batch", args=[reference])
    return take(
        request,
        open_form,
        act,
        step=step,
        show=show,
        back=back,
        facts=lambda form: batch_facts(PaymentBatch.objects.with_totals().get(pk=form.record.pk)),
    )


def _press(
    request: StaffRequest, reference: str, act: Callable[..., None], *, step: Step
) -> HttpResponse:
    """Carry out an act that asks for nothing but the version."""

    def press_it(form: VersionForm) -> None:
        act(batch=form.record, by=request.user, **form.facts())

    return press(
        request,
        press_it,
        step=step,
        record=lambda: batch_for(request, reference),
        show=partial(batch_page, request, reference),
        back=reverse("batch", args=[reference]),
    )
