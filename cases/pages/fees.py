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
    creditable,
    reversal_refusals,
)
from cases.vocabulary import FeeStatus


def money_parts(found: Fee, form: forms.Form | None = None, *, user: User) -> dict[str, Any]:
    """Return what was asked and agreed about the money of a fee, and the forms to do so."""
    asked = asked_reversal(found)
    prepares = user.has_perm("cases.prepare_payment")
    approves = user.has_perm("cases.approve_payment")
    may_reverse = prepares and asked is None and not reversal_refusals(found)
    may_refund = prepares and found.status == FeeStatus.REFUND_DUE
    return {
        "reversal": asked,
        "reversals": answered_reversals(found),
        "may_reverse": may_reverse,
        "may_refund": may_refund,
        "may_answer": asked is not None and (prepares or approves),
        "may_agree": asked is not None and approves,
        "reversal_refused": approval_refusals(asked, by=user)
        if asked is not None and approves
        else (),
        "reversal_form": _reversal_form(found, form) if may_reverse else None,
        "refund_form": _refund_form(form) if may_refund else None,
    }


def _reversal_form(found: Fee, form: forms.Form | None) -> ReversalForm:
    if isinstance(form, ReversalForm):
        return form
    return ReversalForm(creditable=creditable(found))


def _refund_form(form: forms.Form | None) -> RefundForm:
    return form if isinstance(form, RefundForm) else RefundForm(on=timezone.localdate())
