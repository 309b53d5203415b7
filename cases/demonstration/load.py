"""Loads the demonstration, and marks its database."""

import datetime
from collections.abc import Callable, Sequence
from itertools import islice

from django.db import transaction

from cases.casework import comparing, messages, registration, tasks
from cases.casework.journal import entered_as_it_happens
from cases.casework.refused import Refused
from cases.casework.seed import seed_agreement
from cases.demonstration import few
from cases.demonstration.court import claim_kinship, go_to_court
from cases.demonstration.homeward import arrive_home, book, leave_today, pay, propose_seats
from cases.demonstration.keeping import keep
from cases.demonstration.papers import add_papers
from cases.demonstration.people import FAMILY_SIZES, families
from cases.demonstration.publishing import publish
from cases.demonstration.staff import Staff, make_staff
from cases.demonstration.way import Way, publish_criteria
from cases.models import Agreement, Child, Demonstration, Mother, Place, User
from cases.models.user import SYSTEM
from cases.vocabulary import ConsentDecision, Decision, PlacePurpose, Reason

#: Children at each stage, in the order of the families; 92 with those who travelled.
RETURNED_FAMILIES, TRAVELLING_FAMILIES, BOOKED_FAMILIES = 12, 2, 3
TRAVELLED = RETURNED_FAMILIES + TRAVELLING_FAMILIES + BOOKED_FAMILIES
#: Days since the other families were registered, so that a dozen cases are overdue:
#: cleared, eligible, verified, deferred, not eligible and registered, line by line.
STARTED = (
    *(80, 60),
    *(85, 60, 45, 30),
    *(60, 40, 30, 20, 15),
    *(50, 45, 42, 38),
    *(70, 64, 58),
    *(40, 28, 24, 18, 12, 9, 6, 2),
)
#: Kinds of places where the invented mothers are.


#: Eligible children whose parents disagree.
CONTESTED = 3


class CannotLoad(Refused):
    """The database is not for the demonstration; the message says why."""


def is_demonstration(using: str = "default") -> bool:
    """Return whether the database is marked as a demonstration."""
    return Demonstration.objects.using(using).exists()


def load(
    *, today: datetime.date, password: str, owner: str = "default", children: int | None = None
) -> bool:
    """Load 43 invented mothers and 92 children at every stage, all or nothing.

    With ``children`` so many instead, see ``few``. Returns whether anything was
    loaded: a demonstration that stands is left as it is, but for the password
    of its accounts. Raises ``CannotLoad`` for a database that holds a case and
    is not marked. ``owner`` names the connection that may write the mark.
    """
    if not is_demonstration() and _is_in_use():
        raise CannotLoad("This database holds real cases. The demonstration has one of its own.")
    if not is_demonstration():
        Demonstration.objects.using(owner).create(loaded_on=today)
    with transaction.atomic():
        staff = make_staff(password)
        if Child.objects.exists():
            return False
        system = User.objects.get(username=SYSTEM)
        with entered_as_it_happens(), tasks.after_all(by=system, on=today):
            _load(staff, today, children)
        comparing.compare_all()
        messages.remind(on=today)
    return True


def _is_in_use() -> bool:
    """Return whether the database holds a mother or a user."""
    return Mother.objects.exists() or User.objects.exclude(username=SYSTEM).exists()


def _load(staff: Staff, today: datetime.date, children: int | None) -> None:
    agreement = seed_agreement(by=staff.admin, reviewer=staff.reviewer)
    publish_criteria(agreement, staff)
    if children is None:
        _load_whole(agreement, staff, today)
    else:
        registered = _register(agreement, staff, today, few.sizes(children), few.age_of_case)
        few.walk(agreement, registered, staff, today)


def _load_whole(agreement: Agreement, staff: Staff, today: datetime.date) -> None:
    ways = iter(_register(agreement, staff, today, FAMILY_SIZES, _age_of_case))
    returned = _take_families(ways, RETURNED_FAMILIES)
    travelling = _take_families(ways, TRAVELLING_FAMILIES)
    booked = _take_families(ways, BOOKED_FAMILIES)
    rest = [way for family in ways for way in family]
    cleared, eligible, pending = rest[:8], rest[8:20], rest[20:]
    for way in (*returned, *travelling, *booked, *cleared):
        way.prepare()
    for number, way in enumerate(eligible):
        _find_eligible(way, heard=number < CONTESTED or way.child.pk % 3 > 0)
        if number < CONTESTED:
            _contest(way, approved=number == 0, weighed=number < 2)
    _leave_pending(pending)
    go_to_court(eligible, cleared[:3], today)
    claim_kinship(pending, today)
    pay(returned, [*travelling, *booked], eligible[:6], staff, today)
    arrive_home(agreement, returned, staff, today)
    leave_today(agreement, travelling, staff)
    book(agreement, booked, staff, today)
    propose_seats(agreement, cleared[4:], staff, today)
    add_papers([*eligible[:5], *pending[:3]], today)
    keep(agreement, eligible[0].child, staff, today)
    publish(agreement, staff, today)


def _take_families(ways, number: int) -> list[Way]:
    return [way for family in islice(ways, number) for way in family]


def _register(
    agreement: Agreement,
    staff: Staff,
    today: datetime.date,
    sizes: Sequence[int],
    age_of_case: Callable[[int], int],
) -> list[list[Way]]:
    custody = Place.objects.serving(PlacePurpose.CUSTODY)
    held = custody.filter(country=agreement.holding).order_by("pk")
    ways = []
    for number, facts in enumerate(families(list(held), today=today, sizes=sizes)):
        caseworker = staff.caseworkers[number % 5 == 4]
        assert caseworker.team is not None  # noqa: S101 (ACCOUNTS gives each of them one)
        start = today - datetime.timedelta(days=age_of_case(number))
        mother = registration.register_family(
            agreement=agreement,
            team=caseworker.team,
            mother=facts.mother,
            children=facts.children,
            by=caseworker,
            on=start,
            caseworker=caseworker,
        )
        ways.append(
            [
                Way(child, caseworker, staff, start)
                for child in mother.children.order_by("pk").select_related("person", "mother")
            ]
        )
    return ways


def _age_of_case(number: int) -> int:
    """Return how many days ago a family was registered: those who travelled long ago.

    The first has been at home for more than a year, so that all its follow-ups are done.
    """
    if number == 0:
        return 460
    return 300 - 4 * number if number < TRAVELLED else STARTED[number - TRAVELLED]


def _find_eligible(way: Way, *, heard: bool) -> None:
    way.verify(6)
    way.decide(10, Decision.ELIGIBLE)
    if heard:
        way.consent(15)


def _contest(way: Way, *, approved: bool, weighed: bool) -> None:
    """Contest a consent, with a best-interests note if ``weighed``, approved or waiting."""
    way.contest(16)
    if weighed:
        way.weigh(18, approved=approved)


def _leave_pending(pending: list[Way]) -> None:
    registered, verified = pending[-8:], pending[:11]
    deferred, ineligible = pending[11:19], pending[19:26]
    for number, way in enumerate(registered):
        if number == 0:
            way.consent(2, ConsentDecision.WITHHELD)
    for number, way in enumerate(verified):
        way.verify(8)
        if number < 3:
            way.assess(12)
    for number, way in enumerate(deferred):
        way.verify(6)
        way.consent(8, ConsentDecision.WITHHELD)
        way.defer(9, review_in=20 + 15 * number, reason=Reason.NURSING)
    for way in ineligible:
        way.verify(6)
        way.decide(9, Decision.INELIGIBLE, review_in=180)
