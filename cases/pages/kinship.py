"""Kinship claims put into words: side by side on their page, and in short on the child's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, KinshipClaim, User
from cases.models.kinship import STANDING
from cases.pages.doors import address
from cases.pages.facts import Fact, ShownName
from cases.pages.parts import shown_names
from cases.queries.case_pages import EnquiryOf
from cases.queries.kinship import ClaimLine, decision_blocks
from cases.vocabulary import ClaimStatus, Relation

_TONES = {
    ClaimStatus.OPEN: "info",
    ClaimStatus.ACCEPTED: "ok",
    ClaimStatus.REJECTED: "bad",
    ClaimStatus.WITHDRAWN: "idle",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    kind: str
    reference: str
    dated_on: str
    recorded_by: User


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """A claim with its evidence and its decision.

    The addresses are empty where the reader may not do it; ``blocks`` says why another
    person must decide.
    """

    n: int
    name: ShownName
    relation: str
    is_mother: bool
    status: str
    tone: str
    claimed_on: str
    recorded_by: User
    evidence: list[Evidence]
    reasons: str
    decided_on: str
    decided_by: User | None
    open: bool
    evidence_url: str
    withdraw_url: str
    decide_url: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortClaim:
    """A claim on the child's page; ``pieces`` is how many of evidence there are."""

    relation: str
    name: str
    status: str
    tone: str
    pieces: int


def enquiries(rows: Iterable[EnquiryOf]) -> list[Fact]:
    """Return the enquiries of relatives that are about a child, each leading to its page."""
    return [
        Fact(
            label=wording.day_text(row.received_on),
            value=Relation(row.relation).label,
            url=address("enquiry", row.key),
        )
        for row in rows
    ]


def claim_rows(child: Child, claims: Iterable[KinshipClaim], user: User) -> list[ClaimCard]:
    """Return each claim with its evidence, its decision, and what ``user`` may do about it."""
    return [_card(child, claim, user) for claim in claims]


def _card(child: Child, claim: KinshipClaim, user: User) -> ClaimCard:
    is_open, standing = claim.status == ClaimStatus.OPEN, claim.status in STANDING
    decides = standing and user.has_perm("cases.decide_claim")
    blocks = decision_blocks(claim, by=user) if decides else ()
    at = (child.reference, claim.n)
    return ClaimCard(
        n=claim.n,
        name=shown_names(claim.claimant.names.all(), user),
        relation=claim.get_relation_display(),
        is_mother=claim.claimant_id == child.mother.person_id,
        status=claim.get_status_display(),
        tone=_TONES[ClaimStatus(claim.status)],
        claimed_on=wording.day_text(claim.claimed_on),
        recorded_by=claim.recorded_by,
        evidence=_evidence(claim),
        reasons=claim.reasons,
        decided_on=wording.day_text(claim.decided_on) if claim.decided_on else "",
        decided_by=claim.decided_by,
        open=is_open,
        evidence_url=address("claim-evidence", *at) if is_open else "",
        withdraw_url=address("claim-withdraw", *at) if is_open else "",
        decide_url=address("claim-decide", *at) if decides and not blocks else "",
        blocks=blocks if is_open else (),
    )


def _evidence(claim: KinshipClaim) -> list[Evidence]:
    return [
        Evidence(
            kind=row.get_kind_display(),
            reference=row.reference,
            dated_on=wording.day_text(row.dated_on),
            recorded_by=row.recorded_by,
        )
        for row in claim.evidence.all()
    ]


def in_short(claims: Iterable[ClaimLine]) -> list[ShortClaim]:
    """Return the lines of the child's page: one for each claim, without its evidence."""
    return [
        ShortClaim(
            relation=str(claim.relation.label),
            name=claim.name,
            status=str(claim.status.label),
            tone=_TONES[claim.status],
            pieces=claim.pieces,
        )
        for claim in claims
    ]


def claim_facts(claim: KinshipClaim) -> list[Fact]:
    """Return what is claimed and on what evidence, beside the form of an act on a claim."""
    return [
        Fact(label=_("Claimant"), value=claim.claimant.name),
        Fact(label=_("Relation"), value=claim.get_relation_display()),
        Fact(label=_("Claimed on"), value=wording.day_text(claim.claimed_on)),
        *(Fact(label=row.get_kind_display(), value=row.reference) for row in claim.evidence.all()),
    ]
