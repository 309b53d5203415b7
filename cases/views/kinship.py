"""Who says to be a child's kin: all claims side by side, and what is done about each."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.casework import kinship
from cases.forms.kinship import (
    ClaimDecisionForm,
    ClaimForm,
    ClaimRecordForm,
    EvidenceForm,
    WithdrawClaimForm,
)
from cases.models import Child, KinshipClaim
from cases.pages.kinship import claim_facts, claim_rows
from cases.pages.papers import on_file
from cases.queries.kinship import claims_of, competing_claims, decision_blocks, open_blocks
from cases.queries.papers import papers_of
from cases.queries.refusals import wrong_stage
from cases.rules.papers import OF_KIN
from cases.vocabulary import Act, ClaimStatus
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.records import case_for
from cases.web.steps import opened, take_step

WHO = "cases.work_case"
F = TypeVar("F", bound=ClaimRecordForm)


@require_safe
@gate(WHO)
def claims(request: StaffRequest, reference: str) -> HttpResponse:
    child = case_for(request, reference)
    rows = claims_of(child)
    context = {
        "child": child,
        "claims": claim_rows(child, rows, request.user),
        "competing": competing_claims(child),
        "new_url": reverse("child-claim", args=[reference]) if child.is_open else "",
    }
    return render_on_record(request, "cases/kinship/claims.html", context, child=child)


@require_safe_or_post
@gate(WHO)
def record(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=gettext_lazy("Record a kinship claim"),
        submit=gettext_lazy("Record the claim"),
        done=gettext_lazy("Claim recorded. Add its evidence; a reviewer decides."),
        text=gettext_lazy("A person claims to be a relative. The claim cannot be changed later."),
    )
    return take_step(
        request,
        opened(request, reference, ClaimForm),
        lambda form: kinship.record(child=form.child, by=form.by, **form.facts()),
        step=step,
        blocks=lambda form: filter(None, [wrong_stage(form.child, Act.CLAIM)]),
        back=reverse("child-claims", args=[reference]),
    )


@require_safe_or_post
@gate(WHO)
def evidence(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    step = Step(
        title=gettext_lazy("Add evidence"),
        submit=gettext_lazy("Add the evidence"),
        done=gettext_lazy("Evidence added."),
        text=gettext_lazy("Only the reference is kept and cannot be changed. No genetic data."),
        about=_("Claim %(number)s") % {"number": n},
    )
    return _write(
        request,
        reference,
        n,
        EvidenceForm,
        lambda form: kinship.add_evidence(claim=form.record, by=form.by, **form.facts()),
        step=step,
        blocks=lambda form: open_blocks(form.record),
    )


@require_safe_or_post
@gate("cases.decide_claim")
def decide(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    step = Step(
        title=gettext_lazy("Decide on the claim"),
        submit=gettext_lazy("Record the decision"),
        says=lambda form: (
            _("The claim is accepted. Other claims for this child stay as they are.")
            if form.facts()["status"] == ClaimStatus.ACCEPTED
            else _("The claim is rejected. Other claims for this child stay as they are.")
        ),
        text=gettext_lazy(
            "The claim and its evidence were recorded by other people. Other claims for this "
            "child stay as they are."
        ),
        about=_("Claim %(number)s") % {"number": n},
        judges=True,
    )
    return _write(
        request,
        reference,
        n,
        ClaimDecisionForm,
        lambda form: kinship.decide(claim=form.record, by=form.by, **form.facts()),
        step=step,
        blocks=lambda form: decision_blocks(form.record, by=form.by),
    )


@require_safe_or_post
@gate(WHO)
def withdraw(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    step = Step(
        title=gettext_lazy("Withdraw the claim"),
        submit=gettext_lazy("Withdraw the claim"),
        done=gettext_lazy("Claim withdrawn."),
        text=gettext_lazy("No longer made, or entered by mistake. It stays in the journal."),
        about=_("Claim %(number)s") % {"number": n},
        danger=True,
    )
    return _write(
        request,
        reference,
        n,
        WithdrawClaimForm,
        lambda form: kinship.withdraw(claim=form.record, by=form.by, **form.facts()),
        step=step,
        blocks=lambda form: open_blocks(form.record),
    )


def _write(
    request: StaffRequest,
    reference: str,
    n: int,
    form_class: type[F],
    act: Callable[[F], Any],
    *,
    step: Step,
    blocks: Callable[[F], Iterable[str]],
) -> HttpResponse:
    def claim(child: Child) -> KinshipClaim:
        rows = child.claims.select_related("claimant", "recorded_by")
        return get_object_or_404(rows.prefetch_related("claimant__names", "evidence"), n=n)

    return take_step(
        request,
        opened(request, reference, form_class, record=claim),
        act,
        step=step,
        blocks=blocks,
        facts=lambda form: [*claim_facts(form.record), *on_file(papers_of(form.child, OF_KIN))],
        back=reverse("child-claims", args=[reference]),
    )
