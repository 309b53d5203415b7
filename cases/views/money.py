"""The figures of money: what is open and for how long, what moved in a period, what was saved."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cases import wording
from cases.figures.counts import PAID
from cases.figures.facts import AgreementFacts
from cases.figures.ledger import ledger_sums
from cases.figures.money import ageing, movements, saving
from cases.forms.fees import MoneyPeriod, money_period
from cases.models import Fee, FeeSchedule
from cases.models.fee import FeeQuerySet
from cases.pages.fee_schedules import waiting_text
from cases.pages.money import moved, open_rows, schedule
from cases.pages.totals import totals
from cases.queries.fee_schedules import approvers
from cases.vocabulary import AgeOfMoney
from cases.web.agreement_choice import AgreementChoice, choice_of
from cases.web.exports import separator_for
from cases.web.gates import StaffRequest, gate


@require_safe
@gate("cases.view_ledger")
def money_figures(request: StaffRequest) -> HttpResponse:
    period = money_period(request.GET, on=timezone.localdate())
    choice = choice_of(request, period.agreements)
    context = {
        "form": period.form,
        "choice": choice,
        "ages": AgeOfMoney.labels,
        "separator": separator_for(request.user),
    }
    if shown := period.shown(choice.agreement):
        context |= _figures(request, choice, shown, period)
    return render(request, "cases/fees/figures.html", context)


def _figures(
    request: StaffRequest,
    choice: AgreementChoice,
    shown: Sequence[AgreementFacts],
    period: MoneyPeriod,
) -> dict[str, object]:
    agreements = [each.agreement for each in shown]
    fees = Fee.objects.visible_to(request.user).filter(agreement__in=agreements)
    keys = [each.pk for each in agreements]
    query = {"agreement": choice.slug or agreements[0].slug}
    sums = ledger_sums(shown)
    schedules = FeeSchedule.objects.agreed().filter(agreement__in=agreements)
    rows = schedules.select_related("agreement").order_by("agreement__title", "-during")
    several = len(sums.by_currency) > 1
    return {
        "amounts": totals(sums, query["agreement"]),
        "blocks": [
            _block(
                fees, keys, currency, query | ({"currency": currency} if several else {}), period
            )
            for currency in sums.by_currency
        ],
        "period": urlencode(query | period.query),
        "days": urlencode(period.query),
        "schedules": [schedule(each) for each in rows],
        "waiting_fees": [
            words for each in shown if (words := waiting_text(each.waiting, approvers))
        ],
    }


def _block(
    fees: FeeQuerySet,
    agreements: Sequence[int],
    currency: str,
    query: dict[str, str],
    period: MoneyPeriod,
) -> dict[str, object]:
    """Return the figures of the fees in one currency."""
    theirs = fees.filter(currency=currency)
    saved = saving(agreements, currency)
    moves = movements(theirs, since=period.since, until=period.until)
    return {
        "currency": currency,
        "open": open_rows(ageing(agreements, currency, on=timezone.localdate()), currency, query),
        "moves": [moved(each, currency, query | period.query) for each in moves],
        "saved": wording.money_text(saved, currency) if saved is not None else "",
        "saved_url": f"{reverse('fees')}?{urlencode(query | {'status': PAID}, doseq=True)}",
    }
