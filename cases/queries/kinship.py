"""Kinship claims on a child, and refusals of a decision."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases.models import Child, KinshipClaim, Mother, Person, PersonName, User
from cases.models.kinship import STANDING
from cases.models.prepared import KEY, Statement, prepared
from cases.vocabulary import ClaimStatus, Relation


@dataclass(frozen=True, slots=True)
class Kin:
    """A person on record who may claim a child: the mother, or a claimant of a sibling."""

    person: Person
    name: str
    is_mother: bool


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim: claimant, relation, status and the number of ``pieces`` of evidence."""

    relation: Relation
    name: str
    status: ClaimStatus
    pieces: int


def claims_of(child: Child) -> tuple[KinshipClaim, ...]:
    """Return the claims on ``child`` with claimants and evidence, as recorded. Four queries."""
    rows = child.claims.select_related("claimant", "recorded_by", "decided_by")
    return tuple(rows.prefetch_related("claimant__names", "evidence__recorded_by").order_by("n"))


def claims_in_short(child: Child) -> tuple[ClaimLine, ...]:
    """Return the claims on ``child`` without their evidence, oldest first. One query."""
    return tuple(
        ClaimLine(Relation(relation), name or "", ClaimStatus(status), pieces)
        for relation, name, status, pieces in _claims().tuples(key=child.pk)
    )


@cache
def _claims() -> Statement:
    spelling = PersonName.objects.filter(person=OuterRef("claimant")).order_by("-is_primary", "pk")
    name = Subquery(spelling.values("text")[:1])
    rows = KinshipClaim.objects.filter(child=KEY).annotate(name=name, pieces=Count("evidence"))
    return prepared(rows.order_by("n").values_list("relation", "name", "status", "pieces"))


def known_kin(child: Child) -> tuple[Kin, ...]:
    """Return the people on record who may claim ``child``. Two queries."""
    claimants = KinshipClaim.objects.filter(child__mother=child.mother_id).values("claimant")
    mother = Mother.objects.filter(pk=child.mother_id).values("person")
    # A union, and no OR: each side is found by its index.
    people = Person.objects.filter(pk__in=claimants.order_by().union(mother.order_by(), all=True))
    kin = (
        Kin(person, person.name, person.pk == child.mother.person_id)
        for person in people.prefetch_related("names").order_by("pk")
    )
    return tuple(sorted((one for one in kin if one.name), key=lambda one: not one.is_mother))


def with_competing_claims() -> "QuerySet[Child]":
    """Return the children with competing claims, one of them open.

    Two people or more claim the child, or someone other than the mother on record claims
    to be the mother.
    """
    others = KinshipClaim.objects.standing().filter(child=OuterRef("child"))
    others = others.exclude(claimant=OuterRef("claimant"))
    names = PersonName.objects.filter(person=OuterRef("child__mother__person"))
    in_her_place = Q(Exists(names), relation=Relation.MOTHER)
    in_her_place &= ~Q(claimant=F("child__mother__person"))
    undecided = KinshipClaim.objects.open().filter(Q(Exists(others)) | in_her_place)
    return Child.objects.filter(Exists(undecided.filter(child=OuterRef("pk"))))


def competing_claims(child: Child) -> bool:
    """Return whether claims on ``child`` compete, so that a note must weigh them. One query."""
    return with_competing_claims().filter(pk=child.pk).exists()


def open_blocks(claim: KinshipClaim) -> tuple[str, ...]:
    """Return why a claim is not open to changes."""
    if claim.status == ClaimStatus.OPEN:
        return ()
    return (_("This claim is already decided or withdrawn."),)


def decision_blocks(claim: KinshipClaim, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` may not decide ``claim``; used by the page and the act."""
    if claim.status not in STANDING:
        return (_("This claim is already decided or withdrawn."),)
    if claim.recorded_by_id == by.pk:
        return (_("You recorded this claim. A second person must decide it."),)
    if any(row.recorded_by_id == by.pk for row in claim.evidence.all()):
        return (_("You recorded evidence for this claim. A second person must decide it."),)
    return ()
