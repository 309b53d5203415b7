"""Families: the list of mothers, one mother with her children, and who looked at her."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.casework.access import shown
from cases.models import AccessRow, Mother
from cases.pages import documents
from cases.pages.doors import address
from cases.pages.mothers import identity, legal, whereabouts
from cases.queries.filed import filed_of
from cases.views import purposes
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.reveals import hidden_again

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
    children = list(record.children.with_names().order_by("pk"))
    purpose, unasked = purposes.of_family(request, children)
    if unasked:
        return purposes.ask(request, unasked, of_family=True)
    legal_is_open = request.GET.get("show") == "legal"
    if legal_is_open:
        shown(by=request.user, page="mother-legal", mother=record, purpose=purpose)
    context = {
        "mother": record,
        "on": on,
        "identity": identity(record, on=on),
        "whereabouts": whereabouts(record),
        "legal": legal(record) if legal_is_open else [],
        "legal_is_open": legal_is_open,
        "hides_to": request.path if legal_is_open else "",
        "children": children,
        "documents": documents.listed(filed_of(record)),
        "document_url": address("mother-document-new", record.reference)
        if request.user.has_perm("cases.work_case")
        else "",
        "may_edit": _may_edit(request),
        "may_decide": request.user.has_perm("cases.verify_child"),
        "may_see_access": request.user.has_perm("cases.view_access"),
    }
    page = render_on_record(
        request, "cases/mothers/detail.html", context, mother=record, purpose=purpose
    )
    return hidden_again(page, to=request.path) if legal_is_open else page


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
