"""One fee, and the waiver that one person asks for and another approves."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import fees
from cases.casework.editing import Stale
from cases.casework.fees import CannotPay
from cases.forms.fees import WaiverForm
from cases.models import Fee
from cases.pages.fees import money_parts
from cases.pages.totals import fee_tone
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import fee_for, posted_version


@require_safe
@gate("cases.view_ledger")
def fee(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    return fee_page(request, fee_for(request, agreement, child))


@require_POST
@gate("cases.prepare_payment")
def waiver_ask(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found, form = fee_for(request, agreement, child), WaiverForm(request.POST)
    if not form.is_valid():
        return fee_page(request, found, form)
    return carry_out(
        request,
        found,
        lambda: fees.ask_waiver(fee=found, by=request.user, **form.cleaned_data),
        done=_("Waiver requested. A second person must approve it."),
    )


@require_POST
@gate("cases.approve_payment")
def waiver_approve(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found, version = fee_for(request, agreement, child), posted_version(request)
    return carry_out(
        request,
        found,
        lambda: fees.approve_waiver(
            fee=found, version=version, by=request.user, on=timezone.localdate()
        ),
        done=_("Fee waived."),
    )


@require_POST
@gate("cases.prepare_payment", "cases.approve_payment")
def waiver_drop(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    found, version = fee_for(request, agreement, child), posted_version(request)
    return carry_out(
        request,
        found,
        lambda: fees.drop_waiver(fee=found, version=version, by=request.user),
        done=_("Fee not waived; it is due as before."),
    )


def carry_out(
    request: StaffRequest, found: Fee, act: Callable[[], object], *, done: str
) -> HttpResponse:
    """Carry out an act on a fee; a refusal shows the page of the fee as it stands."""
    try:
        act()
    except Stale:
        fresh = fee_for(request, found.agreement.slug, found.child.reference)
        notice = _("This fee changed after you opened it. Nothing was saved.")
        return fee_page(request, fresh, notice=notice, status=409)
    except CannotPay as refusal:
        return fee_page(request, found, notice=str(refusal), status=409)
    messages.success(request, done)
    return redirect(found)


def fee_page(
    request: StaffRequest,
    found: Fee,
    form: forms.Form | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a fee; ``form`` is one that came back with errors."""
    asked = found.waiver_asked_by_id is not None and found.waiver_approved_by_id is None
    prepares = request.user.has_perm("cases.prepare_payment")
    approves = request.user.has_perm("cases.approve_payment")
    context = {
        "fee": found,
        "receipt_lines": list(found.receipt_lines.select_related("receipt").order_by("pk")),
        "tone": fee_tone(found),
        "notice": notice,
        "asked": asked,
        "form": form if isinstance(form, WaiverForm) else WaiverForm(),
        "errors": form,
        "may_ask": prepares and found.is_payable,
        "may_drop": asked and (prepares or approves),
        "may_approve": asked and approves,
        "refused": fees.waiver_refusals(found, by=request.user) if asked and approves else (),
    }
    context |= money_parts(found, form, user=request.user)
    return render_on_record(
        request, "cases/fees/detail.html", context, child=found.child, status=status
    )
