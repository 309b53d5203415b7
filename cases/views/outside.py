"""Totals for outside: what is public, what is proposed, and what it would tell."""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.casework import outside
from cases.forms.acts import VersionForm
from cases.forms.outside import OutsideForm
from cases.models import Agreement, OutsideTotals
from cases.pages import outside as pages
from cases.web.acts import Step, press, take
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, require_safe_or_post

PROPOSES, READS = "cases.propose_outsidetotals", "cases.view_outsidetotals"
PROPOSE = Step(
    title=gettext_lazy("Propose totals for outside"),
    submit=gettext_lazy("Request the publication"),
    done=gettext_lazy("Requested. A second person must approve it."),
)
APPROVE = Step(
    title=gettext_lazy("Totals for outside"),
    submit=gettext_lazy("Make public"),
    done=gettext_lazy("The totals are public."),
    judges=True,
)
DROP = Step(
    title=APPROVE.title,
    submit=gettext_lazy("Do not make public"),
    done=gettext_lazy("The totals are not made public."),
)


@require_safe
@gate("cases.view_dashboard")
def outside_totals(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what is public; who decides on it also sees what waits, with all that it tells."""
    agreement = get_object_or_404(Agreement, slug=slug)
    decides = request.user.has_perm(PROPOSES)
    waiting = _waiting(agreement) if decides or request.user.has_perm(READS) else None
    context = {
        "agreement": agreement,
        "cards": [pages.outside_card(row) for row in _standing(agreement)],
        "waiting": waiting and pages.outside_card(waiting),
        "told": pages.told_lines(waiting.told) if waiting else [],
        "blocks": outside.approve_refusals(waiting, by=request.user) if waiting and decides else [],
        "decides": decides,
        "own": bool(waiting and waiting.asked_by_id == request.user.pk),
    }
    return render(request, "cases/outside/list.html", context)


@require_safe_or_post
@gate(PROPOSES)
def outside_propose(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)
    back = reverse("outside-totals", args=[slug])

    def act(form: OutsideForm) -> OutsideTotals:
        return outside.propose(agreement=agreement, by=request.user, **form.facts())

    def show(form: OutsideForm, *, status: int = 200) -> HttpResponse:
        context = {"agreement": agreement, "form": form, "step": PROPOSE, "back_url": back}
        return render(request, "cases/outside/propose.html", context, status=status)

    opened = partial(OutsideForm, on=timezone.localdate())
    return take(request, opened, act, step=PROPOSE, show=show, back=back)


@require_POST
@gate(PROPOSES)
def outside_approve(request: StaffRequest, slug: str, totals: int) -> HttpResponse:
    def act(form: VersionForm[OutsideTotals]) -> OutsideTotals:
        return outside.approve(totals=form.record, by=request.user, **form.facts())

    back = reverse("outside-totals", args=[slug])
    return press(request, act, step=APPROVE, back=back, record=partial(_totals, slug, totals))


@require_POST
@gate(PROPOSES)
def outside_drop(request: StaffRequest, slug: str, totals: int) -> HttpResponse:
    def act(form: VersionForm[OutsideTotals]) -> OutsideTotals:
        return outside.drop(totals=form.record, by=request.user, **form.facts())

    back = reverse("outside-totals", args=[slug])
    return press(request, act, step=DROP, back=back, record=partial(_totals, slug, totals))


@require_safe
@gate("cases.view_dashboard")
def outside_file(request: StaffRequest, slug: str, ending: str) -> HttpResponseBase:
    """Hand the approved totals out: the one file that an official may pass on."""
    agreement = get_object_or_404(Agreement, slug=slug)
    return as_file(
        pages.file_heads(),
        pages.file_rows(_standing(agreement)),
        name=f"approved-totals-{slug}-{timezone.localdate()}",
        ending=ending,
        separator=separator_for(request.user),
        leaves=True,
    )


def _standing(agreement: Agreement) -> list[OutsideTotals]:
    rows = OutsideTotals.objects.standing().filter(agreement=agreement)
    return list(rows.select_related("agreement", "corrects", "asked_by", "approved_by"))


def _waiting(agreement: Agreement) -> OutsideTotals | None:
    rows = OutsideTotals.objects.asked().filter(agreement=agreement)
    return rows.select_related("corrects", "asked_by", "agreement").first()


def _totals(slug: str, pk: int) -> OutsideTotals:
    return get_object_or_404(OutsideTotals, pk=pk, agreement__slug=slug)
