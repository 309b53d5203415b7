"""Families: the list of mothers, one mother with her children, and who looked at her."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import wording
from cases.casework.access import shown
from cases.models import AccessRow, Child, Mother, Person
from cases.pages import documents
from cases.pages.doors import address
from cases.queries.filed import filed_of
from cases.templatetags.show import age_today, born
from cases.vocabulary import NameKind
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
    families = Mother.objects.visible_to(request.user).with_names()
    record = get_object_or_404(families.select_related("team", "agreement"), reference=reference)
    on = timezone.localdate()
    legal_is_open = request.GET.get("show") == "legal"
    if legal_is_open:
        shown(by=request.user, page="mother-legal", mother=record)
    context = {
        "mother": record,
        "on": on,
        "identity": _identity(record.person),
        "whereabouts": _whereabouts(record),
        "legal": _legal(record) if legal_is_open else [],
        "legal_is_open": legal_is_open,
        "children": Child.objects.filter(mother=record).with_names().order_by("pk"),
        "documents": documents.listed(filed_of(record)),
        "document_url": address("mother-document-new", record.reference)
        if request.user.has_perm("cases.work_case")
        else "",
        "may_edit": _may_edit(request),
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


def _identity(person: Person) -> list[dict[str, object]]:
    texts = [
        {"label": NameKind(name.kind).label, "value": name.text} for name in person.names.all()
    ]
    birth = {"label": _("Born"), "value": born(person)}
    if person.born_earliest:
        birth["alt"] = age_today(person, timezone.localdate())
    basis = {"label": _("The birth is known from"), "value": person.get_born_basis_display()}
    return [*texts, birth, basis]


def _whereabouts(record: Mother) -> list[dict[str, object]]:
    return [
        {"label": _("Where she is now"), "value": record.held_at or _("Not known yet")},
        {"label": _("Team"), "value": record.team},
        {"label": _("Agreement"), "value": record.agreement},
    ]


def _legal(record: Mother) -> list[dict[str, object]]:
    months = record.sentence_months
    return [
        {"label": _("Proceedings"), "value": record.get_proceedings_display()},
        {"label": _("Sentence"), "value": record.get_sentence_display()},
        {"label": _("Months"), "value": months or ""},
        {
            "label": _("Sentenced on"),
            "value": wording.day_text(record.sentenced_on) if record.sentenced_on else "",
        },
    ]
