"""Money of a child who does not travel: asked for by one person, approved by another."""

from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import reversals
from cases.forms.acts import VersionForm
from cases.forms.fees import RefundForm, ReversalForm
from cases.models import Fee
from cases.views.waivers import take_on_fee
from cases.vocabulary import FeeStatus
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate

ASK = Step(
    title=_("The child does not travel"),
    submit=_("Request approval"),
    done=_("Requested. A second person must approve it."),
)


def _approved(form: VersionForm[Fee]) -> str:
    """Return what was approved, and what is next."""
    form.record.refresh_from_db(fields=["status"])
    if form.record.status == FeeStatus.REFUND_DUE:
        return gettext("The refund is approved. A finance officer records it once it has arrived.")
    return gettext("The credit is approved: the amount pays the fee of another child.")


APPROVE = Step(
    title=_("The child does not travel"), submit=_("Approve it"), says=_approved, judges=True
)
DROP = Step(
    title=_("The child does not travel"),
    submit=_("Keep the fee as paid"),
    done=_("The request is cancelled. The fee stays paid."),
)
REFUND = Step(
    title=_("Record the refund"), submit=_("Record the refund"), done=_("Refund recorded.")
)


@require_POST
@gate("cases.prepare_payment")
def reversal_ask(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: ReversalForm) -> None:
        reversals.ask(fee=form.record, by=request.user, **form.facts())

    form_class = partial(ReversalForm, on=timezone.localdate())
    return take_on_fee(request, agreement, child, form_class, act, step=ASK)


@require_POST
@gate("cases.approve_payment")
def reversal_approve(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: VersionForm) -> None:
        on = timezone.localdate()
        reversals.approve(fee=form.record, by=request.user, on=on, **form.facts())

    return take_on_fee(request, agreement, child, VersionForm, act, step=APPROVE)


@require_POST
@gate("cases.prepare_payment", "cases.approve_payment")
def reversal_drop(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: VersionForm) -> None:
        reversals.drop(fee=form.record, by=request.user, **form.facts())

    return take_on_fee(request, agreement, child, VersionForm, act, step=DROP)


@require_POST
@gate("cases.prepare_payment")
def refund_record(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: RefundForm) -> None:
        reversals.record_refund(fee=form.record, by=request.user, **form.facts())

    form_class = partial(RefundForm, on=timezone.localdate())
    return take_on_fee(request, agreement, child, form_class, act, step=REFUND)
