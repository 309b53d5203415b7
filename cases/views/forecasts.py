"""How the forecast is made, and past forecasts beside what came."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.casework.forecasts import again
from cases.figures.forecasts import comparisons, month_end_forecasts, newest_forecasts
from cases.models import Agreement, KeptForecast
from cases.pages.forecasts import (
    MOST_SIGNS,
    SOURCES,
    RunAgain,
    inside_text,
    past_rows,
    run_again,
    slipped_text,
)
from cases.web.gates import StaffRequest, gate


@require_safe
@gate("cases.view_dashboard")
def forecasts(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise Http404
    rows = month_end_forecasts(agreement.pk)
    today = timezone.localdate()
    came = comparisons(agreement.pk, rows, on=today)
    newest = newest_forecasts([agreement.pk], on=today).get(agreement.pk)
    context = {
        "agreement": agreement,
        "newest": newest,
        "again": _again(request.GET.get("seed", ""), newest, rows),
        "rows": past_rows(rows, came),
        "inside": inside_text(came),
        "slipped": slipped_text(came),
        "sources": SOURCES,
    }
    return render(request, "cases/agreements/forecasts.html", context)


def _again(seed: str, newest: KeptForecast | None, rows: list[KeptForecast]) -> RunAgain | None:
    """Return the forecast that an address names by its seed, simulated again; the newest one with
    a seed of nobody's. None where no seed is asked for.
    """
    if not seed:
        return None
    row = next((each for each in rows if each.seed == seed), newest)
    words = "".join(sign for sign in seed[:MOST_SIGNS] if sign.isprintable())
    return run_again(row, words, again(row, seed=words) if row else None)
