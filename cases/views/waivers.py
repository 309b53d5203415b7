"""One fee, and the waiver that one person asks for and another approves."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import fees
from cases.forms.acts import VersionForm
from cases.forms.fees import RefundForm, ReversalForm, WaiverForm
from cases.forms.versions import Versioned
from cases.models import Fee
from cases.pages.totals import fee_tone
from cases.queries.reversals import (
    PAID,
    answered_reversals,
    approval_refusals,
    asked_reversal,
    reversal_refusals,
)
from cases.vocabulary import FeeStatus
from cases.web.acts import Step, opened_over, take
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import fee_for

F = TypeVar("F", bound=Versioned)
ASK = Step(
    title=_("Request a waiver"),
    submit=_("Request a waiver"),
    done=_("Waiver requested. A second person must approve it."),
)
APPROVE = Step(title=_("Waiver"), submit=_("Waive the fee"), done=_("Fee waived."), judges=True)
DROP = Step(
    title=_("Waiver"), submit=_("Do not waive it"), done=_("Fee not waived; it is due as before.")
)


@require_safe
@gate("cases.view_ledger")
def fee(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    return fee_page(request, agreement, child)


@require_POST
@gate("cases.prepare_payment")
def waiver_ask(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: WaiverForm) -> None:
        fees.ask_waiver(fee=form.record, by=request.user, **form.facts())

    form_class = partial(WaiverForm, on=timezone.localdate())
    return take_on_fee(request, agreement, child, form_class, act, step=ASK)


@require_POST
@gate("cases.approve_payment")
def waiver_approve(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: VersionForm) -> None:
        on = timezone.localdate()
        fees.approve_waiver(fee=form.record, by=request.user, on=on, **form.facts())

    return take_on_fee(request, agreement, child, VersionForm, act, step=APPROVE)


@require_POST
@gate("cases.prepare_payment", "cases.approve_payment")
def waiver_drop(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: VersionForm) -> None:
        fees.drop_waiver(fee=form.record, by=request.user, **form.facts())

    return take_on_fee(request, agreement, child, VersionForm, act, step=DROP)


def take_on_fee(
    request: StaffRequest,
    agreement: str,
    child: str,
    form_class: Callable[..., F],
    act: Callable[[F], object],
    *,
    step: Step,
) -> HttpResponse:
    """Do an act on a fee by its form, on the page of the fee."""

    return take(
        request,
        opened_over(form_class, lambda: fee_for(request, agreement, child)),
        act,
        step=step,
        show=partial(fee_page, request, agreement, child),
        back=reverse("fee", args=[agreement, child]),
        whose=lambda form: {"child": form.record.child},
    )


def fee_page(
    request: StaffRequest,
    agreement: str,
    child: str,
    form: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a fee; ``form`` is one just sent, with what stands in its way."""
    record = fee_for(request, agreement, child)
    is_asked = record.waiver_asked_by_id is not None and record.waiver_approved_by_id is None
    prepares = request.user.has_perm("cases.prepare_payment")
    approves = request.user.has_perm("cases.approve_payment")
    waiver = form if isinstance(form, WaiverForm) else None
    if waiver is None and prepares and record.is_payable:
        waiver = WaiverForm(record=record, on=timezone.localdate())
    context = {
        "fee": record,
        "receipt_lines": list(record.receipt_lines.select_related("receipt").order_by("pk")),
        "tone": fee_tone(record),
        "sent": form,
        "asked": is_asked,
        "waiver_form": waiver,
        "may_drop": is_asked and (prepares or approves),
        "may_approve": is_asked and approves,
        "refused": fees.waiver_refusals(record, by=request.user) if is_asked and approves else (),
    }
    context |= _money_parts(request, record, form)
    page = "cases/fees/detail.html"
    return render_on_record(request, page, context, child=record.child, status=status)


def _money_parts(request: StaffRequest, fee: Fee, form: forms.Form | None) -> dict[str, object]:
    """Return what was asked and agreed about the money of a fee, and the forms to do so."""
    pending, on = asked_reversal(fee), timezone.localdate()
    prepares = request.user.has_perm("cases.prepare_payment")
    approves = request.user.has_perm("cases.approve_payment")
    may_agree = pending is not None and approves
    reversal = form if isinstance(form, ReversalForm) else None
    if reversal is None and prepares and pending is None and not reversal_refusals(fee):
        reversal = ReversalForm(record=fee, on=on)
    refund = form if isinstance(form, RefundForm) else None
    if refund is None and prepares and fee.status == FeeStatus.REFUND_DUE:
        refund = RefundForm(record=fee, on=on)
    return {
        "reversal": pending,
        "reversals": answered_reversals(fee),
        "may_answer": pending is not None and (prepares or approves),
        "may_agree": may_agree,
        "reversal_refused": approval_refusals(pending, by=request.user)
        if pending and may_agree
        else (),
        "reversal_form": reversal,
        "may_travel": prepares and fee.status in PAID and fee.child.returned_on is None,
        "refund_form": refund,
    }
