"""The summary of an agreement in one or two languages, side by side: to read, print and send."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases.figures.agreements import AgreementPage, agreement_page
from cases.models import OutsideTotals
from cases.pages import agreement_summaries as pages
from cases.views.dashboard import reader_of
from cases.web.gates import StaffRequest, gate
from cases.web.typeset import paper


@require_safe
@gate("cases.view_dashboard")
def agreement_summary(request: StaffRequest, slug: str) -> HttpResponse:
    languages = _languages(request)
    page = _pages(request, slug, languages)
    context = {
        "agreement": next(iter(page.values())).facts.agreement,
        "summary": pages.summary(page, _totals(slug)),
        "offered": pages.languages(),
        "left": languages[0],
        "right": languages[-1] if len(languages) > 1 else "",
    }
    return render(request, "cases/agreements/summary.html", context)


@require_safe
@gate("cases.view_dashboard")
def agreement_summary_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    languages = _languages(request)
    summary = pages.summary(_pages(request, slug, languages), _totals(slug))
    name = f"agreement-{slug}-{'-'.join(languages)}-{summary.checksum}"
    return paper("agreement", pages.summary_paper(summary), name=name)


def _languages(request: StaffRequest) -> list[str]:
    """Return the languages an address asks for; the reader's own where it names none there is."""
    offered = pages.languages()
    left = request.GET.get("left", "")
    right = request.GET.get("right", "")
    first = left if left in offered else (get_language() or "en").split("-")[0]
    return [first, right] if right in offered and right != first else [first]


def _totals(slug: str) -> OutsideTotals | None:
    return OutsideTotals.objects.standing().filter(agreement__slug=slug).first()


def _pages(request: StaffRequest, slug: str, languages: list[str]) -> dict[str, AgreementPage]:
    reader, on = reader_of(request), timezone.localdate()
    pages_of = {
        language: agreement_page(slug, reader, language=language, on=on) for language in languages
    }
    there = {language: page for language, page in pages_of.items() if page is not None}
    if not there:
        raise Http404
    return there
