"""Best-interests notes: each on a page of its own, and every look at one is on record."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.casework import interests
from cases.forms.interests import ApprovalForm, InterestsForm, ReviseForm
from cases.models import BestInterestsNote, Child
from cases.pages.doors import address
from cases.queries.case_files import case_file
from cases.queries.journal import sending_back
from cases.vocabulary import InterestsTrigger
from cases.web.acts import Step, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.records import case_for
from cases.web.reveals import hidden_again
from cases.web.steps import opened, with_words

WRITE = Step(
    title=_("Best-interests note"),
    submit=_("Save the note"),
    done=_("Note written. It is waiting for a second person."),
)
REVISE = Step(
    title=_("Best-interests note"),
    submit=_("Save the note"),
    done=_("Note changed. It is waiting for a second person."),
)


def _decided(note: BestInterestsNote) -> str:
    """Return what was decided on a note."""
    note.refresh_from_db(fields=["approved_at"])
    if note.approved_at:
        return gettext("The best-interests note is approved.")
    return gettext("The best-interests note is sent back to its author.")


DECIDE = Step(
    title=_("Best-interests note"),
    submit=_("Record the decision"),
    done=_decided,
    judges=True,
)


@require_safe_or_post
@gate("cases.work_case")
def interests_new(request: StaffRequest, reference: str) -> HttpResponse:
    child, on = case_for(request, reference), timezone.localdate()
    initial = {"triggers": case_file(child, on=on).unweighed, "held_on": on}
    return take(
        request,
        opened(request, reference, InterestsForm, initial=initial),
        lambda form: interests.write(child=form.child, by=form.by, **form.facts()),
        step=WRITE,
        show=partial(_form_page, request),
    )


@require_safe_or_post
@gate("cases.work_case")
def interests_revise(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    note = _note(case_for(request, reference), n)
    if request.method != "POST" and (why := interests.revision_refusal(note, by=request.user)):
        messages.info(request, why)
        return redirect(note)
    return take(
        request,
        opened(request, reference, ReviseForm, record=partial(_note, n=n)),
        lambda form: interests.revise(note=form.record, by=form.by, **form.facts()),
        step=REVISE,
        show=partial(_form_page, request),
        whose=lambda form: {"child": form.child},
    )


@require_safe_or_post
@gate("cases.work_case", "cases.approve_interests")
def interests_note(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    """Show a note, and to a second person the form to decide on it."""

    open_form = opened(request, reference, ApprovalForm, record=partial(_note, n=n))

    def decide(form: ApprovalForm) -> BestInterestsNote:
        if reason := form.sends_back:
            act = partial(interests.send_back, note=form.record, by=form.by, reason=reason)
            with_words(form, form.child, partial(act, **form.facts()))
        else:
            interests.approve(note=form.record, by=form.by, **form.facts())
        return form.record

    if not request.user.has_perm("cases.approve_interests"):
        return _note_page(request, open_form())
    return take(
        request,
        open_form,
        decide,
        step=DECIDE,
        show=partial(_note_page, request),
        back=lambda form: form.child,
        whose=lambda form: {"child": form.child},
    )


def _note(child: Child, n: int) -> BestInterestsNote:
    notes = child.interests_notes.select_related("child__person", "written_by", "approved_by")
    note: BestInterestsNote = get_object_or_404(notes, n=n)
    return note


def _form_page(request: StaffRequest, form: InterestsForm, *, status: int = 200) -> HttpResponse:
    note = form.record if isinstance(form, ReviseForm) else None
    context = {"child": form.child, "form": form, "note": note}
    page = "cases/interests/form.html"
    return render_on_record(request, page, context, child=form.child, status=status)


def _note_page(request: StaffRequest, form: ApprovalForm, *, status: int = 200) -> HttpResponse:
    note = form.record
    why_not = interests.second_refusal(note, by=request.user)
    may = request.user.has_perm("cases.approve_interests") and not why_not
    mine = note.written_by_id == request.user.pk and note.approved_by_id is None
    context = {
        "note": note,
        "child": note.child,
        "form": form if may else None,
        # Whoever decides reads as long as it takes, and loses nothing that was typed.
        "hides_to": "" if may else note.child.get_absolute_url(),
        "sent_back": sending_back(note) if note.asked_at is None else None,
        "why_not": why_not if note.approved_by_id is None else "",
        "triggers": [trigger.label for trigger in InterestsTrigger if trigger in note.triggers],
        "revise_url": address("interests-revise", note.child.reference, note.n) if mine else "",
    }
    template = "cases/interests/note.html"
    page = render_on_record(request, template, context, child=note.child, status=status)
    return page if may else hidden_again(page, to=note.child.get_absolute_url())
