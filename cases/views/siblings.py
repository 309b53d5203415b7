"""Leave for one child to stay while a sibling travels: asked for, and approved by another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.casework import siblings
from cases.casework.editing import Stale
from cases.casework.movements import CannotTravel
from cases.casework.submissions import AlreadyTaken
from cases.forms.journeys import ActForm, ExceptionForm
from cases.models import Child
from cases.views.movements import refuse, sent_before, typed_again
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import movement_for

TEMPLATE = "cases/movements/exception.html"


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.plan_movement")
def exception(request: StaffRequest, reference: str, child: str) -> HttpResponse:
    """Ask that one child may stay while a sibling travels."""
    movement, found = movement_for(request, reference), _sibling(request, reference, child)
    form = ExceptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            siblings.ask_exception(
                movement=movement, child=found, by=request.user, **form.cleaned_data
            )
        except AlreadyTaken as taken:
            return sent_before(request, taken)
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Exception requested. A reviewer will decide."))
            return redirect(movement)
    context = {"movement": movement, "child": found, "form": form}
    return render_on_record(request, TEMPLATE, context, child=found)


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.approve_lock")
def exception_approve(request: StaffRequest, reference: str, child: str) -> HttpResponse:
    """Approve that one child stays while a sibling travels."""
    movement = movement_for(request, reference)
    rows = movement.exceptions.select_related("child", "asked_by")
    asked = get_object_or_404(rows, child__reference=child)
    on, stale = timezone.localdate(), False
    form = ActForm(
        request.POST if request.method == "POST" else None,
        record=asked,
        movement=movement,
        on=on,
    )
    if form.is_valid():
        try:
            siblings.approve_exception(exception=asked, by=request.user, **form.facts())
        except Stale:
            stale = True
        except CannotTravel as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Exception approved."))
            return redirect(movement)
    if stale:
        asked.refresh_from_db()
        again = typed_again(request, asked.version)
        form = ActForm(again, record=asked, movement=movement, on=on)
    context = {"movement": movement, "child": asked.child, "asked": asked, "form": form}
    context["stale"] = stale
    return render_on_record(
        request,
        TEMPLATE,
        context,
        child=asked.child,
        status=409 if stale else 200,
    )


def _sibling(request: StaffRequest, reference: str, child: str) -> Child:
    """Return the child if a sibling, or the child itself, is on this movement."""
    rows = Child.objects.filter(mother__children__passages__movement__reference=reference)
    return get_object_or_404(rows.distinct(), reference=child)
