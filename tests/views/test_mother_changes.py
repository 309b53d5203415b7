"""The pages by which children come under another mother, and their former references."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.casework import mother_changes
from cases.models import AccessRow, Child, Mother, MotherChange
from cases.vocabulary import Reason, Role
from tests import factories
from tests.conftest import StaffClient
from tests.factories import DAY
from tests.sentences import words_of

pytestmark = pytest.mark.django_db

WHY = "The court file names another mother."


def of(person) -> Client:
    client = StaffClient()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def worker():
    return of(factories.user(Role.CASEWORKER))


@pytest.fixture
def reviewer():
    return of(factories.user(Role.REVIEWER))


@pytest.fixture
def mother() -> Mother:
    return factories.family(2)


@pytest.fixture
def other() -> Mother:
    return factories.family(1, name="Саида Каримова")


@pytest.fixture
def child(mother) -> Child:
    return mother.children.order_by("pk").first()


def url(mother, name="mother-change") -> str:
    return reverse(name, args=[mother.reference])


def typed(mother, *children, to, **more):
    mother.refresh_from_db()
    return {
        "version": mother.version,
        "children": [child.pk for child in children],
        "where": "record" if to else "new",
        "to": to.reference if to else "",
        "reason": WHY,
        **more,
    }


def decided(mother, word="approve", **more):
    mother.refresh_from_db()
    return {"version": mother.version, "word": word, **more}


def test_child_is_moved_by_two_people_who_see_before_and_after(
    worker, reviewer, mother, other, child
):
    former, sibling = child.reference, mother.children.order_by("pk").last()
    there = other.children.get().reference
    assert url(mother) in worker.get(mother.get_absolute_url()).content.decode()

    look = words_of(worker.post(url(mother), typed(mother, child, to=other, look="1")))
    nothing = MotherChange.objects.count()
    asked = worker.post(url(mother), typed(mother, child, to=other))
    waits = worker.get(mother.get_absolute_url()).content.decode()
    queue = reviewer.get(reverse("reviews")).content.decode()
    page = reviewer.get(url(mother, "mother-change-decide")).content.decode()
    done = reviewer.post(url(mother, "mother-change-decide"), decided(mother))

    child.refresh_from_db()
    assert nothing == 0
    for words in (
        f"Given new numbers; these open the cases for ever: {former}.",
        f"No siblings any more: {sibling.reference}.",
        f"who travel together or by an exception: {there}.",
        "Request the move",
    ):
        assert words in look, words
    assert asked["Location"] == mother.get_absolute_url()
    assert "A move of children to another mother waits for a reviewer." in waits
    assert url(mother, "mother-change-decide") in queue
    assert WHY in page
    assert "Before and after" in page
    assert done["Location"] == other.get_absolute_url()
    assert child.mother == other
    led = reviewer.get(reverse("child", args=[former]), follow=True)
    assert led.redirect_chain == [(child.get_absolute_url(), 301)]
    assert f"{former} is now {child.reference}: the child comes under another mother." in (
        words_of(led)
    )
    assert f"before: {former}" in words_of(led)
    assert AccessRow.objects.filter(page="mother-change", mother=other).exists()


def test_record_that_is_left_leads_to_the_other(worker, reviewer, mother, other):
    worker.post(url(mother), typed(mother, *mother.children.all(), to=other))
    reviewer.post(url(mother, "mother-change-decide"), decided(mother))

    page = reviewer.get(mother.get_absolute_url()).content.decode()

    assert "Her children come under another record:" in page
    assert other.get_absolute_url() in page
    assert url(mother) not in page


def test_family_is_split_with_the_name_of_a_mother_who_is_not_there_yet(
    worker, reviewer, mother, child
):
    name = {"new_name": "Зулфия Назарова"}
    look = worker.post(url(mother), typed(mother, child, to=None, look="1", **name))
    worker.post(url(mother), typed(mother, child, to=None, **name))
    reviewer.post(url(mother, "mother-change-decide"), decided(mother))

    child.refresh_from_db()
    assert "A new record: Зулфия Назарова" in look.content.decode()
    assert child.mother.person.name == "Зулфия Назарова"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"children": []}, "Choose at least one child."),
        ({"to": "TJ-IQ-9999"}, "No mother with this number is in the register."),
        ({"to": ""}, "Enter the number of the mother, or choose a new record."),
        ({"reason": ""}, "Choose a document or say how it is known."),
    ],
)
def test_what_is_wanting_is_told_beside_its_box(worker, mother, other, child, wrong, told):
    answer = worker.post(url(mother), typed(mother, child, to=other) | wrong)

    assert told in answer.content.decode()
    assert not MotherChange.objects.exists()


def test_what_is_in_the_way_is_told_before_asking_and_after(worker, reviewer):
    travelling = factories.cleared_family(2)
    flight, mother = factories.movement(), travelling[0].mother
    factories.give_seats(flight, *travelling)
    factories.lock(flight)
    other = factories.family(1, name="Саида Каримова")
    sent = typed(mother, travelling[0], to=other)

    look = worker.post(url(mother), sent | {"look": "1"}).content.decode()
    refused = worker.post(url(mother), sent)

    assert f"travels on {flight.reference}, whose passenger list is locked" in look
    assert "Request the move" not in look
    assert refused.status_code == 409
    assert not MotherChange.objects.exists()


def test_family_of_another_team_cannot_be_named(mother, child):
    team = factories.TeamFactory(name="Mosul desk")
    stranger = of(factories.user(Role.CASEWORKER, team=team))
    hers = factories.family(1, team=team, name="Гулнора Назарова")

    typed_by_hand = stranger.post(url(hers), typed(hers, *hers.children.all(), to=mother))

    assert stranger.get(url(mother)).status_code == 404
    assert "No mother with this number" in typed_by_hand.content.decode()
    assert mother.person.name not in typed_by_hand.content.decode()


def test_request_is_sent_back_or_withdrawn_from_its_page(worker, reviewer, mother, other, child):
    worker.post(url(mother), typed(mother, child, to=other))
    own = worker.get(url(mother)).content.decode()
    worker.post(url(mother, "mother-change-withdraw"), decided(mother))
    worker.post(url(mother), typed(mother, child, to=other))
    reviewer.post(
        url(mother, "mother-change-decide"), decided(mother, "return", reason=Reason.MISTAKE)
    )

    assert "Withdraw the request" in own
    assert MotherChange.objects.filter(dropped_by__isnull=False).count() == 2
    assert mother.children.count() == 2


def test_slower_reviewer_is_told(worker, reviewer, mother, other, child):
    worker.post(url(mother), typed(mother, child, to=other))
    sent = decided(mother)
    fast = factories.user(Role.REVIEWER, first_name="Dilbar", last_name="Rahimi")
    of(fast).post(url(mother, "mother-change-decide"), sent)

    late = reviewer.post(url(mother, "mother-change-decide"), sent)

    assert late.status_code == 409
    assert "Dilbar Rahimi" in late.content.decode()
    assert other.reference in late.content.decode()


@pytest.mark.parametrize("children", [1, 3])
def test_page_of_a_move_asks_as_much_for_many_children(
    worker, other, children, django_assert_num_queries
):
    mother = factories.family(children)
    change = mother_changes.ask(
        mother=mother,
        version=mother.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        children=list(mother.children.all()),
        to=other,
        reason=WHY,
    )

    with django_assert_num_queries(25):
        page = worker.get(url(mother))

    assert page.content.decode().count("with a new number") == change.moved.count() == children
