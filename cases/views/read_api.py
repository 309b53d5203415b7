"""What other systems read by an access key: approved totals, and what was said in public."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cases.models import AccessKey, Agreement, OutsideTotals, PublishedFigure
from cases.pages import read_api as pages
from cases.vocabulary import KeyScope
from cases.web.gates import signed_out
from cases.web.read_keys import NotRead, answer, only_get, read_by_key, refusal


@csrf_exempt
@signed_out
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe what can be read; this needs no key."""
    try:
        only_get(request)
    except NotRead as problem:
        return refusal(problem)
    return answer(pages.document())


@read_by_key(None)
def read_agreements(request: HttpRequest, *, key: AccessKey) -> object:
    rows = Agreement.objects.select_related("home", "holding").order_by("pk")
    rows = rows.filter(pk=key.agreement_id) if key.agreement_id else rows
    return [pages.agreement_json(row) for row in rows]


@read_by_key(KeyScope.TOTALS)
def read_totals(request: HttpRequest, slug: str, *, key: AccessKey) -> object:
    rows = OutsideTotals.objects.standing().filter(agreement=_agreement(key, slug))
    return [pages.totals_json(row) for row in rows]


@read_by_key(KeyScope.FIGURES)
def read_figures(request: HttpRequest, slug: str, *, key: AccessKey) -> object:
    rows = PublishedFigure.objects.uncorrected().filter(agreement=_agreement(key, slug))
    return [pages.figure_json(row) for row in rows.order_by("-published_on", "-pk")]


@csrf_exempt
@signed_out
def read_nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Say in JSON that there is no such address."""
    try:
        only_get(request)
    except NotRead as problem:
        return refusal(problem)
    return refusal(NotRead(404, "no_address", "There is no such address; see openapi.json."))


def _agreement(key: AccessKey, slug: str) -> Agreement:
    if key.agreement and key.agreement.slug != slug:
        raise NotRead(403, "other_agreement", "This access key reads another agreement alone.")
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise NotRead(404, "no_agreement", "There is no such agreement.")
    return agreement
