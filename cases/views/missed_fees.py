"""Fees that no act made due: which, and the request that one makes and another approves."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import missed_fees
from cases.forms.acts import VersionForm
from cases.models import Child, Fee, MissedFee
from cases.queries.missed_fees import (
    approval_refusals,
    approvers_of,
    missing_fees,
    owed_fee,
    owed_fees,
)
from cases.web.acts import Data, Files, Step, take
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.paging import page_of

SEE = ("cases.view_ledger", "cases.ask_missedfee", "cases.approve_missedfee")
ASK = Step(
    title=_("Missed fee"),
    submit=_("Ask that the fee be made due"),
    done=_("Requested. A second person must approve it."),
)
APPROVE = Step(
    title=_("Missed fee"), submit=_("Make the fee due"), done=_("The fee is due."), judges=True
)
DROP = Step(
    title=_("Missed fee"),
    submit=_("Do not make it due"),
    done=_("The request is cancelled. No fee was made."),
)


@require_safe
@gate(*SEE)
def missed(request: StaffRequest) -> HttpResponse:
    """Show whose fee is missing, by reference: those who wait longest first."""
    page = page_of(missing_fees(Child.objects.all()), request.GET)
    put_on_record(request, rows=len(page.rows))
    context = {"page": page, "rows": owed_fees(list(page))}
    return render(request, "cases/fees/missed.html", context)


@require_safe
@gate(*SEE)
def missed_fee(request: StaffRequest, child: str) -> HttpResponse:
    """Show what is owed for a child without a fee; one that was made has a page of its own."""
    fees = Fee.objects.filter(child__reference=child).select_related("agreement", "child")
    return redirect(fee) if (fee := fees.first()) else _page(request, None, reference=child)


@require_POST
@gate("cases.ask_missedfee")
def missed_ask(request: StaffRequest, child: str) -> HttpResponse:
    record = get_object_or_404(Child, reference=child)

    def act(form: VersionForm[MissedFee]) -> None:
        missed_fees.ask(child=record, by=request.user)

    return _take(request, record, act, step=ASK, back=_address(record))


@require_POST
@gate("cases.approve_missedfee")
def missed_approve(request: StaffRequest, child: str) -> HttpResponse:
    record = get_object_or_404(Child.objects.select_related("agreement"), reference=child)

    def act(form: VersionForm[MissedFee]) -> None:
        on = timezone.localdate()
        missed_fees.approve(missed=form.record, by=request.user, on=on, **form.facts())

    back = reverse("fee", args=[record.agreement.slug, child])
    return _take(request, record, act, step=APPROVE, back=back)


@require_POST
@gate("cases.ask_missedfee", "cases.approve_missedfee")
def missed_drop(request: StaffRequest, child: str) -> HttpResponse:
    record = get_object_or_404(Child, reference=child)

    def act(form: VersionForm[MissedFee]) -> None:
        missed_fees.drop(missed=form.record, by=request.user, **form.facts())

    return _take(request, record, act, step=DROP, back=_address(record))


def _address(child: Child) -> str:
    return reverse("missed-fee", args=[child.reference])


def _take(
    request: StaffRequest,
    child: Child,
    act: Callable[[VersionForm[MissedFee]], None],
    *,
    step: Step,
    back: str,
) -> HttpResponse:
    def opened(data: Data = None, files: Files = None) -> VersionForm[MissedFee]:
        """Open the newest request; the slower of two is told what became of it."""
        newest = child.missed_fees.select_related("child").order_by("-pk").first()
        if newest is None and step is not ASK:
            raise Http404
        return VersionForm(data, record=None if step is ASK else newest)

    return take(
        request,
        opened,
        act,
        step=step,
        show=partial(_page, request, reference=child.reference),
        back=back,
        whose=lambda _form: {"child": child},
    )


def _page(
    request: StaffRequest,
    form: VersionForm[MissedFee] | None,
    *,
    reference: str,
    status: int = 200,
) -> HttpResponse:
    owed = owed_fee(reference)
    if owed is None:
        raise Http404
    asks = request.user.has_perm("cases.ask_missedfee")
    approves = request.user.has_perm("cases.approve_missedfee")
    context = {
        "owed": owed,
        "form": form,
        "may_ask": asks and owed.pending is None,
        "may_approve": approves and not approval_refusals(owed.pending, by=request.user),
        "may_drop": (asks or approves) and owed.pending is not None,
        "approvers": approvers_of(owed.pending),
    }
    page = "cases/fees/missed_one.html"
    return render_on_record(request, page, context, child=owed.child, status=status)
