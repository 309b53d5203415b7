"""Whatever is sent to any address by any role, it is answered: by a page, never by a 500.

Values and whose turn it is are drawn with a fixed seed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse

from cases.admin.editing import ReadOnlyAdmin
from cases.models import User
from cases.vocabulary import Role
from tests import factories
from tests.acts import EXAMPLES, Example
from tests.addresses import PATTERNS, address, make_world
from tests.conftest import StaffClient
from tests.odd import VALUES, forms_of
from tests.test_access import LINES
from tests.test_acts import MAY, TAKING, doer

pytestmark = pytest.mark.django_db
OPENED = {line["route"]: line for line in LINES if line["method"] == "GET"}
H, T = TypeVar("H"), TypeVar("T")
Met = list[tuple[str, str, str]]
Answered = tuple[Any, object]


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


def client_of(person: User | None) -> StaffClient:
    client = StaffClient(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def ask(client: StaffClient, method: str, at: str, data: dict | None = None):
    """Return the answer to one request; what it wrote is undone."""
    with transaction.atomic():
        response = getattr(client, method)(at, data)
        if response.status_code < 400 and method == "post":
            connection.check_constraints()
        if response.streaming:
            response.getvalue()
        transaction.set_rollback(True)
    return response


def met(answers: Iterable) -> Met:
    """Return what went wrong: at which address, with what, and how."""
    return [
        (response.wsgi_request.path, str(sent)[:200], repr(response.exc_info[1])[:300])
        for response, sent in answers
        if response.status_code >= 500
    ]


def turns(route: str, chance: Random) -> list[str]:
    """Return the roles that may open a page, in the order of their turn."""
    roles = [role for role in Role.values if OPENED[route][role] == "yes"]
    return chance.sample(roles, len(roles))


def dealt(hands: Sequence[H], things: Iterable[T]) -> Iterator[tuple[H, T]]:
    """Yield each of ``things`` with one of ``hands`` in turn, until each of both had its turn."""
    things = list(things)
    for turn in range(max(len(hands), len(things))):
        yield hands[turn % len(hands)], things[turn % len(things)]


def odd(chance: Random, count: int) -> list[str | bytes]:
    return chance.sample(VALUES, count)


def query(pairs: dict[str, str | bytes]) -> str:
    return "?" + urlencode(pairs)


PAGES = sorted(route for route in PATTERNS if turns(route, Random(0)))


def test_every_page_answers_odd_queries():
    world, chance = make_world(), Random(1)
    clients = {role: client_of(factories.user(Role(role))) for role in Role.values}

    def answers() -> Iterator:
        for route in PAGES:
            at = address(route, world)
            first, *others = turns(route, chance)
            page = ask(clients[first], "get", at)
            yield page, ""
            asked = queries(parameters(page, at), chance)
            for role, sent in zip(cycle(others or [first]), asked, strict=False):
                yield ask(clients[role], "get", at + sent), sent

    assert met(answers()) == []


def parameters(page, at: str) -> list[str]:
    """Return the names that a page reads of its query, as its own forms and links tell."""
    if page.streaming or "html" not in page.get("Content-Type", ""):
        return []
    forms, links = forms_of(page.content.decode())
    names = {name for form in forms if form.method == "get" for name in form.fields}
    for link in links:
        parts = urlsplit(link)
        if parts.path in {"", at}:
            names |= {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    return sorted(names)


def queries(names: list[str], chance: Random) -> Iterator[str]:
    names = names or ["page", "q", "on", "next"]
    yield query(dict.fromkeys(names, odd(chance, 1)[0]) | {chance.choice(names): odd(chance, 1)[0]})
    yield "?%ED%A0%80=%00&&=&%&" + "&".join(f"{name}=1&{name}=2&{name}[]=3" for name in names)


def test_every_page_answers_odd_addresses():
    world, chance = make_world(), Random(2)
    clients = {role: client_of(factories.user(Role(role))) for role in Role.values}

    def answers() -> Iterator:
        for route, page in sorted(PATTERNS.items()):
            if "<" not in page.route or not turns(route, chance):
                continue
            ends = [quote(value, safe="")[:900].replace("\\", "") for value in odd(chance, 2)]
            odd_ones = ["/" + re.sub("<[^>]+>", end, page.route) for end in ends]
            good = address(route, world)
            odd_ones.append(good.rstrip("/").rpartition("/")[0] + "/" + "9" * 25 + "/")
            for role, at in dealt(turns(route, chance), odd_ones):
                yield ask(clients[role], "get", at), at

    assert met(answers()) == []


@pytest.mark.parametrize("route", TAKING)
def test_every_form_answers_odd_values(route):
    example, chance = EXAMPLES[route](), Random(route)
    clients = [client_of(person) for person in senders(route, example)]
    at = example.address(route)
    data = fields_at(clients[0], at) | example.data

    answers = [
        (ask(client, "post", at, sent), sent)
        for client, sent in dealt(clients, mutants(data, chance))
    ]

    assert met(answers) == []


def senders(route: str, example: Example) -> list[User | None]:
    """Return who sends a form: whoever can do the act, and one of each other role let in."""
    if route == "login":
        return [None]
    first = doer(route, example)
    own = set(first.groups.values_list("name", flat=True))
    others = [role for role in Role if MAY[route][role] in ("yes", "hidden") and role not in own]
    return [first, *map(factories.user, others)]


def fields_at(client: StaffClient, at: str) -> dict[str, object]:
    """Return the fields of the forms that a page sends to its own address."""
    page = ask(client, "get", at)
    if page.status_code != 200 or page.streaming:
        return {}
    forms, _links = forms_of(page.content.decode())
    return {
        name: value
        for form in forms
        if form.method == "post" and form.action in {"", at}
        for name, value in form.fields.items()
        if name != "csrfmiddlewaretoken"
    }


def mutants(data: dict[str, object], chance: Random) -> Iterator[dict[str, object]]:
    """Return what is sent: every field odd, then one field odd among good ones, then lists."""
    for file in data.values():
        if hasattr(file, "seek"):
            file.seek(0)
    plain = {name: value for name, value in data.items() if not hasattr(value, "seek")}
    yield dict.fromkeys(plain or ["x"], odd(chance, 1)[0])
    for name in chance.sample(sorted(plain), min(1, len(plain))):
        yield plain | {name: odd(chance, 1)[0]}
    yield {name: [value, "1", b"\xff"] for name, value in plain.items()}


def test_every_table_of_the_administration_answers_odd_values():
    factories.child("cleared")
    client, chance = client_of(factories.UserFactory(is_superuser=True, is_staff=True)), Random(3)

    def answers() -> Iterator[Answered]:
        for model in admin.site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            listed, row = reverse(f"{name}_changelist"), model._default_manager.last()
            yield from lists(client, listed, chance)
            if isinstance(admin.site._registry[model], ReadOnlyAdmin):
                continue
            yield from actions(client, listed, row, chance)
            yield from odd_rows(client, listed, chance)
            yield from edits(client, reverse(f"{name}_add"), chance)
            for end in ("change/", "delete/") if row else ():
                yield from edits(client, f"{listed}{row.pk}/{end}", chance)

    assert met(answers()) == []


def lists(client: StaffClient, listed: str, chance: Random) -> Iterator[Answered]:
    page = ask(client, "get", listed)
    yield page, ""
    columns = [*parameters(page, listed), *"qpoe", "all", "_to_field", "id__exact", "pk__in"]
    for column in chance.sample(columns, 1):
        sent = query({column: odd(chance, 1)[0]})
        yield ask(client, "get", listed + sent), sent
    sent = query(dict.fromkeys(columns, "a\0b"))
    yield ask(client, "get", listed + sent), sent


def actions(client: StaffClient, listed: str, row: Any, chance: Random) -> Iterator[Answered]:
    for chosen in (*odd(chance, 1), row.pk if row else 0):
        sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
        yield ask(client, "post", listed, sent), sent


def odd_rows(client: StaffClient, listed: str, chance: Random) -> Iterator[Answered]:
    for value, end in zip(odd(chance, 3), ("change/", "delete/", "history/"), strict=True):
        at = f"{listed}{quote(value, safe='')[:900]}/{end}"
        yield ask(client, "get", at), at


def edits(client: StaffClient, at: str, chance: Random) -> Iterator[Answered]:
    data = fields_at(client, at)
    for sent in mutants(data, chance) if data else ():
        yield ask(client, "post", at, sent), sent


def test_search_boxes_and_addresses_of_the_administration_answer_odd_values():
    factories.child("cleared")
    client, chance = client_of(factories.UserFactory(is_superuser=True, is_staff=True)), Random(4)
    good = {"app_label": "cases", "model_name": "place", "field_name": "country", "term": "I"}
    asked = [
        good | {name: value} for name in (*good, "page") for value in ("a\0b", *odd(chance, 2))
    ]
    addresses = ["/admin/autocomplete/" + query(pairs) for pairs in asked]
    for value in odd(chance, 4):
        word = quote(value, safe="")[:900]
        addresses += [f"/admin/{word}/", f"/admin/cases/{word}/", f"/admin/r/{word}/{word}/"]

    assert met((ask(client, "get", at), at) for at in addresses) == []
