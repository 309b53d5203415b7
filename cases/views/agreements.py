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
from cases.views.consent_changes import SEE_CHANGES
from cases.views.dashboard import reader_of
from cases.web.gates import StaffRequest, gate, may


@require_safe
@gate("cases.view_dashboard")
def agreements(request: StaffRequest) -> HttpResponse:
    rows = agreement_facts(on=timezone.localdate())
    prefetch_related_objects([facts.agreement for facts in rows], "home", "holding")
    return render(request, "cases/agreements/list.html", {"agreements": rows})


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
    changes = reverse("consent-changes", args=[slug]) if may(request.user, SEE_CHANGES) else ""
    context = context_of(page, at=now) | {"changes_url": changes}
    return render(request, "cases/agreements/detail.html", context)
