"""The fee schedule that waits for a second person, beside the one in force."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.casework import fee_schedules
from cases.casework.families import fee_in_force
from cases.forms.acts import VersionForm
from cases.models import Agreement, FeeSchedule
from cases.web.acts import Data, Files, Step, take
from cases.web.gates import StaffRequest, gate

APPROVE = Step(
    title=_("Fee schedule"),
    submit=_("Approve the fee schedule"),
    done=_("Fee schedule agreed."),
    judges=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.approve_feeschedule")
def fee_schedule(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)
    if fee_schedules.proposed_for(agreement) is None and request.method != "POST":
        return _page(request, None, agreement=agreement)

    def opened(data: Data = None, files: Files = None) -> VersionForm[FeeSchedule]:
        newest = FeeSchedule.objects.filter(agreement=agreement).order_by("-pk").first()
        record = fee_schedules.proposed_for(agreement) or newest
        if record is None:
            raise Http404
        return VersionForm(data, record=record)

    return take(
        request,
        opened,
        lambda form: fee_schedules.approve(schedule=form.record, by=request.user, **form.facts()),
        step=APPROVE,
        show=partial(_page, request, agreement=agreement),
        back="reviews",
    )


def _page(
    request: StaffRequest,
    form: VersionForm[FeeSchedule] | None,
    *,
    agreement: Agreement,
    status: int = 200,
) -> HttpResponse:
    proposed = form.record if form else None
    context = {
        "agreement": agreement,
        "proposed": proposed,
        "in_force": fee_in_force(agreement, on=timezone.localdate()),
        "form": form,
        "own": proposed is not None and proposed.asked_by_id == request.user.pk,
    }
    return render(request, "cases/reviews/fee_schedule.html", context, status=status)
