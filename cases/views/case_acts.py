"""The steps of a case, a page each."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.casework import cases, closings, lapses
from cases.casework.together import One, each
from cases.casework.undoing import undo
from cases.forms import acts as forms
from cases.forms import siblings
from cases.models import Child
from cases.pages.cases import (
    asked_closing,
    asked_reopening,
    last_steps,
    replaced_closing,
    still_open,
)
from cases.pages.papers import of_identity
from cases.queries.case_files import case_file
from cases.queries.missed_fees import gap_notes
from cases.vocabulary import Act, Stage
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.records import case_for
from cases.web.steps import blocks_of, case_act, in_words, opened, take_step, undoable

#: Siblings for whom one form was undone at once, at most.
MOST_ALONG = 20


verify = case_act(
    "cases.verify_child",
    siblings.VerifyForm,
    lambda form: each(
        form.party(),
        lambda one: cases.verify(child=one.child, by=form.by, **form.verified_for(one)),
        by=form.by,
        on=form.on,
    ),
    step=Step(
        title=_("Verify the identity"),
        submit=_("Verify the identity"),
        done=undoable(_("Identity verified. Eligibility can be assessed now."), Act.VERIFY),
        text=_("As the second person you confirm: the documents prove the child's identity."),
        about=_("What you confirm"),
        judges=True,
    ),
    blocks=blocks_of(Act.VERIFY),
    facts=lambda form: of_identity(case_file(form.child, on=form.on)),
    warns=lambda form: gap_notes(form.child, Stage.VERIFIED, on=form.on),
)
defer = case_act(
    "cases.move_case",
    forms.DeferForm,
    in_words(lambda form: cases.defer(child=form.child, by=form.by, **form.facts())),
    step=Step(
        title=_("Defer the case"),
        submit=_("Defer the case"),
        done=undoable(_("Case deferred until its review."), Act.DEFER),
        text=_("Not now. The case waits for its review date, then work resumes."),
    ),
    blocks=blocks_of(Act.DEFER),
)
reconsider = case_act(
    "cases.move_case",
    forms.ReconsiderForm,
    lambda form: cases.reconsider(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=_("Resume the case"),
        submit=_("Resume the case"),
        done=undoable(_("Case resumed."), Act.RECONSIDER),
        text=_("Something is new: the case goes back to the stage of its identity check."),
    ),
    blocks=blocks_of(Act.RECONSIDER),
)
clear = case_act(
    "cases.move_case",
    siblings.ClearForm,
    lambda form: each(
        form.party(),
        lambda one: cases.clear(child=one.child, by=form.by, **form.facts_for(one)),
        by=form.by,
        on=form.on,
    ),
    step=Step(
        title=_("Mark as cleared to travel"),
        submit=_("Mark as cleared to travel"),
        done="",
        text=_("All requirements and consents are in place on that day."),
    ),
    blocks=blocks_of(Act.CLEAR),
    undoes=_("Marked as cleared to travel. A travel officer will propose a place."),
    warns=lambda form: gap_notes(form.child, Stage.CLEARED, on=form.on),
)
lapse = case_act(
    "cases.move_case",
    forms.StepForm,
    lambda form: lapses.lapse(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=_("Withdraw “cleared to travel”"),
        submit=_("Withdraw “cleared to travel”"),
        done=undoable(
            _("No longer cleared to travel. The eligibility decision still applies."), Act.LAPSE
        ),
        text=_("A requirement is no longer met. The eligibility decision still applies."),
        danger=True,
    ),
    blocks=blocks_of(Act.LAPSE),
)
hold = case_act(
    "cases.work_case",
    forms.HoldForm,
    in_words(lambda form: cases.hold(child=form.child, by=form.by, **form.facts())),
    step=Step(
        title=_("Put on hold"),
        submit=_("Put on hold"),
        done=undoable(_("The case is on hold."), Act.HOLD),
        text=_("The stage stays. From the day the hold ends, the case counts as overdue."),
    ),
    blocks=blocks_of(Act.HOLD),
)
release_hold = case_act(
    "cases.work_case",
    forms.TodayForm,
    lambda form: cases.release_hold(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=_("End the hold"),
        submit=_("End the hold"),
        done=undoable(_("Hold ended."), Act.RELEASE_HOLD),
    ),
    blocks=blocks_of(Act.RELEASE_HOLD),
)
assign = case_act(
    "cases.assign_child",
    forms.AssignForm,
    lambda form: cases.assign(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=_("Assign the case"),
        submit=_("Assign"),
        done=undoable(_("Case assigned."), Act.ASSIGN),
    ),
    blocks=blocks_of(Act.ASSIGN),
)
close = case_act(
    "cases.move_case",
    forms.CloseForm,
    lambda form: closings.ask_to_close(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=_("Request closing of the case"),
        submit=_("Request closing"),
        done=undoable(_("Closing requested. A reviewer will decide."), Act.ASK_CLOSE),
        text=_("The stage stays until a reviewer has approved the closing."),
        about=_("Left open if the case is closed"),
        adds=True,
    ),
    warns=lambda form: replaced_closing(form.child),
    blocks=blocks_of(Act.ASK_CLOSE),
    facts=lambda form: still_open(form.child),
)
reopen = case_act(
    "cases.move_case",
    forms.ReopenForm,
    in_words(lambda form: closings.ask_to_reopen(child=form.child, by=form.by, **form.facts())),
    step=Step(
        title=_("Request reopening of the case"),
        submit=_("Request reopening"),
        done=undoable(_("Reopening requested. A reviewer will decide."), Act.ASK_REOPEN),
        text=_("The case is reopened at the stage in which it was closed."),
        adds=True,
    ),
    blocks=blocks_of(Act.ASK_REOPEN),
)


def _closed(child: Child) -> str:
    """Return what was decided on a closing."""
    if _stage(child) == Stage.CLOSED:
        return gettext("The case is closed.")
    return gettext("The request to close is sent back; the case stays open.")


def _reopened(child: Child) -> str:
    """Return what was decided on a reopening."""
    if (stage := _stage(child)) == Stage.CLOSED:
        return gettext("The request to reopen is sent back; the case stays closed.")
    return gettext("The case is open again: %(stage)s.") % {"stage": stage.label}


def _stage(child: Child) -> Stage:
    child.refresh_from_db(fields=["stage"])
    return Stage(child.stage)


approve_closing = case_act(
    "cases.approve_closing",
    forms.SecondPersonForm,
    in_words(
        lambda form: (
            closings.return_closing(child=form.child, by=form.by, reason=reason, **form.facts())
            if (reason := form.sends_back)
            else closings.approve_closing(child=form.child, by=form.by, **form.facts())
        )
    ),
    step=Step(
        title=_("Decide on the closing"),
        submit=_("Record the decision"),
        done=_closed,
        judges=True,
    ),
    blocks=blocks_of(Act.CLOSE),
    facts=lambda form: asked_closing(form.child),
)
approve_reopening = case_act(
    "cases.approve_closing",
    forms.SecondPersonForm,
    in_words(
        lambda form: (
            closings.return_reopening(child=form.child, by=form.by, reason=reason, **form.facts())
            if (reason := form.sends_back)
            else closings.approve_reopening(child=form.child, by=form.by, **form.facts())
        )
    ),
    step=Step(
        title=_("Decide on the reopening"),
        submit=_("Record the decision"),
        done=_reopened,
        judges=True,
    ),
    blocks=blocks_of(Act.REOPEN),
    facts=lambda form: asked_reopening(form.child),
)


@require_safe_or_post
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
        about=_("What was done last"),
    )
    return take_step(
        request,
        opened(request, reference, forms.TodayForm),
        lambda form: each(
            [One(form.child, form.facts()["version"]), *along],
            lambda one: undo(child=one.child, version=one.version, by=form.by, on=form.on),
            by=form.by,
            on=form.on,
        ),
        step=step,
        blocks=blocks_of(Act.UNDO),
        facts=lambda form: last_steps([form.child, *children]),
    )
