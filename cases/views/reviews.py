"""What waits for a second person, and the publication of criteria."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.casework import assessments
from cases.forms.acts import VersionForm
from cases.models import Agreement, CriteriaSet
from cases.pages.reviews import queues_to_decide, queues_to_wait
from cases.queries import reviews
from cases.vocabulary import CriteriaStatus
from cases.web.acts import Data, Files, Step, take
from cases.web.agreement_choice import choice_of
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
    "cases.approve_missedfee",
    "cases.approve_termchange",
    "cases.approve_factorreset",
    "cases.approve_disposal",
    "cases.approve_namedexport",
    "cases.approve_held",
    "cases.approve_share",
)


@require_safe
@gate(*REVIEWERS)
def queue(request: StaffRequest) -> HttpResponse:
    choice = choice_of(request, list(Agreement.objects.all()), first_all=True)
    narrow = choice.agreement if choice.offered else None
    waiting = reviews.waiting_for(request.user, on=timezone.localdate(), agreement=narrow)
    rows = sum(len(queue.lines) for queue in waiting)
    if rows:
        put_on_record(request, rows=rows)
    context = {
        "choice": choice,
        "queues": queues_to_decide(waiting),
        "waiting": queues_to_wait(waiting),
    }
    return render(request, "cases/reviews/list.html", context)


PUBLISH = Step(
    title=gettext_lazy("Criteria"),
    submit=gettext_lazy("Publish the criteria"),
    done=gettext_lazy("The criteria are published. The earlier set is no longer in use."),
    judges=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.approve_criteria")
def criteria(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    sets = CriteriaSet.objects.select_related("agreement", "publish_asked_by")

    def opened(data: Data = None, files: Files = None) -> VersionForm[CriteriaSet]:
        return VersionForm(
            data, record=get_object_or_404(sets, agreement__slug=slug, number=number)
        )

    return take(
        request,
        opened,
        lambda form: assessments.publish(criteria_set=form.record, by=request.user, **form.facts()),
        step=PUBLISH,
        show=partial(_criteria, request),
        back="reviews",
    )


def _criteria(
    request: StaffRequest, form: VersionForm[CriteriaSet], *, status: int = 200
) -> HttpResponse:
    current = form.record
    before = CriteriaSet.objects.filter(
        agreement_id=current.agreement_id, status=CriteriaStatus.PUBLISHED
    ).first()
    context = {
        "set": current,
        "criteria": current.criteria.all(),
        "before": before.criteria.all() if before and before != current else [],
        "form": form,
        "own": current.publish_asked_by_id == request.user.pk,
        "asked": current.publish_asked_by_id and current.status == CriteriaStatus.DRAFT,
    }
    return render(request, "cases/reviews/criteria.html", context, status=status)
