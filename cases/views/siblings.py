"""Leave for one child to stay while a sibling travels: asked for, and approved by another."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework import siblings
from cases.forms.journeys import ApproveExceptionForm, ExceptionForm
from cases.models import Child, Movement
from cases.web.acts import Data, Files, Step, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.records import movement_for

ASK = Step(
    title=_("Request an exception"),
    submit=_("Request the exception"),
    done=_("Exception requested. A reviewer will decide."),
)
APPROVE = Step(
    title=_("Decide on an exception"),
    submit=_("Approve the exception"),
    done=_("Exception approved."),
    judges=True,
)


@require_safe_or_post
@gate("cases.plan_movement")
def exception(request: StaffRequest, reference: str, child: str) -> HttpResponse:
    """Ask that one child may stay while a sibling travels."""
    movement, sibling = movement_for(request, reference), _sibling(request, reference, child)

    return take(
        request,
        ExceptionForm,
        lambda form: siblings.ask_exception(
            movement=movement, child=sibling, by=request.user, **form.facts()
        ),
        step=ASK,
        show=partial(_page, request, movement=movement, child=sibling),
        back=movement,
    )


@require_safe_or_post
@gate("cases.approve_lock")
def exception_approve(request: StaffRequest, reference: str, child: str) -> HttpResponse:
    """Approve that one child stays while a sibling travels."""
    movement = movement_for(request, reference)

    def open_form(data: Data = None, files: Files = None) -> ApproveExceptionForm:
        rows = movement.exceptions.select_related("child", "asked_by")
        record = get_object_or_404(rows, child__reference=child)
        return ApproveExceptionForm(data, record=record, movement=movement, on=timezone.localdate())

    def show(form: ApproveExceptionForm, *, status: int = 200) -> HttpResponse:
        record = form.record
        refusal = "" if form.is_bound else siblings.approval_refusal(record, by=request.user)
        more = {"asked": record, "refusal": refusal}
        return _page(request, form, movement=movement, child=record.child, status=status, **more)

    return take(
        request,
        open_form,
        lambda form: siblings.approve_exception(
            exception=form.record, by=request.user, version=form.cleaned_data["version"]
        ),
        step=APPROVE,
        show=show,
        back=movement,
        whose=lambda form: {"child": form.record.child},
    )


def _page(
    request: StaffRequest,
    form: ApproveExceptionForm | ExceptionForm,
    *,
    movement: Movement,
    child: Child,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {"movement": movement, "child": child, "form": form}
    page = "cases/movements/exception.html"
    return render_on_record(request, page, context, child=child, status=status)


def _sibling(request: StaffRequest, reference: str, child: str) -> Child:
    """Return the child if a sibling, or the child itself, is on this movement."""
    rows = Child.objects.filter(mother__children__passages__movement__reference=reference)
    return get_object_or_404(rows.distinct(), reference=child)
