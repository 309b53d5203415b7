"""What is recorded about a case: notes, consents and their verification, clearances."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import wording
from cases.casework import cases, clearances, consents
from cases.casework.access import shown
from cases.forms.acts import NoteForm
from cases.forms.records import ClearanceForm, ConsentForm, ConsentVerificationForm
from cases.models import Note
from cases.pages.documents import scanned_forms
from cases.pages.journal import notes
from cases.queries.case_pages import newest_notes
from cases.views.steps import Step, take_step
from cases.vocabulary import Act, ClearanceKind, ConsentPurpose, GiverRole
from cases.web.gates import StaffRequest, gate
from cases.web.records import case_for

#: How many notes the page of notes shows, newest first.
MOST_NOTES = 200


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def note(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a note, see all of them, or open a sensitive one: asked for, and on record."""
    if "show" in request.POST:
        return _show(request, reference)
    step = Step(
        Act.NOTE,
        gettext_lazy("Notes"),
        gettext_lazy("Add the note"),
        gettext_lazy("The note is added."),
        gettext_lazy("A note is never changed afterwards."),
        facts=lambda child: notes(newest_notes(child, MOST_NOTES)),
    )
    return take_step(request, reference, step, NoteForm, cases.add_note)


def _show(request: StaffRequest, reference: str) -> HttpResponse:
    child = case_for(request, reference)
    key = request.POST["show"]
    number = key if key.isdecimal() and len(key) < 18 else 0
    chosen = child.notes.select_related("by").filter(pk=number)
    opened: Note = get_object_or_404(chosen)
    shown(by=request.user, page="note-shown", child=child)
    context = {"child": child, "note": opened, "when": wording.moment_text(opened.at)}
    return render(request, "cases/children/note.html", context)


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def consent(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.CONSENT,
        gettext_lazy("Record a consent"),
        gettext_lazy("Record the consent"),
        gettext_lazy("The decision is recorded. A given consent waits for a second person."),
        gettext_lazy("Withheld and withdrawn are answers like any other. What is recorded stays."),
    )
    giver, purpose = request.GET.get("giver", ""), request.GET.get("purpose", "")
    initial = {"giver_role": giver if giver in GiverRole.values else ""}
    if purpose in ConsentPurpose.values:
        initial["purpose"] = purpose
    return take_step(request, reference, step, ConsentForm, consents.record, initial=initial)


@require_http_methods(["GET", "POST"])
@gate("cases.verify_consent")
def verify_consent(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.VERIFY_CONSENT,
        gettext_lazy("Verify a consent"),
        gettext_lazy("Verify the consent"),
        gettext_lazy("The consent is verified."),
        gettext_lazy("You confirm, as the second person, that the consent was really so given."),
        facts=scanned_forms,
    )
    return take_step(request, reference, step, ConsentVerificationForm, _verify)


def _verify(*, child: object, **rest: object) -> None:
    consents.verify(**rest)


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def clearance(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.CLEARANCE,
        gettext_lazy("Record a clearance"),
        gettext_lazy("Record the clearance"),
        gettext_lazy("The clearance is recorded."),
        gettext_lazy("The newest of its kind is the one that counts. Earlier ones stay on record."),
    )
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in ClearanceKind.values else ""}
    return take_step(request, reference, step, ClearanceForm, clearances.record, initial=initial)
