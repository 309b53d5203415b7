"""The path home of a family on a day, from its case files of that day and the movements on it."""

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, Q

from cases import wording
from cases.models import Child, Hearing, Mother, Movement, SiblingException
from cases.models.movement import SEATED
from cases.queries.case_files import CaseFile, case_files
from cases.queries.hearings import open_hearings
from cases.queries.movements import escort_rule, is_infant_aboard
from cases.queries.siblings import NOT_YET_GONE
from cases.rules.journeys import Headcount, is_infant
from cases.rules.path_home import CaseAhead, Flight, PathHome, path_home
from cases.vocabulary import ClearanceKind, MovementStatus, Stage


def not_home(mother: Mother) -> list[Child]:
    """Return the children of a mother who are not yet home, with their names. Two queries."""
    return list(mother.children.not_yet_home().with_names().order_by("pk"))


def path_of(
    wanted: Collection[Child],
    family: Sequence[Child],
    *,
    on: datetime.date,
    today: datetime.date,
) -> PathHome:
    """Return the path of ``wanted`` children, who have one agreement, to a flight on a day.

    ``family`` are they and the siblings who are not yet home. Six queries.
    """
    agreement = next(iter(wanted)).agreement
    by_key = {child.pk: child for child in (*family, *wanted)}
    files = case_files(by_key.values(), on=on)
    flight = _flight(agreement.pk, [files[child.pk].seat for child in wanted], files, on)
    excused = _excused(flight)
    hearings = open_hearings(by_key.values())
    standings = {
        key: standing_of(file, hearings.get(key, ()), is_excused=key in excused)
        for key, file in files.items()
    }
    return path_home(
        standings,
        [child.pk for child in wanted],
        flight=flight,
        rule=escort_rule(agreement),
        today=today,
    )


def standing_of(
    file: CaseFile, hearings: Sequence[Hearing] = (), *, is_excused: bool = False
) -> CaseAhead:
    """Return how a case stands on the day of its file, as ``path_home`` reads it."""
    days = {ClearanceKind(each.purpose): each.scheduled_on for each in reversed(hearings)}
    return CaseAhead(
        stage=Stage(file.child.stage),
        tracks=(*file.clearances, *file.consents),
        requirements=file.requirements,
        decisions=file.decisions,
        weighed=file.weighed,
        is_verified=file.child.verified_by_id is not None,
        identity_waits=bool(file.identity_blocks),
        undecided=file.undecided,
        fee_missing=file.fee_missing,
        has_fee=file.fee is not None,
        seat=file.seat,
        hearings=days,
        is_infant=is_infant(file.child.person.born_latest, on=file.on),
        is_excused=is_excused,
    )


def _flight(
    agreement_id: int, seats: Sequence[str], files: Mapping[int, CaseFile], on: datetime.date
) -> Flight:
    """Return the movement of the day: the one they have places on, else one with places enough."""
    aboard = Q(passengers__status__in=SEATED)
    rows = Movement.objects.filter(
        agreement_id=agreement_id, departs_at__date=on, status__in=NOT_YET_GONE
    ).annotate(
        children=Count("passengers", filter=aboard & Q(passengers__child__isnull=False)),
        infants=Count("passengers", filter=aboard & is_infant_aboard()),
        escorts=Count("passengers", filter=aboard & Q(passengers__escort__isnull=False)),
    )
    places = [file.seat for file in files.values()]
    suited = [
        row
        for row in rows
        if all(seat == row.reference for seat in seats)
        or (
            row.status == MovementStatus.PLANNING
            and row.seats_left >= len(places) - places.count(row.reference)
        )
    ]
    suited.sort(key=lambda row: (row.reference not in seats, row.reference not in places, row.pk))
    if not suited:
        return Flight(reference="", departs_on=on, arrives_on=on, party=Headcount(0, 0, 0))
    movement = suited[0]
    return Flight(
        reference=movement.reference,
        departs_on=on,
        arrives_on=wording.as_day(movement.arrives_at),
        is_locked=movement.status == MovementStatus.LOCKED,
        party=Headcount(movement.children, movement.infants, movement.escorts),
    )


def _excused(flight: Flight) -> frozenset[int]:
    """Return the children who may stay while a sibling travels on the movement."""
    rows = SiblingException.objects.filter(
        movement__reference=flight.reference, approved_by__isnull=False
    )
    return frozenset(rows.values_list("child", flat=True))
