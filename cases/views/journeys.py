"""The acts on a movement: agree its passenger list, leave it, make the journey, or give it up.

Each act that cannot be taken back has a page that says what will happen.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import journeys, journeys_undone, manifests
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
from cases.models import Movement, Passenger, User
from cases.queries.missed_fees import gap_notes_of
from cases.queries.movement_files import MovementFile, Seat
from cases.queries.siblings import NOT_YET_GONE
from cases.views.movements import render_movement
from cases.vocabulary import MovementStatus, Stage
from cases.web.acts import Data, Files, Step, by_word, press, take
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.records import movement_for, passenger_for

F = TypeVar("F", bound=ActForm)


def _act(
    permission: str,
    form_class: type[F],
    act: Callable[[F, User], Any],
    *,
    step: Step,
    starts: Collection[MovementStatus],
    warns: Callable[[F], Iterable[str]] = lambda _form: (),
    shows_blocks: bool = False,
    stops: Callable[[MovementFile, Seat | None], Iterable[str]] = lambda _file, _seat: (),
) -> Callable[..., HttpResponseBase]:
    """Return the view of an act on a whole movement, or on the passenger of a ``seat``.

    What ``stops`` it, whatever is typed, is said instead of its form.
    Opened where it does not start, at another status than those of ``starts``, it leads back.
    """

    @require_safe_or_post
    @gate(permission)
    def view(request: StaffRequest, reference: str, seat: int | None = None) -> HttpResponse:
        def open_form(data: Data = None, files: Files = None) -> F:
            movement = movement_for(request, reference)
            record = movement if seat is None else passenger_for(movement, seat)
            return form_class(data, record=record, movement=movement, on=timezone.localdate())

        def take_it(form: F) -> Movement:
            sentences = tuple(warns(form))
            act(form, request.user)
            for sentence in sentences:
                messages.warning(request, sentence)
            return form.movement

        def show(form: F, *, status: int = 200) -> HttpResponse:
            return render_movement(
                request,
                form.movement,
                template="cases/movements/act.html",
                status=status,
                step=step,
                form=form,
                warnings=tuple(warns(form)),
                shows_blocks=shows_blocks,
                number=seat,
                stops=None if form.is_bound else stops,
            )

        if request.method != "POST" and (movement := _elsewhere(request, reference, starts)):
            return redirect(movement)
        return take(request, open_form, take_it, step=step, show=show)

    return view


def _elsewhere(
    request: StaffRequest, reference: str, starts: Collection[MovementStatus]
) -> Movement | None:
    """Return the movement, with the reason told, where an act on it does not start now."""
    movement = movement_for(request, reference)
    if movement.status in starts:
        return None
    words = {"status": movement.get_status_display()}
    messages.info(
        request, gettext("This step cannot be taken now: the movement is “%(status)s”.") % words
    )
    return movement


lock = _act(
    "cases.plan_movement",
    SameDayForm,
    lambda form, by: manifests.ask_lock(movement=form.movement, by=by, **form.facts()),
    starts=[MovementStatus.PLANNING],
    stops=lambda file, _seat: file.blocks,
    step=Step(
        title=_("Request the lock"),
        text=_(
            "A reviewer checks and locks the passenger list. Any change before that cancels "
            "your request."
        ),
        submit=_("Request the lock"),
        done=_("Lock requested. A reviewer will decide."),
    ),
)
approve = _act(
    "cases.approve_lock",
    LockWordForm,
    lambda form, by: (
        manifests.return_lock(
            movement=form.movement, by=by, version=form.cleaned_data["version"], reason=reason
        )
        if (reason := form.sends_back)
        else manifests.approve_lock(movement=form.movement, by=by, **form.facts())
    ),
    starts=[MovementStatus.PLANNING],
    step=Step(
        title=_("Lock the passenger list"),
        text=_(
            "Every child on the list is booked. After this you cannot add anyone, and you "
            "need a reason to remove anyone."
        ),
        submit=_("Record the decision"),
        says=by_word(
            _("The passenger list is locked; its children are booked."),
            _("The request to lock is sent back; the list stays open."),
        ),
        judges=True,
    ),
    shows_blocks=True,
)
depart = _act(
    "cases.plan_movement",
    DepartForm,
    lambda form, by: journeys.depart(movement=form.movement, by=by, **form.facts()),
    starts=[MovementStatus.LOCKED],
    step=Step(
        title=_("Record the departure"),
        text=_("Every child on board is in transit from then on. You can undo this today only."),
        submit=_("Record the departure"),
        done=_("Departure recorded."),
    ),
    shows_blocks=True,
)
arrive = _act(
    "cases.plan_movement",
    ArriveForm,
    lambda form, by: journeys.arrive(movement=form.movement, by=by, **form.facts()),
    starts=[MovementStatus.DEPARTED],
    step=Step(
        title=_("Record the arrival"),
        text=_("Every child on board has returned home. You can undo this today only."),
        submit=_("Record the arrival"),
        done=_("Arrival recorded. The children are home."),
    ),
    warns=lambda form: gap_notes_of(
        form.movement.agreement_id, Stage.RETURNED, on=timezone.localdate()
    ),
)
take_back = _act(
    "cases.plan_movement",
    SameDayForm,
    lambda form, by: journeys_undone.take_back(
        movement=form.movement, version=form.cleaned_data["version"], by=by
    ),
    starts=[MovementStatus.DEPARTED, MovementStatus.ARRIVED],
    stops=lambda file, _seat: file.stays or (),
    step=Step(
        title=_("Undo the last step"),
        text=_(
            "What you recorded last is undone for everyone on board: an arrival, or a departure. "
            "Each case goes back to how it was; its journal keeps what was done and undone."
        ),
        submit=_("Undo"),
        done=_("Undone. Everyone on board is where they were before."),
    ),
)
turn_back = _act(
    "cases.plan_movement",
    TurnBackForm,
    lambda form, by: journeys.turn_back(movement=form.movement, by=by, **form.facts()),
    starts=[MovementStatus.DEPARTED],
    step=Step(
        title=_("The movement turned back"),
        text=_(
            "Every child on board is cleared to travel again and no longer has a place. "
            "This cannot be undone."
        ),
        submit=_("Record that it turned back"),
        done=_("Recorded: the movement turned back."),
        danger=True,
    ),
)
cancel = _act(
    "cases.plan_movement",
    SameDayForm,
    lambda form, by: journeys.cancel(movement=form.movement, by=by, **form.facts()),
    starts=NOT_YET_GONE,
    step=Step(
        title=_("Cancel the movement"),
        text=_("Every seat is released, and booked children are cleared to travel as before."),
        submit=_("Cancel the movement"),
        done=_("Movement cancelled."),
        danger=True,
    ),
)
take_off = _act(
    "cases.plan_movement",
    LeaveForm,
    lambda form, by: manifests.take_off(passenger=form.record, by=by, **form.facts()),
    starts=NOT_YET_GONE,
    step=Step(
        title=_("Remove from the list"),
        text=_("The seat is free again. A booked child is cleared to travel as before."),
        submit=_("Remove from the list"),
        done=_("Removed from the list."),
        danger=True,
    ),
)
no_show = _act(
    "cases.plan_movement",
    NoShowForm,
    lambda form, by: manifests.no_show(passenger=form.record, by=by, **form.facts()),
    starts=[MovementStatus.LOCKED],
    step=Step(
        title=_("Did not come"),
        text=_("The seat stays empty. The child is cleared to travel as before."),
        submit=_("Record who did not come"),
        done=_("No-show recorded."),
        danger=True,
    ),
)
put_back = _act(
    "cases.plan_movement",
    SameDayForm[Passenger],
    lambda form, by: journeys_undone.put_back(passenger=form.record, by=by, **form.facts()),
    starts=[MovementStatus.LOCKED],
    stops=lambda _file, seat: [seat.stays_off] if seat and seat.stays_off else [],
    step=Step(
        title=_("Put back on the list"),
        text=_(
            "The child is booked again, and so are the siblings whom you removed today. The "
            "journal keeps what was done and undone."
        ),
        submit=_("Put back on the list"),
        done=_("Put back on the list."),
    ),
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
