"""The child's page: the whole record, the part a manifest needs, or the masked one."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import User
from cases.pages import documents, follow_ups, hearings, interests, journal, kinship, parts, tracks
from cases.pages.doors import DOORS, address, address_of, beside
from cases.queries.access import Part, part_of
from cases.queries.case_pages import NOTES, CasePage, case_page
from cases.queries.refusals import undo_refusals
from cases.rules.age_bands import age_band
from cases.views import purposes
from cases.vocabulary import Act
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import SEE_CHILDREN, child_for, page_number

if TYPE_CHECKING:
    from cases.figures.overdue import ChildWithDue

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
        about=journal.about_of(request.GET.get("about", "")),
    )
    context = _common(record, page, part) | _CONTEXTS[part](request, page)
    return render_on_record(request, TEMPLATES[part], context, child=record, purpose=purpose)


def _common(record: "ChildWithDue", page: CasePage, part: Part) -> dict[str, Any]:
    person = record.person
    return {
        "child": record,
        "on": page.file.on,
        "days": page.file.days_in_stage,
        "overdue": _is_overdue(record, page),
        "steps": parts.steps(record),
        "band": age_band(person.born_earliest, person.born_latest, on=page.file.on).label,
        "journal": page.journal,
        "timeline": journal.timeline(page.journal.rows),
        "about": journal.chips(page.journal.about),
        "identity": parts.identity(page, part) if part is not Part.MASKED else [],
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
        "name": parts.shown_names(page.names, user),
        "mother": parts.shown_names(page.mother_names, user)["name"],
        "next": tracks.next_step(file, user, due_on=_first_due(page)),
        "tracks": tracks.tracks(file, user),
        "tasks": parts.tasks(page, user),
        "task_url": _task_url(page, user),
        "family": parts.family(page, user),
        "restated": parts.restated(file, user),
        "place": parts.place(file.child),
        "siblings": parts.siblings(page, user),
        "hearings": hearings.rows(file.child, page.hearings, on=file.on, may=may_work),
        "hearing_url": address("child-hearing", reference)
        if may_work and file.child.is_open
        else "",
        "claims": kinship.in_short(page.claims),
        "claims_url": address("child-claims", reference) if may_work else "",
        "assessments": journal.assessments(page),
        "fee": parts.fee(file),
        "travel": parts.travel(file),
        "interests": interests.card(page, user),
        "follow_ups": follow_ups.card(page, user),
        "documents": documents.listed(page.documents),
        "document_url": _door(Act.DOCUMENT, request, page),
        "notes": journal.notes(page.notes[:NOTES]),
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
        "name": parts.shown_names(page.names, user),
        "next": tracks.next_step(file, user),
        "tracks": tracks.tracks(file, user),
        "place": parts.place(file.child),
        "travel": parts.travel(file),
    }


def _masked(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    has_perm = request.user.has_perm
    return {
        "fee": parts.fee(page.file) if has_perm("cases.view_ledger") else [],
        "sees_stage": has_perm("cases.view_history"),
        "names": parts.names(page) if has_perm("cases.ask_names") else [],
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
