"""The same people registered at the same moment are one question, not two cases."""

import csv
import io
import itertools
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client

from cases.casework.registration import hold_registering
from cases.models import Child, Mother, User
from cases.vocabulary import Role
from tests import factories
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = "Another person has just registered somebody who may be the same."
GIVEN = ("Парвина", "Мадина", "Шаҳноза")
FAMILY = ("Қаюмова", "Латифӣ")
CHILD = {"name_family": "Сиёвуш", "born": "2016", "sex": "m"}


def at_once(acts: Sequence[Callable[[], Any]], *refusals: type[Exception]) -> list[Any]:
    """Do all acts so that each has compared before any registers; return what came of them."""

    def do(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except refusals as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        with transaction.atomic():
            hold_registering()
            started = [threads.submit(do, act) for act in acts]
            while not any(each.done() for each in started) and waiting() < len(acts):
                time.sleep(0.005)
        return [each.result() for each in started]


def waiting() -> int:
    """Return how many wait for the lock that is held here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(cursor.fetchone()[0])


def in_a_browser(person: User) -> Client:
    """Return a client of its own, as a tab is."""
    client = StaffClient()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def family(name: str, **more: str) -> dict[str, str]:
    """Return a form of its own about a mother called ``name`` and her son."""
    child = {f"child-0-{field}": value for field, value in CHILD.items()}
    return {
        "token": str(uuid.uuid4()),
        "mother-name_family": name,
        "child-TOTAL_FORMS": "1",
        **child,
        "register": "1",
        **more,
    }


def sorted_by_status(answers: list[HttpResponse]) -> tuple[HttpResponse, HttpResponse]:
    first, second = sorted(answers, key=lambda answer: answer.status_code)
    return first, second


def test_two_officers_who_register_one_family_at_once_register_one():
    factories.agreement()
    pages = [in_a_browser(factories.user(Role.CASEWORKER)) for _ in range(2)]

    for n, name in enumerate(map(" ".join, itertools.product(GIVEN, FAMILY)), 1):
        done, asked = sorted_by_status(
            at_once(
                [
                    lambda page=page, name=name: page.post("/mothers/new/", family(name))
                    for page in pages
                ]
            )
        )

        text = asked.content.decode()
        assert (done.status_code, asked.status_code, Mother.objects.count()) == (302, 409, n)
        assert ASKED in text
        assert f'value="{name}"' in text
        assert asked.context["family"].duplicates.questions


def test_answered_family_is_registered_after_all():
    factories.agreement()
    pages = [in_a_browser(factories.user(Role.CASEWORKER)) for _ in range(2)]
    sent = [family("Парвина Қаюмова") for _ in pages]
    answers = at_once(
        [
            lambda page=page, typed=typed: page.post("/mothers/new/", typed)
            for page, typed in zip(pages, sent, strict=True)
        ]
    )
    slow = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    questions = answers[slow].context["family"].duplicates.matches

    no = {f"answer-{key}": "not_same" for key in questions}
    again = pages[slow].post("/mothers/new/", sent[slow] | no)

    assert (again.status_code, Mother.objects.count()) == (302, 2)


def test_two_tabs_that_add_one_child_at_once_add_one():
    worker = factories.user(Role.CASEWORKER)
    pages = [in_a_browser(worker) for _ in range(2)]

    for name in GIVEN:
        mother = factories.family(1, team=worker.team, name=f"{name} Латифӣ")
        url = f"/mothers/{mother.reference}/children/new/"

        done, asked = sorted_by_status(
            at_once([lambda page=page, url=url: page.post(url, family("")) for page in pages])
        )

        assert (done.status_code, asked.status_code) == (302, 409)
        assert ASKED in asked.content.decode()
        assert mother.children.count() == 2


def list_of(path: Path, name: str, note: str) -> Path:
    """Write a list of one family; ``note`` makes it another file."""
    rows = [
        ["Модар", "Кӯдак", "Санаи таваллуд ё синну сол", "Ҷинс"],
        [name, CHILD["name_family"], CHILD["born"], "м"],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue() + note, encoding="utf-8")
    return path


def importing(file: Path) -> str:
    """Apply a list as the command does; return its last word."""
    out = io.StringIO()
    call_command(
        "import_list",
        file,
        by="worker",
        approved_by="reviewer",
        as_of=factories.DAY,
        apply=True,
        stdout=out,
    )
    return out.getvalue()


@pytest.fixture
def people():
    factories.agreement()
    factories.user(Role.REVIEWER, username="reviewer")
    return factories.user(Role.CASEWORKER, username="worker")


def test_two_lists_of_the_same_people_at_once_register_one_family(people, tmp_path):
    for n, name in enumerate(GIVEN, 1):
        files = [list_of(tmp_path / f"{n}-{m}.csv", f"{name} Қаюмова", "\n" * m) for m in (1, 2)]

        outcomes = at_once([lambda file=file: importing(file) for file in files], CommandError)

        refused = [str(each) for each in outcomes if isinstance(each, CommandError)]
        assert (Mother.objects.count(), Child.objects.count(), len(refused)) == (n, n, 1)
        assert "one of the people of row 2" in refused[0]


def test_page_and_list_of_the_same_people_at_once_register_one_family(people, tmp_path):
    page = in_a_browser(people)

    for n, name in enumerate(GIVEN, 1):
        file = list_of(tmp_path / f"{n}.csv", f"{name} Қаюмова", "")
        typed = family(f"{name} Қаюмова")

        answer, applied = at_once(
            [
                lambda typed=typed: page.post("/mothers/new/", typed),
                lambda file=file: importing(file),
            ],
            CommandError,
        )

        assert Mother.objects.count() == n
        assert (answer.status_code == 302) == isinstance(applied, CommandError)
