"""What is recorded about a case: notes, consents and their verification, clearances."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework import cases, clearances, consents
from cases.casework.access import shown
from cases.casework.together import each
from cases.forms.acts import NoteForm
from cases.forms.records import ClearanceForm, ConsentForm, ConsentVerificationForm
from cases.models import Note
from cases.pages.journal import notes
from cases.pages.papers import forms_of
from cases.queries.case_pages import newest_notes
from cases.queries.documents import consents_to_verify
from cases.queries.kept_words import words
from cases.rules.text import LARGEST_KEY, whole_number
from cases.vocabulary import Act, ConsentDecision, ConsentPurpose, GiverRole
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.records import case_for
from cases.web.reveals import hidden_again
from cases.web.steps import blocks_of, case_act, opened, take_step, with_words

#: How many notes the page of notes shows, newest first.
MOST_NOTES = 200


@require_safe_or_post
@gate("cases.work_case")
def note(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a note, see all of them, or open a sensitive one: asked for, and on record."""
    if "show" in request.POST:
        return _show(request, reference)
    step = Step(
        title=_("Notes"),
        submit=_("Add the note"),
        done=_("Note added."),
        text=_("You cannot change a note later."),
    )
    return take_step(
        request,
        opened(request, reference, NoteForm),
        lambda form: cases.add_note(child=form.child, by=form.by, **form.facts()),
        step=step,
        blocks=blocks_of(Act.NOTE),
        facts=lambda form: notes(newest_notes(form.child, MOST_NOTES)),
        page="cases/children/notes.html",
    )


def _show(request: StaffRequest, reference: str) -> HttpResponse:
    child = case_for(request, reference)
    key = whole_number(request.POST["show"], most=LARGEST_KEY)
    note: Note = get_object_or_404(child.notes.select_related("by"), pk=key or 0)
    shown(by=request.user, page="note-shown", child=child)
    to = child.get_absolute_url()
    when = wording.moment_text(note.at)
    context = {"child": child, "note": note, "when": when, "hides_to": to}
    return hidden_again(render(request, "cases/children/note.html", context), to=to)


@require_safe_or_post
@gate("cases.work_case")
def consent(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Record a consent"),
        submit=_("Record the consent"),
        done="",
        text=_("A refusal or withdrawal is an answer too. No answer can be changed later."),
    )
    giver, purpose = request.GET.get("giver", ""), request.GET.get("purpose", "")
    initial = {"giver_role": giver if giver in GiverRole.values else ""}
    if purpose in ConsentPurpose.values:
        initial["purpose"] = purpose
    return take_step(
        request,
        opened(request, reference, ConsentForm, initial=initial),
        lambda form: each(
            form.party(),
            lambda one: with_words(
                form,
                one.child,
                partial(consents.record, child=one.child, by=form.by, **form.facts_for(one)),
            ),
            by=form.by,
            on=form.on,
            paper=form.new_document(),
        ),
        step=step,
        undoes=_recorded,
        blocks=blocks_of(Act.CONSENT),
    )


def _recorded(form: ConsentForm) -> str:
    """Return what follows from the decision that was recorded."""
    decision, again_on = form.cleaned_data["decision"], form.cleaned_data["next_approach_on"]
    if decision == ConsentDecision.GIVEN:
        return gettext("Consent recorded. A second person must verify it.")
    if decision == ConsentDecision.WITHDRAWN:
        return gettext("Withdrawal recorded. It counts at once.")
    if again_on is None:
        return gettext("Refusal recorded. No date to ask again is set.")
    words = {"day": wording.day_text(again_on)}
    return gettext("Refusal recorded. Ask again on %(day)s.") % words


verify_consent = case_act(
    "cases.verify_consent",
    ConsentVerificationForm,
    lambda form: each(
        form.party(),
        lambda one: consents.verify(by=form.by, **form.facts_for(one)),
        by=form.by,
        on=form.on,
    ),
    step=Step(
        title=_("Verify a consent"),
        submit=_("Verify the consent"),
        done=_("Consent verified."),
        text=_("As the second person, you confirm that consent was given as recorded."),
        about=_("What you confirm"),
    ),
    blocks=lambda form: blocks_of(Act.VERIFY_CONSENT)(form) or form.blocks(),
    facts=lambda form: forms_of(consents_to_verify(form.child)),
)


@require_safe_or_post
@gate("cases.work_case")
def clearance(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Record a clearance"),
        submit=_("Record the clearance"),
        done="",
        text=_("Only the newest record of each kind counts. Earlier ones are kept."),
    )
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in words().clearances else ""}
    return take_step(
        request,
        opened(request, reference, ClearanceForm, initial=initial),
        lambda form: each(
            form.party(),
            lambda one: clearances.record(child=one.child, by=form.by, **form.facts_for(one)),
            by=form.by,
            on=form.on,
            paper=form.new_document(),
        ),
        step=step,
        undoes=_("Clearance recorded."),
        blocks=blocks_of(Act.CLEARANCE),
    )
