"""Movements: the list, planning one, its page, its places, its manifest."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import escorts, movements
from cases.forms.movements import ChangeForm, EscortForm, MovementForm, PlacesForm, RouteForm
from cases.models import Movement
from cases.queries.movement_files import (
    MovementFile,
    Seat,
    candidates,
    mothers_of_ready,
    movement_file,
)
from cases.web.acts import Data, Files, Step, opened_over, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.paging import page_of
from cases.web.records import movement_for

FAMILIES = 25  # on one page of children who are ready


@require_safe
@gate("cases.see_movements")
def movement_list(request: StaffRequest) -> HttpResponse:
    rows = Movement.objects.visible_to(request.user).with_route().upcoming_first()
    page = page_of(rows, request.GET)
    return render(request, "cases/movements/list.html", {"page": page})


PLAN = Step(
    title=gettext_lazy("Plan a movement"),
    submit=gettext_lazy("Plan the movement"),
    done=gettext_lazy("Movement planned. Add the children who are ready."),
)


def _changed(cancels: bool) -> str:
    """Return what is said of a change, which ``cancels`` a request to lock or does not."""
    if not cancels:
        return _("The movement is changed.")
    return _("The movement is changed. The lock must be requested again.")


CHANGE = Step(
    title=gettext_lazy("Change the movement"),
    submit=gettext_lazy("Save"),
    done=_changed,
)
ESCORT = Step(
    title=gettext_lazy("Add an escort"),
    submit=gettext_lazy("Add the escort"),
    done=gettext_lazy("The escort has a seat."),
)


@require_safe_or_post
@gate("cases.plan_movement")
def movement_new(request: StaffRequest) -> HttpResponse:
    return take(
        request,
        partial(MovementForm, on=timezone.localdate()),
        lambda form: movements.plan(by=request.user, **form.facts()),
        step=PLAN,
        show=partial(_route_page, request),
    )


@require_safe_or_post
@gate("cases.plan_movement")
def movement_change(request: StaffRequest, reference: str) -> HttpResponse:
    return take(
        request,
        opened_over(ChangeForm, lambda: movement_for(request, reference), on=timezone.localdate()),
        lambda form: movements.change(movement=form.record, by=request.user, **form.facts()),
        step=CHANGE,
        show=partial(_route_page, request),
        back=lambda form: form.record,
    )


def _route_page(request: StaffRequest, form: RouteForm, *, status: int = 200) -> HttpResponse:
    movement = form.record if isinstance(form, ChangeForm) else None
    context = {"form": form, "movement": movement}
    return render(request, "cases/movements/form.html", context, status=status)


@require_safe
@gate("cases.see_movements")
def movement(request: StaffRequest, reference: str) -> HttpResponse:
    return render_movement(request, movement_for(request, reference))


@require_safe_or_post
@gate("cases.plan_movement")
def movement_propose(request: StaffRequest, reference: str) -> HttpResponse:
    def open_form(data: Data = None, files: Files = None) -> PlacesForm:
        movement, on = movement_for(request, reference), timezone.localdate()
        page = Paginator(mothers_of_ready(movement), FAMILIES).get_page(request.GET.get("page"))
        families = list(candidates(movement, page.object_list, by=request.user, on=on).values())
        ready = [one.child for family in families for one in family if not one.why_not]
        form = PlacesForm(data, ready=ready, record=movement)
        form.page, form.families = page, families
        return form

    def show(form: PlacesForm, *, status: int = 200) -> HttpResponse:
        context = {
            "movement": form.record,
            "form": form,
            "families": form.families,
            "page": form.page,
        }
        rows = sum(len(family) for family in form.families)
        page = "cases/movements/propose.html"
        return render_on_record(request, page, context, rows=rows, status=status)

    step = Step(
        title=gettext_lazy("Add ready children"),
        submit=gettext_lazy("Add to the movement"),
        done=lambda passengers: _places_given(len(passengers)),
    )
    return take(
        request,
        open_form,
        lambda form: movements.propose_all(
            movement=form.record, by=request.user, on=timezone.localdate(), **form.facts()
        ),
        step=step,
        show=show,
        back=lambda form: form.record,
        whose=lambda form: {"rows": sum(len(family) for family in form.families)},
    )


@require_POST
@gate("cases.plan_movement")
def movement_escort(request: StaffRequest, reference: str) -> HttpResponse:
    def show(form: EscortForm, *, status: int = 200) -> HttpResponse:
        return render_movement(request, form.record, status=status, escort_form=form)

    def add(form: EscortForm) -> Movement:
        escorts.add_escort(movement=form.record, by=request.user, **form.facts())
        return form.record

    opened = opened_over(EscortForm, lambda: movement_for(request, reference))
    return take(request, opened, add, step=ESCORT, show=show)


def render_movement(
    request: StaffRequest,
    movement: Movement,
    *,
    template: str = "cases/movements/detail.html",
    status: int = 200,
    number: int | None = None,
    stops: Callable[[MovementFile, Seat | None], Iterable[str]] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a movement with its passengers, on record; ``number`` is whom the page is about."""
    departs = bool(context.get("shows_blocks") or stops)
    file = movement_file(movement, by=request.user, on=timezone.localdate(), departs=departs)
    context.setdefault("escort_form", EscortForm(record=movement))
    context |= {"movement": movement, "file": file}
    context["seat"] = next((s for s in file.seats if s.number == number), None)
    context["stops"] = tuple(stops(file, context["seat"])) if stops else ()
    rows = sum(seat.is_shown for seat in file.seats)
    return render_on_record(request, template, context, rows=rows, status=status)


def _places_given(count: int) -> str:
    return ngettext(
        "%(count)s child has a place now.", "%(count)s children have a place now.", count
    ) % {"count": count}
