"""At home: the handover is written down, and in whose care the child is."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.casework import homecoming
from cases.forms.homecoming import HandoverForm, PlacementForm
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate
from cases.web.steps import opened, take_step

GET_POST = ["GET", "HEAD", "POST"]
HAND_OVER = Step(
    title=_("Record the handover"),
    submit=_("Record the handover"),
    done=_("Handover recorded. Now record who cares for the child."),
)
PLACE = Step(
    title=_("Record the placement"),
    submit=_("Record the placement"),
    done=_("Placement recorded."),
)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def child_handover(request: StaffRequest, reference: str) -> HttpResponse:
    return take_step(
        request,
        opened(request, reference, HandoverForm),
        lambda form: homecoming.hand_over(child=form.child, by=form.by, **form.facts()),
        step=HAND_OVER,
        page="cases/homecoming/handover.html",
    )


@require_http_methods(GET_POST)
@gate("cases.move_case")
def child_place(request: StaffRequest, reference: str) -> HttpResponse:
    return take_step(
        request,
        opened(request, reference, PlacementForm),
        lambda form: homecoming.place(child=form.child, by=form.by, **form.facts()),
        step=PLACE,
        page="cases/homecoming/place.html",
    )
