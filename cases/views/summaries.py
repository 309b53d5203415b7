"""The summary of an agreement in two languages, to be laid before the other side."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cases import wording
from cases.models import Agreement, OutsideTotals
from cases.pages.summaries import Summary, language_of, summary
from cases.web.gates import StaffRequest, gate
from cases.web.typeset import paper


@require_safe
@gate("cases.view_dashboard")
def agreement_summary(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = _agreement(slug)
    sheet = _summary(request, agreement)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "offered": settings.LANGUAGES,
        "today": timezone.localdate(),
    }
    return render(request, "cases/agreements/summary.html", context)


@require_safe
@gate("cases.view_dashboard")
def summary_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = _agreement(slug)
    sheet = _summary(request, agreement)
    with override(sheet.left):
        version = _("Version %(n)s · %(day)s · checksum %(sum)s") % {
            "n": agreement.version,
            "day": wording.day_text(timezone.localdate()),
            "sum": sheet.checksum,
        }
        data = {
            "title": _("Summary of the agreement"),
            "agreement": str(agreement),
            "facts": [],
            "reference": version,
            "languages": [sheet.left, sheet.right],
            "rows": sheet.cells,
            "note": _(UNCHECKED),
        }
        return paper("summary", data, name=f"summary-{slug}-{sheet.left}-{sheet.right}")


#: No translation is marked as checked yet, so no sheet is free of this line.
UNCHECKED = "The translation has not been checked by a translator of law. Not to be sent before."


def _agreement(slug: str) -> Agreement:
    return get_object_or_404(Agreement.objects.select_related("home", "holding"), slug=slug)


def _summary(request: StaffRequest, agreement: Agreement) -> Summary:
    """Return the sheet in the languages of the address; its totals are the approved ones alone."""
    first, *others = (code for code, _name in settings.LANGUAGES)
    totals = OutsideTotals.objects.standing().filter(agreement=agreement).first()
    return summary(
        agreement,
        list(agreement.statements.filter(language="en").order_by("position")),
        totals,
        left=language_of(request.GET.get("left", ""), first),
        right=language_of(request.GET.get("right", ""), others[0] if others else first),
    )
