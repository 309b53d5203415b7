"""The waiver of the fees picked from the ledger, or of all that its filter finds."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cases.casework import fees
from cases.figures.facts import agreement_facts
from cases.forms.fees import WaiverOfAllForm
from cases.models import Fee
from cases.pages.skipped import with_skipped
from cases.queries.bulk import MOST
from cases.queries.waivers import FeesPicked, picked_fees
from cases.rules.text import LARGEST_KEY, whole_number
from cases.views.fees import ledger
from cases.web.acts import Step, take
from cases.web.gates import StaffRequest, gate, put_on_record

ASK = Step(
    title=gettext_lazy("Request a waiver"), submit=gettext_lazy("Request a waiver"), done=str
)


@require_POST
@gate("cases.prepare_payment")
def waivers_ask(request: StaffRequest) -> HttpResponse:
    """Count the fees again and ask for the reason; then request the waivers."""

    open_form = partial(WaiverOfAllForm, on=timezone.localdate())

    def act(form: WaiverOfAllForm) -> str:
        return _done(fees.ask_waivers(rows=_rows(request), by=request.user, **form.facts()))

    show = partial(_confirm, request)
    if "counted" not in request.POST:
        return show(open_form())
    return take(request, open_form, act, step=ASK, show=show, back=_ledger_url(request))


def _done(party: FeesPicked) -> str:
    n = len(party.fees)
    words = ngettext(
        "The waiver of %(n)s fee is requested. A second person must approve it.",
        "The waiver of %(n)s fees is requested. A second person must approve each.",
        n,
    )
    return with_skipped(words % {"n": n}, party.skipped)


def _confirm(request: StaffRequest, form: WaiverOfAllForm, *, status: int = 200) -> HttpResponse:
    party = picked_fees(_rows(request))
    put_on_record(request, rows=party.counted)
    context = {
        "form": form,
        "step": ASK,
        "party": party,
        "too_many": party.counted > MOST,
        "most": MOST,
        "every": request.POST.get("every", ""),
        "picks": _picks(request),
        "query": _query(request),
        "back_url": _ledger_url(request),
    }
    return render(request, "cases/fees/waive.html", context, status=status)


def _rows(request: StaffRequest) -> "QuerySet[Fee]":
    """Return the fees picked, or all that the filter of the ledger finds due now."""
    own = Fee.objects.visible_to(request.user)
    if request.POST.get("every"):
        agreements = [each.agreement for each in agreement_facts(on=timezone.localdate())]
        payable = ledger(request, QueryDict(_query(request)), agreements).qs.payable()
        return own.filter(pk__in=payable.order_by().values("pk"))
    return own.filter(pk__in=_picks(request))


def _picks(request: StaffRequest) -> list[str]:
    keys = request.POST.getlist("fee")[: MOST + 1]
    return [key for key in keys if whole_number(key, most=LARGEST_KEY)]


def _query(request: StaffRequest) -> str:
    return QueryDict(request.POST.get("filter", "")[:2000]).urlencode()


def _ledger_url(request: StaffRequest) -> str:
    return f"{reverse('fees')}?{_query(request)}"
