"""What is shared with other authorities, and what stands in the way of it."""

import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import BooleanField, Exists, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Child, Consent, ConsentVerification, Sharing, User
from cases.models.consent import later_ones
from cases.models.named_export import HOLDS
from cases.queries.audit import REQUEST_KINDS, Asked, narrowed
from cases.queries.held import HeldOnChild, held_on
from cases.queries.second_person import hand_out_refusals
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


#: Given by a woman who was taken for the mother before: the guards count it no longer.
_OF_ANOTHER_MOTHER = Func(
    *("child_id", "giver_role", "giver_id"),
    function="cases_word_of_another_mother",
    output_field=BooleanField(),
)


def consents_to_share(child: Child) -> "QuerySet[Consent]":
    """Return the verified consents to sharing of the record that nobody has taken back."""
    taken_back = later_ones().exclude(decision=ConsentDecision.GIVEN)
    verified = ConsentVerification.objects.filter(consent=OuterRef("pk"))
    return child.consents.filter(
        ~Q(_OF_ANOTHER_MOTHER),
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
    return [
        _(
            "The consent to sharing holds no longer: it was withdrawn or refused, or the child has "
            "come under another mother. Nothing more is shared."
        )
    ]


def file_refusals(share: "StandingShare", *, by: User, at: datetime.datetime) -> list[str]:
    """Return why ``by`` cannot hand the file out at the moment ``at``."""
    if reasons := hand_out_refusals(share, by=by) or withdrawn_refusals(share):
        return reasons
    if share.approved_at and at >= share.approved_at + HOLDS:
        return [_("More than a day has passed. It must be requested again.")]
    return []
