"""Approved totals for other systems: JSON by a key, described by a document."""

import datetime
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.casework import access_keys
from cases.models import AccessKey
from cases.vocabulary import KeyScope, Role
from cases.web import read_keys
from tests import factories
from tests.views.test_outside import _last

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_requests_yet():
    cache.clear()


def read(client, name, words="", **kwargs):
    headers = {"authorization": f"Bearer {words}"} if words else {}
    return client.get(reverse(name, kwargs=kwargs), headers=headers)


@pytest.fixture
def made():
    agreement = factories.child().agreement
    factories.public_totals(agreement, further=True)
    factories.published_figure(agreement)
    return agreement


def test_the_document_describes_what_is_read(client, made):
    words = factories.access_key()[1]
    document = read(client, "read-openapi").json()

    assert document["openapi"] == "3.1.0"
    assert set(document["info"]) >= {"title", "version"}
    for path, item in document["paths"].items():
        operation = item["get"]
        names = {each["name"] for each in operation["parameters"] if each["required"]}
        assert names == set(re.findall(r"{(\w+)}", path))
        assert operation["operationId"]
        assert all(each["description"] for each in operation["responses"].values())
        answer = client.get(
            path.replace("{slug}", made.slug), headers={"authorization": f"Bearer {words}"}
        )
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer.json()
        _fits(answer.json(), schema, document)
        refused = client.get(path.replace("{slug}", made.slug))
        schema = operation["responses"]["401"]["content"]["application/json"]["schema"]
        _fits(refused.json(), schema, document)
    for reference in _references(document):
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"]


def test_the_page_says_what_the_document_says_and_is_led_to_where_keys_are_given(client, made):
    document = read(client, "read-openapi").json()
    page = client.get(reverse("read-guide"))
    text = page.content.decode()
    client.force_login(factories.user(Role.ADMIN))
    keys = client.get(reverse("access-keys")).content.decode()

    assert [path for path in document["paths"] if path not in text] == []
    names = {n for each in document["components"]["schemas"].values() for n in each["properties"]}
    assert [name for name in names - ERROR if name not in text] == []
    assert ("by_sex.{group}.girls" in text, "ages.{group}.least" in text) == (True, True)
    assert not page.cookies
    assert f'href="{reverse("read-guide")}"' in keys
    russian = client.get(reverse("read-guide"), {"lang": "ru"}).content.decode()
    assert 'lang="ru"' in russian
    assert "Что было сказано публично" in russian


ERROR = {"error", "code", "message"}
_TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None)}


