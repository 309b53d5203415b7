"""From cleared to closed in the browser: four people, two siblings, one flight."""

import pytest
from playwright.sync_api import expect

from cases.casework import escorts
from cases.casework.escorts import Escort
from cases.models import Movement
from cases.vocabulary import Role, Stage
from tests import clock, factories
from tests.journeys.conftest import Hands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def family():
    return factories.cleared_family(2)


@pytest.fixture
def today():
    """Return a day that holds a flight from 00:00 to 00:01: no run begins before 00:05."""
    return clock.typed()


def evening_before():
    """Return the day on which a flight of midnight in Dushanbe leaves Baghdad, at 22:00 there."""
    return clock.typed(-1)


def stages(children):
    for child in children:
        child.refresh_from_db()
    return [child.stage for child in children]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def plan(page, today):
    """Plan a flight of this very day, so that it may have happened."""
    factories.airports()
    page.goto("/movements/")
    follow(page, "Plan a movement")
    page.get_by_label("From").fill("Baghdad International Airport")
    page.get_by_label("To", exact=True).fill("Dushanbe Airport")
    page.get_by_label("Departs on").fill(evening_before())
    page.get_by_label("Departs at").fill("22:00")
    page.get_by_label("Arrives on").fill(today)
    page.get_by_label("Arrives at").fill("00:01")
    page.get_by_label("Seats").fill("4")
    press(page, "Plan the movement")
    page.wait_for_url("**/movements/MV-*/")


def test_two_siblings_come_home(browse, family, today, assert_accessible):
    travel = browse(factories.user(Role.TRAVEL_OFFICER))
    plan(travel, today)
    flight = Movement.objects.get()
    follow(travel, "Add ready children")
    assert_accessible(travel)
    for child in family:
        travel.get_by_label(child.reference).check()
    press(travel, "Add to the movement")
    travel.get_by_text("2 children have a place now.").wait_for()
    travel.get_by_label("Name as on the travel document").fill("Zarina Saidova")
    press(travel, "Add the escort")
    travel.get_by_text("The escort has a seat.").wait_for()
    follow(travel, "Request the lock")
    assert_accessible(travel)
    press(travel, "Request the lock")
    travel.get_by_text("Lock requested. A reviewer will decide.").wait_for()
    assert_accessible(travel)

    review = browse(factories.user(Role.REVIEWER))
    review.goto(flight.get_absolute_url())
    follow(review, "Decide on the lock")
    review.get_by_label("Approve").check()
    press(review, "Record the decision")
    review.get_by_text("Passenger list locked").first.wait_for()
    assert stages(family) == [Stage.BOOKED, Stage.BOOKED]

    travel.goto("/")
    hands = Hands(travel)
    hands.click(travel.get_by_role("link", name="Movements", exact=True))
    hands.click(travel.locator("tbody").get_by_role("link", name=flight.reference))
    hands.click(travel.get_by_role("link", name="Passenger list", exact=True))
    expect(travel.get_by_text("Arabic").first).to_be_visible()
    assert hands.count == (3, 0)
    travel.goto(flight.get_absolute_url())
    press(travel, "Everybody is on board")
    travel.get_by_text("3 are on board now.").wait_for()
    record(travel, "Record the departure", evening_before(), "22:00")
    travel.get_by_text("Departure recorded.").wait_for()
    record(travel, "Record the arrival", today, "00:01")
    travel.get_by_text("Arrival recorded.").wait_for()
    assert_accessible(travel)
    assert stages(family) == [Stage.RETURNED, Stage.RETURNED]


def record(page, what, day, time):
    follow(page, what)
    page.get_by_label("Date").fill(day)
    page.get_by_label("Time").fill(time)
    press(page, what)


