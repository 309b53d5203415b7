"""Money of a child who does not travel: asked for by one person, approved by another."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.casework import reversals
from cases.forms.fees import RefundForm, ReversalForm
from cases.queries.reversals import creditable
from cases.views.waivers import carry_out, fee_page
from cases.web.gates import StaffRequest, gate
from cases.web.records import fee_for, posted_version


@require_POST
@gate("cases.prepare_payment")
def reversal_ask(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found = fee_for(request, agreement, child)
    form = ReversalForm(request.POST, creditable=creditable(found))
    if not form.is_valid():
        return fee_page(request, found, form)
    return carry_out(
        request,
        found,
        lambda: reversals.ask(fee=found, by=request.user, **form.cleaned_data),
        done=_("Requested. A second person must approve it."),
    )


@require_POST
@gate("cases.approve_payment")
def reversal_approve(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found, version = fee_for(request, agreement, child), posted_version(request)
    return carry_out(
        request,
        found,
        lambda: reversals.approve(
            fee=found, version=version, by=request.user, on=timezone.localdate()
        ),
        done=_("Approved."),
    )


@require_POST
@gate("cases.prepare_payment", "cases.approve_payment")
def reversal_drop(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found, version = fee_for(request, agreement, child), posted_version(request)
    return carry_out(
        request,
        found,
        lambda: reversals.drop(fee=found, version=version, by=request.user),
        done=_("The request is cancelled. The fee stays paid."),
    )


@require_POST
@gate("cases.prepare_payment")
def refund_record(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found, on = fee_for(request, agreement, child), timezone.localdate()
    form = RefundForm(request.POST, on=on)
    if not form.is_valid():
        return fee_page(request, found, form)
    return carry_out(
        request,
        found,
        lambda: reversals.record_refund(fee=found, by=request.user, on=on, **form.cleaned_data),
        done=_("Refund recorded."),
    )
