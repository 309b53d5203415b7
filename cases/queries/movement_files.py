"""The movement file: passengers, siblings who would stay, blocks.

The movement's page and every refusal use it, so they cannot differ.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.utils import timezone

from cases.models import Child, EscortChange, Movement, Passenger, User
from cases.models.movement import LEFT, SEATED
from cases.queries.case_files import CaseFile, case_files
from cases.queries.journal import last_entries
from cases.queries.movements import (
    depart_refusals,
    lock_refusals,
    place_refusals,
    return_refusals,
    take_back_refusals,
    unready,
)
from cases.queries.siblings import NOT_YET_GONE, Staying, staying
from cases.queries.spellings import name_of
from cases.rules.journeys import is_early
from cases.vocabulary import Act, MovementStatus, PassengerStatus, Stage

#: Who plans a movement, and undoes what he recorded of it.
PLANS = "cases.plan_movement"


class AsSeen(TypedDict):
    """The annotations whether the user may see a child's identity, and the mother's name."""

    is_shown: bool
    mothers_name: str | None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    PassengerAsSeen = WithAnnotations[Passenger, AsSeen]


@dataclass(frozen=True, slots=True)
class Seat:
    """One passenger, past or present.

    ``number`` is the order of adding; ``is_shown`` whether the user may see the passenger's
    identity; ``missing`` why the child cannot travel, one sentence each; ``stays_off`` why the user
    cannot undo that the passenger left, empty where that is possible.
    """

    number: int
    passenger: Passenger
    is_shown: bool
    missing: tuple[str, ...] = ()
    has_siblings: bool = False
    stays_off: str | None = None
    mothers_name: str = ""

    @property
    def is_taken(self) -> bool:
        return self.passenger.status in SEATED

    @property
    def may_return(self) -> bool:
        """Whether the user may undo that the passenger left."""
        return self.stays_off == ""


@dataclass(frozen=True, slots=True)
class MovementFile:
    """The state of a movement on a day, as far as the user may see it.

    ``unseen`` is the number of children aboard whose records the user may not open;
    ``blocks`` is what blocks the lock, or the departure; ``is_early`` before the days on which
    a locked movement is boarded; ``stays`` is why the user cannot undo the departure, or the
    arrival: empty where that is possible, None where there is none.
    """

    movement: Movement
    seats: tuple[Seat, ...]
    siblings: tuple[Staying, ...]
    unseen: int
    blocks: tuple[str, ...]
    escort_changes: tuple[EscortChange, ...]
    is_early: bool
    stays: tuple[str, ...] | None

    @property
    def can_undo(self) -> bool:
        """Whether the user may undo the departure, or the arrival."""
        return self.stays == ()

    @property
    def can_change(self) -> bool:
        """Whether passengers can still board or leave."""
        return self.movement.status in NOT_YET_GONE

    @property
    def aboard(self) -> tuple[Seat, ...]:
        """The passengers with a seat, families together, escorts last."""
        return tuple(seat for seat in self.seats if seat.is_taken)

    @property
    def shows_ages(self) -> bool:
        """Whether the user may see who any of the children aboard is."""
        return any(seat.is_shown and seat.passenger.child_id for seat in self.aboard)

    @property
    def gone(self) -> tuple[Seat, ...]:
        """The passengers who left."""
        return tuple(seat for seat in self.seats if not seat.is_taken)

    @property
    def all_boarded(self) -> bool:
        return all(seat.passenger.status == PassengerStatus.BOARDED for seat in self.aboard)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child of a family with a ready child; ``why_not`` is empty for a ready one."""

    child: Child
    is_shown: bool
    why_not: tuple[str, ...]


def movement_file(
    movement: Movement, *, by: User, on: datetime.date, departs: bool = False
) -> MovementFile:
    """Return ``movement`` on a day, as ``by`` may see it. Eight queries; nine once it is gone,
    ten when somebody has left a locked list.

    Whoever records that it ``departs`` is told all that blocks it, whatever its day.
    """
    passengers = _passengers(movement, by)
    whole = by.has_perm(PLANS) or by.has_perm("cases.approve_lock")
    aboard = [(p.child, p) for p in passengers if p.child and p.status in SEATED]
    children = [child for child, p in aboard if whole or _is_shown(p)]
    files: Mapping[int, CaseFile] = {}
    siblings: list[Staying] = []
    if movement.status in NOT_YET_GONE:
        files = case_files(children, on=on)
        siblings = staying(movement, children)
    seats = _seats(movement, passengers, files, _stays_off(movement, passengers, by=by, on=on))
    waits = movement.status == MovementStatus.LOCKED and not departs
    early = waits and is_early(timezone.localdate(movement.departs_at), on=on)
    shown = (seat for seat in seats if whole or seat.is_shown)
    return MovementFile(
        movement=movement,
        seats=tuple(sorted(shown, key=_families_together)),
        siblings=tuple(siblings),
        unseen=len(aboard) - len(children),
        blocks=_blocks(movement, passengers, files, siblings, early=early) if whole else (),
        escort_changes=_escort_changes(passengers) if whole else (),
        is_early=early,
        stays=_stays(movement, children, by=by, on=on),
    )


