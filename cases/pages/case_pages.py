"""What a child's page shows: of the whole record, of what a manifest needs, of the masked one."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.models import User
from cases.pages import documents, follow_ups, hearings, interests, journal, kinship, parts, tracks
from cases.pages.doors import DOORS, address, address_of, beside
from cases.pages.facts import Words
from cases.pages.next_steps import next_step
from cases.queries.access import Part
from cases.queries.case_pages import NOTES, CasePage
from cases.queries.refusals import undo_refusals
from cases.queries.spellings import on_travel_document
from cases.rules.age_bands import age_band
from cases.rules.stages import HOME, OPEN
from cases.vocabulary import Act, NeededFor, Stage

Context = dict[str, object]
#: Entries of the journal that stand open; the others are folded.
NEWEST = 5


def context_of(
    page: CasePage,
    part: Part,
    user: User,
    *,
    due_on: datetime.date | None,
    stage_due_on: datetime.date | None,
) -> Context:
    """Return what the template of a part of the record shows.

    ``due_on`` is the last day before the case is late, ``stage_due_on`` the last one by the
    limit of its stage.
    """
    lines = journal.folded(journal.timeline(page.journal.rows))
    child, person, on = page.file.child, page.file.child.person, page.file.on
    return {
        "child": child,
        "on": on,
        "days": page.file.days_in_stage,
        "most_days": (stage_due_on - child.stage_entered_on).days if stage_due_on else None,
        "overdue": _is_overdue(page, due_on),
        "steps": parts.steps(child),
        "band": age_band(person.born_earliest, person.born_latest, on=on).label,
        "journal": page.journal,
        "timeline": lines[:NEWEST],
        "earlier": lines[NEWEST:],
        "earlier_number": sum(line.number for line in lines[NEWEST:]),
        "about": journal.chips(page.journal.about),
        "identity": parts.identity(page, part) if part is not Part.MASKED else [],
        **_CONTEXTS[part](page, user),
    }


def _is_overdue(page: CasePage, due_on: datetime.date | None) -> bool:
    days = (due_on, *(line.due_on for line in page.tasks))
    return page.file.child.is_open and any(day < page.file.on for day in days if day)


def _whole(page: CasePage, user: User) -> Context:
    file, child, reference = page.file, page.file.child, page.file.child.reference
    may_edit, may_work = user.has_perm("cases.register_child"), user.has_perm("cases.work_case")
    works_on = may_work and child.is_open
    is_done = bool(child.returned_on) and not file.unmet(*NeededFor)
    step = next_step(file, user, page.tasks)
    return {
        "name": parts.shown_names(page.names, user),
        "next": step,
        "tracks": [*tracks.journey(file), *tracks.tracks(file, user)],
        "tracks_title": tracks.title(child),
        "is_done": is_done,
        "granted": sum(not track.by_death for track in (*file.clearances, *file.consents)),
        "band": parts.band(page, user),
        "nothing": list(_nothing(page, user)),
        "tasks": parts.tasks(page, user, beside=step.url if step else ""),
        "task_url": address("child-task-new", reference) if works_on else "",
        "family": parts.family(page, user),
        "restated": parts.restated(file, user),
        "why_beside": parts.why_beside(page),
        "place": parts.place(child),
        "siblings": parts.siblings(page, user),
        "lives_apart": parts.lives_apart(page),
        "more_siblings": len(page.siblings) if len(page.siblings) > parts.SIBLINGS else 0,
        "hearings": hearings.rows(child, page.hearings, on=file.on, may=may_work),
        "hearing_url": address("child-hearing", reference) if works_on else "",
        "claims": kinship.in_short(page.claims),
        "enquiries": kinship.enquiries(page.enquiries) if may_work else [],
        "claims_url": address("child-claims", reference) if may_work else "",
        "assessments": journal.assessments(page),
        "fee": parts.fee(file),
        "travel": parts.travel(file),
        "interests": interests.card(page, user),
        "follow_ups": follow_ups.card(page, user),
        "documents": documents.listed(page.documents),
        "document_url": _door(Act.DOCUMENT, page, user),
        "notes": journal.notes(page.notes[:NOTES]),
        "more_notes": len(page.notes) > NOTES,
        "consents_url": address("child-consents", reference),
        "limits_url": f"{child.agreement.get_absolute_url()}#limits"
        if user.has_perm("cases.view_dashboard")
        else "",
        "edit": {
            section: address("child-edit", reference, section) if may_edit else ""
            for section in ("identity", "father", "place")
        },
        "beside": [*beside(file, user), *_undo(page, user)],
        "path_url": address("child-path", reference) if _may_fly(page, user) else "",
        "journal_url": address("child-journal", reference),
        "assign_url": _door(Act.ASSIGN, page, user) if child.is_open else "",
        "note_url": _door(Act.NOTE, page, user),
        "access_url": _access_url(page, user),
    }


def _may_fly(page: CasePage, user: User) -> bool:
    """Return whether its reader may ask what must happen for the child to fly."""
    stage = page.file.child.stage
    return stage in OPEN - HOME - {Stage.IN_TRANSIT} and user.has_perm("cases.work_case")


def _to_begin(page: CasePage, reference: str) -> Iterator[tuple[Words, str]]:
    """Return what is begun on an open case."""
    yield _("Letters"), address("child-letters", reference)
    if not page.tasks:
        yield _("Add a task"), address("child-task-new", reference)
    if not page.hearings:
        yield _("Set a hearing"), address("child-hearing", reference)


def _nothing(page: CasePage, user: User) -> Iterator[tuple[Words, str]]:
    """Return what is not on record, as the links that would put it there."""
    reference = page.file.child.reference
    if user.has_perm("cases.register_child") and not on_travel_document(page.names):
        label = _("Enter the name on the travel document")
        yield label, address("child-edit", reference, "travel-name")
    if not user.has_perm("cases.work_case"):
        return
    if page.file.child.is_open:
        yield from _to_begin(page, reference)
    if not page.claims:
        yield _("Record a claim"), address("child-claims", reference)
    if not page.documents:
        yield _("Add a document"), _door(Act.DOCUMENT, page, user)
    if not page.notes:
        yield _("Add a note"), _door(Act.NOTE, page, user)
    card = interests.card(page, user)
    if not card.notes and not card.unweighed and card.url:
        yield _("Write a best-interests note"), card.url


def _manifest(page: CasePage, user: User) -> Context:
    return {
        "name": parts.shown_names(page.names, user),
        "next": next_step(page.file, user),
        "tracks": tracks.tracks(page.file, user),
        "place": parts.place(page.file.child),
        "travel": parts.travel(page.file),
    }


def _masked(page: CasePage, user: User) -> Context:
    may_ask = user.has_perm("cases.ask_names")
    purpose_url = address("child-purpose", page.file.child.reference)
    return {
        "fee": parts.fee(page.file) if user.has_perm("cases.view_ledger") else [],
        "sees_stage": user.has_perm("cases.view_history"),
        "names": parts.names(page) if may_ask else [],
        "purpose_url": purpose_url if may_ask and not page.names else "",
        "access_url": _access_url(page, user),
    }


_CONTEXTS = {Part.WHOLE: _whole, Part.MANIFEST: _manifest, Part.MASKED: _masked}


def _undo(page: CasePage, user: User) -> Iterator[tuple[Words, str]]:
    """Return the way to take back the last thing done, for whom may; it is on the first page."""
    if page.journal.number > 1 or page.journal.about:
        return
    entry = next((row for row in page.journal.rows if row.act != Act.NOTE), None)
    if entry and not undo_refusals(entry, by=user, on=page.file.on):
        label = _("Undo: %(act)s") % {"act": entry.get_act_display()}
        yield label, address("child-undo", page.file.child.reference)


def _door(act: Act, page: CasePage, user: User) -> str:
    return address_of(act, page.file) if DOORS[act].is_open_to(user) else ""


def _access_url(page: CasePage, user: User) -> str:
    may = user.has_perm("cases.view_access")
    return address("child-access", page.file.child.reference) if may else ""
