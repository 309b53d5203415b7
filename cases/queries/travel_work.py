"""What a travel officer is to do: by movement, and the ready children without a place."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from cases.models import Child, Clearance, Movement, Passenger, Requirement, User
from cases.models.child import ChildQuerySet
from cases.models.movement import AHEAD, SEATED
from cases.queries.movements import is_infant_aboard
from cases.queries.my_work import with_own_names
from cases.vocabulary import ClearanceStatus, Stage

#: Movements and ready children that a page shows.
MOST = 25


class Ahead(TypedDict):
    """Who has a place on a movement."""

    children: int
    infants: int
    escorts: int


class Ready(TypedDict):
    """When the papers of a ready child end."""

    papers_until: datetime.date | None
    mothers_name: str | None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MovementAhead = WithAnnotations[Movement, Ahead]
    ReadyChild = WithAnnotations[Child, Ready]


@dataclass(frozen=True, slots=True)
class EndingPaper:
    """A paper of a passenger that ends before the arrival of the movement."""

    movement: int
    child: str
    kind: str
    until: datetime.date


@dataclass(frozen=True, slots=True)
class TravelWork:
    """The movements ahead, first departure first; the papers that end; who is ready."""

    movements: "list[MovementAhead]"
    ending: list[EndingPaper]
    ready: "list[ReadyChild]"
    ready_total: int


def travel_work(user: User, *, on: datetime.date) -> TravelWork | None:
    """Return what ``user``, who plans movements, is to do; None for anybody else.

    Five queries.
    """
    if not user.has_perm("cases.plan_movement"):
        return None
    ready = _ready(user, on)
    return TravelWork(
        movements=list(_movements(user)[:MOST]),
        ending=_ending(user, on),
        ready=list(ready[:MOST]),
        ready_total=_without_place(user).count(),
    )


def _movements(user: User) -> "QuerySet[MovementAhead]":
    taken = Q(passengers__status__in=SEATED)
    rows = Movement.objects.visible_to(user).filter(status__in=AHEAD).with_route()
    rows = rows.annotate(
        children=Count("passengers", filter=taken & Q(passengers__child__isnull=False)),
        infants=Count("passengers", filter=taken & is_infant_aboard()),
        escorts=Count("passengers", filter=taken & Q(passengers__escort__isnull=False)),
    )
    return cast("QuerySet[MovementAhead]", rows.order_by("departs_at", "pk"))


def _in_force(on: datetime.date) -> "QuerySet[Clearance]":
    """Return the papers that count: the newest granted ones that the agreement asks for."""
    newer = Clearance.objects.filter(
        child=OuterRef("child"), kind=OuterRef("kind"), pk__gt=OuterRef("pk")
    )
    needed = Requirement.objects.filter(
        agreement=OuterRef("child__agreement"), clearance=OuterRef("kind"), during__contains=on
    )
    papers = Clearance.objects.filter(status=ClearanceStatus.GRANTED, valid_until__isnull=False)
    return papers.filter(~Exists(newer), Exists(needed)).order_by()


def _ending(user: User, on: datetime.date) -> list[EndingPaper]:
    aboard = Passenger.objects.filter(
        movement__in=Movement.objects.visible_to(user).filter(status__in=AHEAD),
        child=OuterRef("child"),
        status__in=SEATED,
        movement__arrives_at__date__gt=OuterRef("valid_until"),
    )
    seat = Subquery(aboard.values("movement")[:1])
    rows = _in_force(on).filter(Exists(aboard)).annotate(seat=seat).order_by("valid_until", "pk")
    papers = rows.values_list("seat", "child__reference", "kind", "valid_until")
    return [
        EndingPaper(movement, child, kind, until)
        for movement, child, kind, until in papers[:MOST]
        if until
    ]


def _without_place(user: User) -> "ChildQuerySet[Child]":
    seats = Passenger.objects.filter(child=OuterRef("pk"), status__in=SEATED)
    return Child.objects.named_to(user).filter(~Exists(seats), stage=Stage.CLEARED)


def _ready(user: User, on: datetime.date) -> "QuerySet[ReadyChild]":
    papers = _in_force(on).filter(child=OuterRef("pk"))
    first = papers.values("child").annotate(first=Min("valid_until"))
    rows = with_own_names(_without_place(user)).select_related("person", "mother")
    rows = rows.annotate(papers_until=Subquery(first.values("first")))
    return cast("QuerySet[ReadyChild]", rows.order_by("stage_entered_on", "mother_id", "pk"))
