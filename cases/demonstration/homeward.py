"""The demonstration's money and movements, made by acts."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from cases.casework import (
    batches,
    closings,
    escorts,
    follow_ups,
    homecoming,
    journeys,
    manifests,
    movements,
    receipts,
    statements,
)
from cases.casework.documents import NewFile
from cases.casework.escorts import Escort
from cases.casework.movements import JourneyPlan
from cases.demonstration.papers import written
from cases.demonstration.staff import Staff
from cases.demonstration.way import Way
from cases.models import Agreement, Fee, Movement, PaymentBatch, Place
from cases.vocabulary import (
    ClosedReason,
    FollowUpKind,
    FollowUpResult,
    PlaceKind,
    PlacementKind,
    PlacePurpose,
    Sex,
)

#: The flights home so far: how many days ago, and how many of the children were aboard.
FLIGHTS = ((395, 4), (110, 9), (75, 9), (30, 6))
#: Of the children who came home, so many are placed and so many of those cases are closed.
PLACED, COMPLETED = 22, 4
GRANDMOTHER = "Саида Сафарова"
#: Who flies with the children: the name, the number of an invented passport, the birth, the sex;
#: and of how many children one takes care.
ESCORTS = (
    ("Zarina Nazarova", "TJ 0000011", datetime.date(1984, 5, 2), Sex.FEMALE),
    ("Farrukh Olimov", "TJ 0000012", datetime.date(1979, 11, 20), Sex.MALE),
    ("Munira Davlatova", "TJ 0000013", datetime.date(1990, 1, 14), Sex.FEMALE),
)
CHILDREN_OF_AN_ESCORT = 6
_HOURS = datetime.timedelta(hours=4)


def _on(day: datetime.date, hour: int = 8) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _fly(
    agreement: Agreement, ways: list[Way], staff: Staff, departs: datetime.datetime, spare: int
) -> Movement:
    """Plan a flight for ``ways`` with their escorts, and ``spare`` seats."""
    people = ESCORTS[: 1 + len(ways) // CHILDREN_OF_AN_ESCORT]
    airports = Place.objects.serving(PlacePurpose.ROUTE)
    flight = movements.plan(
        agreement=agreement,
        journey=JourneyPlan(
            origin=airports.get(country=agreement.holding),
            destination=airports.get(country=agreement.home),
            departs_at=departs,
            arrives_at=departs + _HOURS,
            seats=len(ways) + len(people) + spare,
            carrier="Somon Air",
            number="SZ 991",
        ),
        by=staff.travel,
    )
    movements.propose_all(
        movement=flight,
        children=[way.child for way in ways],
        version=flight.version,
        by=staff.travel,
        on=_planned_on(departs),
    )
    for name, document, born, sex in people:
        flight.refresh_from_db()
        escort = Escort(
            name=name, document=document, nationality=agreement.home, born=born, sex=sex
        )
        escorts.add_escort(movement=flight, escort=escort, version=flight.version, by=staff.travel)
    flight.refresh_from_db()
    return flight


def _planned_on(departs: datetime.datetime) -> datetime.date:
    """Return the day a flight is planned: two weeks before, or today for one to come."""
    return min(timezone.localdate(departs) - datetime.timedelta(days=14), timezone.localdate())


def _lock(flight: Movement, staff: Staff) -> None:
    on = _planned_on(flight.departs_at)
    manifests.ask_lock(movement=flight, version=flight.version, by=staff.travel, on=on)
    flight.refresh_from_db()
    manifests.approve_lock(movement=flight, version=flight.version, by=staff.reviewer, on=on)
    flight.refresh_from_db()


def _depart(flight: Movement, staff: Staff) -> None:
    journeys.board_all(
        movement=flight,
        version=flight.version,
        by=staff.travel,
        on=timezone.localdate(flight.departs_at),
    )
    flight.refresh_from_db()
    journeys.depart(movement=flight, version=flight.version, at=flight.departs_at, by=staff.travel)
    flight.refresh_from_db()


def arrive_home(
    agreement: Agreement,
    ways: list[Way],
    staff: Staff,
    today: datetime.date,
    *,
    flights: tuple[tuple[int, int], ...] = FLIGHTS,
    placed: int = PLACED,
    completed: int = COMPLETED,
) -> None:
    """Bring ``ways`` home on the flights so far; most are placed in care, some cases closed."""
    aboard = iter(ways)
    for days, number in flights:
        group = [next(aboard) for _ in range(number)]
        flight = _fly(agreement, group, staff, _on(today - datetime.timedelta(days=days)), 2)
        _lock(flight, staff)
        _depart(flight, staff)
        journeys.arrive(
            movement=flight, version=flight.version, at=flight.arrives_at, by=staff.travel
        )
    for number, way in enumerate(ways[:placed]):
        if number % 4 == 3:
            contact = f"+992 00 000 {number:04}"  # of no one
            _place(way, PlacementKind.RELATIVE, caregiver_name=GRANDMOTHER, contact=contact)
        else:
            _place(way, PlacementKind.INSTITUTION, place=Place.objects.get(kind=PlaceKind.CARE))
        _follow_up(way, today, leave=number % 5 == 4)
        if number < completed:
            _complete(way, today)


def _place(way: Way, kind: PlacementKind, **care: Any) -> None:
    child = way.child
    child.refresh_from_db()
    assert child.returned_on is not None  # noqa: S101 (each of these has arrived)
    on = child.returned_on + datetime.timedelta(days=2)
    homecoming.hand_over(
        child=child,
        by=way.caseworker,
        on=on,
        signed_on=on,
        paper=f"H-{child.pk:04}",
        handed_by="Consular service",
        received_by="Child Rights Unit",
    )
    child.refresh_from_db()
    homecoming.place(
        child=child, version=child.version, by=way.caseworker, on=on, kind=kind, **care
    )


def _follow_up(way: Way, today: datetime.date, *, leave: bool) -> None:
    """Do the follow-ups due so far, a few days late; some children's last one is still open."""
    due = list(way.child.follow_ups.filter(due_on__lt=today - datetime.timedelta(days=4)))
    for number, row in enumerate(due[: len(due) - leave]):
        on = row.due_on + datetime.timedelta(days=number % 4)
        follow_ups.record(
            follow_up=row,
            version=row.version,
            by=way.caseworker,
            on=on,
            done_on=on,
            result=FollowUpResult.WELL,
            note="Well cared for." if row.kind == FollowUpKind.VISIT else "",
        )


