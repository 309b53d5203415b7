"""The address that a monitor asks: it knows the database and nobody."""

import pytest
from django.db import Error, connection

pytestmark = pytest.mark.django_db


def test_it_asks_the_database_once_and_neither_session_nor_log(
    client, settings, caplog, django_assert_num_queries
):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    with django_assert_num_queries(1), caplog.at_level("INFO"):
        answer = client.get("/healthz", headers={"host": "whatever.example"})

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert caplog.records == []


def test_it_is_answered_without_tls_on_this_machine(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/login/").status_code == 301


def test_without_a_database_it_says_so(client, monkeypatch):
    def fail(*_args):
        raise Error("of user Zainab")

    monkeypatch.setattr(connection, "cursor", fail)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_takes_nothing(client, method):
    assert getattr(client, method)("/healthz").status_code == 405
