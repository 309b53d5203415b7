"""How every step of a case is taken: asked for, refused in sentences, or done once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases import wording
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.forms.acts import ChildForm
from cases.models import Child
from cases.queries.case_files import case_file
from cases.queries.refusals import refusals
from cases.rules.stages import UNDOABLE
from cases.vocabulary import Act
from cases.web.gates import StaffRequest, render_on_record
from cases.web.records import case_for

Words = str | Promise
#: Takes ``child``, ``by`` and what the form cleaned.
Take = Callable[..., Any]
Facts = Callable[[Child], list[dict[str, Any]]]


def no_facts(child: Child) -> list[dict[str, Any]]:
    """Return nothing beside the form."""
    return []


@dataclass(frozen=True, slots=True)
class Step:
    """The words around a step: heading, button, what is said when it is done, what it means."""

    act: Act
    title: Words
    submit: Words
    done: Words
    text: Words = ""
    facts: Facts = field(default=no_facts)
    danger: bool = False


def take_step(
    request: StaffRequest,
    reference: str,
    step: Step,
    form_class: type[ChildForm],
    take: Take,
    *,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form of a step, or take it and go back to the child."""
    child = case_for(request, reference)
    typed = request.POST if request.method == "POST" else None
    form = _form(form_class, typed, child, request, initial)
    if typed is None or not form.is_valid():
        return step_page(request, child, step, form)
    try:
        take(child=child, by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return step_page(request, child, step, form)
    except Stale as stale:
        return _conflict(request, stale.record, step, form_class, form)
    except AlreadyTaken as taken:
        messages.info(request, _("This form was sent before; it was recorded once."))
        return redirect(taken.location or child)
    messages.success(request, _done(step, child))
    return redirect(child)


def _done(step: Step, child: Child) -> str:
    """Return what is said when a step is taken, with the way to take it back on the same day."""
    if step.act not in UNDOABLE:
        return str(step.done)
    url = reverse("child-undo", args=[child.reference])
    return format_html('{} <a href="{}">{}</a>', step.done, url, _("Undo"))


def step_page(
    request: StaffRequest, child: Child, step: Step, form: ChildForm, **more: Any
) -> HttpResponse:
    """Return the page of a step; what stands in the way comes before the button."""
    blocks = refusals(case_file(child, on=timezone.localdate()), step.act, by=request.user)
    context = {
        "child": child,
        "step": step,
        "form": form,
        "blocks": blocks,
        "facts": step.facts(child),
        "asks": form.is_bound or not blocks,
    }
    return render_on_record(request, "cases/children/step.html", context | more, child=child)


def _form(
    form_class: type[ChildForm],
    typed: Any,
    child: Child,
    request: StaffRequest,
    initial: dict[str, Any] | None = None,
) -> ChildForm:
    files = None if typed is None else request.FILES
    return form_class(
        typed, files, child=child, by=request.user, on=timezone.localdate(), initial=initial
    )


def _conflict(
    request: StaffRequest, child: Any, step: Step, form_class: type[ChildForm], form: ChildForm
) -> HttpResponse:
    """Show both versions; the form below holds what was typed and the version as it is now."""
    typed = request.POST.copy()
    typed["version"] = str(child.version)
    last = child.journal.select_related("by").first()
    context = {
        "child": child,
        "step": step,
        "form": _form(form_class, typed, child, request),
        "rows": [
            {
                "label": _("Stage"),
                "theirs": child.get_stage_display(),
                "yours": step.title,
                "differs": True,
            },
            *conflict_rows(form, child),
        ],
        "who": last.by,
        "when": wording.moment_text(last.at),
    }
    return render_on_record(
        request, "cases/children/conflict.html", context, child=child, status=409
    )


#: The fact on record that a field of a step's form would replace.
_REPLACES = {
    "caseworker": "caseworker",
    "review_due_on": "review_due_on",
    "until": "hold_until",
}


def conflict_rows(form: forms.Form, child: Child) -> list[dict[str, Any]]:
    """Return both versions of each field of ``form``: as it is on record, and as it was typed."""
    rows = []
    for bound in form.visible_fields():
        yours = _said(bound, form.cleaned_data.get(bound.name))
        recorded = getattr(child, _REPLACES[bound.name]) if bound.name in _REPLACES else None
        theirs = _said(bound, recorded)
        rows.append(
            {
                "label": bound.label,
                "theirs": theirs,
                "yours": yours,
                "differs": bound.name in _REPLACES and theirs != yours,
            }
        )
    return rows


def _said(bound: forms.BoundField, value: Any) -> str:
    if value in (None, ""):
        return ""
    if hasattr(value, "isoformat"):
        return wording.day_text(value)
    labels = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    return labels.get(str(value), str(value))
