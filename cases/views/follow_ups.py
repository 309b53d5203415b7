"""Follow-ups after the return: the list of what is to do, and each one on its page."""

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases import wording
from cases.casework import follow_ups
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.filters.follow_ups import FollowUpFilter
from cases.forms.follow_ups import FollowUpForm, PlanForm
from cases.models import Child, FollowUp
from cases.views.case_pages import case_for
from cases.views.doors import address
from cases.views.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.views.movements import typed_again
from cases.views.steps import Step, take_step
from cases.vocabulary import Act, PlacementKind, Stage

if TYPE_CHECKING:
    from cases.casework.follow_ups import FollowUpInCare

PER_PAGE = 25


@require_safe
@gate("cases.work_case")
def follow_up_list(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    chosen = FollowUpFilter(request.GET, follow_ups.to_do(request.user, on=on), on=on)
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(row, on) for row in page]
    if rows:
        put_on_record(request, rows=len(rows))
    when = request.GET.get("when", "")
    context = {
        "tabs": chosen.tabs(),
        "groups": chosen.groups(),
        "keep": [("when", when)] if when else [],
        "active": len(chosen.chosen.get("kind") or []),
        "page": page,
        "rows": rows,
    }
    return render(request, "cases/follow_ups/list.html", context)


def _row(row: "FollowUpInCare", on: datetime.date) -> dict[str, Any]:
    care = PlacementKind(row.care).label if row.care else ""
    return {
        "follow_up": row,
        "url": address("follow-up", row.child.reference, row.n),
        "late": max(0, (on - row.due_on).days),
        "care": care,
        "lives_at": row.lives_at or "",
    }


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def child_follow_ups(request: StaffRequest, reference: str) -> HttpResponse:
    """See the follow-ups of a child, and plan one more."""
    step = Step(
        Act.PLAN_FOLLOW_UP,
        gettext_lazy("Follow-ups"),
        gettext_lazy("Plan a follow-up"),
        gettext_lazy("The follow-up is planned."),
        gettext_lazy("One more look at how the child fares, beside those the agreement asks for."),
        facts=_facts,
    )
    return take_step(request, reference, step, PlanForm, follow_ups.plan)


def _facts(child: Child) -> list[dict[str, Any]]:
    return [
        {
            "label": row.get_kind_display(),
            "value": row.get_result_display() if row.result else _("to do"),
            "alt": wording.day_text(row.done_on or row.due_on),
            "url": address("follow-up", child.reference, row.n),
        }
        for row in child.follow_ups.defer("note")
    ]


@require_http_methods(["GET", "POST"])
@gate("cases.work_case")
def follow_up(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, on = case_for(request, reference), timezone.localdate()
    row = _one(child, n)
    if row.done_on or child.stage != Stage.PLACED:
        return _page(request, child, row, None)
    typed = request.POST if request.method == "POST" else None
    form = _form(request, child, row, typed, on)
    if not form.is_valid():
        return _page(request, child, row, form)
    try:
        follow_ups.record(follow_up=row, by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _page(request, child, row, form)
    except Stale:
        fresh = _one(child, n)
        again = (
            None
            if fresh.done_on
            else _form(request, child, fresh, typed_again(request, fresh.version), on)
        )
        return _page(request, child, fresh, again, stale=True)
    messages.success(request, _("The follow-up is recorded."))
    return redirect(child)


def _one(child: Child, n: int) -> FollowUp:
    row: FollowUp = get_object_or_404(child.follow_ups.select_related("done_by"), n=n)
    row.child = child
    return row


def _form(
    request: StaffRequest, child: Child, row: FollowUp, typed: Any, on: datetime.date
) -> FollowUpForm:
    initial = {"version": row.version}
    return FollowUpForm(typed, child=child, by=request.user, on=on, initial=initial)


def _page(
    request: StaffRequest,
    child: Child,
    row: FollowUp,
    form: FollowUpForm | None,
    *,
    stale: bool = False,
) -> HttpResponse:
    context = {"child": child, "follow_up": row, "form": form, "stale": stale}
    page = "cases/follow_ups/detail.html"
    return render_on_record(request, page, context, child=child, status=409 if stale else 200)
