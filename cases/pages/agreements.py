"""The page of an agreement: what is stated, the way of a child, what was achieved."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.figures.agreements import AgreementPage
from cases.figures.counts import Counted
from cases.models import Agreement
from cases.pages.charts import rate_texts
from cases.pages.links import Links
from cases.pages.progress import difference, sources
from cases.queries.movements import escort_rule
from cases.vocabulary import NeededFor, StatementPart


def context_of(page: AgreementPage, *, at: datetime.datetime) -> dict[str, object]:
    """Return what the page of an agreement shows."""
    rate, base = page.facts.rate, page.facts.base
    links = Links(agreement=page.facts.agreement.slug, counts=page.counts, own=page.own, days={})
    return {
        "page": page,
        "agreement": page.facts.agreement,
        "now": at,
        "said": {part.value: page.statements[part] for part in StatementPart},
        "papers": [(need.label, page.papers(need)) for need in NeededFor if page.papers(need)],
        "path": path(page),
        "fee": rate and rate_texts(rate, base.target if base else 0),
        "sources": sources(page.facts, page.counts[Counted.IDENTIFIED]),
        "difference": difference(base, page.counts[Counted.IDENTIFIED]),
        "totals": [(kind.label, value, links.counted(kind)) for kind, value in page.totals],
    }


def path(page: AgreementPage) -> list[tuple[str, str]]:
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
            with_papers(_travels(page.facts.agreement), NeededFor.DEPART),
        ),
        (
            pgettext("child", "Home"),
            _("The child is handed over with a signed document and placed in care."),
        ),
    ]


def _travels(agreement: Agreement) -> str:
    together = _("Siblings travel together.")
    return f"{together} {wording.escorts_text(escort_rule(agreement))}".strip()
