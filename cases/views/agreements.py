"""What was agreed: one page for each agreement, made to be printed."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.figures.agreements import AgreementPage, agreement_page
from cases.figures.facts import agreement_facts
from cases.pages.charts import rate_texts
from cases.pages.links import Links
from cases.views.consent_changes import SEE_CHANGES
from cases.views.dashboard import reader_of
from cases.vocabulary import NeededFor, StatementPart
from cases.web.gates import StaffRequest, gate, may


@require_safe
@gate("cases.view_dashboard")
def agreements(request: StaffRequest) -> HttpResponse:
    found = agreement_facts(on=timezone.localdate())
    prefetch_related_objects([facts.agreement for facts in found], "home", "holding")
    return render(request, "cases/agreements/list.html", {"agreements": found})


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
    context = _context(page, now) | {"changes_url": changes}
    return render(request, "cases/agreements/detail.html", context)


def _context(page: AgreementPage, now: object) -> dict[str, Any]:
    rate, base = page.facts.rate, page.facts.base
    links = Links(agreement=page.facts.agreement.slug, counts=page.counts, own=page.own)
    return {
        "page": page,
        "agreement": page.facts.agreement,
        "now": now,
        "said": {part.value: page.statements[part] for part in StatementPart},
        "papers": [(need.label, page.papers(need)) for need in NeededFor if page.papers(need)],
        "path": _path(page),
        "fee": rate and rate_texts(rate, base.target if base else 0),
        "totals": [(kind.label, value, links.counted(kind)) for kind, value in page.totals],
    }


def _path(page: AgreementPage) -> list[tuple[str, str]]:
    """Return the way of a child in six steps, with the papers that the agreement asks for."""

    def with_papers(text: str, need: NeededFor) -> str:
        papers = page.papers(need)
        if not papers:
            return text
        return _("%(text)s Required: %(papers)s.") % {"text": text, "papers": ", ".join(papers)}

    return [
        (_("Registered"), _("A caseworker registers the child with the mother.")),
        (
            pgettext("stage", "Verified"),
            with_papers(_("A second person verifies the child's identity."), NeededFor.VERIFY),
        ),
        (
            _("Decided"),
            _("One person assesses against the published criteria; a second person decides."),
        ),
        (
            _("Cleared to travel"),
            with_papers(_("Consent is given and verified."), NeededFor.CLEAR),
        ),
        (
            _("Travels"),
            with_papers(_("Siblings travel together."), NeededFor.DEPART),
        ),
        (_("Home"), _("The child is handed over with a signed document and placed in care.")),
    ]
