"""The child's page: the whole record, the part a manifest needs, or the masked one."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.casework.access import Part, part_of
from cases.casework.case_pages import NOTES, CasePage, case_page
from cases.casework.refusals import undo_refusals
from cases.figures.overdue import with_due
from cases.models import Child, User
from cases.rules.age_bands import age_band
from cases.views import (
    case_follow_ups,
    case_hearings,
    case_interests,
    case_journal,
    case_kinship,
    case_parts,
    case_tracks,
    document_parts,
    purposes,
)
from cases.views.doors import DOORS, address, address_of, beside
from cases.views.gates import StaffRequest, gate, render_on_record
from cases.vocabulary import Act

if TYPE_CHECKING:
    from cases.figures.overdue import ChildWithDue

#: Whoever may see children at all, if only masked.
SEE_CHILDREN = (
    "cases.view_every_child",
    "cases.view_team_children",
    "cases.view_children_with_fee",
    "cases.view_travelling_children",
)
TEMPLATES = {
    Part.WHOLE: "cases/children/detail.html",
    Part.MANIFEST: "cases/children/manifest.html",
    Part.MASKED: "cases/children/masked.html",
}


@require_safe
@gate(*SEE_CHILDREN)
def child(request: StaffRequest, reference: str) -> HttpResponse:
    record = child_for(request, reference)
    part, user = part_of(record, to=request.user), request.user
    if purposes.is_wanted(request, record, part):
        return purposes.ask(request, record)
    purpose = purposes.stated(request, record)
    sees_journal = part is Part.WHOLE or user.has_perm("cases.view_history")
    page = case_page(
        record,
        on=timezone.localdate(),
        named=part is not Part.MASKED or bool(purpose),
        whole=part is Part.WHOLE,
        journal=page_number(request) if sees_journal else 0,
        about=case_journal.about_of(request),
    )
    context = _common(record, page, part) | _CONTEXTS[part](request, page)
    return render_on_record(request, TEMPLATES[part], context, child=record, purpose=purpose)


def child_for(request: StaffRequest, reference: str) -> "ChildWithDue":
    """Return the child that ``reference`` names, if this person may see the record; else 404."""
    children = with_due(Child.objects.visible_to(request.user)).select_related(
        "person", "mother__person", "held_at", "caseworker", "agreement"
    )
    return get_object_or_404(children, reference=reference)


def case_for(request: StaffRequest, reference: str) -> Child:
    """Return the child of a case this person may work on; else 404, like none."""
    record = child_for(request, reference)
    if part_of(record, to=request.user) is not Part.WHOLE:
        raise Http404
    return record


def _common(record: "ChildWithDue", page: CasePage, part: Part) -> dict[str, Any]:
    person = record.person
    return {
        "child": record,
        "on": page.file.on,
        "days": page.file.days_in_stage,
        "overdue": _is_overdue(record, page),
        "steps": case_parts.steps(record),
        "band": age_band(person.born_earliest, person.born_latest, on=page.file.on).label,
        "journal": page.journal,
        "timeline": case_journal.timeline(page.journal.rows),
        "about": case_journal.chips(page.journal.about),
        "identity": case_parts.identity(page, part) if part is not Part.MASKED else [],
    }


def _is_overdue(record: "ChildWithDue", page: CasePage) -> bool:
    days = (record.due_on, *(line.due_on for line in page.tasks))
    return record.is_open and any(day < page.file.on for day in days if day)


def _whole(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    user, file = request.user, page.file
    reference = file.child.reference
    may_edit, may_work = user.has_perm("cases.register_child"), user.has_perm("cases.work_case")
    edit = {
        section: address("child-edit", reference, section) if may_edit else ""
        for section in ("identity", "father", "place")
    }
    return {
        "name": case_parts.shown_names(page.names, user),
        "mother": case_parts.shown_names(page.mother_names, user)["name"],
        "next": case_tracks.next_step(file, user, due_on=_first_due(page)),
        "tracks": case_tracks.tracks(file, user),
        "tasks": case_parts.tasks(page, user),
        "task_url": _task_url(page, user),
        "family": case_parts.family(page, user),
        "restated": case_parts.restated(file, user),
        "place": case_parts.place(file.child),
        "siblings": case_parts.siblings(page, user),
        "hearings": case_hearings.rows(file.child, page.hearings, on=file.on, may=may_work),
        "hearing_url": address("child-hearing", reference)
        if may_work and file.child.is_open
        else "",
        "claims": case_kinship.in_short(page.claims),
        "claims_url": address("child-claims", reference) if may_work else "",
        "assessments": case_journal.assessments(page),
        "fee": case_parts.fee(file),
        "travel": case_parts.travel(file),
        "interests": case_interests.card(page, user),
        "follow_ups": case_follow_ups.card(page, user),
        "documents": document_parts.listed(page.documents),
        "document_url": _door(Act.DOCUMENT, request, page),
        "notes": case_journal.notes(page.notes[:NOTES]),
        "more_notes": len(page.notes) > NOTES,
        "consents_url": address("child-consents", reference),
        "edit": edit,
        "beside": [*beside(file, user), *_undo(page, user)],
        "journal_url": address("child-journal", reference),
        "assign_url": _door(Act.ASSIGN, request, page),
        "note_url": _door(Act.NOTE, request, page),
        "access_url": address("child-access", reference)
        if user.has_perm("cases.view_access")
        else "",
    }


def _task_url(page: CasePage, user: User) -> str:
    may = page.file.child.is_open and user.has_perm("cases.work_case")
    return address("child-task-new", page.file.child.reference) if may else ""


def _first_due(page: CasePage) -> datetime.date | None:
    """Return the earliest day of what the facts ask for; ages and what was added by hand aside."""
    return next((line.due_on for line in page.tasks if not line.is_ticked), None)


def _undo(page: CasePage, user: User) -> Iterator[tuple[str, str]]:
    """Return the way to take back the last thing done, for whom may; it is on the first page."""
    if page.journal.number > 1 or page.journal.about:
        return
    entry = next((row for row in page.journal.rows if row.act != Act.NOTE), None)
    if entry and not undo_refusals(entry, by=user, on=page.file.on):
        label = _("Undo: %(act)s") % {"act": entry.get_act_display()}
        yield label, address("child-undo", page.file.child.reference)


def _manifest(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    file, user = page.file, request.user
    return {
        "name": case_parts.shown_names(page.names, user),
        "next": case_tracks.next_step(file, user),
        "tracks": case_tracks.tracks(file, user),
        "place": case_parts.place(file.child),
        "travel": case_parts.travel(file),
    }


def _masked(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    has_perm = request.user.has_perm
    return {
        "fee": case_parts.fee(page.file) if has_perm("cases.view_ledger") else [],
        "sees_stage": has_perm("cases.view_history"),
        "names": case_parts.names(page) if has_perm("cases.ask_names") else [],
        "purpose_url": address("child-purpose", page.file.child.reference)
        if has_perm("cases.ask_names") and not page.names
        else "",
        "access_url": address("child-access", page.file.child.reference)
        if has_perm("cases.view_access")
        else "",
    }


_CONTEXTS = {Part.WHOLE: _whole, Part.MANIFEST: _manifest, Part.MASKED: _masked}


def _door(act: Act, request: StaffRequest, page: CasePage) -> str:
    return address_of(act, page.file) if DOORS[act].is_open_to(request.user) else ""


def page_number(request: StaffRequest) -> int:
    """Return the page of the journal that is asked for, from 1."""
    said = request.GET.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 5 else 1
