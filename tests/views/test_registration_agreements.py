"""A family is registered under the agreement that was chosen, or that its place leads to."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Agreement, Child, Country, Draft, Mother, Place
from cases.vocabulary import AgreementStatus, PlaceKind, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db

NEW = "/mothers/new/"
CHOOSE = "Choose the agreement that the family comes under."
ELSEWHERE = "Roj camp is in Syria, but “Tajikistan and Iraq” is for children held in Iraq."


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(factories.user(Role.CASEWORKER))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def iraq() -> Agreement:
    return factories.agreement()


@pytest.fixture
def syria(iraq: Agreement) -> Agreement:
    second = factories.bare_agreement()
    factories.fee_schedule(second, amount=500, currency="EUR")
    return second


@pytest.fixture
def camp() -> Place:
    country = Country.objects.get(code="SY")
    return factories.PlaceFactory(name="Roj camp", kind=PlaceKind.CAMP, country=country)


def typed(**fields: object) -> dict[str, object]:
    return {
        "token": str(uuid.uuid4()),
        "mother-name_family": "Манижа Раҳимова",
        "child-TOTAL_FORMS": "1",
        "child-0-name_family": "Билол",
        "child-0-born": "10m",
        "child-0-sex": "m",
    } | {name.replace("_of_", "-"): value for name, value in fields.items()}


def tick(response: object) -> str:
    """Return the value of the tick that answers the question of the page."""
    box = re.search(r'<input[^>]*name="(?:family-)?elsewhere"[^>]*>', response.content.decode())
    assert "checked" not in box[0]
    return re.search(r'value="([^"]*)"', box[0])[1]


def test_one_agreement_is_not_asked_about(page, iraq):
    opened = page.get(NEW).content.decode()

    page.post(NEW, typed(register="1"))

    assert "family-agreement" not in opened
    assert Mother.objects.get().agreement == iraq


def test_ended_agreement_is_no_choice(page, iraq, syria):
    factories.agreed_on(syria, status=AgreementStatus.ENDED)

    assert "family-agreement" not in page.get(NEW).content.decode()


def test_of_two_agreements_one_is_chosen_first(page, iraq, syria):
    opened = page.get(NEW).content.decode()

    refused = page.post(NEW, typed(register="1"))
    page.post(NEW, typed(register="1", family_of_agreement=syria.pk))

    assert opened.index("family-agreement") < opened.index("mother-name_family")
    assert '<option value="" selected>Choose an agreement' in opened
    assert CHOOSE in refused.content.decode()
    mother = Mother.objects.get()
    assert (mother.agreement, mother.reference[:6]) == (syria, "TJ-SY-")
    assert Child.objects.get().agreement == syria


def test_place_leads_to_the_agreement_of_its_country(page, iraq, syria, camp):
    page.post(NEW, typed(register="1", mother_of_held_at=camp.pk))

    assert Mother.objects.get().agreement == syria


def test_place_in_the_country_of_two_agreements_leads_to_neither(page, iraq, syria, camp):
    Agreement.objects.create(
        slug="second-with-syria",
        title="Second with Syria",
        kind=syria.kind,
        status=syria.status,
        home=syria.home,
        holding=syria.holding,
    )

    refused = page.post(NEW, typed(register="1", mother_of_held_at=camp.pk))

    assert CHOOSE in refused.content.decode()
    assert not Mother.objects.exists()


def test_place_in_another_country_is_asked_about_and_can_be_right(page, iraq, syria, camp):
    sent = typed(register="1", mother_of_held_at=camp.pk, family_of_agreement=iraq.pk)

    asked = page.post(NEW, sent)
    page.post(NEW, sent | {"family-elsewhere": tick(asked)})

    assert ELSEWHERE in asked.content.decode()
    assert Mother.objects.get().agreement == iraq


def test_answer_about_one_place_is_none_about_another(page, iraq, syria, camp):
    turkey = factories.bare_agreement("TR").holding
    other = factories.PlaceFactory(name="Gaziantep", kind=PlaceKind.CAMP, country=turkey)
    sent = typed(register="1", mother_of_held_at=camp.pk, family_of_agreement=iraq.pk)
    answer = tick(page.post(NEW, sent))

    again = page.post(NEW, sent | {"family-elsewhere": answer, "mother-held_at": other.pk})

    assert "Gaziantep is in Türkiye" in again.content.decode()
    assert tick(again) != answer
    assert not Mother.objects.exists()


def test_fee_and_words_of_the_page_follow_the_agreement(page, iraq, syria, camp):
    none = page.post(NEW, typed(add_child="1")).content.decode()
    chosen = page.post(NEW, typed(add_child="1", family_of_agreement=iraq.pk)).content.decode()
    placed = page.post(NEW, typed(add_child="1", mother_of_held_at=camp.pk)).content.decode()

    assert "in fees" not in none
    assert "2 children · $800 in fees" in chosen
    assert "2 children · €1,000 in fees" in placed
    assert "From the place: Tajikistan and Syrian" in placed


def test_fee_that_waits_for_approval_is_named(page):
    bare = factories.bare_agreement("TR")
    factories.fee_schedule(bare, agreed=False, amount=500, currency="EUR")

    waits = page.post(NEW, typed(add_child="1", family_of_agreement=bare.pk)).content.decode()

    assert "2 children · €500 per child, waiting for approval" in waits


def test_page_is_told_at_once_what_follows(page, iraq, syria, camp):
    sent = typed(mother_of_held_at=camp.pk)

    def said(field: str, **more: object) -> str:
        echo = page.post("/mothers/new/echo/", sent | {"field": field} | more)
        return echo.content.decode()

    assert said("child-TOTAL_FORMS") == "1 child · €500 in fees if found eligible"
    assert said("family-agreement").startswith("From the place: ")
    assert said("family-agreement", **{"family-agreement": iraq.pk}).startswith(ELSEWHERE)
    assert said("family-agreement", **{"mother-held_at": ""}) == ""


def test_draft_keeps_the_agreement(page, iraq, syria):
    kept = page.post(NEW, typed(save_draft="1", family_of_agreement=syria.pk), follow=True)

    assert Draft.objects.get().data["typed"]["family-agreement"] == [str(syria.pk)]
    assert f'<option value="{syria.pk}" selected>' in kept.content.decode()


def test_child_of_a_family_in_another_country_is_asked_about(page, iraq, syria, camp):
    mother = factories.family(1)
    Mother.objects.filter(pk=mother.pk).update(held_at=camp)
    url = reverse("mother-child-new", args=[mother.reference])
    sibling = {"child-0-name_family": "Сомон"}

    asked = page.post(url, typed() | sibling)
    page.post(url, typed(family_of_elsewhere=tick(asked)) | sibling)

    assert ELSEWHERE in asked.content.decode()
    assert mother.children.count() == 2


def test_children_join_a_family_of_another_agreement_only_when_it_is_chosen(page, iraq, syria):
    mother = factories.family(1)
    sent = typed(register="1", family_of_agreement=syria.pk)
    sent[f"answer-mother~{mother.reference}"] = "same"

    refused = page.post(NEW, sent)
    page.post(NEW, sent | {"family-agreement": iraq.pk})

    assert "Her family comes under “Tajikistan and Iraq”." in refused.content.decode()
    assert mother.children.count() == 2


@pytest.mark.parametrize("who", ["mother", "child"])
def test_place_that_is_corrected_to_another_country_is_asked_about(page, iraq, syria, camp, who):
    child = factories.child()
    record = child if who == "child" else child.mother
    url = reverse(f"{who}-edit", args=[record.reference, "place"])
    sent = {"version": record.version, "held_at": camp.pk}

    asked = page.post(url, sent)
    page.post(url, sent | {"elsewhere": tick(asked)})

    record.refresh_from_db()
    assert 'name="elsewhere"' not in page.get(url).content.decode()
    assert ELSEWHERE in asked.content.decode()
    assert record.held_at == camp


def test_child_who_is_home_is_home_without_a_question(page, iraq, syria):
    child = factories.child(Stage.PLACED)
    town = factories.PlaceFactory(
        name="Kulob", kind=PlaceKind.CARE, country=Country.objects.get(code="TJ")
    )

    page.post(
        reverse("child-edit", args=[child.reference, "place"]),
        {"version": child.version, "held_at": town.name},
    )

    child.refresh_from_db()
    assert child.held_at == town
