"""Children are found by the year of their birth, by whoever is shown it."""

import datetime

import pytest

from cases.casework import registration
from cases.casework.names import add_name
from cases.casework.registration import ChildFacts, PersonFacts
from cases.models import Person
from cases.queries.search import search
from cases.vocabulary import (
    NameKind,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY
from tests.factories.families import child_facts, mother_facts
from tests.views.test_search import ask, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


BORN = {"Анора": "12.05.2015", "Бахтиёр": "2014", "Ваҳида": "март 2016", "Ғайрат": ""}


@pytest.fixture
def births(db):
    """Children of one mother born 1990, by the name they are called."""
    facts = [child_facts(name, born) for name, born in BORN.items() if born]
    mother = registration.register_family(
        agreement=factories.agreement(),
        team=factories.TeamFactory(),
        mother=mother_facts("Тахмина Олимова", "1990"),
        children=[*facts, ChildFacts(PersonFacts({NameKind.FAMILY: "Ғайрат"}, None))],
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )
    return {each.person.names.get().text: each for each in mother.children.all()}


@pytest.mark.parametrize(
    ("typed", "whom"),
    [("2015", {"Анора"}), ("٢٠١٤", {"Бахтиёр"}), ("2016", {"Ваҳида"}), ("1990", set())],
)
def test_year_finds_who_may_be_born_in_it(births, client, typed, whom):
    client.force_login(factories.user(Role.CASEWORKER))

    text = ask(client, typed).content.decode()

    assert {name for name in BORN if f">{name}</bdi>" in text} == whom
    assert ("Тахмина Олимова</bdi></a>" in text) == (typed == "1990")
    year = "".join(str(int(figure)) for figure in typed)
    assert f"birth {year}" in text


def test_year_beside_a_name_puts_first_who_may_be_born_in_it(client):
    older, younger = (
        factories.family(1, name=f"{name} Одинаева").children.get() for name in ("Ҳалима", "Ҳилола")
    )
    for child, year in ((older, 2013), (younger, 2016)):
        add_name(child.person, "Сафия Юсуфова", kind=NameKind.ALIAS)
        first = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        Person.objects.filter(pk=child.person_id).update(
            born_earliest=first[0], born_latest=first[1]
        )
    worker = factories.user(Role.CASEWORKER)

    found = {
        year: [(hit.row.child, hit.why.year) for hit in (*hits.children, *hits.close_children)]
        for year in (2013, 2016)
        if (hits := search(f"Сафия {year}", by=worker))
    }

    assert found == {
        2013: [(older, 2013), (younger, None)],
        2016: [(younger, 2016), (older, None)],
    }


def test_birth_is_no_search_for_who_is_shown_none(births, client):
    child = factories.bring_to(births["Анора"], Stage.ELIGIBLE)
    for role in (Role.FINANCE_OFFICER, Role.AUDITOR):
        client.force_login(factories.user(role))
        assert child.reference not in ask(client, "2015").content.decode()
        assert child.reference not in suggest(client, "2015")
