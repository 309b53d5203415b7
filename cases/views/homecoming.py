"""At home: the handover is written down, and in whose care the child is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.casework import homecoming
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.forms.homecoming import HandoverForm, PlacementForm
from cases.models import Child
from cases.queries.access import Part, part_of
from cases.views.movements import typed_again
from cases.web.gates import StaffRequest, gate, render_on_record

WHO = "cases.move_case"


@require_http_methods(["GET", "HEAD", "POST"])
@gate(WHO)
def child_handover(request: StaffRequest, reference: str) -> HttpResponse:
    child, on = _child(request, reference), timezone.localdate()
    form = HandoverForm(_typed(request), child=child, by=request.user, on=on)
    if form.is_valid():
        try:
            homecoming.hand_over(child=child, by=request.user, **form.cleaned_data)
        except AlreadyTaken as taken:
            return _sent_before(request, child, taken)
        except CannotMove as refusal:
            _refuse(form, refusal)
        else:
            messages.success(
                request, _("The handover is recorded. Say next who cares for the child.")
            )
            return redirect(child)
    return _page(request, "cases/homecoming/handover.html", child, form)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(WHO)
def child_place(request: StaffRequest, reference: str) -> HttpResponse:
    child, on, stale = _child(request, reference), timezone.localdate(), False
    form = PlacementForm(_typed(request), child=child, by=request.user, on=on)
    if form.is_valid():
        try:
            homecoming.place(child=child, by=request.user, **form.cleaned_data)
        except AlreadyTaken as taken:
            return _sent_before(request, child, taken)
        except Stale:
            child, stale = _child(request, reference), True
            again = typed_again(request, child.version)
            form = PlacementForm(again, child=child, by=request.user, on=on)
        except CannotMove as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The placement is recorded."))
            return redirect(child)
    return _page(request, "cases/homecoming/place.html", child, form, stale=stale)


def _child(request: StaffRequest, reference: str) -> Child:
    children = Child.objects.visible_to(request.user).with_names()
    child = get_object_or_404(children, reference=reference)
    if part_of(child, to=request.user) is not Part.WHOLE:
        raise Http404
    return child


def _typed(request: StaffRequest) -> "dict | None":
    return request.POST if request.method == "POST" else None


def _refuse(form: HandoverForm | PlacementForm, refusal: CannotMove) -> None:
    for reason in refusal.reasons:
        form.add_error(None, reason)


def _sent_before(request: StaffRequest, child: Child, taken: AlreadyTaken) -> HttpResponse:
    messages.info(request, _("This form was sent before. Here is what came of it."))
    return redirect(taken.location or child)


def _page(
    request: StaffRequest,
    template: str,
    child: Child,
    form: HandoverForm | PlacementForm,
    *,
    stale: bool = False,
) -> HttpResponse:
    context = {"child": child, "form": form, "stale": stale}
    return render_on_record(request, template, context, child=child, status=409 if stale else 200)
