"""A small demonstration for developers: a few families, each at another stage."""

import datetime

from cases.demonstration import homeward
from cases.demonstration.court import go_to_court
from cases.demonstration.papers import add_papers
from cases.demonstration.staff import Staff
from cases.demonstration.way import Way
from cases.models import Agreement
from cases.vocabulary import ConsentDecision, Decision, Reason

#: How many children there may be: fewer leave a stage empty, of more the names would be alike.
CHILDREN = range(10, 51)
#: Sizes of eight families with ten children, and how many days ago each was registered:
#: at home, in transit, booked, cleared, eligible, verified, deferred, registered. Then anew.
_SIZES = (2, 1, 1, 1, 2, 1, 1, 1)
_STARTED = (250, 240, 230, 80, 60, 45, 30, 4)


def sizes(children: int) -> list[int]:
    """Return the sizes of families with so many children in total."""
    rounds, over = divmod(children, sum(_SIZES))
    return [*_SIZES * rounds, *(1,) * over]


def age_of_case(number: int) -> int:
    """Return how many days ago a family was registered."""
    return _STARTED[number % len(_STARTED)]


def walk(
    agreement: Agreement, families: list[list[Way]], staff: Staff, today: datetime.date
) -> None:
    """Take each family as far as its position in the list."""
    home, travelling, booked, cleared, eligible, verified, deferred, _registered = (
        [way for family in families[place :: len(_SIZES)] for way in family]
        for place in range(len(_SIZES))
    )
    for way in (*home, *travelling, *booked, *cleared):
        way.prepare()
    for way in (*eligible, *verified, *deferred):
        way.verify(6)
    for way in eligible:
        way.decide(10, Decision.ELIGIBLE)
        way.consent(15)
    for way in deferred:
        way.consent(8, ConsentDecision.WITHHELD)
        way.defer(9, review_in=20, reason=Reason.NURSING)
    go_to_court(eligible, cleared, today)
    homeward.pay(home, [*travelling, *booked], eligible, staff, today)
    homeward.arrive_home(
        agreement,
        home,
        staff,
        today,
        flights=((110, len(home)),),
        placed=len(home) // 2,
        completed=0,
    )
    homeward.leave_today(agreement, travelling, staff)
    homeward.book(agreement, booked, staff, today)
    homeward.propose_seats(agreement, cleared, staff, today)
    add_papers(eligible, today)
