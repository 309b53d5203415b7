"""The acts on a movement, each by its page or its button."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import journeys, manifests
from cases.models import Child, Movement
from cases.vocabulary import Role, Stage
from tests import clock, factories
from tests.sentences import words_of
from tests.views.presses import send

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def board_all(flight):
    journeys.board_all(
        movement=flight, version=flight.version, by=factories.user(Role.TRAVEL_OFFICER)
    )


def test_officer_asks_and_reviewer_locks(client, travel, flight, family):
    factories.add_escort(flight)
    asked = send(travel, "movement-lock", flight, version=flight.version)
    client.force_login(factories.user(Role.REVIEWER))

    answer = send(client, "movement-approve", flight, version=flight.version, word="approve")
    told = words_of(client.get("/reviews/"))

    assert (asked.status_code, answer.status_code, flight.status) == (302, 302, "locked")
    assert factories.stages(family) == [Stage.BOOKED, Stage.BOOKED]
    assert f"{flight.reference} · The passenger list is locked; its children are booked." in told


def test_reviewer_sends_the_lock_back(review, flight):
    factories.ask_lock(flight)

    send(
        review, "movement-approve", flight, version=flight.version, word="return", reason="Why two?"
    )
    told = words_of(review.get("/reviews/"))

    assert f"{flight.reference} · The request to lock is sent back; the list stays open." in told
    assert (flight.status, flight.lock_asked_by) == ("planning", None)


def test_lock_is_not_sent_back_without_a_reason(review, flight):
    factories.ask_lock(flight)

    answer = send(review, "movement-approve", flight, version=flight.version, word="return")

    assert "Enter the reason for sending it back." in text_of(answer)
    assert flight.lock_asked_by


def test_lock_that_was_sent_back_says_why_until_it_is_asked_for_again(client, flight):
    factories.ask_lock(flight)
    reviewer, officer = factories.user(Role.REVIEWER), flight.lock_asked_by
    client.force_login(reviewer)
    why = "Two infants, one escort"
    send(client, "movement-approve", flight, version=flight.version, word="return", reason=why)

    client.force_login(officer)
    page = text_of(client.get(flight.get_absolute_url()))
    work = text_of(client.get(reverse("home")))
    told = text_of(client.get(reverse("messages")))
    opened = client.post(reverse("message-open", args=[officer.messages.get().pk]))
    flight.refresh_from_db()
    factories.ask_lock(flight)
    again = text_of(client.get(flight.get_absolute_url()))
    settled = text_of(client.get(reverse("messages")))

    assert "The request to lock was sent back" in page
    assert f"<bdi>{reviewer}</bdi>, " in page
    assert why in page
    assert "No problems" not in page
    assert f"Sent back: {why}" in work
    assert f"The request to lock was sent back: {why}" in told
    assert opened.headers["Location"] == flight.get_absolute_url()
    assert why not in again + settled


def test_why_a_lock_was_sent_back_is_for_who_plans(client, flight):
    factories.ask_lock(flight)
    reviewer = factories.user(Role.REVIEWER)
    manifests.return_lock(
        movement=flight, version=flight.version, by=reviewer, reason="Two infants, one escort"
    )
    child = flight.passengers.exclude(child=None).first().child
    caseworker = factories.user(Role.CASEWORKER, language="en")
    Child.objects.filter(pk=child.pk).update(caseworker=caseworker)
    client.force_login(caseworker)

    page = text_of(client.get(flight.get_absolute_url()))

    assert "The request to lock was sent back" in page
    assert "Two infants" not in page


def test_reviewer_must_choose(review, flight):
    factories.ask_lock(flight)

    answer = send(review, "movement-approve", flight, version=flight.version)

    assert "Choose one." in text_of(answer)


def test_who_asked_cannot_approve_whatever_their_roles(client, flight):
    both = factories.user(Role.TRAVEL_OFFICER, language="en")
    both.groups.add(*factories.user(Role.REVIEWER).groups.all())
    client.force_login(both)
    factories.add_escort(flight)
    send(client, "movement-lock", flight, version=flight.version)

    answer = send(client, "movement-approve", flight, version=flight.version, word="approve")

    assert "You requested this. A second person must approve it." in text_of(answer)
    assert flight.status == "planning"


def test_lock_page_lists_what_blocks(travel):
    flight, child = factories.movement(), factories.cleared_family(2)[0]
    factories.give_seats(flight, child)

    answer = send(travel, "movement-lock", flight, version=flight.version)

    assert answer.status_code == 409
    assert "would be left behind by a sibling" in text_of(answer)
    assert flight.lock_asked_by is None


@pytest.mark.parametrize(
    "name", ["movement-lock", "movement-depart", "movement-arrive", "movement-cancel"]
)
@pytest.mark.parametrize("version", ["", "1", "x"])
def test_stale_or_missing_version_is_told(travel, locked, name, version):
    typed = {"version": version, "day": "11.03.2019", "time": "13:00"}

    answer = send(travel, name, locked, **typed)

    assert answer.status_code == 409
    assert "The record changed after you opened it" in text_of(answer)
    assert f'name="version" value="{locked.version}"' in text_of(answer)
    assert locked.status == "locked"


def test_passenger_boards_by_a_button(travel, locked):
    passenger = locked.passengers.order_by("pk")[1]

    answer = send(travel, "seat-board", locked, 2, version=passenger.version)

    passenger.refresh_from_db()
    assert (answer.status_code, passenger.status) == (302, "boarded")


def test_second_click_on_board_is_told_and_changes_nothing(travel, locked):
    version = locked.passengers.order_by("pk")[0].version
    send(travel, "seat-board", locked, 1, version=version)

    answer = send(travel, "seat-board", locked, 1, version=version)

    assert answer.status_code == 409
    assert locked.passengers.filter(status="boarded").count() == 1


def test_everybody_boards_by_one_button(travel, locked):
    answer = send(travel, "movement-board", locked, version=locked.version)

    assert answer.status_code == 302
    assert locked.passengers.filter(status="boarded").count() == 3


def test_boarding_an_open_manifest_is_refused_in_a_sentence(travel, flight):
    address = reverse("movement-board", args=[flight.reference])

    answer = travel.post(address, {"version": flight.version}, follow=True)

    assert "Only passengers of a locked passenger list can board." in text_of(answer)


@pytest.mark.parametrize("seat", [0, 4, 99999])
def test_seat_that_was_never_given_is_not_found(travel, locked, seat):
    assert send(travel, "seat-board", locked, seat, version=1).status_code == 404


def test_departure_and_arrival_are_recorded(travel, locked, family):
    board_all(locked)
    left = send(
        travel,
        "movement-depart",
        locked,
        version=locked.version,
        day="11.03.2019",
        time="11:10",
    )

    came = send(
        travel,
        "movement-arrive",
        locked,
        version=locked.version,
        day="11.03.2019",
        time="17:45",
    )

    assert (left.status_code, came.status_code, locked.status) == (302, 302, "arrived")
    assert locked.departed_at == datetime.datetime(2019, 3, 11, 8, 10, tzinfo=datetime.UTC)
    assert factories.stages(family) == [Stage.RETURNED, Stage.RETURNED]


def test_what_blocks_today_hides_no_form_for_a_departure_of_another_day(travel, locked, family):
    board_all(locked)
    with factories.past_the_guards():
        family[0].clearances.update(valid_until=clock.today() - datetime.timedelta(days=1))

    text = text_of(travel.get(reverse("movement-depart", args=[locked.reference])))

    assert "What blocks this today" in text
    assert 'name="version"' in text


def test_departure_form_offers_the_plan_once_it_is_past(travel, locked):
    answer = travel.get(reverse("movement-depart", args=[locked.reference]))

    # Locked just now, so the plan of 2019 was before it: the present moment is offered.
    there = timezone.localtime(timezone=ZoneInfo(locked.origin.zone))
    assert f'value="{there:%d.%m.%Y}"' in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "31.02.2019", "time": "13:00"}, "February 2019 has 28 days."),
        ({"day": "11.03.2019", "time": "noon"}, "This is not a time."),
        ({"day": "", "time": ""}, "Enter a date."),
        ({"day": "01.01.2100", "time": "13:00"}, "Enter a date no later than"),
        (
            {"day": "28.02.2019", "time": "13:00", "off": "on"},
            "Departure cannot be before 1 Mar 2019",
        ),
    ],
)
def test_departure_with_a_bad_moment_is_told(travel, locked, typed, sentence):
    board_all(locked)

    answer = send(travel, "movement-depart", locked, version=locked.version, **typed)

    assert answer.status_code in (200, 409)  # refused by the form, or by the act
    assert sentence in text_of(answer)
    assert locked.status == "locked"


def test_movement_turns_back(travel, locked, family):
    factories.depart(locked)

    send(travel, "movement-turn-back", locked, version=locked.version, day="12.03.2019")

    assert locked.status == "returned"
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]


def test_turning_back_before_the_departure_is_told(travel, locked):
    factories.depart(locked)

    answer = send(travel, "movement-turn-back", locked, version=locked.version, day="10.03.2019")

    assert "Enter a date no earlier than 11 Mar 2019." in text_of(answer)


def test_movement_is_cancelled(travel, locked, family):
    send(travel, "movement-cancel", locked, version=locked.version)

    assert locked.status == "cancelled"
    assert factories.stages(family) == [Stage.CLEARED, Stage.CLEARED]


def test_change_of_a_locked_journey_is_refused_in_a_sentence(travel, locked):
    typed = {
        "version": locked.version,
        "origin": locked.origin.name,
        "destination": locked.destination.name,
        "departs_on": "11.03.2019",
        "departs_time": "13:00",
        "arrives_on": "11.03.2019",
        "arrives_time": "17:00",
        "seats": "4",
    }

    answer = send(travel, "movement-change", locked, **typed)

    assert "The passenger list is no longer open." in text_of(answer)


@pytest.fixture
def ahead(flight):
    """A locked movement nine days before it leaves."""
    leaves = timezone.now() + datetime.timedelta(days=9)
    Movement.objects.filter(pk=flight.pk).update(
        departs_at=leaves, arrives_at=leaves + datetime.timedelta(hours=4)
    )
    factories.lock(flight)
    return flight


def test_days_before_the_departure_nobody_is_asked_on_board(travel, ahead):
    page = text_of(travel.get(ahead.get_absolute_url()))

    assert "Departs on" in page
    assert "Not on board" not in page
    assert reverse("seat-board", args=[ahead.reference, 1]) not in page
    assert page.index("It departs earlier") < page.index("Everybody is on board")
    form = text_of(travel.get(reverse("movement-depart", args=[ahead.reference])))
    assert "Not on board: " in form.split("What blocks this today")[1]


def test_departure_days_before_the_plan_is_asked_again(travel, ahead):
    board_all(ahead)
    ahead.refresh_from_db()
    now = timezone.now().astimezone(ZoneInfo("Asia/Baghdad"))
    when = {"day": f"{now:%d.%m.%Y}", "time": f"{now:%H:%M}"}

    refused = send(travel, "movement-depart", ahead, version=ahead.version, **when)
    after = ahead.status
    send(travel, "movement-depart", ahead, version=ahead.version, early="on", **when)

    assert "The planned day has not come." in text_of(refused)
    assert (after, ahead.status) == ("locked", "departed")


def test_moment_far_from_the_plan_is_asked_about(travel, locked):
    board_all(locked)
    slip = {"day": "12.03.2019", "time": "13:00"}  # the day after the planned one
    late = {"day": "14.03.2019", "time": "19:30"}  # of a departure two days late

    opened = text_of(travel.get(reverse("movement-depart", args=[locked.reference])))
    asked = send(travel, "movement-depart", locked, version=locked.version, **slip)
    after = locked.status
    send(travel, "movement-depart", locked, version=locked.version, off="on", **slip)
    departed = locked.status
    again = send(travel, "movement-arrive", locked, version=locked.version, **late)
    on_time = late | {"day": "12.03.2019"}
    send(travel, "movement-arrive", locked, version=locked.version, **on_time)

    assert "Date and time were checked" not in opened
    assert "By the plan it was 11 Mar 2019, 11:00 (Baghdad)." in text_of(asked)
    assert 'value="12.03.2019"' in text_of(asked)
    assert (after, departed) == ("locked", "departed")
    assert "By the plan it was 12 Mar 2019, " in text_of(again)
    assert locked.status == "arrived"


def test_arrival_recorded_by_mistake_is_undone_from_the_page(travel, locked, family):
    board_all(locked)
    for name, day in (("movement-depart", "11.03.2019"), ("movement-arrive", "12.03.2019")):
        send(travel, name, locked, version=locked.version, day=day, time="13:00", off="on")

    page = text_of(travel.get(locked.get_absolute_url()))
    url = reverse("movement-undo", args=[locked.reference])
    done = travel.post(url, {"version": locked.version}, follow=True)
    again = text_of(travel.get(locked.get_absolute_url()))
    travel.force_login(factories.user(Role.TRAVEL_OFFICER, language="en"))
    others = travel.get(locked.get_absolute_url())
    shut = text_of(travel.get(url))

    assert f'<a href="{url}">Undo the arrival</a>' in page
    assert url not in text_of(others)
    assert ", who did this, can undo it." in shut
    assert 'name="version"' not in shut
    assert "Undone. Everyone on board is where they were before." in text_of(done)
    assert factories.stages(family) == [Stage.IN_TRANSIT, Stage.IN_TRANSIT]
    assert f'<a href="{url}">Undo the departure</a>' in again


def test_no_show_by_mistake_is_put_back_from_the_list_of_who_left(travel, locked, family):
    child, escort = (
        locked.passengers.get(**who) for who in ({"child": family[0]}, {"child": None})
    )
    numbers = {seat.pk: n for n, seat in enumerate(locked.passengers.order_by("pk"), start=1)}
    for seat in (child, escort):
        url = reverse("seat-no-show", args=[locked.reference, numbers[seat.pk]])
        travel.post(url, {"version": seat.version, "with_siblings": "on"})
    back = [
        reverse("seat-undo", args=[locked.reference, numbers[seat.pk]]) for seat in (child, escort)
    ]

    page = text_of(travel.get(locked.get_absolute_url()))
    for url, seat in zip(back, (child, escort), strict=True):
        seat.refresh_from_db()
        answer = travel.post(url, {"version": seat.version}, follow=True)
        assert "Put back on the list." in text_of(answer)

    assert all(f'href="{url}"' in page for url in back)
    assert factories.stages(family) == [Stage.BOOKED, Stage.BOOKED]
    assert set(locked.passengers.values_list("status", flat=True)) == {"confirmed"}


def test_escort_is_put_back_by_nobody_else(client, travel, locked):
    escort = locked.passengers.get(child=None)
    number = 1 + locked.passengers.filter(pk__lt=escort.pk).count()
    travel.post(
        reverse("seat-no-show", args=[locked.reference, number]), {"version": escort.version}
    )
    escort.refresh_from_db()
    client.force_login(factories.user(Role.TRAVEL_OFFICER, language="en"))

    url = reverse("seat-undo", args=[locked.reference, number])
    shut = text_of(client.get(url))
    answer = client.post(url, {"version": escort.version})

    assert (answer.status_code, escort.status) == (409, "no_show")
    assert ", who did this, can undo it." in shut
    assert 'name="version"' not in shut
    assert ", who did this, can undo it." in text_of(answer)


@pytest.mark.parametrize("name", ["movement-arrive", "movement-turn-back", "movement-lock"])
def test_step_that_does_not_start_here_leads_back(travel, locked, name):
    answer = travel.get(reverse(name, args=[locked.reference]), follow=True)

    assert answer.redirect_chain == [(locked.get_absolute_url(), 302)]
    assert "This step cannot be taken now" in text_of(answer)
