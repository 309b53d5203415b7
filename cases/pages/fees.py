"""The parts of a fee's page that tell what became of its money."""

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.fees import RefundForm, ReversalForm
from cases.models import Fee, User
from cases.queries.reversals import (
    answered_reversals,
    approval_refusals,
    asked_reversal,
    reversal_refusals,
)
from cases.vocabulary import FeeStatus


def money_parts(found: Fee, form: forms.Form | None = None, *, user: User) -> dict[str, Any]:
    """Return what was asked and agreed about the money of a fee, and the forms to do so."""
    asked = asked_reversal(found)
    prepares, on = user.has_perm("cases.prepare_payment"), timezone.localdate()
    approves = user.has_perm("cases.approve_payment")
    reversal = form if isinstance(form, ReversalForm) else None
    if reversal is None and prepares and asked is None and not reversal_refusals(found):
        reversal = ReversalForm(record=found, on=on)
    refund = form if isinstance(form, RefundForm) else None
    if refund is None and prepares and found.status == FeeStatus.REFUND_DUE:
        refund = RefundForm(record=found, on=on)
    return {
        "reversal": asked,
        "reversals": answered_reversals(found),
        "may_answer": asked is not None and (prepares or approves),
        "may_agree": asked is not None and approves,
        "reversal_refused": approval_refusals(asked, by=user)
        if asked is not None and approves
        else (),
        "reversal_form": reversal,
        "refund_form": refund,
    }
