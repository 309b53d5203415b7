"""The steps of a case, a page each."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import wording
from cases.casework import cases, closings, lapses
from cases.forms import acts as forms
from cases.models import Child
from cases.views.steps import Step, take_step
from cases.vocabulary import Act
from cases.web.gates import StaffRequest, gate

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@gate("cases.verify_child")
def verify(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.VERIFY,
        gettext_lazy("Verify the identity"),
        gettext_lazy("Verify the identity"),
        gettext_lazy("The identity is verified. Eligibility can be assessed now."),
        gettext_lazy("You confirm, as the second person, that the papers show who this child is."),
    )
    return take_step(request, reference, step, forms.StepForm, cases.verify)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def defer(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.DEFER,
        gettext_lazy("Defer the case"),
        gettext_lazy("Defer the case"),
        gettext_lazy("The case is deferred until its review."),
        gettext_lazy("Not yet: the case waits until the day of review and is then taken up again."),
    )
    return take_step(request, reference, step, forms.DeferForm, cases.defer)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def reconsider(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.RECONSIDER,
        gettext_lazy("Take up the case again"),
        gettext_lazy("Take up the case again"),
        gettext_lazy("The case is taken up again."),
        gettext_lazy("The case goes back to where its identity stands, because something is new."),
    )
    return take_step(request, reference, step, forms.ReconsiderForm, cases.reconsider)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def clear(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.CLEAR,
        gettext_lazy("Clear to travel"),
        gettext_lazy("Clear to travel"),
        gettext_lazy("The child is cleared to travel. A travel officer will propose a place."),
        gettext_lazy("Every requirement and consent holds on the day."),
    )
    return take_step(request, reference, step, forms.StepForm, cases.clear)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def lapse(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.LAPSE,
        gettext_lazy("Withdraw the clearing"),
        gettext_lazy("Withdraw the clearing"),
        gettext_lazy("The child is no longer cleared. The decision on eligibility stands."),
        gettext_lazy("A requirement is no longer met. The decision on eligibility stands."),
        danger=True,
    )
    return take_step(request, reference, step, forms.StepForm, lapses.lapse)


@require_http_methods(GET_POST)
@gate("cases.work_case")
def hold(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.HOLD,
        gettext_lazy("Put on hold"),
        gettext_lazy("Put on hold"),
        gettext_lazy("The case is on hold."),
        gettext_lazy("The stage stays. On the day the hold ends, the case counts as overdue."),
    )
    return take_step(request, reference, step, forms.HoldForm, cases.hold)


@require_http_methods(GET_POST)
@gate("cases.work_case")
def release_hold(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.RELEASE_HOLD,
        gettext_lazy("End the hold"),
        gettext_lazy("End the hold"),
        gettext_lazy("The hold is ended."),
    )
    return take_step(request, reference, step, forms.TodayForm, cases.release_hold)


@require_http_methods(GET_POST)
@gate("cases.assign_child")
def assign(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.ASSIGN,
        gettext_lazy("Assign the case"),
        gettext_lazy("Assign"),
        gettext_lazy("The case is assigned."),
    )
    return take_step(request, reference, step, forms.AssignForm, cases.assign)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def close(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.ASK_CLOSE,
        gettext_lazy("Ask to close the case"),
        gettext_lazy("Ask to close"),
        gettext_lazy("Saved. A reviewer will decide on the closing."),
        gettext_lazy("The stage stays until a reviewer has approved the closing."),
    )
    return take_step(request, reference, step, forms.CloseForm, closings.ask_to_close)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.ASK_REOPEN,
        gettext_lazy("Ask to reopen the case"),
        gettext_lazy("Ask to reopen"),
        gettext_lazy("Saved. A reviewer will decide on the reopening."),
        gettext_lazy("The case is reopened at the stage in which it was closed."),
    )
    return take_step(request, reference, step, forms.ReopenForm, closings.ask_to_reopen)


@require_http_methods(GET_POST)
@gate("cases.approve_closing")
def approve_closing(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.CLOSE,
        gettext_lazy("Decide on the closing"),
        gettext_lazy("Record the decision"),
        gettext_lazy("The decision on the closing is recorded."),
        facts=_closing,
    )
    return take_step(request, reference, step, forms.SecondPersonForm, _decide_closing)


@require_http_methods(GET_POST)
@gate("cases.approve_closing")
def approve_reopening(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.REOPEN,
        gettext_lazy("Decide on the reopening"),
        gettext_lazy("Record the decision"),
        gettext_lazy("The decision on the reopening is recorded."),
        facts=_reopening,
    )
    return take_step(request, reference, step, forms.SecondPersonForm, _decide_reopening)


def _decide_closing(*, word: str, reason: str, **rest: Any) -> None:
    if word == forms.APPROVE:
        closings.approve_closing(**rest)
    else:
        closings.return_closing(reason=reason, **rest)


def _decide_reopening(*, word: str, reason: str, **rest: Any) -> None:
    if word == forms.APPROVE:
        closings.approve_reopening(**rest)
    else:
        closings.return_reopening(reason=reason, **rest)


def _closing(child: Child) -> list[dict[str, Any]]:
    if child.closing_asked_by is None or child.closing_asked_at is None:
        return []
    return [
        {"label": _("Reason of the closing"), "value": child.get_closing_reason_display()},
        *(
            [{"label": _("Duplicate of"), "value": child.duplicate_of}]
            if child.duplicate_of
            else []
        ),
        {
            "label": _("Asked by"),
            "value": child.closing_asked_by,
            "alt": wording.moment_text(child.closing_asked_at),
        },
    ]


def _reopening(child: Child) -> list[dict[str, Any]]:
    if child.reopening_asked_by is None or child.reopening_asked_at is None:
        return []
    return [
        {"label": _("Closed because"), "value": child.get_closed_reason_display()},
        {
            "label": _("Asked by"),
            "value": child.reopening_asked_by,
            "alt": wording.moment_text(child.reopening_asked_at),
        },
    ]
