"""What waits for a second person, and the publication of criteria."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases import wording
from cases.casework import assessments
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.forms.acts import PublishForm
from cases.models import CriteriaSet
from cases.pages.doors import address
from cases.queries import reviews
from cases.queries.reviews import Kind, Line, Queue
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
    Kind.LOCK: (gettext_lazy("Manifests to lock"), "movement"),
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
