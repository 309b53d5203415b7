"""Families: the list of mothers, one mother with her children, and who looked at her."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.casework.access import shown
from cases.models import AccessRow, Child, Mother
from cases.pages import documents
from cases.pages.doors import address
from cases.pages.mothers import identity, legal, whereabouts
from cases.queries.filed import filed_of
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record

PER_PAGE = 25


@require_safe
@gate("cases.see_family")
def mothers(request: StaffRequest) -> HttpResponse:
    families = Mother.objects.visible_to(request.user).with_names().with_children_counted()
    ordered = families.select_related("person", "held_at", "team").order_by("-pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "on": timezone.localdate(), "may_register": _may_edit(request)}
    return render_on_record(request, "cases/mothers/list.html", context, rows=len(page.object_list))


@require_safe
@gate("cases.see_family")
def mother(request: StaffRequest, reference: str) -> HttpResponse:
    families = Mother.objects.visible_to(request.user).with_names().with_moves()
    record = get_object_or_404(
        families.select_related("team", "agreement__holding"), reference=reference
    )
    on = timezone.localdate()
    legal_is_open = request.GET.get("show") == "legal"
    if legal_is_open:
        shown(by=request.user, page="mother-legal", mother=record)
    context = {
        "mother": record,
        "on": on,
        "identity": identity(record, on=on),
        "whereabouts": whereabouts(record),
        "legal": legal(record) if legal_is_open else [],
        "legal_is_open": legal_is_open,
        "children": Child.objects.filter(mother=record).with_names().order_by("pk"),
        "documents": documents.listed(filed_of(record)),
        "document_url": address("mother-document-new", record.reference)
        if request.user.has_perm("cases.work_case")
        else "",
        "may_edit": _may_edit(request),
        "may_decide": request.user.has_perm("cases.verify_child"),
        "may_see_access": request.user.has_perm("cases.view_access"),
    }
    return render_on_record(request, "cases/mothers/detail.html", context, mother=record)


@require_safe
@gate("cases.view_access")
def mother_access(request: StaffRequest, reference: str) -> HttpResponse:
    record = get_object_or_404(Mother.objects.visible_to(request.user), reference=reference)
    put_on_record(request, mother=record)  # before the rows are counted: it is one of them
    of_family = Q(mother=record) | Q(child__mother=record)
    looks = AccessRow.objects.filter(of_family).select_related("by", "child")
    page = Paginator(looks, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/mothers/access.html", {"mother": record, "page": page})


def _may_edit(request: StaffRequest) -> bool:
    return request.user.has_perm("cases.register_child")
