"""What one child costs under an agreement: proposed by one person, approved by another."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import fee_schedules
from cases.forms.acts import VersionForm
from cases.forms.fee_schedules import FeeScheduleForm, ReturnScheduleForm
from cases.models import Agreement, FeeSchedule
from cases.queries.fee_schedules import schedules_of
from cases.web.acts import Step, opened_over, take
from cases.web.gates import StaffRequest, gate, require_safe_or_post

SEE_SCHEDULE = ("cases.propose_feeschedule", "cases.approve_feeschedule")
PROPOSE = Step(
    title=_("Propose a fee schedule"),
    submit=_("Propose the fee schedule"),
    done=_("Fee schedule proposed. A second person must approve it."),
    text=_(
        "It has no effect until a second person approves it. An approved schedule never changes; "
        "a new one replaces it from its first day."
    ),
)
APPROVE = Step(
    title=_("Fee schedule"),
    submit=_("Approve the fee schedule"),
    done=_("Fee schedule agreed."),
    judges=True,
)
SEND_BACK = Step(
    title=_("Fee schedule"),
    submit=_("Send back"),
    done=_("Sent back with your reason."),
    judges=True,
)


@require_safe
@gate(*SEE_SCHEDULE)
def fee_schedule(request: StaffRequest, slug: str) -> HttpResponse:
    """Show the schedule that waits for a second person beside the one in force."""
    return _page(request, None, agreement=get_object_or_404(Agreement, slug=slug))


@require_safe_or_post
@gate("cases.propose_feeschedule")
def fee_schedule_propose(request: StaffRequest, slug: str) -> HttpResponse:
    """Propose what a child costs; where one waits already, that one is proposed anew."""
    agreement = get_object_or_404(Agreement, slug=slug)

    def waiting() -> FeeSchedule:
        return agreement.fee_schedules.open().first() or FeeSchedule(agreement=agreement)

    def act(form: FeeScheduleForm) -> FeeSchedule:
        return fee_schedules.draw_up(schedule=form.record, by=request.user, **form.facts())

    def show(form: FeeScheduleForm, *, status: int = 200) -> HttpResponse:
        context = {"agreement": agreement, "form": form, "step": PROPOSE}
        return render(request, "cases/agreements/propose.html", context, status=status)

    back = reverse("fee-schedule", args=[slug])
    opened = opened_over(FeeScheduleForm, waiting)
    return take(request, opened, act, step=PROPOSE, show=show, back=back)


@require_POST
@gate("cases.approve_feeschedule")
def fee_schedule_approve(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)

    return take(
        request,
        opened_over(VersionForm, lambda: _newest(agreement)),
        lambda form: fee_schedules.approve(schedule=form.record, by=request.user, **form.facts()),
        step=APPROVE,
        show=partial(_page, request, agreement=agreement),
        back="reviews",
    )


@require_POST
@gate("cases.approve_feeschedule")
def fee_schedule_return(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)

    def show(form: ReturnScheduleForm, *, status: int = 200) -> HttpResponse:
        return _page(request, None, agreement=agreement, returned=form, status=status)

    return take(
        request,
        opened_over(ReturnScheduleForm, lambda: _newest(agreement)),
        lambda form: fee_schedules.send_back(schedule=form.record, by=request.user, **form.facts()),
        step=SEND_BACK,
        show=show,
        back="reviews",
    )


def _newest(agreement: Agreement) -> FeeSchedule:
    """Return the schedule that waits; the slower of two is told what became of it."""
    waiting = agreement.fee_schedules.open().first()
    record = waiting or agreement.fee_schedules.order_by("-pk").first()
    if record is None:
        raise Http404
    return record


def _page(
    request: StaffRequest,
    form: VersionForm[FeeSchedule] | None,
    *,
    agreement: Agreement,
    returned: ReturnScheduleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    schedules = schedules_of(agreement, on=timezone.localdate())
    proposed = schedules.proposed
    approves = request.user.has_perm("cases.approve_feeschedule")
    own = proposed is not None and proposed.asked_by_id == request.user.pk
    if form is None and proposed is not None and proposed.asked_by_id and approves and not own:
        form = VersionForm(record=proposed)
    if form is not None and proposed is not None:
        returned = returned or ReturnScheduleForm(record=proposed)
    context = {
        "agreement": agreement,
        "schedules": schedules,
        "form": form,
        "returned": returned,
        "own": own,
        "may_propose": request.user.has_perm("cases.propose_feeschedule"),
    }
    return render(request, "cases/agreements/fee_schedule.html", context, status=status)
