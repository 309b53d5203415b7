"""What is done to a payment batch; each act answers with the batch's own page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.casework import batches, receipts
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken, led_to
from cases.forms.batches import SendBackForm, TransferForm
from cases.forms.fees import PickForm
from cases.forms.receipts import BatchReceiptForm
from cases.forms.versions import TokenField
from cases.models import PaymentBatch
from cases.queries.batch_files import batch_file
from cases.views.batches import batch_page
from cases.web.gates import StaffRequest, gate
from cases.web.records import batch_for, posted_version

Act = Callable[..., Any]


@require_POST
@gate("cases.prepare_payment")
def batch_submit(request: StaffRequest, reference: str) -> HttpResponse:
    done = _("Submitted. A second person must approve it.")
    return _press(request, reference, batches.submit, done)


@require_POST
@gate("cases.approve_payment")
def batch_approve(request: StaffRequest, reference: str) -> HttpResponse:
    done = _("Approved. A finance officer can record the transfer.")
    return _press(request, reference, batches.approve, done)


@require_POST
@gate("cases.prepare_payment")
def batch_void(request: StaffRequest, reference: str) -> HttpResponse:
    return _press(request, reference, batches.void, _("Void. Its fees are due again."))


@require_POST
@gate("cases.prepare_payment")
def batch_release(request: StaffRequest, reference: str) -> HttpResponse:
    found, form = batch_for(request, reference), PickForm(request.POST)
    if not form.is_valid():
        refusal = _("Select the fees again: they were unreadable.")
        return batch_page(request, found, refusal=refusal, status=409)
    facts = {"version": form.cleaned_data["version"], "fees_picked": form.cleaned_data["fee"]}
    done = _("Removed from the batch; due again.")
    return _carry_out(request, found, batches.release, facts, done)


@require_POST
@gate("cases.approve_payment")
def batch_return(request: StaffRequest, reference: str) -> HttpResponse:
    found = batch_for(request, reference)
    form = SendBackForm(request.POST, batch=found, on=timezone.localdate())
    return _form(request, found, form, batches.send_back, _("Sent back with your reason."))


@require_POST
@gate("cases.prepare_payment")
def batch_transfer(request: StaffRequest, reference: str) -> HttpResponse:
    found, on = batch_for(request, reference), timezone.localdate()
    form = TransferForm(request.POST, batch=found, on=on, funder="")
    done = _("Transfer recorded; the fees are paid.")
    return _form(request, found, form, batches.record_transfer, done, on=on)


@require_POST
@gate("cases.prepare_payment")
def batch_receipt(request: StaffRequest, reference: str) -> HttpResponse:
    found, on = batch_for(request, reference), timezone.localdate()
    if location := led_to(TokenField().clean(request.POST.get("token"))):
        return _taken_before(request, location)
    form = BatchReceiptForm(
        request.POST,
        request.FILES,
        batch=found,
        on=on,
        lines=batch_file(found, by=request.user).held,
        authority="",
    )
    facts = {"on": on, "agreement": found.agreement}
    return _form(request, found, form, receipts.record, _("Receipt recorded."), **facts)


def _press(request: StaffRequest, reference: str, act: Act, done: str) -> HttpResponse:
    """Carry out an act that asks for nothing but the version."""
    found, facts = batch_for(request, reference), {"version": posted_version(request)}
    return _carry_out(request, found, act, facts, done)


def _form(
    request: StaffRequest,
    found: PaymentBatch,
    form: forms.Form,
    act: Act,
    done: str,
    **facts: Any,
) -> HttpResponse:
    if not form.is_valid():
        return batch_page(request, found, form=form)
    return _carry_out(request, found, act, form.cleaned_data | facts, done, form=form)


def _carry_out(
    request: StaffRequest,
    found: PaymentBatch,
    act: Act,
    facts: dict[str, Any],
    done: str,
    *,
    form: forms.Form | None = None,
) -> HttpResponse:
    try:
        act(batch=found, by=request.user, **facts)
    except AlreadyTaken as taken:
        return _taken_before(request, taken.location)
    except Stale:
        fresh = batch_for(request, found.reference)
        return batch_page(request, fresh, form=form, stale=True, status=409)
    except CannotPay as refusal:
        return batch_page(request, found, form=form, refusal=str(refusal), status=409)
    messages.success(request, done)
    return redirect(found)


def _taken_before(request: StaffRequest, location: str) -> HttpResponse:
    messages.info(request, _("You have already sent this form. This is the result."))
    return redirect(location)
