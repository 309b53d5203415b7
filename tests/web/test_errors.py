"""An address that only takes what a form sends leads back to the record, and is never blank."""

import re

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.utils import CursorWrapper

from cases.vocabulary import Role
from tests import factories
from tests.addresses import PATTERNS, address, make_world
from tests.conftest import StaffClient
from tests.test_access import LINES

pytestmark = pytest.mark.django_db
NO_PAGE = [
    line["route"] for line in LINES if line["method"] == "GET" and line["superuser"] == "none"
]
ON_RECORD = [route for route in NO_PAGE if PATTERNS[route].route.count("/") > 1]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def anybody(client):
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    return client


def way_back(response) -> str:
    return re.search(r'class="btn primary" href="([^"]+)"', response.content.decode())[1]


def test_address_without_a_page_leads_back_to_the_record(anybody, world):
    blank, astray = [], []

    for route in NO_PAGE:
        at = address(route, world)
        response = anybody.get(at)
        assert (response.status_code, response["Allow"]) == (405, "POST")
        if "This address is not a page" not in response.content.decode():
            blank.append(route)
        back = way_back(response)
        near = at.startswith(back) and (back != "/" or route not in ON_RECORD)
        if not near or anybody.get(back).status_code == 405:
            astray.append((route, back))

    assert (blank, astray) == ([], [])


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete"])
def test_no_method_is_answered_with_a_blank_page(anybody, world, method):
    response = getattr(anybody, method)(address("movement-escort", world))

    assert response.status_code == 405
    assert ("This address is not a page" in response.content.decode()) is (method != "head")


def test_what_was_sent_to_a_page_that_takes_nothing_is_handed_back(anybody):
    response = anybody.post("/children/", {"text": "Her brother is with the grandmother."})

    assert response.status_code == 405
    assert "Her brother is with the grandmother." in response.content.decode()


def test_way_back_is_a_page_that_this_person_may_open(client, world):
    client.force_login(factories.user("official"))

    response = client.get(address("batch-approve", world))

    assert (response.status_code, way_back(response)) == (405, "/")


@pytest.mark.parametrize("role", Role.values)
def test_every_role_reads_why_a_page_was_refused(client, world, role):
    client.force_login(factories.user(role))
    closed = next(line for line in LINES if line["method"] == "GET" and line[role] == "no")

    answers = [
        client.get(address(closed["route"], world)),
        client.get("/no-such-page/"),
        client.get(address("batch-approve", world)),
    ]

    sentences = (
        "This page is not for your role",
        "There is no such page",
        "This address is not a page",
    )
    assert [answer.status_code for answer in answers] == [403, 404, 405]
    for answer, sentence in zip(answers, sentences, strict=True):
        assert sentence in answer.content.decode()
        assert 'action="/logout/"' in answer.content.decode()  # the frame of every page


def test_nobody_is_asked_to_sign_in_by_an_address_that_needs_no_sign_in(db):
    response = StaffClient().get("/logout/")

    assert response.status_code == 405
    assert "This address is not a page" in response.content.decode()


@pytest.mark.parametrize(
    ("failure", "status", "sentence"),
    [
        (OperationalError("gone"), 503, "The database does not answer"),
        (InterfaceError("closed"), 503, "The database does not answer"),
        (ValueError("secret"), 500, "Something went wrong on our side"),
    ],
)
def test_what_was_typed_is_handed_back_though_the_database_is_away(
    anybody, world, monkeypatch, failure, status, sentence
):
    def fail(*_args, **_more):
        monkeypatch.setattr(CursorWrapper, "execute", None)  # the page of last resort asks nothing
        raise failure

    anybody.raise_request_exception = False
    monkeypatch.setattr("cases.casework.cases.add_note", fail)

    answer = anybody.post(address("child-note", world), {"text": "Her aunt rang from Khujand."})

    page = answer.content.decode()
    assert (answer.status_code, answer.get("Retry-After")) == (
        status,
        "10" if status == 503 else None,
    )
    assert sentence in page
    assert "Her aunt rang from Khujand.</textarea>" in page
    assert "secret" not in page


@pytest.mark.parametrize(
    ("failing", "failure", "code"),
    [
        ("cases.casework.cases.add_note", OperationalError("gone"), 503),
        ("cases.casework.cases.add_note", InterfaceError("closed"), 503),
        ("cases.casework.cases.add_note", ValueError("wrong"), 500),
        ("django.db.backends.utils.CursorWrapper.execute", OperationalError("gone"), 503),
    ],
    ids=["in-an-act", "closed-in-an-act", "error-of-ours", "from-the-first-question-on"],
)
def test_log_says_the_code_of_the_answer(
    anybody, world, monkeypatch, caplog, failing, failure, code
):
    def fail(*_args, **_more):
        raise failure

    anybody.raise_request_exception = False
    at = address("child-note", world)
    monkeypatch.setattr(failing, fail)

    answer = anybody.post(at, {"text": "Her aunt rang from Khujand."})

    lines = [line.msg for line in caplog.records if line.name.startswith("django_structlog")]
    assert answer.status_code == code
    assert [(line["event"], line["code"]) for line in lines if "code" in line] == [
        ("request_failed", code)
    ]
