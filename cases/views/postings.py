"""The postings of an agreement as a file for the treasury's own system."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.figures.postings import legs, postings
from cases.models import Agreement, Fee
from cases.views.money import asked_figures
from cases.vocabulary import Account, Posted
from cases.web.exports import Row, as_file
from cases.web.gates import StaffRequest, gate, put_on_record


@require_safe
@gate("cases.view_ledger")
def postings_file(request: StaffRequest, ending: str) -> HttpResponse:
    """Hand out the postings of a period; days that cannot be read are told on the page instead."""
    asked = asked_figures(request)
    # A page may fall back to the first agreement, which one sees; in a file nobody would.
    if asked.current is None or asked.named not in ("", asked.current.agreement.slug):
        raise Http404
    if asked.form.errors:
        return redirect(f"{reverse('money-figures')}?{request.GET.urlencode()}")
    agreement = asked.current.agreement
    fees = Fee.objects.visible_to(request.user).filter(agreement=agreement)
    found = postings(fees, since=asked.since, until=asked.until)
    put_on_record(request, rows=found.count())
    titles = (
        *(_("Posting"), _("Date"), _("Account"), _("Name of the account"), _("Debit"), _("Credit")),
        *(_("Currency"), _("Child"), _("Payment batch"), _("Bank reference"), _("Agreement")),
        _("Text"),
    )
    name = f"postings-{agreement.slug}-{timezone.localdate()}"
    return as_file(titles, _cells(found, agreement), name=name, ending=ending)


def _cells(found: "QuerySet[Any]", agreement: Agreement) -> Iterator[Row]:
    """Return the cells of each leg; what is in the reader's language is said at once."""
    accounts, texts = ({word: str(word.label) for word in words} for words in (Account, Posted))
    return (
        (
            *(leg.posting, leg.day, leg.account.value, accounts[leg.account]),
            *(leg.debit, leg.credit, leg.currency, leg.child, leg.batch, leg.bank_reference),
            *(agreement.title, texts[leg.posted]),
        )
        for leg in legs(found)
    )
