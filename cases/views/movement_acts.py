"""How an act on a movement is taken on a page of its own, or at once by one button."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from cases.casework.editing import Stale
from cases.casework.movements import CannotTravel
from cases.forms.journeys import ActForm
from cases.models import Movement, Passenger
from cases.views.movements import refuse, render_movement, typed_again
from cases.web.gates import StaffRequest, View, gate
from cases.web.records import movement_for, passenger_for


@dataclass(frozen=True)
class Page:
    """What an act's page says: its title, what will happen, the button, and the message after.

    ``shows_blocks`` where the page lists what stands in the way of the act today.
    """

    title: str | Promise
    text: str | Promise
    submit: str | Promise
    done: str | Promise
    danger: bool = False
    shows_blocks: bool = False


def act_view(page: Page, form_class: type[ActForm], act: Callable[..., None], gate_: str) -> View:
    """Return the view of an act on a whole movement."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @gate(gate_)
    def view(request: StaffRequest, reference: str) -> HttpResponse:
        movement = movement_for(request, reference)

        def take(form: ActForm) -> None:
            act(movement=movement, by=request.user, **form.facts())

        return _take(request, page, movement, form_class, take, record=movement)

    return view


def seat_view(page: Page, form_class: type[ActForm], act: Callable[..., None]) -> View:
    """Return the view of an act on one passenger."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @gate("cases.plan_movement")
    def view(request: StaffRequest, reference: str, seat: int) -> HttpResponse:
        movement = movement_for(request, reference)
        passenger = passenger_for(movement, seat)

        def take(form: ActForm) -> None:
            act(passenger=passenger, by=request.user, **form.facts())

        return _take(request, page, movement, form_class, take, record=passenger, seat=seat)

    return view


def _take(
    request: StaffRequest,
    page: Page,
    movement: Movement,
    form_class: type[ActForm],
    take: Callable[[ActForm], None],
    *,
    record: Movement | Passenger,
    seat: int | None = None,
) -> HttpResponse:
    on, stale = timezone.localdate(), False
    typed = request.POST if request.method == "POST" else None
    form = form_class(typed, record=record, movement=movement, on=on)
    if form.is_valid():
        try:
            take(form)
        except Stale:
            stale = True
            record.refresh_from_db()
            movement = movement_for(request, movement.reference)
            again = typed_again(request, record.version)
            form = form_class(again, record=record, movement=movement, on=on)
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, str(page.done))
            return redirect(movement)
    return render_movement(
        request,
        movement,
        template="cases/movements/act.html",
        stale=stale,
        page=page,
        form=form,
        number=seat,
    )


def at_once(
    request: StaffRequest,
    movement: Movement,
    act: Callable[[], None],
    done: Callable[[], str],
) -> HttpResponse:
    """Take an act that needs no page; a refusal is said on the movement's own."""
    try:
        act()
    except Stale:
        return render_movement(request, movement_for(request, movement.reference), stale=True)
    except CannotTravel as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done())
    return redirect(movement)
