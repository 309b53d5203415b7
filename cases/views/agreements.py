"""What was agreed: one page for each agreement, made to be printed."""

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases.figures.agreements import agreement_page
from cases.figures.facts import agreement_facts
from cases.pages.agreements import context_of
from cases.pages.fee_schedules import waiting_text
from cases.queries.fee_schedules import approvers
from cases.queries.term_changes import not_agreed_yet
from cases.views.consent_changes import SEE_CHANGES
from cases.views.dashboard import reader_of
from cases.views.fee_schedules import SEE_SCHEDULE
from cases.views.readiness import SEE_NEEDS
from cases.views.term_changes import SEE_TERMS
from cases.web.gates import StaffRequest, gate, may


@require_safe
@gate("cases.view_dashboard")
def agreements(request: StaffRequest) -> HttpResponse:
    rows = agreement_facts(on=timezone.localdate())
    agreements = [facts.agreement for facts in rows]
    prefetch_related_objects(agreements, "home", "holding")
    context = {"agreements": rows, "not_agreed": not_agreed_yet(agreements)}
    return render(request, "cases/agreements/list.html", context)


@require_safe
@gate("cases.view_dashboard")
def agreement(request: StaffRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    page = agreement_page(
        slug,
        reader_of(request),
        language=(get_language() or "en").split("-")[0],
        on=timezone.localdate(now),
    )
    if page is None:
        raise Http404
    context = context_of(page, at=now) | {
        "changes_url": _opens(request, SEE_CHANGES, "consent-changes", slug),
        "schedule_url": _opens(request, SEE_SCHEDULE, "fee-schedule", slug),
        "terms_url": _opens(request, SEE_TERMS, "terms", slug),
        "outside_url": reverse("outside-totals", args=[slug]),
        "figures_url": reverse("published-figures", args=[slug]),
        "needs_url": _opens(request, SEE_NEEDS, "agreement-needs", slug),
        "is_agreed": page.facts.agreement.pk not in not_agreed_yet([page.facts.agreement]),
        "waiting_fee": waiting_text(page.facts.waiting, approvers),
    }
    return render(request, "cases/agreements/detail.html", context)


def _opens(request: StaffRequest, permissions: tuple[str, ...], route: str, slug: str) -> str:
    """Return the address of a page for those who may open it, else nothing."""
    return reverse(route, args=[slug]) if may(request.user, permissions) else ""
