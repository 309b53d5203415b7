"""What is shared with other authorities, and what stands in the way of it."""

import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Child, Consent, ConsentVerification, Sharing, User
from cases.models.named_export import HOLDS
from cases.queries.audit import REQUEST_KINDS, Asked, narrowed
from cases.queries.held import HeldOnChild, held_on
from cases.vocabulary import ConsentDecision, ConsentPurpose, SharedPart

#: The tables of a child that each part holds; other persons are left out of all.
TABLES: dict[SharedPart, tuple[str, ...]] = {
    SharedPart.IDENTITY: ("Person", "PersonName", "Identifier"),
    SharedPart.PAPERS: ("Document", "Clearance"),
    SharedPart.COURT: ("Hearing",),
    SharedPart.ELIGIBILITY: ("Assessment",),
    SharedPart.CONSENT: ("Consent",),
    SharedPart.JOURNEY: ("Passenger", "Handover"),
    SharedPart.CARE: ("Placement", "FollowUp"),
}


class OfStanding(TypedDict):
    """What ``with_standing`` adds."""

    stands: bool


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    StandingShare = WithAnnotations[Sharing, OfStanding]


def shares() -> "QuerySet[StandingShare]":
    """Return every sharing, newest first. Two queries."""
    people = ("asked_by", "approved_by", "dropped_by", "country", "consent", "child")
    rows = Sharing.objects.with_standing().select_related(*people).prefetch_related("files__by")
    return cast("QuerySet[StandingShare]", rows.order_by("-pk"))


def shares_asked(wish: Asked) -> "QuerySet[StandingShare]":
    """Return the sharings that the auditor asks for."""
    rows = shares().filter(child__reference=wish.about) if wish.about else shares()
    return narrowed(rows, wish, REQUEST_KINDS, by="asked_by", at="asked_at")


def consents_to_share(child: Child) -> "QuerySet[Consent]":
    """Return the verified consents to sharing of the record that nobody has taken back."""
    later = Q(decided_on__gt=OuterRef("decided_on")) | Q(
        decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk")
    )
    taken_back = Consent.objects.filter(
        later,
        child=OuterRef("child"),
        purpose=OuterRef("purpose"),
        giver_role=OuterRef("giver_role"),
    ).exclude(decision=ConsentDecision.GIVEN)
    verified = ConsentVerification.objects.filter(consent=OuterRef("pk"))
    return child.consents.filter(
        ~Exists(taken_back),
        Exists(verified),
        purpose=ConsentPurpose.SHARING,
        decision=ConsentDecision.GIVEN,
    )


def what_is_shared(share: Sharing) -> HeldOnChild:
    """Return the rows that ``share`` is about, without former versions."""
    names = {name for part in share.parts for name in TABLES[SharedPart(part)]}
    return held_on(share.child, only=names)


def withdrawn_refusals(share: "StandingShare") -> list[str]:
    """Return that a consent was taken back, where it was."""
    if share.stands:
        return []
    return [_("The consent to sharing was withdrawn or refused. Nothing more is shared.")]


def withdraw_refusals(share: Sharing, *, by: User) -> list[str]:
    """Return why ``by`` cannot withdraw a request."""
    if share.approved_by_id or share.dropped_by_id:
        return [_("This request was already answered.")]
    if share.asked_by_id != by.pk:
        return [_("Only the person who recorded this request withdraws it.")]
    return []


def decide_refusals(share: Sharing, *, by: User) -> list[str]:
    """Return why ``by`` cannot answer."""
    if share.approved_by_id or share.dropped_by_id:
        return [_("This request was already answered.")]
    if share.asked_by_id == by.pk:
        return [_("You requested this. A second person must approve it.")]
    return []


def file_refusals(share: "StandingShare", *, by: User, at: datetime.datetime) -> list[str]:
    """Return why ``by`` cannot hand the file out at the moment ``at``."""
    if not share.approved_at:
        return [_("A second person must agree before it is given out.")]
    if by.pk not in (share.asked_by_id, share.approved_by_id):
        return [_("One of the two who agreed on it gives it out.")]
    if reasons := withdrawn_refusals(share):
        return reasons
    if at >= share.approved_at + HOLDS:
        return [_("More than a day has passed. It must be requested again.")]
    return []
