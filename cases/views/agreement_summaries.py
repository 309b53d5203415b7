"""The summary of an agreement in one or two languages, side by side: to read, print and send."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.figures.agreements import AgreementPage, agreement_page
from cases.models import OutsideTotals
from cases.pages import agreement_summaries as pages
from cases.views.dashboard import reader_of
from cases.web.asked_days import AskedDays
from cases.web.days_shown import days_of, of_a_day_shown
from cases.web.gates import StaffRequest, gate
from cases.web.typeset import paper


@require_safe
@gate("cases.view_dashboard")
def agreement_summary(request: StaffRequest, slug: str) -> HttpResponse:
    languages, days = _languages(request), days_of(request, timezone.now(), slug=slug)
    page = _pages(request, slug, languages, days)
    context = {
        "agreement": next(iter(page.values())).facts.agreement,
        "days": days,
        "summary": pages.summary(page, _totals(slug, days)),
        "offered": pages.languages(),
        "left": languages[0],
        "right": languages[-1] if len(languages) > 1 else "",
        "refusals": _refusals(request),
    }
    return render(request, "cases/agreements/summary.html", context)


@require_safe
@gate("cases.view_dashboard")
@of_a_day_shown("agreement-summary")
def agreement_summary_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    """Hand out the summary; for a language that there is not, its page, which says so."""
    if _refusals(request):
        return redirect(reverse("agreement-summary", args=[slug], query=request.GET))
    languages, days = _languages(request), days_of(request, timezone.now(), slug=slug)
    summary = pages.summary(_pages(request, slug, languages, days), _totals(slug, days))
    name = f"agreement-{slug}-{'-'.join(languages)}-{summary.checksum}"
    return paper("agreement", pages.summary_paper(summary), name=name)


def _languages(request: StaffRequest) -> list[str]:
    """Return the languages an address asks for; the reader's own where it names none there is."""
    offered = pages.languages()
    left = request.GET.get("left", "")
    right = request.GET.get("right", "")
    first = left if left in offered else (get_language() or "en").split("-")[0]
    return [first, right] if right in offered and right != first else [first]


def _refusals(request: StaffRequest) -> list[str]:
    """Return a sentence for each language an address asks for that there is not."""
    codes = {request.GET.get(name, "") for name in ("left", "right")} - {"", *pages.languages()}
    signs = ("".join(sign for sign in text[:40] if sign.isprintable()) for text in sorted(codes))
    sentence = _("“%(text)s” is none of the languages of the summary.")
    return [sentence % {"text": text} for text in signs]


def _totals(slug: str, days: AskedDays) -> OutsideTotals | None:
    """Return the newest approved totals, none of a later day."""
    rows = OutsideTotals.objects.standing().filter(agreement__slug=slug, as_of__lte=days.on)
    return rows.first()


def _pages(
    request: StaffRequest, slug: str, languages: list[str], days: AskedDays
) -> dict[str, AgreementPage]:
    reader, on = reader_of(request), {"on": days.on, "today": days.today}
    pages_of = {
        language: agreement_page(slug, reader, language=language, **on) for language in languages
    }
    there = {language: page for language, page in pages_of.items() if page is not None}
    if not there:
        raise Http404
    return there
