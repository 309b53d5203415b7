"""What is held on a child is asked by one, answered by another, and given out on record."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from cases.casework import held
from cases.models import AccessRow, Child, HeldFile, HeldRequest, User
from cases.vocabulary import HeldKind, Role
from cases.web.again import CONFIRMED_AT, HOLDS
from tests import factories
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def child() -> Child:
    """A child of the second of two agreements that are on record."""
    factories.child()
    return factories.child(under=factories.second_agreement())


def _client(person: User) -> StaffClient:
    client = StaffClient()
    client.force_login(person)
    return client


def _at(route: str, wish: HeldRequest) -> str:
    return reverse(route, args=[wish.child.reference, wish.pk])


def _text(response) -> str:
    return response.content.decode()


def test_file_is_given_out_when_another_agreed_and_its_hash_is_kept(child):
    worker, reviewer = (factories.user(r, language="en") for r in (Role.CASEWORKER, Role.REVIEWER))
    asks, answers = _client(worker), _client(reviewer)
    typed = {"kind": "file", "words": "Her aunt, by letter"}
    asks.post(reverse("held-ask", args=[child.reference]), typed)
    wish = HeldRequest.objects.get()

    early = asks.get(_at("held-file", wish))
    before = answers.get(_at("held-answer", wish))
    listed = answers.get(reverse("reviews"))
    answers.post(_at("held-answer", wish), {"version": 1, "word": "approve"})
    given = asks.get(_at("held-file", wish))
    page = asks.get(reverse("child-held", args=[child.reference]))

    assert early.status_code == 409
    assert "A second person must agree before it is given out." in _text(early)
    assert child.person.name in _text(before)
    assert _at("held-answer", wish) in _text(listed)
    names = zipfile.ZipFile(io.BytesIO(given.content)).namelist()
    assert {"index.html", "child.csv", "personname.csv", "who-saw.csv"} <= set(names)
    file = HeldFile.objects.get()
    assert (file.by, file.sha256) == (worker, hashlib.sha256(given.content).hexdigest())
    assert AccessRow.objects.filter(page="held-file", child=child, by=worker).count() == 1
    assert f"Granted by {reviewer}" in _text(page)


def test_nobody_answers_the_own_request(child):
    reviewer = factories.user(Role.REVIEWER, language="en")
    wish = held.ask(child=child, by=reviewer, kind=HeldKind.FILE, words="Her aunt")

    answer = _client(reviewer).post(_at("held-answer", wish), {"version": 1, "word": "approve"})

    assert (answer.status_code, "A second person must approve it." in _text(answer)) == (409, True)


def test_correction_is_refused_with_a_reason_or_leads_to_the_record(child):
    client = _client(factories.user(Role.REVIEWER, language="en"))
    page = reverse("child-held", args=[child.reference])
    wish = factories.held_request(child, HeldKind.CORRECTION)

    without = client.post(_at("held-answer", wish), {"version": 1, "word": "return"})
    client.post(
        _at("held-answer", wish), {"version": 1, "word": "return", "answer": "The paper says so."}
    )
    refused = client.get(page)
    again = factories.held_request(child, HeldKind.CORRECTION)
    client.post(_at("held-answer", again), {"version": 1, "word": "approve"})

    edit = reverse("child-edit", args=[child.reference, "identity"])
    assert "Enter the reason of the refusal." in _text(without)
    assert "The paper says so." in _text(refused)
    assert (edit in _text(refused), edit in _text(client.get(page))) == (False, True)
    assert client.get(_at("held-file", again)).status_code == 409


def test_one_request_of_a_kind_waits(child):
    wish = factories.held_request(child)

    with pytest.raises(held.CannotGiveOut, match="Already requested"):
        factories.held_request(wish.child)


def test_who_is_at_the_keyboard_is_asked_before_it_is_given_out(child):
    wish = factories.held_request(child)
    held.approve(wish=wish, version=1, by=factories.user(Role.REVIEWER))
    client = _client(wish.asked_by)
    session = client.session
    session[CONFIRMED_AT] -= HOLDS
    session.save()

    assert client.get(_at("held-file", wish))["Location"].startswith(reverse("confirm"))
    assert not HeldFile.objects.exists()


def test_request_of_another_teams_child_is_like_none(child):
    wish = factories.held_request(child)
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Mosul desk"))

    assert _client(stranger).get(_at("held-file", wish)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_much_for_three_requests_as_for_one(child, rows, django_assert_num_queries):
    for _n in range(rows):
        wish = factories.held_request(child)
        held.refuse(wish=wish, version=1, by=factories.user(Role.REVIEWER), answer="No")
    client = _client(factories.user(Role.CASEWORKER))
    page = reverse("child-held", args=[child.reference])
    client.get(page)

    with django_assert_num_queries(7):
        assert _text(client.get(page)).count('<section class="card">') == rows


def test_request_is_withdrawn_by_who_recorded_it_until_it_is_answered(child):
    wish = factories.held_request(child)
    other, own = _client(factories.user(Role.CASEWORKER)), _client(wish.asked_by)
    page = reverse("child-held", args=[child.reference])

    anothers = other.post(_at("held-withdraw", wish), {"version": 1})
    offered = [_at("held-withdraw", wish) in _text(client.get(page)) for client in (other, own)]
    own.post(_at("held-withdraw", wish), {"version": 1})
    again = own.post(_at("held-withdraw", wish), {"version": 2})

    assert "Only the person who recorded this request withdraws it." in _text(anothers)
    assert offered == [False, True]
    assert (anothers.status_code, again.status_code) == (409, 409)
    assert "This request was already answered." in _text(again)
    assert f"Withdrawn by {wish.asked_by}" in _text(own.get(page))
    assert factories.held_request(child).pk != wish.pk


def test_mother_is_given_her_own_file_and_a_correction_of_her_record(child):
    worker, reviewer = (factories.user(r, language="en") for r in (Role.CASEWORKER, Role.REVIEWER))
    asks, answers = _client(worker), _client(reviewer)
    for kind in (HeldKind.HER_FILE, HeldKind.HER_WORDS):
        typed = {"kind": kind, "words": "She herself, in writing"}
        asks.post(reverse("held-ask", args=[child.reference]), typed)
    wish, fix = HeldRequest.objects.order_by("pk")

    before = answers.get(_at("held-answer", wish))
    for each in (wish, fix):
        answers.post(_at("held-answer", each), {"version": 1, "word": "approve"})
    given = asks.get(_at("held-file", wish))
    page = _text(asks.get(reverse("child-held", args=[child.reference])))

    text = zipfile.ZipFile(io.BytesIO(given.content)).read("index.html").decode()
    assert child.mother.person.name in _text(before)
    assert f'filename="{child.mother.reference}.zip"' in given["Content-Disposition"]
    assert child.mother.person.name in text
    assert child.person.name not in text
    assert AccessRow.objects.filter(page="held-file", mother=child.mother, child=None).exists()
    assert reverse("mother-edit", args=[child.mother.reference, "identity"]) in page
