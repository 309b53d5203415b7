"""Open follow-ups."""

import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.models import FollowUp, Placement, User
from cases.queries.spellings import name_of
from cases.vocabulary import PlacementKind


class Care(TypedDict):
    """The place of a child's care, None for a child not in care; the mother's name."""

    care: PlacementKind | None
    lives_at: str | None
    mothers_name: str | None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    FollowUpInCare = WithAnnotations[FollowUp, Care]


def to_do(user: User, *, on: datetime.date) -> "QuerySet[FollowUpInCare]":
    """Return the open follow-ups of the children whose whole record ``user`` may open.

    The earliest first, each with ``care`` and ``lives_at``.
    """
    care = Placement.objects.filter(child=OuterRef("child"), during__contains=on)
    rows = FollowUp.objects.open().select_related("child__person", "child__caseworker")
    if not (user.is_superuser or user.has_perm("cases.verify_child")):
        own = Q(child__mother__team_id=user.team_id) | Q(child__caseworker=user)
        rows = rows.filter(own)
    return (
        rows.annotate(
            care=Subquery(care.values("kind")[:1]),
            lives_at=Subquery(care.values("place__name")[:1]),
            mothers_name=name_of("child__mother__person"),
        )
        .prefetch_related("child__person__names")
        .defer("note")
        .order_by("due_on", "pk")
    )