def _stays(
    movement: Movement, children: Iterable[Child], *, by: User, on: datetime.date
) -> tuple[str, ...] | None:
    gone = movement.status in (MovementStatus.DEPARTED, MovementStatus.ARRIVED)
    if not gone or not by.has_perm(PLANS):
        return None
    return take_back_refusals(movement, last_entries(children).values(), by=by, on=on)


def _escort_changes(passengers: Iterable[Passenger]) -> tuple[EscortChange, ...]:
    """Return what became of the escorts' seats, the latest first."""
    escorts = {passenger.pk: passenger for passenger in passengers if passenger.escort_id}
    changes = tuple(EscortChange.objects.filter(passenger__in=escorts).select_related("by"))
    for change in changes:
        change.passenger = escorts[change.passenger_id]
    return changes


def candidates(
    movement: Movement, mothers: Iterable[int], *, by: User, on: datetime.date
) -> dict[int, list[Candidate]]:
    """Return the children not yet home of each of ``mothers``, and why one is not ready."""
    rows = Child.objects.not_yet_home().filter(mother_id__in=mothers).with_names()
    children = list(rows.annotate(is_shown=_may_see(by, "pk")).order_by("mother_id", "pk"))
    files = case_files(children, on=on)
    families: dict[int, list[Candidate]] = {}
    for child in children:
        why_not = place_refusals(files[child.pk], movement)
        candidate = Candidate(child, child.is_shown, why_not)
        families.setdefault(child.mother_id, []).append(candidate)
    return families


def mothers_of_ready(movement: Movement) -> "QuerySet[Child, int]":
    """Return the keys of mothers with a cleared child without a place, first registered first."""
    seats = Passenger.objects.filter(child=OuterRef("pk"), status__in=SEATED)
    ready = Child.objects.filter(agreement_id=movement.agreement_id, stage=Stage.CLEARED)
    ready = ready.exclude(Exists(seats)).order_by("mother_id")
    return ready.values_list("mother_id", flat=True).distinct()


def _may_see(by: User, key: str) -> Exists | Value:
    if by.is_superuser:
        return Value(True, output_field=BooleanField())
    return Exists(Child.objects.named_to(by).filter(pk=OuterRef(key)))


def _passengers(movement: Movement, by: User) -> "list[PassengerAsSeen]":
    rows = movement.passengers.order_by("pk").annotate(
        is_shown=_may_see(by, "child_id"), mothers_name=name_of("child__mother__person")
    )
    rows = rows.select_related("child__person", "child__mother", "escort")
    return list(rows.prefetch_related("child__person__names", "escort__names"))


def _is_shown(passenger: "PassengerAsSeen") -> bool:
    """Return whether the user may see the passenger's identity."""
    return passenger.escort_id is not None or passenger.is_shown


def _seats(
    movement: Movement,
    passengers: "list[PassengerAsSeen]",
    files: Mapping[int, CaseFile],
    stay_off: Mapping[int, str],
) -> list[Seat]:
    mothers = [p.child.mother_id for p in passengers if p.child and p.status in SEATED]
    return [
        Seat(
            number,
            passenger,
            is_shown=_is_shown(passenger),
            mothers_name=passenger.mothers_name or "",
            missing=_missing(movement, files.get(passenger.child_id or 0)),
            stays_off=stay_off.get(passenger.pk),
            has_siblings=passenger.child is not None
            and mothers.count(passenger.child.mother_id) > 1,
        )
        for number, passenger in enumerate(passengers, start=1)
    ]


def _stays_off(
    movement: Movement, passengers: Iterable[Passenger], *, by: User, on: datetime.date
) -> dict[int, str]:
    """Return why ``by`` cannot put back on the list each who left it, by key; "" if that is so."""
    gone = [passenger for passenger in passengers if passenger.status in LEFT]
    if not gone or movement.status != MovementStatus.LOCKED or not by.has_perm(PLANS):
        return {}
    return return_refusals(movement, gone, by=by, on=on)


def _missing(movement: Movement, file: CaseFile | None) -> tuple[str, ...]:
    if file is None:
        return ()
    if movement.status == MovementStatus.LOCKED:
        return tuple(dict.fromkeys((*file.blocks(Act.DEPART), *unready(file, movement))))
    return unready(file, movement)


def _blocks(
    movement: Movement,
    passengers: Sequence[Passenger],
    files: Mapping[int, CaseFile],
    siblings: list[Staying],
    *,
    early: bool,
) -> tuple[str, ...]:
    aboard = [passenger for passenger in passengers if passenger.status in SEATED]
    if movement.status == MovementStatus.PLANNING:
        escorts = len(aboard) - len(files)
        return lock_refusals(movement, files.values(), siblings, escorts=escorts)
    if movement.status == MovementStatus.LOCKED:
        return depart_refusals(movement, aboard, files, early=early)
    return ()


def _families_together(seat: Seat) -> tuple[bool, int, int]:
    child = seat.passenger.child
    return (child is None, child.mother_id if child else 0, seat.number)
