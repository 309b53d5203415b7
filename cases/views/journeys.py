"""The acts on a movement: agree its manifest, leave it, make the journey, or give it up.

Each act that cannot be taken back has a page that says what will happen.
"""

import datetime

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.casework import journeys, manifests
from cases.forms.acts import SEND_BACK
from cases.forms.journeys import (
    ArriveForm,
    DepartForm,
    LeaveForm,
    NoShowForm,
    TodayForm,
    TurnBackForm,
    WordForm,
)
from cases.models import Movement, User
from cases.views.movement_acts import Page, act_view, at_once, seat_view
from cases.web.gates import StaffRequest, gate
from cases.web.records import movement_for, passenger_for, posted_version

lock = act_view(
    Page(
        _("Request the lock"),
        _(
            "A reviewer checks and locks the passenger list. Any change before that cancels your "
            "request."
        ),
        _("Request the lock"),
        _("Lock requested. A reviewer will decide."),
        shows_blocks=True,
    ),
    TodayForm,
    manifests.ask_lock,
    "cases.plan_movement",
)


def _decide_lock(
    *, movement: Movement, by: User, version: int | None, word: str, on: datetime.date
) -> None:
    if word == SEND_BACK:
        manifests.return_lock(movement=movement, version=version, by=by)
    else:
        manifests.approve_lock(movement=movement, version=version, by=by, on=on)


approve = act_view(
    Page(
        _("Lock the passenger list"),
        _(
            "Every child on the list is booked. After this you cannot add anyone, and you need a "
            "reason to remove anyone."
        ),
        _("Record the decision"),
        _("Decision recorded."),
        shows_blocks=True,
    ),
    WordForm,
    _decide_lock,
    "cases.approve_lock",
)
depart = act_view(
    Page(
        _("Record the departure"),
        _("Every child on board is in transit from then on. This cannot be undone."),
        _("Record the departure"),
        _("Departure recorded."),
        shows_blocks=True,
    ),
    DepartForm,
    journeys.depart,
    "cases.plan_movement",
)
arrive = act_view(
    Page(
        _("Record the arrival"),
        _("Every child on board has returned home. This cannot be undone."),
        _("Record the arrival"),
        _("Arrival recorded. The children are home."),
    ),
    ArriveForm,
    journeys.arrive,
    "cases.plan_movement",
)
turn_back = act_view(
    Page(
        _("The movement turned back"),
        _(
            "Every child on board is cleared to travel again and no longer has a place. This "
            "cannot be undone."
        ),
        _("Record that it turned back"),
        _("Recorded: the movement turned back."),
        danger=True,
    ),
    TurnBackForm,
    journeys.turn_back,
    "cases.plan_movement",
)
cancel = act_view(
    Page(
        _("Cancel the movement"),
        _("Every seat is released, and booked children are cleared to travel as before."),
        _("Cancel the movement"),
        _("Movement cancelled."),
        danger=True,
    ),
    TodayForm,
    journeys.cancel,
    "cases.plan_movement",
)
take_off = seat_view(
    Page(
        _("Remove from the list"),
        _("The seat is free again. A booked child is cleared to travel as before."),
        _("Remove from the list"),
        _("Removed from the list."),
        danger=True,
    ),
    LeaveForm,
    manifests.take_off,
)
no_show = seat_view(
    Page(
        _("Did not come"),
        _("The seat stays empty. The child is cleared to travel as before."),
        _("Record who did not come"),
        _("No-show recorded."),
        danger=True,
    ),
    NoShowForm,
    manifests.no_show,
)


@require_http_methods(["POST"])
@gate("cases.plan_movement")
def board(request: StaffRequest, reference: str) -> HttpResponse:
    """Take everybody on board at once."""
    movement = movement_for(request, reference)
    count = 0

    def act() -> None:
        nonlocal count
        version = posted_version(request)
        count = journeys.board_all(movement=movement, version=version, by=request.user)

    return at_once(
        request,
        movement,
        act,
        lambda: (
            ngettext("%(count)s is on board now.", "%(count)s are on board now.", count)
            % {"count": count}
        ),
    )


@require_http_methods(["POST"])
@gate("cases.plan_movement")
def seat_board(request: StaffRequest, reference: str, seat: int) -> HttpResponse:
    movement = movement_for(request, reference)
    passenger = passenger_for(movement, seat)

    def act() -> None:
        journeys.board(passenger=passenger, version=posted_version(request), by=request.user)

    return at_once(request, movement, act, lambda: str(_("Recorded: on board.")))
