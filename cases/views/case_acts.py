"""The steps of a case, a page each."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.casework import cases, closings, lapses
from cases.casework.together import One, each
from cases.casework.undoing import undo
from cases.forms import acts as forms
from cases.forms import siblings
from cases.forms.acts import ChildForm
from cases.pages.cases import asked_closing, asked_reopening, last_step, still_open
from cases.pages.papers import of_identity
from cases.queries.case_files import case_file
from cases.queries.journal import last_entry
from cases.queries.missed_fees import gap_notes
from cases.vocabulary import Act, Stage
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate
from cases.web.records import case_for
from cases.web.steps import blocks_of, opened, take_step, undoable

GET_POST = ["GET", "HEAD", "POST"]
F = TypeVar("F", bound=ChildForm)
#: Siblings for whom one form was undone at once, at most.
MOST_ALONG = 20


def _take(
    request: StaffRequest,
    reference: str,
    form_class: type[F],
    act: Callable[[F], Any],
    *,
    of: Act,
    step: Step,
    **more: Any,
) -> HttpResponse:
    return take_step(
        request,
        opened(request, reference, form_class),
        act,
        step=step,
        blocks=blocks_of(of),
        **more,
    )


@require_http_methods(GET_POST)
@gate("cases.verify_child")
def verify(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Verify the identity"),
        submit=_("Verify the identity"),
        done=undoable(_("Identity verified. Eligibility can be assessed now."), Act.VERIFY),
        text=_("As the second person you confirm: the documents prove the child's identity."),
        about=_("What you confirm"),
        judges=True,
    )
    return _take(
        request,
        reference,
        siblings.VerifyForm,
        lambda form: each(
            form.party(),
            lambda one: cases.verify(child=one.child, by=form.by, **form.verified_for(one)),
            by=form.by,
            on=form.on,
        ),
        of=Act.VERIFY,
        step=step,
        facts=lambda form: of_identity(case_file(form.child, on=form.on)),
        warns=lambda form: gap_notes(form.child, Stage.VERIFIED, on=form.on),
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def defer(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Defer the case"),
        submit=_("Defer the case"),
        done=undoable(_("Case deferred until its review."), Act.DEFER),
        text=_("Not now. The case waits for its review date, then work resumes."),
    )
    return _take(
        request,
        reference,
        forms.DeferForm,
        lambda form: cases.defer(child=form.child, by=form.by, **form.facts()),
        of=Act.DEFER,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def reconsider(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Resume the case"),
        submit=_("Resume the case"),
        done=undoable(_("Case resumed."), Act.RECONSIDER),
        text=_("Something is new: the case goes back to the stage of its identity check."),
    )
    return _take(
        request,
        reference,
        forms.ReconsiderForm,
        lambda form: cases.reconsider(child=form.child, by=form.by, **form.facts()),
        of=Act.RECONSIDER,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def clear(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Mark as cleared to travel"),
        submit=_("Mark as cleared to travel"),
        done="",
        text=_("All requirements and consents are in place on that day."),
    )
    return _take(
        request,
        reference,
        siblings.ClearForm,
        lambda form: each(
            form.party(),
            lambda one: cases.clear(child=one.child, by=form.by, **form.facts_for(one)),
            by=form.by,
            on=form.on,
        ),
        of=Act.CLEAR,
        step=step,
        undoes=_("Marked as cleared to travel. A travel officer will propose a place."),
        warns=lambda form: gap_notes(form.child, Stage.CLEARED, on=form.on),
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def lapse(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Withdraw “cleared to travel”"),
        submit=_("Withdraw “cleared to travel”"),
        done=undoable(
            _("No longer cleared to travel. The eligibility decision still applies."), Act.LAPSE
        ),
        text=_("A requirement is no longer met. The eligibility decision still applies."),
        danger=True,
    )
    return _take(
        request,
        reference,
        forms.StepForm,
        lambda form: lapses.lapse(child=form.child, by=form.by, **form.facts()),
        of=Act.LAPSE,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.work_case")
def hold(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Put on hold"),
        submit=_("Put on hold"),
        done=undoable(_("The case is on hold."), Act.HOLD),
        text=_("The stage stays. From the day the hold ends, the case counts as overdue."),
    )
    return _take(
        request,
        reference,
        forms.HoldForm,
        lambda form: cases.hold(child=form.child, by=form.by, **form.facts()),
        of=Act.HOLD,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.work_case")
def release_hold(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("End the hold"),
        submit=_("End the hold"),
        done=undoable(_("Hold ended."), Act.RELEASE_HOLD),
    )
    return _take(
        request,
        reference,
        forms.TodayForm,
        lambda form: cases.release_hold(child=form.child, by=form.by, **form.facts()),
        of=Act.RELEASE_HOLD,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.assign_child")
def assign(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Assign the case"),
        submit=_("Assign"),
        done=undoable(_("Case assigned."), Act.ASSIGN),
    )
    return _take(
        request,
        reference,
        forms.AssignForm,
        lambda form: cases.assign(child=form.child, by=form.by, **form.facts()),
        of=Act.ASSIGN,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def close(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Request closing of the case"),
        submit=_("Request closing"),
        done=undoable(_("Saved. A reviewer will decide on the closing."), Act.ASK_CLOSE),
        text=_("The stage stays until a reviewer has approved the closing."),
        about=_("Left open if the case is closed"),
    )
    return _take(
        request,
        reference,
        forms.CloseForm,
        lambda form: closings.ask_to_close(child=form.child, by=form.by, **form.facts()),
        of=Act.ASK_CLOSE,
        step=step,
        facts=lambda form: still_open(form.child),
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Request reopening of the case"),
        submit=_("Request reopening"),
        done=undoable(_("Saved. A reviewer will decide on the reopening."), Act.ASK_REOPEN),
        text=_("The case is reopened at the stage in which it was closed."),
    )
    return _take(
        request,
        reference,
        forms.ReopenForm,
        lambda form: closings.ask_to_reopen(child=form.child, by=form.by, **form.facts()),
        of=Act.ASK_REOPEN,
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.approve_closing")
def approve_closing(request: StaffRequest, reference: str) -> HttpResponse:
    def decide(form: forms.SecondPersonForm) -> None:
        if reason := form.sends_back:
            closings.return_closing(child=form.child, by=form.by, reason=reason, **form.facts())
        else:
            closings.approve_closing(child=form.child, by=form.by, **form.facts())

    step = Step(
        title=_("Decide on the closing"),
        submit=_("Record the decision"),
        done=_("Decision on the closing recorded."),
        judges=True,
    )
    return _take(
        request,
        reference,
        forms.SecondPersonForm,
        decide,
        of=Act.CLOSE,
        step=step,
        facts=lambda form: asked_closing(form.child),
    )


@require_http_methods(GET_POST)
@gate("cases.approve_closing")
def approve_reopening(request: StaffRequest, reference: str) -> HttpResponse:
    def decide(form: forms.SecondPersonForm) -> None:
        if reason := form.sends_back:
            closings.return_reopening(child=form.child, by=form.by, reason=reason, **form.facts())
        else:
            closings.approve_reopening(child=form.child, by=form.by, **form.facts())

    step = Step(
        title=_("Decide on the reopening"),
        submit=_("Record the decision"),
        done=_("Decision on the reopening recorded."),
        judges=True,
    )
    return _take(
        request,
        reference,
        forms.SecondPersonForm,
        decide,
        of=Act.REOPEN,
        step=step,
        facts=lambda form: asked_reopening(form.child),
    )


@require_http_methods(GET_POST)
@gate("cases.move_case", "cases.work_case", "cases.verify_child")
def child_undo(request: StaffRequest, reference: str) -> HttpResponse:
    """Take back the last thing that was done to a case, and with it to siblings of one form."""
    also = request.GET.get("also", "").split(",")[:MOST_ALONG]
    children = [case_for(request, word) for word in also if word and word != reference]
    along = [One(child, child.version) for child in children]
    step = Step(
        title=_("Undo the last step"),
        submit=_("Undo"),
        done=_("Undone. The case is as it was before; the journal keeps both."),
        text=_("The case goes back to how it was. The journal keeps what was done and undone."),
    )
    return _take(
        request,
        reference,
        forms.TodayForm,
        lambda form: each(
            [One(form.child, form.facts()["version"]), *along],
            lambda one: undo(child=one.child, version=one.version, by=form.by, on=form.on),
            by=form.by,
            on=form.on,
        ),
        of=Act.UNDO,
        step=step,
        facts=lambda form: [
            fact
            for one in (One(form.child, None), *along)
            for fact in last_step(last_entry(one.child))
        ],
    )
