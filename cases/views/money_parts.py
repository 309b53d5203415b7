"""The parts of a fee's page that tell what became of its money."""

from typing import Any

from django import forms
from django.utils import timezone

from cases.casework import reversals
from cases.forms.fees import RefundForm, ReversalForm
from cases.models import Fee
from cases.views.gates import StaffRequest
from cases.vocabulary import FeeStatus


def money_parts(
    request: StaffRequest, found: Fee, form: forms.Form | None = None
) -> dict[str, Any]:
    """Return what was asked and agreed about the money of a fee, and the forms to do so."""
    asked = reversals.asked_reversal(found)
    prepares = request.user.has_perm("cases.prepare_payment")
    approves = request.user.has_perm("cases.approve_payment")
    may_reverse = prepares and asked is None and not reversals.reversal_refusals(found)
    may_refund = prepares and found.status == FeeStatus.REFUND_DUE
    return {
        "reversal": asked,
        "reversals": reversals.answered_reversals(found),
        "may_reverse": may_reverse,
        "may_refund": may_refund,
        "may_answer": asked is not None and (prepares or approves),
        "may_agree": asked is not None and approves,
        "reversal_refused": reversals.approval_refusals(asked, by=request.user)
        if asked is not None and approves
        else (),
        "reversal_form": _reversal_form(found, form) if may_reverse else None,
        "refund_form": _refund_form(form) if may_refund else None,
    }


def _reversal_form(found: Fee, form: forms.Form | None) -> ReversalForm:
    if isinstance(form, ReversalForm):
        return form
    return ReversalForm(creditable=reversals.creditable(found))


def _refund_form(form: forms.Form | None) -> RefundForm:
    return form if isinstance(form, RefundForm) else RefundForm(on=timezone.localdate())
