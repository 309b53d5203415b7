"""Kinship claims: several side by side, each with evidence and another person's decision."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal, names
from cases.casework.cases import lock_child
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.casework.refusals import wrong_stage
from cases.casework.submissions import claim as claim_token
from cases.casework.submissions import done
from cases.models import Child, ClaimEvidence, KinshipClaim, Person, PersonName, User
from cases.models.kinship import ONE_OF_A_KIND, STANDING
from cases.vocabulary import Act, ClaimStatus, EvidenceKind, NameKind, Relation

_DECISION = ("status", "reasons", "decided_on", "decided_by", "decided_at")


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody on record who may claim a child: the mother, or who claims a brother or sister."""

    person: Person
    name: str
    is_mother: bool


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in short: who claims to be what, and on how many ``pieces`` of evidence."""

    relation: Relation
    name: str
    status: ClaimStatus
    pieces: int


def claims(child: Child) -> tuple[KinshipClaim, ...]:
    """Return the claims on ``child`` with claimants and evidence, as recorded. Four queries."""
    rows = child.claims.select_related("claimant", "recorded_by", "decided_by")
    return tuple(rows.prefetch_related("claimant__names", "evidence__recorded_by").order_by("n"))


def claims_in_short(child: Child) -> tuple[ClaimLine, ...]:
    """Return the claims on ``child`` in short, as recorded. One query."""
    spelling = PersonName.objects.filter(person=OuterRef("claimant")).order_by("-is_primary", "pk")
    name = Subquery(spelling.values("text")[:1])
    rows = child.claims.annotate(name=name, pieces=Count("evidence")).order_by("n")
    return tuple(
        ClaimLine(Relation(row.relation), row.name or "", ClaimStatus(row.status), row.pieces)
        for row in rows
    )


def known_kin(child: Child) -> tuple[Kin, ...]:
    """Return whom a claim on ``child`` may name without a new person. Two queries."""
    claimants = KinshipClaim.objects.filter(child__mother=child.mother_id).values("claimant")
    people = Person.objects.filter(Q(pk__in=claimants) | Q(mother=child.mother_id))
    kin = (
        Kin(person, person.name, person.pk == child.mother.person_id)
        for person in people.prefetch_related("names").order_by("pk")
    )
    return tuple(sorted((one for one in kin if one.name), key=lambda one: not one.is_mother))


def with_competing_claims() -> "QuerySet[Child]":
    """Return the children about whom people disagree, and somebody must decide.

    Two people or more claim the child and one of the claims is open; or
    somebody else than the mother on record claims to be the mother.
    """
    others = KinshipClaim.objects.standing().filter(child=OuterRef("child"))
    others = others.exclude(claimant=OuterRef("claimant"))
    named = PersonName.objects.filter(person=OuterRef("child__mother__person"))
    in_her_place = Q(Exists(named), relation=Relation.MOTHER)
    in_her_place &= ~Q(claimant=F("child__mother__person"))
    undecided = KinshipClaim.objects.open().filter(Q(Exists(others)) | in_her_place)
    return Child.objects.filter(Exists(undecided.filter(child=OuterRef("pk"))))


def competing_claims(child: Child) -> bool:
    """Tell whether claims on ``child`` compete: a trigger of a best-interests note. One query."""
    return with_competing_claims().filter(pk=child.pk).exists()


def open_claims(children: Iterable[Child]) -> dict[int, int]:
    """Return how many claims wait for a decision, by child; without any is left out. One query."""
    rows = KinshipClaim.objects.open().filter(child__in=[child.pk for child in children])
    return dict(rows.order_by().values_list("child").annotate(n=Count("pk")))


def decision_blocks(claim: KinshipClaim, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` may not decide ``claim``; the page and the act ask the same."""
    if claim.status not in STANDING:
        return (_("This claim is decided or withdrawn already."),)
    if claim.recorded_by_id == by.pk:
        return (_("You recorded this claim. Another person must decide it."),)
    if any(row.recorded_by_id == by.pk for row in claim.evidence.all()):
        return (_("You recorded evidence of this claim. Another person must decide it."),)
    return ()


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
    """Record that somebody says to be kin: ``claimant``, or a new person called ``name``.

    Raises ``CannotMove`` for a closed case, a day in the future or somebody whose claim
    stands already, ``CannotUseName``, and ``AlreadyTaken``.
    """
    submission = claim_token(token, by=by)
    child = lock_child(child)
    if wrong := wrong_stage(child, Act.CLAIM):
        raise CannotMove(wrong)
    if claimed_on > on:
        raise CannotMove(_("A claim cannot be dated in the future."))
    if claimant and child.claims.standing().filter(claimant=claimant).exists():
        raise CannotMove(_("A claim of this person stands already."))
    newest = child.claims.order_by("-n").first()
    made = KinshipClaim.objects.create(
        child=child,
        n=newest.n + 1 if newest else 1,
        claimant=claimant or _somebody(name),
        relation=relation,
        claimed_on=claimed_on,
        recorded_by=by,
    )
    _journal(made, relation, by, on)
    done(submission, child)
    return made


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
    """Add evidence to an open claim, by its reference; a decision begun before is told so.

    Raises ``CannotMove``, ``Stale`` and ``AlreadyTaken``.
    """
    submission = claim_token(token, by=by)
    claim = _take(claim, version)
    if claim.status != ClaimStatus.OPEN:
        raise CannotMove(_("Evidence is added while a claim is open."))
    if dated_on > on:
        raise CannotMove(_("Evidence cannot be dated in the future."))
    if claim.evidence.filter(kind=kind, reference=reference).exists():
        raise CannotMove(_("This evidence is recorded already."))
    made = ClaimEvidence.objects.create(
        claim=claim, kind=kind, reference=reference, dated_on=dated_on, recorded_by=by
    )
    save(claim)
    _journal(claim, f"evidence:{kind}", by, on)
    done(submission, claim.child)
    return made


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
    """Accept or reject a claim as the second person; other claims stay to be decided.

    An accepted claim may be rejected later, by somebody who recorded nothing of
    it. Raises ``CannotMove`` and ``Stale``.
    """
    claim = _take(claim, version)
    if blocks := (*decision_blocks(claim, by=by), *_not_acceptable(claim, status)):
        raise CannotMove(*blocks)
    if not claim.claimed_on <= decided_on <= on:
        raise CannotMove(_("A claim is decided on its day or later, and not in the future."))
    if not reasons:
        raise CannotMove(_("Give the reasons of the decision."))
    claim.status, claim.reasons = status, reasons
    claim.decided_on, claim.decided_by, claim.decided_at = decided_on, by, timezone.now()
    save(claim, *_DECISION)
    _journal(claim, status, by, on)


def _not_acceptable(claim: KinshipClaim, status: ClaimStatus) -> Iterator[str]:
    if status != ClaimStatus.ACCEPTED:
        return
    if claim.status == ClaimStatus.ACCEPTED:
        yield _("This claim is accepted already.")
    if not claim.evidence.all():
        yield _("No evidence is recorded. A claim is accepted on evidence.")
    accepted = KinshipClaim.objects.filter(child=claim.child_id, status=ClaimStatus.ACCEPTED)
    rival = accepted.filter(relation=claim.relation).exclude(pk=claim.pk).first()
    if claim.relation in ONE_OF_A_KIND and rival:
        said = _("Claim %(number)s is accepted: %(relation)s. A child has one; reject that first.")
        yield said % {"number": rival.n, "relation": rival.get_relation_display()}


@transaction.atomic
def withdraw(*, claim: KinshipClaim, version: int | None, by: User, on: datetime.date) -> None:
    """Record that an open claim is made no longer. Raises ``CannotMove`` and ``Stale``."""
    claim = _take(claim, version)
    if claim.status != ClaimStatus.OPEN:
        raise CannotMove(_("This claim is decided or withdrawn already."))
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
