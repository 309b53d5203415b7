"""Movements: the list, planning one, its page, its places, its manifest."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.casework import movements
from cases.casework.editing import Stale
from cases.casework.movements import CannotTravel
from cases.casework.submissions import AlreadyTaken
from cases.forms.movements import EscortForm, JourneyForm, PlacesForm
from cases.models import Movement
from cases.queries.movement_files import candidates, manifest, mothers_of_ready, movement_file
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import movement_for

PER_PAGE = 25
FAMILIES = 25  # on one page of children who are ready
SHEET = 25  # passengers on one sheet of the printed manifest


@require_safe
@gate("cases.see_movements")
def movement_list(request: StaffRequest) -> HttpResponse:
    rows = Movement.objects.visible_to(request.user).with_route().upcoming_first()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/movements/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.plan_movement")
def movement_new(request: StaffRequest) -> HttpResponse:
    form = JourneyForm(request.POST if request.method == "POST" else None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            planned = movements.plan(
                agreement=form.chosen_agreement(),
                journey=form.journey(),
                by=request.user,
                token=form.cleaned_data["token"],
            )
        except AlreadyTaken as taken:
            return sent_before(request, taken)
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Movement planned. Add the children who are ready."))
            return redirect(planned)
    return render(request, "cases/movements/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.plan_movement")
def movement_change(request: StaffRequest, reference: str) -> HttpResponse:
    movement, on = movement_for(request, reference), timezone.localdate()
    form = JourneyForm(request.POST if request.method == "POST" else None, on=on, movement=movement)
    if request.method == "POST" and form.is_valid():
        version, journey = form.cleaned_data["version"], form.journey()
        try:
            movements.change(movement=movement, version=version, journey=journey, by=request.user)
        except Stale:
            return _conflict(request, movement_for(request, reference), form)
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved. The lock must be requested again."))
            return redirect(movement)
    return render(request, "cases/movements/form.html", {"form": form, "movement": movement})


@require_safe
@gate("cases.see_movements")
def movement(request: StaffRequest, reference: str) -> HttpResponse:
    return render_movement(request, movement_for(request, reference))


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.plan_movement")
def movement_propose(request: StaffRequest, reference: str) -> HttpResponse:
    movement, on = movement_for(request, reference), timezone.localdate()
    page = Paginator(mothers_of_ready(movement), FAMILIES).get_page(request.GET.get("page"))
    families = list(candidates(movement, page.object_list, by=request.user, on=on).values())
    ready = [one.child for family in families for one in family if not one.why_not]
    form = PlacesForm(
        request.POST if request.method == "POST" else None, ready=ready, movement=movement
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        children, version = form.cleaned_data["child"], form.cleaned_data["version"]
        try:
            given = movements.propose_all(
                movement=movement, children=children, version=version, by=request.user, on=on
            )
        except Stale:
            status, movement = 409, movement_for(request, reference)
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _places_given(len(given)))
            return redirect(movement)
    context = {"movement": movement, "form": form, "families": families, "page": page}
    context["stale"] = status == 409
    rows = sum(len(family) for family in families)
    return render_on_record(
        request, "cases/movements/propose.html", context, rows=rows, status=status
    )


@require_http_methods(["POST"])
@gate("cases.plan_movement")
def movement_escort(request: StaffRequest, reference: str) -> HttpResponse:
    movement, form, stale = movement_for(request, reference), EscortForm(request.POST), False
    if form.is_valid():
        try:
            movements.add_escort(movement=movement, by=request.user, **form.cleaned_data)
        except AlreadyTaken as taken:
            return sent_before(request, taken)
        except Stale:
            movement, stale = movement_for(request, reference), True
            form = EscortForm(typed_again(request, movement.version))
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The escort has a seat."))
            return redirect(movement)
    return render_movement(request, movement, stale=stale, escort_form=form)


@require_safe
@gate("cases.plan_movement", "cases.approve_lock")
def movement_manifest(request: StaffRequest, reference: str) -> HttpResponse:
    movement, on = movement_for(request, reference), timezone.localdate()
    lines = manifest(movement_file(movement, by=request.user, on=on))
    sheets = [lines[start : start + SHEET] for start in range(0, len(lines), SHEET)]
    context = {"movement": movement, "sheets": sheets}
    return render_on_record(request, "cases/movements/manifest.html", context, rows=len(lines))


def render_movement(
    request: StaffRequest,
    movement: Movement,
    *,
    template: str = "cases/movements/detail.html",
    stale: bool = False,
    **context: Any,
) -> HttpResponse:
    """Show a movement with its passengers, on record; ``stale`` when a form came too late."""
    file = movement_file(movement, by=request.user, on=timezone.localdate())
    context.setdefault("escort_form", EscortForm(initial={"version": movement.version}))
    context |= {"movement": movement, "file": file, "stale": stale}
    context["seat"] = next((s for s in file.seats if s.number == context.get("number")), None)
    rows, status = sum(seat.is_shown for seat in file.seats), 409 if stale else 200
    return render_on_record(request, template, context, rows=rows, status=status)


def refuse(form: Any, refusal: CannotTravel) -> None:
    """Put each sentence of a refusal above the form."""
    for reason in refusal.reasons:
        form.add_error(None, reason)


def typed_again(request: StaffRequest, version: int) -> QueryDict:
    """Return what was typed, over the version that stands now: pressed again, it is meant."""
    typed = request.POST.copy()
    typed["version"] = str(version)
    return typed


def sent_before(request: StaffRequest, taken: AlreadyTaken) -> HttpResponse:
    messages.info(request, _("You have already sent this form. This is the result."))
    return redirect(taken.location or "movements")


def _conflict(request: StaffRequest, movement: Movement, form: JourneyForm) -> HttpResponse:
    """Show both versions field by field; what was typed is kept, at the new version."""
    theirs = JourneyForm(on=timezone.localdate(), movement=movement).initial
    rows = [
        {
            "label": field.label,
            "theirs": _said(form, field.name, theirs[field.name]),
            "yours": _said(form, field.name, form.cleaned_data[field.name]),
            "differs": theirs[field.name] != form.cleaned_data[field.name],
        }
        for field in form.visible_fields()
    ]
    again = typed_again(request, movement.version)
    form = JourneyForm(again, on=timezone.localdate(), movement=movement)
    context = {"form": form, "movement": movement, "rows": rows}
    return render(request, "cases/movements/form.html", context, status=409)


def _said(form: JourneyForm, name: str, value: Any) -> str:
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return str(form.fields[name].prepare_value(value))


def _places_given(count: int) -> str:
    return ngettext(
        "%(count)s child has a place now.", "%(count)s children have a place now.", count
    ) % {"count": count}
