"""Handover and placement by the caseworker."""

import uuid

import pytest
from django.urls import reverse

from cases.models import AccessRow, Placement
from cases.vocabulary import Act, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(client):
    client.force_login(factories.user(Role.CASEWORKER, language="en"))
    return client


@pytest.fixture
def child():
    return factories.child(Stage.RETURNED)


def send(client, name, child, **typed):
    return client.post(reverse(name, args=[child.reference]), typed)


def text_of(response):
    return response.content.decode()


def handover(**fields):
    return {
        "token": uuid.uuid4(),
        "paper": "H-17",
        "signed_on": "12.03.2019",
        "handed_by": "A. Rahimov, Ministry of Foreign Affairs",
        "received_by": "S. Karimova, Child Rights Unit",
    } | fields


def placement(child, **fields):
    return {
        "token": uuid.uuid4(),
        "version": child.version,
        "kind": "relative",
        "caregiver_name": "Раҳим Каримов",
        "on_day": "13.03.2019",
    } | fields


def test_caseworker_hands_over_and_places(work, child):
    handed = send(work, "child-handover", child, **handover())

    placed = send(work, "child-place", child, **placement(child))

    child.refresh_from_db()
    assert (handed.status_code, placed.status_code) == (302, 302)
    assert (child.stage, child.handovers.get().paper) == (Stage.PLACED, "H-17")


def test_handover_sent_twice_is_one(work, child):
    typed = handover()
    send(work, "child-handover", child, **typed)

    answer = send(work, "child-handover", child, **typed)

    assert answer["Location"] == child.get_absolute_url()
    assert child.handovers.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"paper": ""}, "Fill this in."),
        ({"paper": "x" * 61}, "Use at most 60 characters."),
        ({"handed_by": "A\u202eB"}, "hidden character"),
        ({"signed_on": "10.03.2019"}, "Enter a date no earlier than 11 Mar 2019."),
        ({"signed_on": "01.01.2100"}, "Enter a date no later than"),
        ({"signed_on": "31.02.2019"}, "February 2019 has 28 days."),
    ],
)
def test_handover_with_bad_input_is_told_beside_the_field(work, child, typed, sentence):
    answer = send(work, "child-handover", child, **handover(**typed))

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not child.handovers.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"caregiver_name": ""}, "Enter the person or the place, or both."),
        ({"kind": ""}, "Choose one."),
        ({"kind": "street"}, "Select a valid choice."),
        ({"place": "<b>Atlantis</b>"}, "This is not the name of a town or district."),
        ({"place": "12345"}, "This is not the name of a town or district."),
        ({"institution": "Atlantis"}, "This place is not in the list."),
        ({"kind": "institution", "place": "Кӯлоб"}, "Enter the institution, not a town."),
        ({"on_day": "10.03.2019"}, "Enter a date no earlier than 11 Mar 2019."),
        ({"on_day": "11.03.2019"}, "Care cannot begin before 12 Mar 2019"),
    ],
)
def test_placement_with_bad_input_is_told(work, child, typed, sentence):
    send(work, "child-handover", child, **handover())

    answer = send(work, "child-place", child, **placement(child, **typed))

    child.refresh_from_db()
    assert answer.status_code in (200, 409)  # refused by the form, or by the act
    assert sentence in text_of(answer)
    assert child.stage == Stage.RETURNED


def test_placement_before_the_handover_is_told(work, child):
    answer = send(work, "child-place", child, **placement(child))

    assert "The handover is not signed yet." in text_of(answer)


@pytest.mark.parametrize("version", ["", "1"])
def test_placement_of_a_stale_version_keeps_what_was_typed(work, child, version):
    send(work, "child-handover", child, **handover())

    answer = send(work, "child-place", child, **placement(child, version=version))

    assert answer.status_code == 409
    assert "Раҳим Каримов" in text_of(answer)
    assert f'name="version" value="{child.version}"' in text_of(answer)


@pytest.mark.parametrize("name", ["child-handover", "child-place"])
def test_caseworker_of_another_team_finds_nothing(client, child, name):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(stranger)

    assert client.get(reverse(name, args=[child.reference])).status_code == 404


@pytest.fixture
def placed():
    child = factories.child(Stage.PLACED)
    Placement.objects.update(contact="+992 00 000 0001")
    return child


def contact_of(child):
    return reverse("child-contact", args=[child.reference, child.placements.get().pk])


def test_how_to_reach_the_caregiver_is_recorded_with_the_placement(work, child):
    send(work, "child-handover", child, **handover())
    send(work, "child-place", child, **placement(child, contact=" +992 00 000 0007 "))

    assert child.placements.get().contact == "+992 00 000 0007"


def test_how_to_reach_the_caregiver_is_shown_on_request_and_the_request_is_recorded(work, placed):
    page = text_of(work.get(placed.get_absolute_url()))
    asked = work.get(contact_of(placed))

    assert "+992" not in page
    assert contact_of(placed) in page
    assert "+992 00 000 0001" in text_of(asked)
    assert AccessRow.objects.filter(child=placed, page="child-contact").count() == 1


def test_another_way_to_reach_the_caregiver_is_journalled_without_saying_it(work, placed):
    url = contact_of(placed)
    version = placed.placements.get().version

    saved = work.post(url, {"version": version, "contact": "+992 00 000 0002"}, follow=True)
    stale = work.post(url, {"version": version, "contact": "+992 00 000 0003"})
    journal = text_of(work.get(reverse("child-journal", args=[placed.reference])))

    assert "Saved: how to reach the caregiver." in text_of(saved)
    assert stale.status_code == 409
    assert "+992 00 000 0003" in text_of(stale)  # what was typed stays
    assert placed.placements.get().contact == "+992 00 000 0002"
    assert placed.journal.filter(act=Act.EDIT, detail="contact").count() == 1
    assert "+992" not in journal


def test_how_to_reach_the_caregiver_goes_by_a_tick_alone(work, placed):
    url, version = contact_of(placed), placed.placements.get().version

    first = work.get(url)
    asked = work.post(url, {"version": version, "contact": ""})
    there = placed.placements.get().contact
    work.post(url, {"version": version, "contact": "", "not_known": "on"})

    assert "What is left empty is not known" not in text_of(first)
    assert "What is left empty is not known" in text_of(asked)
    assert "empty now: How to reach the caregiver. Enter it again" in text_of(asked)
    assert (there, placed.placements.get().contact) == ("+992 00 000 0001", "")


def test_a_child_in_nobodys_care_has_no_caregiver_to_reach(work, child):
    page = text_of(work.get(child.get_absolute_url()))

    assert "/contact/" not in page
    assert work.get(reverse("child-contact", args=[child.reference, 1])).status_code == 404


def test_a_placement_is_found_by_its_own_child_alone(work, placed):
    key, other = placed.placements.get().pk, factories.child(Stage.PLACED)

    assert work.get(reverse("child-contact", args=[other.reference, key])).status_code == 404


def test_how_to_reach_the_caregiver_is_found_by_the_own_team_alone(client, placed):
    client.force_login(factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil")))

    assert client.get(contact_of(placed)).status_code == 404
    assert client.post(contact_of(placed), {"contact": "x"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASEWORKER])
def test_nobody_else_sees_how_to_reach_the_caregiver(client, placed, role):
    client.force_login(factories.user(role))

    page = client.get(placed.get_absolute_url())
    asked = client.get(contact_of(placed))

    assert "+992" not in text_of(page)
    assert contact_of(placed) not in text_of(page)
    assert asked.status_code == 403
