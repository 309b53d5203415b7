"""The fee schedule that waits for a second person, beside the one in force."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.casework import fee_schedules
from cases.casework.editing import Stale
from cases.casework.families import fee_in_force
from cases.casework.journal import CannotMove
from cases.forms.acts import PublishForm
from cases.models import Agreement
from cases.web.gates import StaffRequest, gate


@require_http_methods(["GET", "POST"])
@gate("cases.approve_feeschedule")
def fee_schedule(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)
    proposed = fee_schedules.proposed_for(agreement)
    if request.method == "GET":
        return _page(request, agreement)
    if proposed is None:
        raise Http404
    form = PublishForm(request.POST)
    form.full_clean()
    try:
        fee_schedules.approve(schedule=proposed, by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        return _page(request, agreement, refusal.reasons)
    except Stale:
        return _page(request, agreement, changed=True)
    messages.success(request, _("The fee schedule is agreed."))
    return redirect("reviews")


def _page(
    request: StaffRequest,
    agreement: Agreement,
    refusals: tuple[str, ...] = (),
    *,
    changed: bool = False,
) -> HttpResponse:
    proposed = fee_schedules.proposed_for(agreement)
    form = PublishForm(initial={"version": proposed.version if proposed else None})
    context = {
        "agreement": agreement,
        "proposed": proposed,
        "in_force": fee_in_force(agreement, on=timezone.localdate()),
        "form": form,
        "refusals": refusals,
        "own": proposed is not None and proposed.asked_by_id == request.user.pk,
        "changed": changed,
    }
    return render(
        request, "cases/reviews/fee_schedule.html", context, status=409 if changed else 200
    )
