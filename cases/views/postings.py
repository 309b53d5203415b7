"""The postings of one agreement or all of them, as a file for the treasury's own system."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.postings import legs, postings
from cases.forms.fees import money_period
from cases.models import Fee
from cases.pages.postings import cells, titles
from cases.web.agreement_choice import ALL, choice_of
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, put_on_record


@require_safe
@gate("cases.view_ledger")
def postings_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """Hand out the postings of a period; days that cannot be read are told on the page instead."""
    period = money_period(request.GET, on=timezone.localdate())
    slugs = {each.slug for each in period.agreements}
    # A page may fall back to the first agreement, which one sees; in a file nobody would.
    if not slugs or request.GET.get("agreement", "") not in ("", ALL, *slugs):
        raise Http404
    if period.form.errors:
        return redirect(f"{reverse('money-figures')}?{request.GET.urlencode()}")
    choice = choice_of(request, period.agreements)
    shown = [each.agreement for each in period.shown(choice.agreement)]
    fees = Fee.objects.visible_to(request.user).filter(agreement__in=shown)
    rows = postings(fees, since=period.since, until=period.until)
    put_on_record(request, rows=rows.count())
    name = f"postings-{choice.slug}-{timezone.localdate()}"
    between = separator_for(request.user)
    return as_file(
        titles(),
        cells(legs(rows.iterator(chunk_size=2000))),
        name=name,
        ending=ending,
        separator=between,
    )