def _fits(value, schema, document):
    """Hold a value against a schema, as far as the document uses it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _fits(value, document["components"]["schemas"][name], document)
    if schema["type"] == "array":
        assert isinstance(value, list)
        for each in value:
            _fits(each, schema["items"], document)
    elif schema["type"] == "object":
        assert set(schema.get("required", ())) <= set(value)
        for name, each in value.items():
            inner = schema.get("properties", {}).get(name) or schema["additionalProperties"]
            assert inner, name
            _fits(each, inner, document)
    else:
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        assert any(type(value) is _TYPES[name] for name in types), (value, schema)
        if isinstance(value, int):
            assert value >= schema.get("minimum", value)
        if schema.get("format") == "date":
            datetime.date.fromisoformat(value)
    return None


def _references(part):
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [value] if name == "$ref" else _references(value)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)


def test_what_is_read_is_what_was_approved_and_names_nobody(client, made):
    words = factories.access_key()[1]
    factories.child()

    [totals] = read(client, "read-totals", words, slug=made.slug).json()
    [figure] = read(client, "read-figures", words, slug=made.slug).json()
    [agreement] = read(client, "read-agreements", words).json()

    assert (totals["as_of"], totals["identified"]) == (_last().isoformat(), 1)
    assert (figure["measure"], figure["value"]) == ("identified", "92")
    assert agreement["slug"] == made.slug
    assert "TJ-IQ" not in json.dumps([totals, figure, agreement])


def _ended(key):
    access_keys.end(key=key, version=key.version, by=factories.user(Role.ADMIN))


def _expired(key):
    with factories.past_the_guards():
        past = timezone.localdate() - datetime.timedelta(days=1)
        AccessKey.objects.filter(pk=key.pk).update(good_until=past)


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [(_ended, "This access key was ended on"), (_expired, "This access key was good until")],
)
def test_a_key_that_ended_reads_nothing(client, made, spoilt, sentence):
    key, words = factories.access_key()
    spoilt(key)

    answer = read(client, "read-totals", words, slug=made.slug)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert sentence in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer crr_nobody", "Basic abc", "Bearer \xff\x00ключ", "x" * 5000],
)
def test_no_good_key_is_told_in_json(client, made, header):
    answer = client.get(reverse("read-totals", args=[made.slug]), HTTP_AUTHORIZATION=header)

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["error"]["code"] in ("no_key", "unknown_key")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_key_reads_its_scope_and_its_agreement_alone(client, made):
    other = factories.second_agreement()
    totals = factories.access_key(KeyScope.TOTALS, made)[1]

    figures = read(client, "read-figures", totals, slug=made.slug)
    elsewhere = read(client, "read-totals", totals, slug=other.slug)
    missing = read(client, "read-totals", factories.access_key()[1], slug="nowhere")

    assert figures.status_code == 403
    assert "reads “Approved totals” and nothing else" in figures.json()["error"]["message"]
    assert (elsewhere.status_code, elsewhere.json()["error"]["code"]) == (403, "other_agreement")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "no_agreement")
    assert len(read(client, "read-agreements", totals).json()) == 1


def test_other_methods_and_addresses_are_told_in_json(client, made):
    words = factories.access_key()[1]
    at = reverse("read-totals", args=[made.slug])

    for method in (client.post, client.put, client.delete, client.patch):
        answer = method(at, headers={"authorization": f"Bearer {words}"})
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert answer.json()["error"]["code"] == "not_allowed"
    nowhere = client.get("/api/v1/children/TJ-IQ-0001/")
    assert (nowhere.status_code, nowhere.json()["error"]["code"]) == (404, "no_address")
    assert client.head(at, headers={"authorization": f"Bearer {words}"}).status_code == 200


def test_too_many_requests_of_a_minute_wait(client, made, monkeypatch):
    monkeypatch.setattr(read_keys, "BY_KEY", 3)
    monkeypatch.setattr(read_keys, "BY_ADDRESS", 2)
    words = factories.access_key()[1]

    # Eight in a row are of two minutes at most: one of these minutes has more than three.
    by_key = [read(client, "read-totals", words, slug=made.slug) for _n in range(8)]
    by_nobody = [read(client, "read-agreements", "crr_guessed") for _n in range(6)]

    assert by_key[0].status_code == 200
    late = next(answer for answer in by_key if answer.status_code == 429)
    assert 0 < int(late["Retry-After"]) <= 60
    assert "in a minute" in late.json()["error"]["message"]
    assert {answer.status_code for answer in by_nobody} == {401, 429}


def test_a_signed_in_person_reads_nothing_without_a_key(client, made):
    client.force_login(factories.user(Role.ADMIN))

    assert read(client, "read-totals", slug=made.slug).status_code == 401


def test_a_key_is_shown_once_and_kept_as_a_hash(client, made):
    client.force_login(factories.user(Role.ADMIN))
    day = timezone.localdate() + datetime.timedelta(days=30)
    typed = {"client": "Embassy", "scope": "totals", "good_until": f"{day:%d.%m.%Y}"}

    client.post(reverse("access-key-give"), typed)
    page = client.get(reverse("access-keys")).content.decode()
    words = page.partition(read_keys.PREFIX)[2].partition("<")[0]
    again = client.get(reverse("access-keys")).content.decode()
    key = AccessKey.objects.get()

    assert read(client, "read-totals", read_keys.PREFIX + words, slug=made.slug).status_code == 200
    assert read_keys.PREFIX not in again
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(k)::text FROM cases_accesskey k")
        assert words not in cursor.fetchone()[0]
    client.force_login(factories.user(Role.AUDITOR))
    told = client.get(reverse("access-keys")).content.decode()
    assert "Embassy" in told
    assert "End the key" not in told
    assert key.digest not in told


def test_a_key_is_for_a_year_at_most(client):
    client.force_login(factories.user(Role.ADMIN))
    for day in ("01.01.2000", "01.01.2999", "nonsense"):
        typed = {"client": "Embassy", "scope": "totals", "good_until": day}
        assert client.post(reverse("access-key-give"), typed).status_code == 200
    assert not AccessKey.objects.exists()
