"""The pages by which a family moves to another agreement, and its former references."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.casework import agreement_changes
from cases.models import AgreementChange, Mother
from cases.pages.work_doors import door_of_task
from cases.queries.task_lines import family_tasks
from cases.vocabulary import Reason, Role, Stage
from tests import factories
from tests.conftest import StaffClient
from tests.factories import DAY
from tests.sentences import words_of

pytestmark = pytest.mark.django_db

WHY = "The camp is in Syria."


@pytest.fixture
def syria():
    factories.agreement()
    return factories.bare_agreement()


@pytest.fixture
def mother(syria) -> Mother:
    return factories.family(2)


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


def url(mother, name="agreement-change") -> str:
    return reverse(name, args=[mother.reference])


def ask(worker, mother, syria):
    typed = {"version": mother.version, "to": syria.pk, "reason": WHY}
    answer = worker.post(url(mother), typed)
    mother.refresh_from_db()
    return answer


def approved(mother, syria):
    agreement_changes.ask(
        mother=mother,
        version=mother.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        to=syria,
        reason=WHY,
    )
    mother.refresh_from_db()
    agreement_changes.approve(
        mother=mother, version=mother.version, by=factories.user(Role.REVIEWER), on=DAY
    )
    mother.refresh_from_db()


def test_family_is_moved_by_two_people(worker, reviewer, mother, syria):
    former = mother.reference
    assert url(mother) in worker.get(mother.get_absolute_url()).content.decode()

    asked = ask(worker, mother, syria)
    waits = worker.get(mother.get_absolute_url()).content.decode()
    queue = reviewer.get(reverse("reviews")).content.decode()
    page = reviewer.get(url(mother, "agreement-change-decide")).content.decode()
    done = reviewer.post(
        url(mother, "agreement-change-decide"), {"version": mother.version, "word": "approve"}
    )

    mother.refresh_from_db()
    assert asked["Location"] == reverse("mother", args=[former])
    assert f"A move to “{syria}” waits for a reviewer." in waits
    assert url(Mother(reference=former), "agreement-change-decide") in queue
    assert WHY in page
    assert done["Location"] == mother.get_absolute_url()
    assert f"before: {former}" in words_of(reviewer.get(mother.get_absolute_url()))
    assert mother.agreement == syria


def test_page_without_another_agreement_offers_no_move(worker):
    mother = factories.family(1)

    assert url(mother) not in worker.get(mother.get_absolute_url()).content.decode()


def test_bound_family_is_told_why_it_stays(worker, mother, syria):
    factories.bring_to(mother.children.first(), Stage.ELIGIBLE)

    page = worker.get(url(mother)).content.decode()
    refused = ask(worker, mother, syria)

    assert "has been decided" in page
    assert "There is a fee for" in page
    assert '<select name="to"' not in page
    assert refused.status_code == 409
    assert not AgreementChange.objects.exists()


def test_request_is_sent_back_with_a_reason(worker, reviewer, mother, syria):
    ask(worker, mother, syria)

    reviewer.post(
        url(mother, "agreement-change-decide"),
        {"version": mother.version, "word": "return", "reason": Reason.MISTAKE},
    )

    mother.refresh_from_db()
    assert AgreementChange.objects.get().dropped_by is not None
    assert mother.agreement != syria
    (line,) = (each for each in family_tasks(mother.children.all()[:1]) if each.rule == "returned")
    asker = AgreementChange.objects.get().asked_by
    assert door_of_task(line, [mother.children.first().reference], asker) == url(mother)


def test_request_is_withdrawn_from_its_page(worker, mother, syria):
    ask(worker, mother, syria)
    mother.refresh_from_db()
    page = worker.get(url(mother)).content.decode()

    done = worker.post(url(mother, "agreement-change-withdraw"), {"version": mother.version})

    assert "Withdraw the request" in page
    assert done.status_code == 302
    assert "Withdraw the request" not in worker.get(url(mother)).content.decode()


def test_page_of_a_request_that_waits_leads_who_decides_to_the_decision(
    worker, reviewer, mother, syria
):
    ask(worker, mother, syria)
    link = f'href="{url(mother, "agreement-change-decide")}"'

    pages = [client.get(url(mother)).content.decode() for client in (reviewer, worker)]
    decision = reviewer.get(url(mother, "agreement-change-decide")).content.decode()

    assert [link in page for page in (*pages, decision)] == [True, False, False]


def test_slower_reviewer_is_told_what_was_decided(worker, reviewer, mother, syria):
    ask(worker, mother, syria)
    former = mother.reference
    decide = url(mother, "agreement-change-decide")
    typed = {"version": mother.version, "word": "return", "reason": Reason.MISTAKE}
    fast = factories.user(Role.REVIEWER, first_name="Dilbar", last_name="Rahimi")
    of(fast).post(decide, {"version": mother.version, "word": "approve"})

    told = reviewer.post(decide, typed, follow=True)

    mother.refresh_from_db()
    text = words_of(told)
    assert told.status_code == 409
    assert "Dilbar Rahimi" in text
    assert f"{former} is now {mother.reference}" in text


@pytest.mark.parametrize("name", ["mother", "mother-child-new", "mother-access"])
def test_former_reference_of_a_mother_opens_her_pages(reviewer, mother, syria, name):
    former = mother.reference
    approved(mother, syria)

    answer = reviewer.get(reverse(name, args=[former]), {"page": "1"}, follow=True)

    address = reverse(name, args=[mother.reference])
    assert answer.redirect_chain == [(f"{address}?page=1", 301)]
    assert f"{former} is now {mother.reference}: the family comes under “{syria}”." in (
        words_of(answer)
    )


@pytest.mark.parametrize("name", ["child", "child-note", "child-journal", "child-consents"])
def test_former_reference_of_a_child_opens_the_case(reviewer, mother, syria, name):
    former = mother.children.last().reference
    approved(mother, syria)

    answer = reviewer.get(reverse(name, args=[former.lower()]), follow=True)

    now = mother.children.order_by("pk").last().reference
    assert answer.redirect_chain == [(reverse(name, args=[now]), 301)]
    assert answer.status_code == 200


def test_form_that_was_opened_before_the_move_is_not_lost(worker, mother, syria):
    child = mother.children.first()
    note = reverse("child-note", args=[child.reference])
    approved(mother, syria)

    answer = worker.post(note, {"text": "Seen in the camp."}, follow=True)

    assert answer.redirect_chain[0][1] == 308
    assert child.notes.get().text == "Seen in the camp."


def test_former_reference_tells_a_stranger_nothing(mother, syria):
    former = mother.reference
    approved(mother, syria)
    stranger = of(factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Mosul desk")))

    for address in (reverse("mother", args=[former]), reverse("child", args=[f"{former}-1"])):
        assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("children", [1, 3])
def test_page_of_a_move_asks_as_much_for_many_children(
    worker, syria, children, django_assert_num_queries
):
    mother = factories.family(children)

    with django_assert_num_queries(13):
        page = worker.get(url(mother))

    assert page.content.decode().count(" · Registered") == children


def test_typed_former_reference_names_the_case(reviewer, worker, mother, syria):
    former = mother.reference
    approved(mother, syria)
    other = factories.child()
    first = mother.children.first()

    listed = reviewer.get(reverse("children"), {"mother": former})
    closing = {"version": other.version, "reason": "duplicate", "duplicate_of": first.reference}
    closing["duplicate_of"] = f"{former}-1"
    worker.post(reverse("child-close", args=[other.reference]), closing)

    other.refresh_from_db()
    assert first.reference in listed.content.decode()
    assert other.duplicate_of == first
