"""What waits for a second person, and the publication of criteria."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.casework import assessments
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.forms.acts import PublishForm
from cases.models import CriteriaSet
from cases.pages.reviews import review_queue
from cases.queries import reviews
from cases.vocabulary import CriteriaStatus
from cases.web.gates import StaffRequest, gate, put_on_record

REVIEWERS = (
    "cases.verify_child",
    "cases.verify_consent",
    "cases.decide_assessment",
    "cases.decide_claim",
    "cases.approve_interests",
    "cases.approve_closing",
    "cases.approve_criteria",
    "cases.approve_lock",
    "cases.approve_payment",
    "cases.approve_feeschedule",
)


@require_safe
@gate(*REVIEWERS)
def queue(request: StaffRequest) -> HttpResponse:
    waiting = reviews.waiting_for(request.user, on=timezone.localdate())
    rows = sum(len(queue.lines) for queue in waiting)
    if rows:
        put_on_record(request, rows=rows)
    context = {"queues": [review_queue(queue) for queue in waiting]}
    return render(request, "cases/reviews/list.html", context)


@require_http_methods(["GET", "POST"])
@gate("cases.approve_criteria")
def criteria(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    sets = CriteriaSet.objects.select_related("agreement", "publish_asked_by")
    found = get_object_or_404(sets, agreement__slug=slug, number=number)
    if request.method == "GET":
        return _criteria(request, found, PublishForm(initial={"version": found.version}))
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _criteria(request, found, form)
    try:
        assessments.publish(criteria_set=found, by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _criteria(request, found, form)
    except Stale:
        fresh = PublishForm(initial={"version": sets.get(pk=found.pk).version})
        return _criteria(request, sets.get(pk=found.pk), fresh, changed=True)
    messages.success(request, _("The criteria are published. The set before them is retired."))
    return redirect("reviews")


def _criteria(
    request: StaffRequest, found: CriteriaSet, form: PublishForm, *, changed: bool = False
) -> HttpResponse:
    before = CriteriaSet.objects.filter(
        agreement_id=found.agreement_id, status=CriteriaStatus.PUBLISHED
    ).first()
    context = {
        "set": found,
        "criteria": found.criteria.all(),
        "before": before.criteria.all() if before and before != found else [],
        "form": form,
        "own": found.publish_asked_by_id == request.user.pk,
        "asked": found.publish_asked_by_id and found.status == CriteriaStatus.DRAFT,
        "changed": changed,
    }
    return render(request, "cases/reviews/criteria.html", context, status=409 if changed else 200)
