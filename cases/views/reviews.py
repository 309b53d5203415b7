"""What waits for a second person, and the publication of criteria."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases import wording
from cases.casework import assessments
from cases.forms.acts import VersionForm
from cases.models import CriteriaSet
from cases.pages.doors import address
from cases.queries import reviews
from cases.queries.reviews import Kind, Line, Queue
from cases.vocabulary import CriteriaStatus
from cases.web.acts import Step, take
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
#: What a kind is called, and the page where it is decided.
PAGES: dict[Kind, tuple[str | Promise, str]] = {
    Kind.VERIFY: (gettext_lazy("Identities to verify"), "child-verify"),
    Kind.CONSENT: (gettext_lazy("Consents to verify"), "child-verify-consent"),
    Kind.RESTATED: (gettext_lazy("Changes to confirm"), "child-confirm"),
    Kind.ASSESSMENT: (gettext_lazy("Assessments to decide"), "assessment"),
    Kind.CLAIM: (gettext_lazy("Kinship claims to decide"), "claim-decide"),
    Kind.INTERESTS: (gettext_lazy("Best-interests notes to approve"), "interests-note"),
    Kind.CLOSING: (gettext_lazy("Closings to decide"), "child-approve-closing"),
    Kind.REOPENING: (gettext_lazy("Reopenings to decide"), "child-approve-reopening"),
    Kind.CRITERIA: (gettext_lazy("Criteria to publish"), "criteria"),
    Kind.LOCK: (gettext_lazy("Passenger lists to lock"), "movement"),
    Kind.EXCEPTION: (gettext_lazy("Siblings who would stay behind"), "exception"),
    Kind.BATCH: (gettext_lazy("Payment batches to approve"), "batch"),
    Kind.WAIVER: (gettext_lazy("Waivers to approve"), "fee"),
    Kind.REVERSAL: (gettext_lazy("Refunds and credits to approve"), "fee"),
    Kind.SCHEDULE: (gettext_lazy("Fee schedules to approve"), "fee-schedule"),
}


@require_safe
@gate(*REVIEWERS)
def queue(request: StaffRequest) -> HttpResponse:
    waiting = reviews.waiting_for(request.user, on=timezone.localdate())
    rows = sum(len(queue.lines) for queue in waiting)
    if rows:
        put_on_record(request, rows=rows)
    context = {"queues": [_queue(found) for found in waiting]}
    return render(request, "cases/reviews/list.html", context)


def _queue(found: Queue) -> dict[str, Any]:
    title, route = PAGES[found.kind]
    return {
        "kind": found.kind.value,
        "title": title,
        "count": len(found.lines),
        "more": found.more,
        "lines": [_line(line, route) for line in found.lines],
    }


def _line(line: Line, route: str) -> dict[str, Any]:
    return {
        "url": address(route, *line.about),
        "reference": line.about[-1 if route == "fee" else 0],
        "detail": line.detail,
        "asked_by": line.asked_by,
        "since": wording.day_text(line.since),
        "own": line.own,
        "block": line.block,
    }


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

    def opened(data: Any = None, files: Any = None) -> VersionForm:
        return VersionForm(
            data, record=get_object_or_404(sets, agreement__slug=slug, number=number)
        )

    return take(
        request,
        opened,
        lambda form: assessments.publish(
            criteria_set=form.record, by=request.user, version=form.version
        ),
        step=PUBLISH,
        show=partial(_criteria, request),
        back="reviews",
    )


def _criteria(request: StaffRequest, form: VersionForm, *, status: int = 200) -> HttpResponse:
    current: CriteriaSet = form.record
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
