"""The public page: approved totals, for anybody, without a sign-in and without a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from cases.kept import said
from cases.models import Agreement, OutsideTotals
from cases.pages.outside import outside_card
from cases.pages.read_api import document, readings, refusals
from cases.queries.kept_words import words
from cases.web.gates import signed_out
from cases.web.read_keys import BY_KEY


@require_safe
@signed_out
def public_agreements(request: HttpRequest) -> HttpResponse:
    """Show each agreement of which totals are public, with its newest ones."""
    newest: dict[int, OutsideTotals] = {}
    for row in OutsideTotals.objects.standing().select_related("agreement", "corrects"):
        newest.setdefault(row.agreement_id, row)
    rows = sorted(newest.values(), key=lambda row: (row.agreement.title, row.agreement_id))
    with translation.override(_language(request)):
        cards = [outside_card(row) for row in rows]
    return _page(request, "public/list.html", {"cards": cards})


@require_safe
@signed_out
def public_totals(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the approved totals of an agreement, the newest day first."""
    agreement = get_object_or_404(Agreement, slug=slug)
    rows = OutsideTotals.objects.standing().filter(agreement=agreement)
    with translation.override(_language(request)):
        cards = [outside_card(row) for row in rows.select_related("corrects")]
    return _page(request, "public/totals.html", {"agreement": agreement, "cards": cards})


@require_safe
@signed_out
def read_guide(request: HttpRequest) -> HttpResponse:
    """Tell whoever builds a client what can be read and how: the document in words."""
    address = request.build_absolute_uri(reverse("read-agreements"))
    with translation.override(_language(request)):
        context = {
            "readings": readings(),
            "description": document()["info"]["description"],
            "refusals": refusals(),
            "example": f'curl -H "Authorization: Bearer …" {address}',
            "most": BY_KEY,
        }
    return _page(request, "public/read_guide.html", context)


def _languages() -> list[tuple[str, str]]:
    """Return the languages by their own names, where there are several."""
    codes = [code for code, _name in settings.LANGUAGES]
    names = [(code, translation.get_language_info(code)["name_local"]) for code in codes]
    return names if len(names) > 1 else []


def _language(request: HttpRequest) -> str:
    """Return the language that an address asks for, or else the browser's."""
    language = request.GET.get("lang", "")
    if language in dict(settings.LANGUAGES):
        return language
    return translation.get_language() or settings.LANGUAGE_CODE


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Return a page made of what is public alone; nothing of a reader reaches its template."""
    language = _language(request)
    with translation.override(language):
        frame = {
            "ministry": said(words().ministry),
            "languages": _languages(),
            "here": request.path,
        }
        return HttpResponse(
            render_to_string(template, context | frame), headers={"Content-Language": language}
        )
