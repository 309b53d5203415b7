"""Families: the list of mothers, one mother with her children, and who looked at her."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.casework.access import shown
from cases.models import AccessRow, Child, Mother, User
from cases.pages import documents, families
from cases.pages.doors import address
from cases.pages.families import FamilyHead
from cases.pages.mothers import band, identity, legal, whereabouts
from cases.pages.parts import shown_names
from cases.queries.access import Part, part_of
from cases.queries.case_files import CaseFile, case_files
from cases.queries.case_pages import family_entries
from cases.queries.duplicates import open_pairs_of
from cases.queries.families import family_keys, family_rows
from cases.queries.filed import filed_of
from cases.queries.mother_changes import moved_to
from cases.queries.task_lines import family_tasks
from cases.views import purposes
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import page_number, page_of
from cases.web.reveals import hidden_again

#: Documents and acts that a family's page shows at once; the rest is folded, or on its own page.
MOST, NEWEST = 6, 5
#: Entries on a page of the journal of a family.
ENTRIES = 200


@require_safe
@gate("cases.see_family")
@names_for_a_purpose
def mothers(request: StaffRequest) -> HttpResponse:
    keys = family_keys(request.user)
    page = page_of(keys, request.GET)
    rows = family_rows(key for (key,) in page.rows)
    context = {
        "page": page,
        "rows": rows,
        "on": timezone.localdate(),
        "may_register": _may_edit(request),
    }
    return render_on_record(request, "cases/mothers/list.html", context, rows=len(rows))


@require_safe
@gate("cases.see_family")
def mother(request: StaffRequest, reference: str) -> HttpResponse:
    mothers = Mother.objects.visible_to(request.user).with_names().with_moves()
    record = get_object_or_404(
        mothers.select_related("team", "agreement__holding"), reference=reference
    )
    on = timezone.localdate()
    children = list(record.children.with_names().order_by("pk"))
    purpose, unasked = purposes.of_family(request, children)
    if unasked:
        return purposes.ask(request, unasked, of_family=True)
    legal_is_open = request.GET.get("show") == "legal"
    if legal_is_open:
        shown(by=request.user, page="mother-legal", mother=record, purpose=purpose)
    columns = families.heads(children, _files(request, children, on), request.user)
    rows = families.grid(columns, request.user)
    act = families.next_of(rows)
    shown_open, folded = families.parted(columns, rows)
    context = {
        "mother": record,
        "name": shown_names(record.person.names.all(), request.user),
        "on": on,
        "columns": columns,
        "shown": shown_open,
        "rows": families.grid(shown_open, request.user) if folded else rows,
        "folded": folded,
        "folded_rows": families.grid(folded, request.user),
        "folded_text": families.folded_text(folded),
        "next": act,
        "band": band(
            record,
            on=on,
            due=families.fees_due(columns),
            fees_url=address("fees", agreement="all", status="due", family=record.reference)
            if request.user.has_perm("cases.view_ledger")
            else "",
        ),
        "identity": identity(record, request.user, on=on),
        "whereabouts": whereabouts(record),
        "legal": legal(record) if legal_is_open else [],
        "legal_is_open": legal_is_open,
        "hides_to": request.path if legal_is_open else "",
        "children": children,
        **_on_file(record, columns, request.user, on, beside=act.url if act else ""),
        "acts": [] if record.is_disposed else families.acts(columns, request.user),
        "journal_url": address("mother-journal", record.reference),
        "document_url": address("mother-document-new", record.reference)
        if request.user.has_perm("cases.work_case") and not record.is_disposed
        else "",
        "path_url": address("mother-path", record.reference)
        if request.user.has_perm("cases.work_case")
        else "",
        "moved_to": [] if children else list(moved_to(record, request.user)),
        "may_edit": _may_edit(request) and not record.is_disposed,
        "may_decide": request.user.has_perm("cases.verify_child"),
        "pairs": _pairs(request, record, children),
        "may_see_access": request.user.has_perm("cases.view_access"),
    }
    page = render_on_record(
        request, "cases/mothers/detail.html", context, mother=record, purpose=purpose
    )
    return hidden_again(page, to=request.path) if legal_is_open else page


def _pairs(request: StaffRequest, record: Mother, children: list[Child]) -> list[tuple[str, str]]:
    """Return the pairs to be answered with one of the family, for who answers them."""
    if not request.user.has_perm("cases.work_case"):
        return []
    people = [record.person_id, *(child.person_id for child in children)]
    return families.pairs_text(open_pairs_of(people, request.user))


def _on_file(
    record: Mother, columns: list[FamilyHead], user: User, on: datetime.date, *, beside: str
) -> dict[str, Any]:
    """Return the documents, tasks and newest acts of the children who are shown whole."""
    whole = families.whole_of(columns)
    rows = family_entries(whole, 1, size=NEWEST).rows
    papers = documents.listed(filed_of(record, whole), families.names_of_children(columns))
    return {
        "documents": papers[:MOST],
        "more_documents": papers[MOST:],
        "tasks": families.tasks(family_tasks(whole), columns, user, on=on, beside=beside),
        "timeline": families.timeline(rows, columns),
    }


@require_safe
@gate("cases.see_family")
def mother_journal(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was done for the children of a family: who, when and why."""
    record = get_object_or_404(Mother.objects.visible_to(request.user), reference=reference)
    children = list(record.children.with_names().order_by("pk"))
    purpose, unasked = purposes.of_family(request, children)
    if unasked:
        return purposes.ask(request, unasked, of_family=True)
    files = _files(request, children, timezone.localdate())
    columns = families.heads(children, files, request.user)
    page = family_entries(families.whole_of(columns), page_number(request.GET), size=ENTRIES)
    context = {
        "mother": record,
        "journal": page,
        "timeline": families.timeline(page.rows, columns),
    }
    return render_on_record(
        request, "cases/mothers/journal.html", context, mother=record, purpose=purpose
    )


@require_safe
@gate("cases.work_case")
def mother_next(request: StaffRequest, reference: str) -> HttpResponse:
    """Lead to the next requirement of the family, behind the one that was recorded last."""
    record = get_object_or_404(Mother.objects.visible_to(request.user), reference=reference)
    children = list(record.children.with_names().order_by("pk"))
    columns = families.heads(
        children, _files(request, children, timezone.localdate()), request.user
    )
    rows = families.grid(columns, request.user)
    row = families.next_after(rows, request.GET.get("after", ""))
    return redirect(row.url if row else record)


@require_safe
@gate("cases.view_access")
def mother_access(request: StaffRequest, reference: str) -> HttpResponse:
    record = get_object_or_404(Mother.objects.visible_to(request.user), reference=reference)
    put_on_record(request, mother=record)  # before the rows are counted: it is one of them
    of_family = Q(mother=record) | Q(child__mother=record)
    looks = AccessRow.objects.filter(of_family).select_related("by", "child")
    page = page_of(looks, request.GET)
    return render(request, "cases/mothers/access.html", {"mother": record, "page": page})


def _files(request: StaffRequest, children: list[Child], on: datetime.date) -> dict[int, CaseFile]:
    """Return the cases of which this person is shown the whole record."""
    whole = [child for child in children if part_of(child, to=request.user) is Part.WHOLE]
    return case_files(whole, on=on) if whole else {}


def _may_edit(request: StaffRequest) -> bool:
    return request.user.has_perm("cases.register_child")
