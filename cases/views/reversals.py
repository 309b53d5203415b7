"""Money of a child who does not travel: asked for by one person, approved by another."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import reversals
from cases.forms.acts import VersionForm
from cases.forms.fees import RefundForm, ReversalForm
from cases.views.waivers import press_on_fee, take_on_fee
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate

ASK = Step(
    title=_("The child does not travel"),
    submit=_("Ask for approval"),
    done=_("It is asked for. Another person must approve it."),
)
APPROVE = Step(
    title=_("The child does not travel"),
    submit=_("Approve it"),
    done=_("It is approved."),
    judges=True,
)
DROP = Step(
    title=_("The child does not travel"),
    submit=_("Leave the fee paid"),
    done=_("Nothing becomes of it; the fee is paid as before."),
)
REFUND = Step(
    title=_("Record the refund"),
    submit=_("Record the refund"),
    done=_("The refund is on record."),
)


@require_POST
@gate("cases.prepare_payment")
def reversal_ask(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: ReversalForm) -> None:
        reversals.ask(fee=form.record, by=request.user, **form.facts())

    return take_on_fee(request, agreement, child, ReversalForm, act, step=ASK)


@require_POST
@gate("cases.approve_payment")
def reversal_approve(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: VersionForm) -> None:
        on = timezone.localdate()
        reversals.approve(fee=form.record, version=form.version, by=request.user, on=on)

    return press_on_fee(request, agreement, child, act, step=APPROVE)


@require_POST
@gate("cases.prepare_payment", "cases.approve_payment")
def reversal_drop(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: VersionForm) -> None:
        reversals.drop(fee=form.record, version=form.version, by=request.user)

    return press_on_fee(request, agreement, child, act, step=DROP)


@require_POST
@gate("cases.prepare_payment")
def refund_record(request: StaffRequest, agreement: str, child: str) -> HttpResponse:
    def act(form: RefundForm) -> None:
        reversals.record_refund(fee=form.record, by=request.user, **form.facts())

    return take_on_fee(request, agreement, child, RefundForm, act, step=REFUND)
