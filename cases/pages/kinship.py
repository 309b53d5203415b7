"""Kinship claims put into words: side by side on their page, and in short on the child's."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, ClaimEvidence, KinshipClaim, User
from cases.models.kinship import STANDING
from cases.pages.doors import address
from cases.pages.parts import shown_names
from cases.queries.kinship import decision_blocks
from cases.vocabulary import ClaimStatus

Rows = list[dict[str, Any]]

_TONES = {
    ClaimStatus.OPEN: "info",
    ClaimStatus.ACCEPTED: "ok",
    ClaimStatus.REJECTED: "bad",
    ClaimStatus.WITHDRAWN: "idle",
}


def claim_rows(child: Child, claims: Iterable[KinshipClaim], user: User) -> Rows:
    """Return each claim with its evidence, its decision, and what ``user`` may do about it."""
    return [
        {
            "n": claim.n,
            "name": shown_names(claim.claimant.names.all(), user),
            "relation": claim.get_relation_display(),
            "is_mother": claim.claimant_id == child.mother.person_id,
            "status": claim.get_status_display(),
            "tone": _TONES[ClaimStatus(claim.status)],
            "claimed_on": wording.day_text(claim.claimed_on),
            "recorded_by": claim.recorded_by,
            "evidence": [_evidence(row) for row in claim.evidence.all()],
            "reasons": claim.reasons,
            "decided_on": wording.day_text(claim.decided_on) if claim.decided_on else "",
            "decided_by": claim.decided_by,
            "open": claim.status == ClaimStatus.OPEN,
            **_acts(child, claim, user),
        }
        for claim in claims
    ]


def _evidence(row: ClaimEvidence) -> dict[str, Any]:
    return {
        "kind": row.get_kind_display(),
        "reference": row.reference,
        "dated_on": wording.day_text(row.dated_on),
        "recorded_by": row.recorded_by,
    }


def _acts(child: Child, claim: KinshipClaim, user: User) -> dict[str, Any]:
    """Return where ``user`` adds evidence, decides or withdraws; or why another must decide."""
    is_open, standing = claim.status == ClaimStatus.OPEN, claim.status in STANDING
    decides = standing and user.has_perm("cases.decide_claim")
    blocks = decision_blocks(claim, by=user) if decides else ()
    at = (child.reference, claim.n)
    return {
        "evidence_url": address("claim-evidence", *at) if is_open else "",
        "withdraw_url": address("claim-withdraw", *at) if is_open else "",
        "decide_url": address("claim-decide", *at) if decides and not blocks else "",
        "blocks": blocks if is_open else (),
    }


def in_short(claims: Iterable[KinshipClaim]) -> Rows:
    """Return the lines of the child's page: one for each claim, without its evidence."""
    return [
        {
            "relation": claim.get_relation_display(),
            "name": vars(claim)["name"],
            "status": claim.get_status_display(),
            "tone": _TONES[ClaimStatus(claim.status)],
            "pieces": vars(claim)["pieces"],
        }
        for claim in claims
    ]


def claim_facts(claim: KinshipClaim) -> list[dict[str, Any]]:
    """Return what is claimed and on what evidence, beside the form of an act on a claim."""
    return [
        {"label": _("Claimant"), "value": claim.claimant.name},
        {"label": _("Relation"), "value": claim.get_relation_display()},
        {"label": _("Claimed on"), "value": wording.day_text(claim.claimed_on)},
        *(
            {"label": row.get_kind_display(), "value": row.reference}
            for row in claim.evidence.all()
        ),
    ]
