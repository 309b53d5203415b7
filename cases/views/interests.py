"""Best-interests notes: each on a page of its own, and every look at one is on record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.casework import interests
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.forms.acts import APPROVE
from cases.forms.interests import ApprovalForm, InterestsForm
from cases.models import BestInterestsNote, Child
from cases.pages.doors import address
from cases.queries.case_files import case_file
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for

TEXTS = ("panel", "child_view", "reasons", "dissent")
FIELDS = ("triggers", "held_on", "not_heard", "recommendation", *TEXTS)


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def interests_new(request: StaffRequest, reference: str) -> HttpResponse:
    child, on = case_for(request, reference), timezone.localdate()
    initial = {"triggers": case_file(child, on=on).unweighed, "held_on": on}
    form = InterestsForm(request.POST or None, child=child, by=request.user, on=on, initial=initial)
    if not form.is_valid():
        return _form_page(request, child, form)
    typed = dict(form.cleaned_data)
    typed.pop("version")
    try:
        made = interests.write(child=child, by=request.user, **typed)
    except CannotMove as refusal:
        return _refused(request, child, form, refusal)
    except AlreadyTaken as taken:
        messages.info(request, _("This form was sent before; it was recorded once."))
        return redirect(taken.location or child)
    messages.success(request, _("The note is written. It waits for a second person."))
    return redirect(made)


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def interests_revise(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, on = case_for(request, reference), timezone.localdate()
    note = _note(child, n)
    initial = {name: getattr(note, name) for name in ("version", *FIELDS)}
    form = InterestsForm(request.POST or None, child=child, by=request.user, on=on, initial=initial)
    if not form.is_valid():
        return _form_page(request, child, form, note=note)
    typed = dict(form.cleaned_data)
    typed.pop("token")
    try:
        interests.revise(note=note, by=request.user, **typed)
    except CannotMove as refusal:
        return _refused(request, child, form, refusal, note=note)
    except Stale:
        again = request.POST.copy()
        again["version"] = str(_note(child, n).version)
        form = InterestsForm(again, child=child, by=request.user, on=on)
        return _form_page(request, child, form, note=_note(child, n), stale=True)
    messages.success(request, _("The note is changed. It waits for a second person."))
    return redirect(note)


@require_http_methods(["GET", "POST"])
@gate("cases.work_case", "cases.approve_interests")
def interests_note(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child = case_for(request, reference)
    note = _note(child, n)
    may = request.user.has_perm("cases.approve_interests")
    refusal = interests.second_refusal(note, by=request.user)
    if not may or refusal:
        return _note_page(request, note, None, why_not=refusal)
    form = _approval(request, note, request.POST or None)
    if not form.is_valid():
        return _note_page(request, note, form)
    typed = dict(form.cleaned_data)
    word, reason = typed.pop("word"), typed.pop("reason")
    try:
        if word == APPROVE:
            interests.approve(note=note, by=request.user, **typed)
        else:
            interests.send_back(note=note, by=request.user, reason=reason, **typed)
    except CannotMove as refused:
        return _note_page(request, note, None, why_not=str(refused))
    except Stale:
        fresh = _note(child, n)
        return _note_page(request, fresh, _approval(request, fresh, None), stale=True)
    messages.success(request, _("The decision on the note is recorded."))
    return redirect(child)


def _note(child: Child, n: int) -> BestInterestsNote:
    notes = child.interests_notes.select_related("child__person", "written_by", "approved_by")
    note: BestInterestsNote = get_object_or_404(notes, n=n)
    return note


def _approval(request: StaffRequest, note: BestInterestsNote, typed: Any) -> ApprovalForm:
    initial = {"version": note.version}
    return ApprovalForm(
        typed, child=note.child, by=request.user, on=timezone.localdate(), initial=initial
    )


def _refused(
    request: StaffRequest,
    child: Child,
    form: InterestsForm,
    refusal: CannotMove,
    note: BestInterestsNote | None = None,
) -> HttpResponse:
    for reason in refusal.reasons:
        form.add_error(None, reason)
    return _form_page(request, child, form, note=note)


def _form_page(
    request: StaffRequest,
    child: Child,
    form: InterestsForm,
    *,
    note: BestInterestsNote | None = None,
    stale: bool = False,
) -> HttpResponse:
    context = {"child": child, "form": form, "note": note, "stale": stale}
    page = "cases/interests/form.html"
    return render_on_record(request, page, context, child=child, status=409 if stale else 200)


def _note_page(
    request: StaffRequest,
    note: BestInterestsNote,
    form: ApprovalForm | None,
    *,
    why_not: str = "",
    stale: bool = False,
) -> HttpResponse:
    mine = note.written_by_id == request.user.pk and note.approved_by_id is None
    context = {
        "note": note,
        "child": note.child,
        "form": form,
        "why_not": why_not if note.approved_by_id is None else "",
        "triggers": [label for value, label in _TRIGGERS if value in note.triggers],
        "revise_url": address("interests-revise", note.child.reference, note.n) if mine else "",
        "stale": stale,
    }
    page = "cases/interests/note.html"
    return render_on_record(request, page, context, child=note.child, status=409 if stale else 200)


_TRIGGERS = BestInterestsNote._meta.get_field("triggers").base_field.choices
