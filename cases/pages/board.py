"""What the cards of the dashboard say, as the plain values by which each is kept."""

from dataclasses import dataclass

from cases import wording
from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard
from cases.figures.journeys import NextJourney
from cases.pages import charts, numbers
from cases.pages.links import Links
from cases.pages.progress import returned_text
from cases.pages.time_charts import MonthRow, TimeChart
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hero:
    """The returned of the target, and the bar of all children; ``agreement`` is a slug."""

    returned: int
    returned_url: str
    words: str
    target: int | None
    agreement: str
    since: str
    since_url: str
    bar: charts.Bar


def hero(board: Dashboard, links: Links) -> Hero:
    """Return the card of progress, compared with an earlier day where one is asked for."""
    since = numbers.since_text(board)
    return Hero(
        returned=board.counts[Counted.RETURNED],
        returned_url=links.counted(Counted.RETURNED),
        words=returned_text(board.progress),
        target=board.progress.target,
        agreement=links.agreement,
        since=since,
        since_url=links.since(Counted.RETURNED, delta=since and numbers.returned_delta(board)),
        bar=charts.progress_bar(
            board.progress, links, board.before.counts if board.before else None
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Children home over time: the drawings, the table beside, and what may be taken away."""

    drawings: tuple[TimeChart, ...]
    months: tuple[MonthRow, ...]
    query: str
    is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InFamilies:
    """Who of the returned lives in a family; ``picture`` is the query of the chart as a file."""

    returned: int
    n: int
    url: str
    drawings: tuple[TimeChart, ...]
    picture: str


def family(
    board: Dashboard, links: Links, drawings: tuple[TimeChart, ...], *, picture: str
) -> InFamilies:
    """Return the card of those who live in a family."""
    return InFamilies(
        returned=board.counts[Counted.RETURNED],
        n=board.counts[Counted.IN_FAMILY],
        url=links.counted(Counted.IN_FAMILY),
        drawings=drawings,
        picture=picture,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyAhead:
    """The next movement, and how full it is."""

    reference: str
    origin: str
    destination: str
    day: str
    seats_taken: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyAhead:
    """Who is ready to travel, and the next movement where it may be shown; each with its list."""

    journey: JourneyAhead | None
    ready: int
    ready_url: str
    booked: int
    booked_url: str
    on_the_way: int
    on_the_way_url: str


def ahead(board: Dashboard, links: Links) -> ReadyAhead:
    """Return the card of the next movement."""
    return ReadyAhead(
        journey=_journey(board.journey) if board.journey else None,
        ready=board.counts[Counted.READY],
        ready_url=links.counted(Counted.READY),
        booked=links.count(Stage.BOOKED),
        booked_url=links.split(Counted.TO_TRAVEL, Stage.BOOKED),
        on_the_way=links.count(Stage.IN_TRANSIT),
        on_the_way_url=links.split(Counted.TO_TRAVEL, Stage.IN_TRANSIT),
    )


def _journey(journey: NextJourney) -> JourneyAhead:
    movement = journey.movement
    return JourneyAhead(
        reference=movement.reference,
        origin=str(movement.origin),
        destination=str(movement.destination),
        day=wording.day_text(movement.departs_at),
        seats_taken=journey.seats_taken,
        seats=journey.seats,
    )
