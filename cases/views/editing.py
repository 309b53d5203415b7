"""Correcting one section of a mother's or a child's record, and choosing after a conflict."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.casework import children, mothers
from cases.casework.editing import Stale
from cases.casework.people import CannotEdit
from cases.forms.editing import CHILD_SECTIONS, MOTHER_SECTIONS, compared, with_choices
from cases.models import Child, Journal, Mother
from cases.queries.access import Part, part_of
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import posted_version

Act = Callable[..., None]
MOTHER_ACTS: dict[str, Act] = {
    "identity": mothers.edit_identity,
    "place": mothers.edit_place,
    "legal": mothers.edit_legal,
}
CHILD_ACTS: dict[str, Act] = {
    "identity": children.edit_identity,
    "father": children.edit_father,
    "place": children.edit_place,
}


@require_http_methods(["GET", "POST"])
@gate("cases.register_child")
def mother_edit(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    records = Mother.objects.visible_to(request.user).with_names()
    return _edit(
        request, records, reference, _known(MOTHER_SECTIONS, section), MOTHER_ACTS[section]
    )


@require_http_methods(["GET", "POST"])
@gate("cases.register_child")
def child_edit(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    records = Child.objects.visible_to(request.user).with_names()
    return _edit(request, records, reference, _known(CHILD_SECTIONS, section), CHILD_ACTS[section])


def _known(sections: Mapping[str, Any], section: str) -> Any:
    if section not in sections:
        raise Http404
    return sections[section]


def _edit(
    request: StaffRequest, records: "QuerySet[Any]", reference: str, kind: Any, act: Act
) -> HttpResponse:
    record, on = get_object_or_404(records, reference=reference), timezone.localdate()
    if isinstance(record, Child) and part_of(record, to=request.user) is not Part.WHOLE:
        raise Http404
    now = kind(record=record, on=on)
    if request.method == "GET":
        return _form(request, record, now, record.version)
    form = kind(with_choices(request.POST, now), record=record, on=on)
    version = posted_version(request)
    if "choosing" in request.POST and not _chosen(request, form, now):
        return _conflict(request, record, form, now)
    if not form.is_valid():
        return _form(request, record, form, version)
    try:
        act(record, version=version, by=request.user, on=on, **form.facts())
    except Stale:
        fresh = records.get(pk=record.pk)
        return _conflict(request, fresh, form, kind(record=fresh, on=on))
    except CannotEdit as refusal:
        form.add_error(refusal.field, str(refusal))
        return _form(request, record, form, version)
    messages.success(request, _("Saved: %(section)s.") % {"section": kind.title})
    return redirect(record)


def _form(
    request: StaffRequest, record: Mother | Child, form: forms.Form, version: int | None
) -> HttpResponse:
    context = {"form": form, "record": record, "version": version}
    return _on_record(request, "cases/editing/edit.html", context, record)


def _conflict(
    request: StaffRequest, record: Mother | Child, form: forms.Form, theirs: forms.Form
) -> HttpResponse:
    context = {
        "form": form,
        "record": record,
        "rows": compared(form, theirs),
        "last": _newest_entry(record),
        "unchosen": "choosing" in request.POST,
    }
    return _on_record(request, "cases/editing/conflict.html", context, record, status=409)


def _on_record(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    record: Mother | Child,
    **options: int,
) -> HttpResponse:
    whose = {"mother" if isinstance(record, Mother) else "child": record}
    return render_on_record(request, template, context, **whose, **options)


def _newest_entry(record: Mother | Child) -> Journal | None:
    whose = {"child__mother" if isinstance(record, Mother) else "child": record}
    return Journal.objects.filter(**whose).select_related("by").first()


def _chosen(request: StaffRequest, form: forms.Form, now: forms.Form) -> bool:
    differing = [row["name"] for row in compared(form, now) if row["differs"]]
    return all(request.POST.get(f"keep-{name}") for name in differing)
