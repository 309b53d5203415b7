"""How the forecast is made, and past forecasts beside what came."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.forecasts import comparisons, month_end_forecasts
from cases.models import Agreement
from cases.pages.forecasts import SOURCES, inside_text, past_rows, slipped_text
from cases.web.gates import StaffRequest, gate


@require_safe
@gate("cases.view_dashboard")
def forecasts(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise Http404
    rows = month_end_forecasts(agreement.pk)
    came = comparisons(agreement.pk, rows, on=timezone.localdate())
    context = {
        "agreement": agreement,
        "rows": past_rows(rows, came),
        "inside": inside_text(came),
        "slipped": slipped_text(came),
        "sources": SOURCES,
    }
    return render(request, "cases/agreements/forecasts.html", context)
