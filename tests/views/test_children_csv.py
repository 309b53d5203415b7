"""The list as a file: masked for everybody, without formulas, on record."""

import csv
import io

import pytest
from django.urls import reverse

from cases.casework.names import add_name
from cases.models import AccessRow, Agreement, Child, Phrase
from cases.vocabulary import NameKind, Role, Stage
from tests import factories
from tests.canaries import told
from tests.views import sheets

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "xlsx")


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def export(client, query=""):
    response = client.get(f"{reverse('children-csv')}{query}")
    return response, b"".join(response.streaming_content).decode()


def workbook(client, query=""):
    """Return the rows of the same list as a workbook, the titles first."""
    return sheets.rows_of(client.get(f"{reverse('children-xlsx')}{query}").getvalue())


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER, Role.AUDITOR])
def test_file_holds_no_name_birth_or_place_for_any_role(client, role):
    child = factories.child(Stage.ELIGIBLE)
    add_name(child.person, "زليخا", kind=NameKind.OFFICIAL)
    Child.objects.update(held_at=factories.PlaceFactory())
    client.force_login(factories.user(role))

    response, text = export(client)

    secrets = ("Билол", "زليخا", "Манижа", "Rusafa", "2016", "1989", "Karimova")
    assert told(text + str(workbook(client)), secrets) == []
    assert text.startswith("\ufeffCase,")
    assert rows_of(text)[1][:4] == [child.reference, "Boy", "6 to 11", "Eligible"]
    assert response["Content-Disposition"].startswith('attachment; filename="children-')
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "role", [Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.TRAVEL_OFFICER, Role.OFFICIAL]
)
def test_file_is_closed_to_other_roles(client, role):
    factories.child(Stage.CLEARED)
    client.force_login(factories.user(role))

    pages = [reverse("children-csv"), reverse("children-xlsx")]
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_file_holds_exactly_the_filtered_list_of_the_own_team(client):
    factories.family(2)
    factories.child(Stage.ELIGIBLE)
    factories.family(2, team=factories.TeamFactory(name="Erbil desk"))
    reader = factories.user(Role.CASEWORKER)
    client.force_login(reader)

    query = "?stage=registered&page=7&sort=reference"

    _response, text = export(client, query)
    sheet = workbook(client, query)

    own = Child.objects.filter(mother__team=reader.team, stage=Stage.REGISTERED).order_by("pk")
    for rows in (rows_of(text), sheet):
        assert [row[0] for row in rows[1:]] == [child.reference for child in own]
    seen = AccessRow.objects.order_by("pk").values_list("by", "page", "rows")
    assert list(seen) == [(reader.pk, "children-csv", 2), (reader.pk, "children-xlsx", 2)]


def test_file_holds_no_formula(client):
    factories.child()
    Agreement.objects.update(title='=HYPERLINK("http://x")')
    client.force_login(factories.user(Role.REVIEWER))

    _response, text = export(client)

    assert rows_of(text)[1][-1] == '\'=HYPERLINK("http://x")'
    assert workbook(client)[1][-1] == '=HYPERLINK("http://x")'


@pytest.fixture
def placed():
    """A child with a place and a caseworker, and another without."""
    child, place = factories.child(), factories.PlaceFactory()
    worker = factories.user(Role.CASEWORKER, first_name="Sitora", last_name="Karimova")
    Child.objects.update(held_at=place, caseworker=worker)
    factories.child()
    child.refresh_from_db()
    return child


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER])
def test_file_holds_what_the_list_was_narrowed_by(client, placed, role):
    reader = placed.caseworker if role == Role.CASEWORKER else factories.user(role)
    client.force_login(reader)
    team, family = placed.mother.team.name, placed.mother.reference

    for query, titles, cells in (
        ("", ["Team"], [team]),
        (f"?place={placed.held_at_id}", ["Team", "Place"], [team, placed.held_at.name]),
        (f"?caseworker={reader.pk}", ["Team", "Caseworker"], [team, "Sitora Karimova"]),
        (f"?mother={family}", ["Team", "Family"], [team, family]),
    ):
        if "caseworker" in query and role == Role.REVIEWER:
            query = f"?caseworker={placed.caseworker_id}"
        for rows in (rows_of(export(client, query)[1]), workbook(client, query)):
            assert rows[0][6:] == [*titles, "Agreement"]
            assert rows[1][6:-1] == cells


def test_file_says_team_place_and_agreement_in_the_language_of_its_reader(client, placed):
    for row, russian in (
        (placed.held_at.name, "Тюрьма"),
        (placed.mother.team.name, "Отдел"),
        (placed.agreement.title, "Соглашение"),
    ):
        Phrase.objects.create(source=row, language="ru", text=russian)
    client.force_login(placed.caseworker)
    client.cookies["django_language"] = "ru"

    query = f"?place={placed.held_at_id}"

    assert "Отдел;Тюрьма;Соглашение" in export(client, query)[1]
    assert workbook(client, query)[1][6:] == ["Отдел", "Тюрьма", "Соглашение"]


def test_file_of_a_masked_reader_holds_no_place_caseworker_or_team(client, placed):
    client.force_login(factories.user(Role.AUDITOR))

    for query in (f"?place={placed.held_at_id}", f"?caseworker={placed.caseworker_id}"):
        rows = rows_of(export(client, query)[1])
        assert told(str(rows), ("Rusafa", "Karimova", "desk", "Place", "Team")) == []
        assert len(rows) == 3


@pytest.mark.parametrize("children", [1, 3])
def test_file_query_count(client, django_assert_num_queries, children):
    factories.family(children)
    client.force_login(factories.user(Role.REVIEWER))

    with django_assert_num_queries(6):
        export(client)
    with django_assert_num_queries(6):
        assert len(workbook(client)) == children + 1


def test_list_offers_both_files_as_it_is_narrowed_to_whom_may_save_it(client):
    factories.child()
    client.force_login(factories.user(Role.REVIEWER))
    offered = client.get("/children/?stage=registered").content.decode()
    client.force_login(factories.user(Role.TRAVEL_OFFICER))
    refused = client.get("/children/").content.decode()

    assert all(f'href="/children/export.{end}?stage=registered"' in offered for end in ENDINGS)
    assert "/children/export." not in refused
