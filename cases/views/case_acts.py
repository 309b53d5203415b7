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
from cases.views.gates import StaffRequest, gate
from cases.views.steps import Step, take_step
from cases.vocabulary import Act

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@gate("cases.verify_child")
def verify(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.VERIFY,
        gettext_lazy("Verify the identity"),
        gettext_lazy("Verify the identity"),
        gettext_lazy("Identity verified. Eligibility can be assessed now."),
        gettext_lazy("As the second person you confirm: the documents prove the child's identity."),
    )
    return take_step(request, reference, step, forms.StepForm, cases.verify)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def defer(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.DEFER,
        gettext_lazy("Defer the case"),
        gettext_lazy("Defer the case"),
        gettext_lazy("Case deferred until its review."),
        gettext_lazy("Not now. The case waits for its review date, then work resumes."),
    )
    return take_step(request, reference, step, forms.DeferForm, cases.defer)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def reconsider(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.RECONSIDER,
        gettext_lazy("Resume the case"),
        gettext_lazy("Resume the case"),
        gettext_lazy("Case resumed."),
        gettext_lazy("Something is new: the case goes back to the stage of its identity check."),
    )
    return take_step(request, reference, step, forms.ReconsiderForm, cases.reconsider)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def clear(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.CLEAR,
        gettext_lazy("Mark as cleared to travel"),
        gettext_lazy("Mark as cleared to travel"),
        gettext_lazy("Marked as cleared to travel. A travel officer will propose a place."),
        gettext_lazy("All requirements and consents are in place on that day."),
    )
    return take_step(request, reference, step, forms.StepForm, cases.clear)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def lapse(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.LAPSE,
        gettext_lazy("Withdraw “cleared to travel”"),
        gettext_lazy("Withdraw “cleared to travel”"),
        gettext_lazy("No longer cleared to travel. The eligibility decision still applies."),
        gettext_lazy("A requirement is no longer met. The eligibility decision still applies."),
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
        gettext_lazy("The stage stays. From the day the hold ends, the case counts as overdue."),
    )
    return take_step(request, reference, step, forms.HoldForm, cases.hold)


@require_http_methods(GET_POST)
@gate("cases.work_case")
def release_hold(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.RELEASE_HOLD,
        gettext_lazy("End the hold"),
        gettext_lazy("End the hold"),
        gettext_lazy("Hold ended."),
    )
    return take_step(request, reference, step, forms.TodayForm, cases.release_hold)


@require_http_methods(GET_POST)
@gate("cases.assign_child")
def assign(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.ASSIGN,
        gettext_lazy("Assign the case"),
        gettext_lazy("Assign"),
        gettext_lazy("Case assigned."),
    )
    return take_step(request, reference, step, forms.AssignForm, cases.assign)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def close(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.ASK_CLOSE,
        gettext_lazy("Request closing of the case"),
        gettext_lazy("Request closing"),
        gettext_lazy("Saved. A reviewer will decide on the closing."),
        gettext_lazy("The stage stays until a reviewer has approved the closing."),
    )
    return take_step(request, reference, step, forms.CloseForm, closings.ask_to_close)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.ASK_REOPEN,
        gettext_lazy("Request reopening of the case"),
        gettext_lazy("Request reopening"),
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
        gettext_lazy("Decision on the closing recorded."),
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
        gettext_lazy("Decision on the reopening recorded."),
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
        {"label": _("Reason for closing"), "value": child.get_closing_reason_display()},
        *(
            [{"label": _("Duplicate of"), "value": child.duplicate_of}]
            if child.duplicate_of
            else []
        ),
        {
            "label": _("Requested by"),
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
            "label": _("Requested by"),
            "value": child.reopening_asked_by,
            "alt": wording.moment_text(child.reopening_asked_at),
        },
    ]