def test_child_who_is_home_is_handed_over_placed_and_closed(browse, assert_accessible):
    child = factories.child(Stage.RETURNED)
    worker = browse(factories.user(Role.CASEWORKER))
    worker.goto(child.get_absolute_url())
    follow(worker, "Record the handover")
    worker.get_by_label("Document number").fill("H-17")
    worker.get_by_label("Signed on").fill("12.03.2019")
    worker.get_by_label("Handed over by").fill("A. Rahimov, Ministry of Foreign Affairs")
    worker.get_by_label("Received by").fill("S. Karimova, Child Rights Unit")
    assert_accessible(worker)
    press(worker, "Record the handover")
    worker.get_by_text("Handover recorded without its scan").wait_for()
    follow(worker, "Record the placement")
    worker.get_by_label("Kind of care").select_option("relative")
    worker.get_by_label("Person who cares for the child").fill("Раҳим Каримов")
    worker.get_by_label("In this care since").fill("13.03.2019")
    assert_accessible(worker)
    press(worker, "Record the placement")
    worker.get_by_text("Placement recorded.").wait_for()
    assert stages([child]) == [Stage.PLACED]
    follow(worker, "Request closing")
    worker.get_by_label("Reason").select_option("completed")
    worker.locator("main form button.primary").click()
    worker.wait_for_url(f"**{child.get_absolute_url()}")

    review = browse(factories.user(Role.REVIEWER))
    review.goto(child.get_absolute_url())
    follow(review, "Decide on the closing")
    review.get_by_label("Approve").check()
    review.locator("main form button.primary").click()
    review.wait_for_url(f"**{child.get_absolute_url()}")

    assert stages([child]) == [Stage.CLOSED]
    assert child.closed_reason == "completed"


def test_way_home_works_without_scripts(browse, family, today):
    travel = browse(factories.user(Role.TRAVEL_OFFICER), scripts=False)
    plan(travel, today)
    follow(travel, "Add ready children")
    travel.get_by_label(family[0].reference).check()
    press(travel, "Add to the movement")
    travel.get_by_text("would be left behind by a sibling").first.wait_for()

    travel.get_by_role("link", name="Request an exception").click()
    travel.get_by_label("Reason").select_option("nursing")
    press(travel, "Request the exception")

    travel.get_by_text("Exception requested", exact=True).wait_for()


def test_pages_of_a_movement_are_accessible(browse, family, assert_accessible):
    flight = factories.movement()
    factories.give_seats(flight, family[0])
    flight_at = flight.get_absolute_url()
    page = browse(factories.user(Role.TRAVEL_OFFICER))
    passenger = flight.passengers.get()
    assert passenger.status == "proposed"

    for path in ("/movements/", "/movements/new/", flight_at, f"{flight_at}manifest/"):
        page.goto(path)
        assert_accessible(page)
    for path in ("propose/", "lock/", "cancel/", "change/", "seats/1/take-off/"):
        page.goto(flight_at + path)
        assert_accessible(page)
    page.goto("/movements/new/")
    press(page, "Plan the movement")
    page.locator("[data-error-summary]").wait_for()
    assert_accessible(page)


def test_a_manifest_of_26_prints_on_two_sheets(browse):
    flight = factories.movement(seats=30)
    officer = factories.user(Role.TRAVEL_OFFICER)
    for number in range(26):
        flight.refresh_from_db()
        escorts.add_escort(
            movement=flight,
            escort=Escort(name=f"Escort {chr(65 + number)}"),
            version=flight.version,
            by=officer,
        )
    page = browse(officer)
    page.goto(f"{flight.get_absolute_url()}manifest/")

    pdf = page.pdf(format="A4", prefer_css_page_size=True)

    assert pdf.count(b"/Type /Page\n") == 2


def test_number_of_the_other_case_is_asked_for_a_duplicate_alone(browse):
    child = factories.child()
    page = browse(factories.user(Role.CASEWORKER))
    page.goto(f"{child.get_absolute_url()}close/")
    reason, number = page.get_by_label("Reason"), page.get_by_label("Duplicate of")

    shown = {}
    for value in ("error", "duplicate", "deceased"):
        reason.select_option(value)
        shown[value] = number.is_visible()

    assert shown == {"error": False, "duplicate": True, "deceased": False}