def _complete(way: Way, today: datetime.date) -> None:
    child = way.child
    on = today - datetime.timedelta(days=20)
    for act, by in (("ask", way.caseworker), ("approve", way.staff.reviewer)):
        child.refresh_from_db()
        if act == "ask":
            closings.ask_to_close(
                child=child,
                version=child.version,
                by=by,
                on=on,
                reason=ClosedReason.COMPLETED,
            )
        else:
            closings.approve_closing(child=child, version=child.version, by=by, on=on)


def leave_today(agreement: Agreement, ways: list[Way], staff: Staff) -> None:
    """Put ``ways`` on a flight that has left and not yet arrived."""
    departs = timezone.now() - datetime.timedelta(hours=1)
    flight = _fly(agreement, ways, staff, departs, 2)
    _lock(flight, staff)
    _depart(flight, staff)


def book(agreement: Agreement, ways: list[Way], staff: Staff, today: datetime.date) -> None:
    """Book ``ways`` on a flight of next week, its manifest locked."""
    flight = _fly(agreement, ways, staff, _on(today + datetime.timedelta(days=9)), 0)
    _lock(flight, staff)


def propose_seats(
    agreement: Agreement, ways: list[Way], staff: Staff, today: datetime.date
) -> None:
    """Propose places on a flight still being planned."""
    _fly(agreement, ways, staff, _on(today + datetime.timedelta(days=24)), 8)


def pay(
    receipted: list[Way], paid: list[Way], waiting: list[Way], staff: Staff, today: datetime.date
) -> None:
    """Pay the fees: one batch settled with its receipt, one sent, one waiting for approval."""
    on = today - datetime.timedelta(days=130)
    settled = _send(receipted, staff, on)
    receipts.record(
        agreement=settled.agreement,
        batch=settled,
        version=settled.version,
        by=staff.finance,
        on=on + datetime.timedelta(days=8),
        authority="Iraqi Ministry of Interior, Residence Directorate",
        number="R-1",
        received_on=on + datetime.timedelta(days=8),
        amounts={fee.pk: fee.amount for fee in _fees(receipted)},
        token=uuid.uuid4(),
        new=NewFile(written("Receipt R-1")),
    )
    _read_statement(settled, staff, today)
    _send(paid[:8], staff, today - datetime.timedelta(days=40))
    _submit(waiting, staff)


def _read_statement(settled: PaymentBatch, staff: Staff, today: datetime.date) -> None:
    """Apply a bank statement with the transfer of a batch and a charge."""
    sums = PaymentBatch.objects.with_totals().get(pk=settled.pk)
    start = (f"{settled.value_date};{settled.bank_reference}", settled.reference)
    rows = [
        "Value date;Bank reference;Details;Amount;Currency",
        f"{';'.join(start)};-{sums.total};{settled.currency}",
        f"{start[0]};Charges;-15;{settled.currency}",
    ]
    draft = statements.keep("statement.csv", "\n".join(rows).encode(), on=today, by=staff.finance)
    seen = statements.tried(draft).seen
    statements.apply(draft=draft, seen=seen, by=staff.finance, on=today)


def _fees(ways: list[Way]) -> list[Fee]:
    return list(Fee.objects.filter(child__in=[way.child for way in ways]).order_by("pk"))


def _submit(ways: list[Way], staff: Staff, at: datetime.datetime | None = None) -> PaymentBatch:
    batch = batches.create(fees_picked=_fees(ways), by=staff.finance, token=uuid.uuid4(), at=at)
    batches.submit(batch=batch, version=batch.version, by=staff.finance, at=at)
    batch.refresh_from_db()
    return batch


def _send(ways: list[Way], staff: Staff, on: datetime.date) -> PaymentBatch:
    at = timezone.make_aware(datetime.datetime.combine(on, datetime.time(10)))
    batch = _submit(ways, staff, at - datetime.timedelta(days=3))
    approved_at = at - datetime.timedelta(days=1)
    batches.approve(batch=batch, version=batch.version, by=staff.approver, at=approved_at)
    batch.refresh_from_db()
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=staff.finance,
        on=on,
        bank_reference=f"NBT-{on:%Y%m%d}",
        value_date=on,
        funder="State budget",
    )
    batch.refresh_from_db()
    return batch
