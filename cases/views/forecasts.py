"""How the forecast is made, and past forecasts beside what came."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework.forecasts import again, again_at_work, ask, ask_again, is_at_work
from cases.figures.forecasts import comparisons, month_end_forecasts, newest_forecasts, run_again_of
from cases.models import Agreement, KeptForecast
from cases.pages.forecasts import (
    MOST_SIGNS,
    SOURCES,
    RunAgain,
    inside_text,
    kept_text,
    past_rows,
    run_again,
    slipped_text,
)
from cases.web.acts import Step, press
from cases.web.gates import StaffRequest, gate

MAKE = Step(
    title=_("Make the forecast now"),
    submit=_("Make it now"),
    done=_("The forecast is being made. Until it is there, the last one stands."),
)
AGAIN = Step(
    title=_("Run it again"),
    submit=_("Run it apart from this page"),
    done=_("It is being run again. This page can be left; it stands here when it is done."),
)


@require_safe
@gate("cases.view_dashboard")
def forecasts(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)
    rows = month_end_forecasts(agreement.pk)
    today = timezone.localdate()
    came = comparisons(agreement.pk, rows, on=today)
    newest = newest_forecasts([agreement.pk], on=today).get(agreement.pk)
    context = {
        "agreement": agreement,
        "newest": newest,
        "kept": kept_text(newest) if newest else "",
        "is_at_work": is_at_work(agreement),
        "again": _again(_seed(request.GET), newest, rows),
        "again_at_work": again_at_work(agreement),
        "rows": past_rows(slug, rows, came),
        "inside": inside_text(came),
        "slipped": slipped_text(came),
        "sources": SOURCES,
    }
    return render(request, "cases/agreements/forecasts.html", context)


@require_POST
@gate("cases.view_dashboard")
def forecast_make(request: StaffRequest, slug: str) -> HttpResponse:
    """Let the forecast be made of what was entered since, in a process of its own."""
    agreement, on = get_object_or_404(Agreement, slug=slug), timezone.localdate()
    back = reverse("forecasts", args=[slug])
    return press(request, lambda _form: ask(agreement, on=on), step=MAKE, back=back)


@require_POST
@gate("cases.view_dashboard")
def forecast_again(request: StaffRequest, slug: str) -> HttpResponse:
    """Let a forecast of many children be run again with a seed, in a process of its own."""
    agreement, seed = get_object_or_404(Agreement, slug=slug), _seed(request.POST)
    newest = newest_forecasts([agreement.pk], on=timezone.localdate()).get(agreement.pk)
    row = _row_of(seed, newest, month_end_forecasts(agreement.pk))
    back = f"{reverse('forecasts', args=[slug])}?{urlencode({'seed': seed})}"
    return press(request, lambda _form: ask_again(row, seed=seed), step=AGAIN, back=back)


def _seed(sent: QueryDict) -> str:
    """Return the seed that an address or a form names, without signs that nobody sees."""
    return "".join(sign for sign in sent.get("seed", "")[:MOST_SIGNS] if sign.isprintable())


def _row_of(
    seed: str, newest: KeptForecast | None, rows: list[KeptForecast]
) -> KeptForecast | None:
    """Return the forecast of which a seed is, the newest one where it is nobody's."""
    return next((each for each in rows if each.seed == seed), newest)


def _again(seed: str, newest: KeptForecast | None, rows: list[KeptForecast]) -> RunAgain | None:
    """Return the forecast that an address names by its seed, simulated again; the newest one with
    a seed of nobody's. None where no seed is asked for.
    """
    if not seed:
        return None
    row = _row_of(seed, newest, rows)
    answer = again(row, seed=seed) or run_again_of(row, seed) if row else None
    return run_again(row, seed, answer)
