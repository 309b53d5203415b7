"""Kinship claims: several at a time, each with evidence and a second person's decision."""

import datetime
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal, names
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim as claim_token
from cases.casework.submissions import done
from cases.models import Child, ClaimEvidence, KinshipClaim, Person, User
from cases.models.kinship import ONE_OF_A_KIND
from cases.queries.kinship import decision_blocks
from cases.queries.refusals import wrong_stage
from cases.vocabulary import Act, ClaimStatus, EvidenceKind, NameKind, Relation

_DECISION = ("status", "reasons", "decided_on", "decided_by", "decided_at")


@transaction.atomic
def record(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    relation: Relation,
    claimed_on: datetime.date,
    claimant: Person | None = None,
    name: str = "",
    token: uuid.UUID | None = None,
) -> KinshipClaim:
    """Record a claim of kinship by ``claimant``, or by a new person called ``name``.

    Raises ``CannotMove`` for a closed case, a day in the future or a claimant with an open
    or accepted claim, ``CannotUseName``, and ``AlreadyTaken``.
    """
    submission = claim_token(token, by=by)
    child = lock_child(child)
    if wrong := wrong_stage(child, Act.CLAIM):
        raise CannotMove(wrong)
    if claimed_on > on:
        raise CannotMove(_("A claim cannot be dated in the future."))
    if claimant and child.claims.standing().filter(claimant=claimant).exists():
        raise CannotMove(_("This person already has an open claim."))
    newest = child.claims.order_by("-n").first()
    claim = KinshipClaim.objects.create(
        child=child,
        n=newest.n + 1 if newest else 1,
        claimant=claimant or _somebody(name),
        relation=relation,
        claimed_on=claimed_on,
        recorded_by=by,
    )
    _journal(claim, relation, by, on)
    done(submission, child)
    return claim


def _somebody(name: str) -> Person:
    person = Person.objects.create()
    names.add_name(person, name, kind=NameKind.FAMILY, is_primary=True)
    return person


@transaction.atomic
def add_evidence(
    *,
    claim: KinshipClaim,
    version: int | None,
    by: User,
    on: datetime.date,
    kind: EvidenceKind,
    reference: str,
    dated_on: datetime.date,
    token: uuid.UUID | None = None,
) -> ClaimEvidence:
    """Add evidence to an open claim, as its next version, so that older decision forms are stale.

    Raises ``CannotMove``, ``Stale`` and ``AlreadyTaken``.
    """
    submission = claim_token(token, by=by)
    claim = _take(claim, version)
    if claim.status != ClaimStatus.OPEN:
        raise CannotMove(_("Evidence can be added only while a claim is open."))
    if dated_on > on:
        raise CannotMove(_("Evidence cannot be dated in the future."))
    if claim.evidence.filter(kind=kind, reference=reference).exists():
        raise CannotMove(_("This evidence is already recorded."))
    evidence = ClaimEvidence.objects.create(
        claim=claim, kind=kind, reference=reference, dated_on=dated_on, recorded_by=by
    )
    save(claim)
    _journal(claim, f"evidence:{kind}", by, on)
    done(submission, claim.child)
    return evidence


@transaction.atomic
def decide(
    *,
    claim: KinshipClaim,
    version: int | None,
    by: User,
    on: datetime.date,
    status: ClaimStatus,
    decided_on: datetime.date,
    reasons: str,
) -> None:
    """Accept or reject a claim as the second person; other claims stay open.

    An accepted claim may be rejected later, by a person who recorded none of it. Raises
    ``CannotMove`` and ``Stale``.
    """
    claim = _take(claim, version)
    if blocks := (*decision_blocks(claim, by=by), *_not_acceptable(claim, status)):
        raise CannotMove(*blocks)
    if not claim.claimed_on <= decided_on <= on:
        raise CannotMove(_("Enter the claim date or a later one, up to today."))
    if not reasons:
        raise CannotMove(_("Give the reasons for the decision."))
    claim.status, claim.reasons = status, reasons
    claim.decided_on, claim.decided_by, claim.decided_at = decided_on, by, timezone.now()
    save(claim, *_DECISION)
    _journal(claim, status, by, on)


def _not_acceptable(claim: KinshipClaim, status: ClaimStatus) -> Iterator[str]:
    if status != ClaimStatus.ACCEPTED:
        return
    if claim.status == ClaimStatus.ACCEPTED:
        yield _("This claim is already accepted.")
    if not claim.evidence.all():
        yield _("No evidence is recorded. A claim needs evidence to be accepted.")
    accepted = KinshipClaim.objects.filter(child=claim.child_id, status=ClaimStatus.ACCEPTED)
    rival = accepted.filter(relation=claim.relation).exclude(pk=claim.pk).first()
    if claim.relation in ONE_OF_A_KIND and rival:
        sentence = _("Claim %(number)s (%(relation)s) is the accepted one. Reject it first.")
        yield sentence % {"number": rival.n, "relation": rival.get_relation_display()}


@transaction.atomic
def withdraw(*, claim: KinshipClaim, version: int | None, by: User, on: datetime.date) -> None:
    """Record that an open claim is withdrawn. Raises ``CannotMove`` and ``Stale``."""
    claim = _take(claim, version)
    if claim.status != ClaimStatus.OPEN:
        raise CannotMove(_("This claim is already decided or withdrawn."))
    claim.status = ClaimStatus.WITHDRAWN
    save(claim, "status")
    _journal(claim, ClaimStatus.WITHDRAWN, by, on)


def _take(claim: KinshipClaim, version: int | None) -> KinshipClaim:
    child = lock_child(claim.child)
    claim = take(KinshipClaim.objects.all(), claim.pk, version)
    claim.child = child
    return claim


def _journal(claim: KinshipClaim, word: str, by: User, on: datetime.date) -> None:
    journal.record(claim.child, act=Act.CLAIM, by=by, on=on, detail=f"{claim.n}:{word}")
