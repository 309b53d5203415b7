"""The acts on a movement: agree its passenger list, leave it, make the journey, or give it up.

Each act that cannot be taken back has a page that says what will happen.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cases.casework import journeys, manifests
from cases.forms.acts import VersionForm
from cases.forms.journeys import (
    ActForm,
    ArriveForm,
    DepartForm,
    LeaveForm,
    LockWordForm,
    NoShowForm,
    SameDayForm,
    TurnBackForm,
)
from cases.models import Movement
from cases.queries.missed_fees import gap_notes_of
from cases.views.movements import render_movement
from cases.vocabulary import Stage
from cases.web.acts import Data, Files, Step, press, take
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.records import movement_for, passenger_for

F = TypeVar("F", bound=ActForm)


def _act(
    request: StaffRequest,
    reference: str,
    form_class: type[F],
    act: Callable[[F], Any],
    *,
    step: Step,
    shows_blocks: bool = False,
    warns: Callable[[F], Iterable[str]] = lambda _form: (),
) -> HttpResponse:
    """Take an act on a whole movement, on a page of its own."""

    def open_form(data: Data = None, files: Files = None) -> F:
        movement = movement_for(request, reference)
        return form_class(data, record=movement, movement=movement, on=timezone.localdate())

    return _take(request, open_form, act, step=step, warns=warns, shows_blocks=shows_blocks)


def _seat_act(
    request: StaffRequest,
    reference: str,
    seat: int,
    form_class: type[F],
    act: Callable[[F], Any],
    *,
    step: Step,
) -> HttpResponse:
    """Take an act on one passenger, on a page of its own."""

    def open_form(data: Data = None, files: Files = None) -> F:
        movement = movement_for(request, reference)
        passenger = passenger_for(movement, seat)
        return form_class(data, record=passenger, movement=movement, on=timezone.localdate())

    return _take(request, open_form, act, step=step, number=seat)


def _take(
    request: StaffRequest,
    open_form: Callable[..., F],
    act: Callable[[F], Any],
    *,
    step: Step,
    warns: Callable[[F], Iterable[str]] = lambda _form: (),
    **context: Any,
) -> HttpResponse:
    def take_it(form: F) -> Movement:
        sentences = tuple(warns(form))
        act(form)
        for sentence in sentences:
            messages.warning(request, sentence)
        return form.movement

    def show(form: F, *, status: int = 200) -> HttpResponse:
        warnings = tuple(warns(form))
        return _page(request, form, step=step, status=status, warnings=warnings, **context)

    return take(
        request,
        open_form,
        take_it,
        step=step,
        show=show,
    )


def _page(
    request: StaffRequest, form: ActForm, *, step: Step, status: int = 200, **context: Any
) -> HttpResponse:
    page = "cases/movements/act.html"
    return render_movement(
        request, form.movement, template=page, status=status, step=step, form=form, **context
    )


@require_safe_or_post
@gate("cases.plan_movement")
def lock(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Request the lock"),
        text=_(
            "A reviewer checks and locks the passenger list. Any change before that cancels "
            "your request."
        ),
        submit=_("Request the lock"),
        done=_("Lock requested. A reviewer will decide."),
    )
    return _act(
        request,
        reference,
        SameDayForm,
        lambda form: manifests.ask_lock(movement=form.movement, by=request.user, **form.facts()),
        step=step,
        shows_blocks=True,
    )


@require_safe_or_post
@gate("cases.approve_lock")
def approve(request: StaffRequest, reference: str) -> HttpResponse:
    def decide(form: LockWordForm) -> None:
        if form.sends_back:
            manifests.return_lock(
                movement=form.movement, by=request.user, version=form.cleaned_data["version"]
            )
        else:
            manifests.approve_lock(movement=form.movement, by=request.user, **form.facts())

    step = Step(
        title=_("Lock the passenger list"),
        text=_(
            "Every child on the list is booked. After this you cannot add anyone, and you "
            "need a reason to remove anyone."
        ),
        submit=_("Record the decision"),
        done=_("Decision recorded."),
        judges=True,
    )
    return _act(
        request,
        reference,
        LockWordForm,
        decide,
        step=step,
        shows_blocks=True,
    )


@require_safe_or_post
@gate("cases.plan_movement")
def depart(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Record the departure"),
        text=_("Every child on board is in transit from then on. This cannot be undone."),
        submit=_("Record the departure"),
        done=_("Departure recorded."),
    )
    return _act(
        request,
        reference,
        DepartForm,
        lambda form: journeys.depart(movement=form.movement, by=request.user, **form.facts()),
        step=step,
        shows_blocks=True,
    )


@require_safe_or_post
@gate("cases.plan_movement")
def arrive(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Record the arrival"),
        text=_("Every child on board has returned home. This cannot be undone."),
        submit=_("Record the arrival"),
        done=_("Arrival recorded. The children are home."),
    )
    return _act(
        request,
        reference,
        ArriveForm,
        lambda form: journeys.arrive(movement=form.movement, by=request.user, **form.facts()),
        step=step,
        warns=lambda form: gap_notes_of(
            form.movement.agreement_id, Stage.RETURNED, on=timezone.localdate()
        ),
    )


@require_safe_or_post
@gate("cases.plan_movement")
def turn_back(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("The movement turned back"),
        text=_(
            "Every child on board is cleared to travel again and no longer has a place. "
            "This cannot be undone."
        ),
        submit=_("Record that it turned back"),
        done=_("Recorded: the movement turned back."),
        danger=True,
    )
    return _act(
        request,
        reference,
        TurnBackForm,
        lambda form: journeys.turn_back(movement=form.movement, by=request.user, **form.facts()),
        step=step,
    )


@require_safe_or_post
@gate("cases.plan_movement")
def cancel(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Cancel the movement"),
        text=_("Every seat is released, and booked children are cleared to travel as before."),
        submit=_("Cancel the movement"),
        done=_("Movement cancelled."),
        danger=True,
    )
    return _act(
        request,
        reference,
        SameDayForm,
        lambda form: journeys.cancel(movement=form.movement, by=request.user, **form.facts()),
        step=step,
    )


@require_safe_or_post
@gate("cases.plan_movement")
def take_off(request: StaffRequest, reference: str, seat: int) -> HttpResponse:
    step = Step(
        title=_("Remove from the list"),
        text=_("The seat is free again. A booked child is cleared to travel as before."),
        submit=_("Remove from the list"),
        done=_("Removed from the list."),
        danger=True,
    )
    return _seat_act(
        request,
        reference,
        seat,
        LeaveForm,
        lambda form: manifests.take_off(passenger=form.record, by=request.user, **form.facts()),
        step=step,
    )


@require_safe_or_post
@gate("cases.plan_movement")
def no_show(request: StaffRequest, reference: str, seat: int) -> HttpResponse:
    step = Step(
        title=_("Did not come"),
        text=_("The seat stays empty. The child is cleared to travel as before."),
        submit=_("Record who did not come"),
        done=_("No-show recorded."),
        danger=True,
    )
    return _seat_act(
        request,
        reference,
        seat,
        NoShowForm,
        lambda form: manifests.no_show(passenger=form.record, by=request.user, **form.facts()),
        step=step,
    )


@require_POST
@gate("cases.plan_movement")
def board(request: StaffRequest, reference: str) -> HttpResponse:
    """Take everybody on board at once."""

    def done(count: int) -> str:
        words = ngettext("%(count)s is on board now.", "%(count)s are on board now.", count)
        return words % {"count": count}

    return press(
        request,
        lambda form: journeys.board_all(movement=form.record, by=request.user, **form.facts()),
        step=Step(title=_("Everybody is on board"), submit=_("Everybody is on board"), done=done),
        back=movement_for(request, reference),
        record=lambda: movement_for(request, reference),
        show=partial(_detail, request, reference),
    )


@require_POST
@gate("cases.plan_movement")
def seat_board(request: StaffRequest, reference: str, seat: int) -> HttpResponse:
    movement = movement_for(request, reference)
    return press(
        request,
        lambda form: journeys.board(passenger=form.record, by=request.user, **form.facts()),
        step=Step(title=_("On board"), submit=_("On board"), done=_("Recorded: on board.")),
        back=movement,
        record=lambda: passenger_for(movement, seat),
        show=partial(_detail, request, reference),
    )


def _detail(
    request: StaffRequest, reference: str, form: VersionForm, *, status: int = 200
) -> HttpResponse:
    """Show the movement's own page, with what stood in the way of a button on it."""
    movement = movement_for(request, reference)
    return render_movement(request, movement, status=status, refused=form.non_field_errors())
