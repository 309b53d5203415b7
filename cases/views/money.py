"""The figures of money: what is open and for how long, what moved in a period, what was saved."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cases import wording
from cases.figures.facts import AgreementFacts
from cases.figures.ledger import ledger_sums
from cases.figures.money import ageing, movements, saving
from cases.forms.fees import MoneyPeriod, money_period
from cases.models import Fee
from cases.pages.money import moved, open_rows, schedule
from cases.pages.totals import totals
from cases.vocabulary import AgeOfMoney
from cases.web.exports import separator_for
from cases.web.gates import StaffRequest, gate


@require_safe
@gate("cases.view_ledger")
def money_figures(request: StaffRequest) -> HttpResponse:
    period = money_period(request.GET, on=timezone.localdate())
    context = {
        "form": period.form,
        "agreements": period.agreements,
        "current": period.current,
        "ages": AgeOfMoney.labels,
        "separator": separator_for(request.user),
    }
    if period.current is not None:
        context |= _figures(request, period.current, period)
    return render(request, "cases/fees/figures.html", context)


def _figures(
    request: StaffRequest, current: AgreementFacts, period: MoneyPeriod
) -> dict[str, object]:
    fees = Fee.objects.visible_to(request.user).filter(agreement=current.agreement)
    on, slug, saved = timezone.localdate(), current.agreement.slug, saving(fees)
    currency = current.currency
    moves = movements(fees, since=period.since, until=period.until)
    query = {"agreement": slug, **period.query}
    schedules = current.agreement.fee_schedules.agreed().order_by("-during")
    return {
        "amounts": totals(ledger_sums(fees, current, on=on)),
        "open": open_rows(ageing(fees, on=on), currency, slug),
        "moves": [moved(each, currency, query) for each in moves],
        "period": urlencode(query),
        "schedules": [schedule(each) for each in schedules],
        "saved": wording.money_text(saved, currency) if saved is not None else "",
    }
