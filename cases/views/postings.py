"""The postings of an agreement as a file for the treasury's own system."""

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
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, put_on_record


@require_safe
@gate("cases.view_ledger")
def postings_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """Hand out the postings of a period; days that cannot be read are told on the page instead."""
    period = money_period(request.GET, on=timezone.localdate())
    # A page may fall back to the first agreement, which one sees; in a file nobody would.
    if period.current is None or period.slug not in ("", period.current.agreement.slug):
        raise Http404
    if period.form.errors:
        return redirect(f"{reverse('money-figures')}?{request.GET.urlencode()}")
    agreement = period.current.agreement
    fees = Fee.objects.visible_to(request.user).filter(agreement=agreement)
    rows = postings(fees, since=period.since, until=period.until)
    put_on_record(request, rows=rows.count())
    name = f"postings-{agreement.slug}-{timezone.localdate()}"
    between = separator_for(request.user)
    return as_file(
        titles(),
        cells(legs(rows), agreement=str(agreement)),
        name=name,
        ending=ending,
        separator=between,
    )
