"""Who says to be a child's kin: all claims side by side, and what is done about each."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases import wording
from cases.casework import kinship
from cases.forms.acts import RecordForm
from cases.forms.kinship import ClaimDecisionForm, ClaimForm, EvidenceForm, WithdrawClaimForm
from cases.models import Child, KinshipClaim
from cases.pages.kinship import claim_rows
from cases.queries.kinship import claims_of, competing_claims, decision_blocks
from cases.queries.refusals import wrong_stage
from cases.views.filing import Filing, file_record
from cases.vocabulary import Act, ClaimStatus
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for

WHO = "cases.work_case"
GET_POST = ["GET", "POST"]


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


@require_http_methods(GET_POST)
@gate(WHO)
def record(request: StaffRequest, reference: str) -> HttpResponse:
    child, on = case_for(request, reference), timezone.localdate()
    wrong = wrong_stage(child, Act.CLAIM)
    filing = Filing(
        gettext_lazy("Record a kinship claim"),
        gettext_lazy("Record the claim"),
        gettext_lazy("The claim is recorded. Add its evidence; a reviewer decides."),
        reverse("child-claims", args=[reference]),
        gettext_lazy("Somebody says to be kin of this child. What is claimed stays as it is."),
        blocks=(wrong,) if wrong else (),
    )
    make = partial(ClaimForm, child=child, by=request.user, on=on)
    return file_record(request, child, filing, make, partial(kinship.record, child=child))


@require_http_methods(GET_POST)
@gate(WHO)
def evidence(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, claim = _found(request, reference, n)
    filing = _filing(
        claim,
        gettext_lazy("Add evidence"),
        gettext_lazy("Add the evidence"),
        gettext_lazy("The evidence is added."),
        text=gettext_lazy("Only its reference is kept, and it stays. No genetic data."),
        blocks=_unless_open(claim),
    )
    return _write(request, child, claim, filing, EvidenceForm, kinship.add_evidence)


@require_http_methods(GET_POST)
@gate("cases.decide_claim")
def decide(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, claim = _found(request, reference, n)
    filing = _filing(
        claim,
        gettext_lazy("Decide on the claim"),
        gettext_lazy("Record the decision"),
        gettext_lazy("The decision is recorded. Other claims stay to be decided."),
        text=gettext_lazy(
            "You recorded neither the claim nor its evidence. The other claims on this child "
            "are not touched."
        ),
        blocks=decision_blocks(claim, by=request.user),
    )
    return _write(request, child, claim, filing, ClaimDecisionForm, kinship.decide)


@require_http_methods(GET_POST)
@gate(WHO)
def withdraw(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, claim = _found(request, reference, n)
    filing = _filing(
        claim,
        gettext_lazy("Withdraw the claim"),
        gettext_lazy("Withdraw the claim"),
        gettext_lazy("The claim is withdrawn."),
        text=gettext_lazy("It is made no longer, or was entered by mistake. It stays on record."),
        blocks=_unless_open(claim),
        danger=True,
    )
    return _write(request, child, claim, filing, WithdrawClaimForm, kinship.withdraw)


def _found(request: StaffRequest, reference: str, n: int) -> tuple[Child, KinshipClaim]:
    child = case_for(request, reference)
    rows = child.claims.select_related("claimant", "recorded_by")
    return child, get_object_or_404(rows.prefetch_related("claimant__names", "evidence"), n=n)


def _unless_open(claim: KinshipClaim) -> tuple[str, ...]:
    if claim.status == ClaimStatus.OPEN:
        return ()
    return (_("This claim is decided or withdrawn already."),)


def _filing(claim: KinshipClaim, *words: Any, **more: Any) -> Filing:
    """Return the words of an act on a claim, with what is claimed and on what evidence."""
    facts = [
        {"label": _("Claimant"), "value": claim.claimant.name},
        {"label": _("Relation"), "value": claim.get_relation_display()},
        {"label": _("Claimed on"), "value": wording.day_text(claim.claimed_on)},
        *(
            {"label": row.get_kind_display(), "value": row.reference}
            for row in claim.evidence.all()
        ),
    ]
    return Filing(
        *words,
        back=reverse("child-claims", args=[claim.child.reference]),
        about=_("Claim %(number)s") % {"number": claim.n},
        facts=tuple(facts),
        stands=_stands,
        **more,
    )


def _stands(claim: KinshipClaim) -> str:
    count = claim.evidence.count()
    return _("%(status)s, pieces of evidence: %(count)s") % {
        "status": claim.get_status_display(),
        "count": count,
    }


def _write(
    request: StaffRequest,
    child: Child,
    claim: KinshipClaim,
    filing: Filing,
    form_class: type[RecordForm],
    act: Any,
) -> HttpResponse:
    on = timezone.localdate()
    make = partial(form_class, child=child, by=request.user, on=on, record=claim)
    return file_record(request, child, filing, make, partial(act, claim=claim))
