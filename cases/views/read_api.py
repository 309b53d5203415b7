"""What other systems read by an access key: approved totals, and what was said in public."""

from django.http import HttpRequest

from cases.models import AccessKey, Agreement, OutsideTotals, PublishedFigure
from cases.pages import read_api as pages
from cases.vocabulary import KeyScope
from cases.web.read_keys import NotRead, read_by_key, read_in_json


@read_in_json
def openapi(request: HttpRequest) -> object:
    """Describe what can be read; this needs no key."""
    return pages.document()


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


@read_in_json
def read_nothing(request: HttpRequest, rest: str) -> object:
    """Say in JSON that there is no such address."""
    raise NotRead(404, "no_address", "There is no such address; see openapi.json.")


def _agreement(key: AccessKey, slug: str) -> Agreement:
    if key.agreement and key.agreement.slug != slug:
        raise NotRead(403, "other_agreement", "This access key reads another agreement alone.")
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise NotRead(404, "no_agreement", "There is no such agreement.")
    return agreement
