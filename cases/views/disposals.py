"""Disposal of a case or an enquiry past its term: asked for, approved or dropped, certified."""

import re
from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import disposals
from cases.forms.acts import VersionForm
from cases.models import Child, Disposal, Enquiry
from cases.pages.disposals import certificate_facts, certificate_paper, count_lines, request_facts
from cases.queries.disposals import (
    approval_refusals,
    approvers,
    certificate_for,
    disposal_refusals,
    disposals_of,
    due_of,
    waiting_disposal,
)
from cases.web.acts import Data, Files, Step, take
from cases.web.again import confirmed_again
from cases.web.gates import StaffRequest, Whose, gate, put_on_record, render_on_record
from cases.web.typeset import paper

SEE = "cases.view_disposal"
_ENQUIRY = re.compile(r"Q-([0-9]{1,18})")
TITLE = _("Disposal")
ASK = Step(
    title=TITLE,
    submit=_("Request the disposal"),
    done=_("Requested. A second person must approve it."),
)
APPROVE = Step(
    title=TITLE,
    submit=_("Dispose of it"),
    done=_("Disposed of. This is the certificate."),
    danger=True,
    judges=True,
)
DROP = Step(
    title=TITLE,
    submit=_("Do not dispose of it"),
    done=_("The request is cancelled. Nothing is disposed of."),
)


@require_safe
@gate(SEE)
def disposal(request: StaffRequest, reference: str) -> HttpResponse:
    """Show why a case is due and what is still open; once it is done, the certificate."""
    return _page(request, None, record=_record(reference))


@require_POST
@gate("cases.ask_disposal")
@confirmed_again
def disposal_ask(request: StaffRequest, reference: str) -> HttpResponse:
    record = _record(reference)

    def ask(form: VersionForm[Disposal]) -> None:
        disposals.ask(record=record, by=request.user, on=timezone.localdate())

    return _take(request, record, ask, step=ASK)


@require_POST
@gate("cases.approve_disposal")
@confirmed_again
def disposal_approve(request: StaffRequest, reference: str) -> HttpResponse:
    def approve(form: VersionForm[Disposal]) -> None:
        on = timezone.localdate()
        disposals.approve(disposal=form.record, by=request.user, on=on, **form.facts())

    return _take(request, _record(reference), approve, step=APPROVE)


@require_POST
@gate("cases.ask_disposal", "cases.approve_disposal")
def disposal_drop(request: StaffRequest, reference: str) -> HttpResponse:
    def drop(form: VersionForm[Disposal]) -> None:
        disposals.drop(disposal=form.record, by=request.user, **form.facts())

    return _take(request, _record(reference), drop, step=DROP)


@require_safe
@gate(SEE)
def disposal_certificate(request: StaffRequest, reference: str) -> HttpResponse:
    """Hand out the certificate as a paper; there is none before the disposal."""
    record = _record(reference)
    certificate = certificate_for(record)
    if certificate is None:
        raise Http404
    put_on_record(request, **_whose(record))
    name = f"disposal-{record.reference}"
    return paper("disposal", certificate_paper(certificate), name=name)


def _record(reference: str) -> Child | Enquiry:
    if number := _ENQUIRY.fullmatch(reference):
        return get_object_or_404(Enquiry, pk=number[1], child=None)
    return get_object_or_404(Child.objects.select_related("agreement"), reference=reference)


def _whose(record: Child | Enquiry) -> Whose:
    """Return whose page it is, for the log of access; an enquiry about no child is nobody's."""
    return {"child": record} if isinstance(record, Child) else {}


def _take(
    request: StaffRequest,
    record: Child | Enquiry,
    act: Callable[[VersionForm[Disposal]], None],
    *,
    step: Step,
) -> HttpResponse:
    def opened(data: Data = None, files: Files = None) -> VersionForm[Disposal]:
        """Open the newest request; the slower of two is told what became of it."""
        newest = disposals_of(record).order_by("-pk").first()
        if newest is None and step is not ASK:
            raise Http404
        return VersionForm(data, record=None if step is ASK else newest)

    return take(
        request,
        opened,
        act,
        step=step,
        show=partial(_page, request, record=record),
        back=reverse("disposal", args=[record.reference]),
        whose=lambda _form: _whose(record),
    )


def _page(
    request: StaffRequest,
    form: VersionForm[Disposal] | None,
    *,
    record: Child | Enquiry,
    status: int = 200,
) -> HttpResponse:
    certificate = certificate_for(record)
    if certificate:
        done = {
            "record": record,
            "form": form,
            "facts": certificate_facts(certificate),
            "lines": count_lines(certificate),
        }
        page = "cases/retention/certificate.html"
        return render_on_record(request, page, done, **_whose(record), status=status)
    on, waiting = timezone.localdate(), waiting_disposal(record)
    asks = request.user.has_perm("cases.ask_disposal")
    approves = request.user.has_perm("cases.approve_disposal")
    blocks = disposal_refusals(record, on=on)
    context = {
        "record": record,
        "form": form,
        "facts": request_facts(record, due_of(record, on=on), waiting),
        "blocks": blocks,
        "waiting": waiting,
        "may_ask": asks and waiting is None and not blocks,
        "may_approve": approves and not approval_refusals(waiting, by=request.user, on=on),
        "own": waiting is not None and waiting.asked_by_id == request.user.pk,
        "may_drop": (asks or approves) and waiting is not None,
        "approvers": approvers(waiting) if waiting else (),
    }
    page = "cases/retention/disposal.html"
    return render_on_record(request, page, context, **_whose(record), status=status)
