"""The list of children: who sees what, what is on record, and that no address breaks it."""

import re

import pytest
from django.urls import reverse

from cases.casework.names import add_name
from cases.models import AccessRow, Child, Person
from cases.vocabulary import NameKind, Role, Stage
from tests import factories
from tests.canaries import told
from tests.factories import DAY
from tests.models.refusals import execute
from tests.reading import rows_read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


SECRETS = ("Зулайхо", "زليخا", "Манижа", "Раҳимова", "Rusafa", "2015", "2016", "1989")
MASKED = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.AUDITOR)


@pytest.fixture
def secret(db):
    """A cleared child with names in two scripts, a birth, a mother and a place."""
    child = factories.child(Stage.CLEARED)
    Person.objects.filter(pk=child.person_id).update(
        born_earliest=DAY.replace(year=2015), born_latest=DAY.replace(year=2016)
    )
    add_name(child.person, "Зулайхо", kind=NameKind.ALIAS)
    add_name(child.person, "زليخا", kind=NameKind.OFFICIAL)
    Child.objects.filter(pk=child.pk).update(held_at=factories.PlaceFactory())
    return child


def page(client, query=""):
    return client.get(f"{reverse('children')}{query}")


def rows_of(response):
    return response.content.decode().count('<th scope="row">')


@pytest.mark.parametrize("role", MASKED)
@pytest.mark.parametrize("query", ["", "?sort=name", "?place=none", "?stage=cleared&per_page=100"])
def test_masked_list_holds_no_name_birth_or_place(client, secret, role, query):
    client.force_login(factories.user(role))

    text = page(client, query).content.decode()

    assert secret.reference in text
    assert told(text, SECRETS) == []
    head = text[text.index("<thead") : text.index("</thead")]
    staged = ["stage", "days"] if role == Role.AUDITOR else []
    assert re.findall(r"sort=-?(\w+)", head) == ["reference", *staged]


#: What would tell where a case stands: tags, tabs, choices, columns, orders.
STAGE_WORDS = ("stage-", "sort=stage", "sort=days", 'name="stage"', 'name="overdue"')
STAGE_WORDS += (
    "Cleared",
    "Overdue",
    ", overdue",
    "Ready to travel",
    "Not eligible",
    "Days in stage",
)


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.FINANCE_APPROVER])
@pytest.mark.parametrize(
    "query", ["", "?stage=registered", "?overdue=1", "?counted=identified", "?sort=-stage"]
)
def test_list_of_finance_tells_no_stage(client, secret, role, query):
    Child.objects.filter(pk=secret.pk).update(hold_reason="court", hold_until=DAY)
    later = factories.child(Stage.ELIGIBLE)
    client.force_login(factories.user(role))

    text = page(client, query).content.decode().partition("<main")[2]

    assert [word for word in STAGE_WORDS if word in text] == []
    assert re.findall(r'<bdi class="ref">([\w-]+)</bdi>', text) == [
        secret.reference,
        later.reference,
    ]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER, Role.TRAVEL_OFFICER])
def test_named_list_shows_name_in_two_scripts_and_place(client, secret, role):
    client.force_login(factories.user(role))

    text = page(client).content.decode()

    assert secret.person.name in text
    assert "زليخا" in text
    assert "Rusafa" in text
    assert ("Манижа" in text) == (role != Role.TRAVEL_OFFICER)


def test_caseworker_of_two_roles_is_shown_others_children_masked(client, secret):
    both = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    both.groups.add(*factories.user(Role.FINANCE_OFFICER).groups.all())
    client.force_login(both)

    own = factories.family(1, team=both.team, name="Гулнора").children.get()
    Child.objects.filter(pk=own.pk).update(held_at=None)

    text = page(client, "?sort=name").content.decode()
    file = client.get(reverse("children-csv")).getvalue().decode()

    assert secret.reference in text
    assert told(text, SECRETS) == []
    assert re.findall(r'class="tag stage-(\w+)"', text) == [own.stage]
    assert [word for word in STAGE_WORDS if word in text] == ["stage-", "Days in stage"]
    assert secret.reference in file
    assert [word for word in ("Cleared", "Registered", "stage") if word in file] == []


def test_list_of_another_team_is_empty(client, secret):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(stranger)

    response = page(client)

    assert rows_of(response) == 0
    assert secret.reference not in response.content.decode()


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN])
def test_list_is_closed_to_roles_without_cases(client, secret, role):
    client.force_login(factories.user(role))

    assert page(client).status_code == 403


@pytest.mark.parametrize(("role", "queries"), [(Role.CASEWORKER, 11), (Role.AUDITOR, 9)])
@pytest.mark.parametrize("children", [1, 3])
def test_list_query_count(client, django_assert_num_queries, role, queries, children):
    factories.family(children)
    client.force_login(factories.user(role))
    page(client)

    with django_assert_num_queries(queries):
        response = page(client)

    assert rows_of(response) == children


def test_page_holds_25_and_the_next_the_rest(client):
    for _ in range(3):
        factories.family(9)
    client.force_login(factories.user(Role.CASEWORKER))

    first, second = page(client), page(client, "?page=2")

    assert (rows_of(first), rows_of(second)) == (25, 2)
    assert "27 children in 3 families" in first.content.decode()
    assert "page=2" in first.content.decode()
    assert rows_of(page(client, "?per_page=50")) == 27
    assert rows_of(page(client, "?per_page=7")) == 25
    assert rows_of(page(client, "?page=99")) == 2


def test_all_choices_of_a_long_filter_come_with_what_was_ticked(client):
    for n in range(18):
        factories.child(caseworker=factories.user(Role.CASEWORKER, first_name=f"Worker{n}"))
    client.force_login(factories.user(Role.REVIEWER))

    short = page(client, "?stage=registered").content.decode()
    whole = page(client, "?stage=registered&all=caseworker").content.decode()

    button = 'name="all" value="caseworker" formaction="/children/#f_caseworker"'
    assert (button in short, button in whole) == (True, False)
    assert short.count('name="caseworker"') == 12
    assert whole.count('name="caseworker"') == 18
    assert 'name="stage" value="registered" checked' in whole


def test_more_than_the_most_is_said_without_counts_and_still_paged(client, monkeypatch):
    for _ in range(3):
        factories.family(9)
    monkeypatch.setattr("cases.models.long_lists.MOST", 20)
    client.force_login(factories.user(Role.CASEWORKER))

    text, last = page(client).content.decode(), page(client, "?page=9").content.decode()

    assert "Over 20 children" in text
    assert re.search(r"All <span[^>]*>20\+</span>", text)
    assert "of over 20" in text
    assert not re.search(r'value="registered"> Registered <span class="count">', text)
    assert last.count('<th scope="row">') == 2
    assert "page=1" in last


def test_list_is_on_record_with_its_rows_before_it_is_shown(client):
    factories.family(3)
    reader = factories.user(Role.CASEWORKER)
    client.force_login(reader)

    page(client)

    row = AccessRow.objects.get()
    assert (row.by, row.page, row.rows, row.child, row.mother) == (
        reader,
        "children",
        3,
        None,
        None,
    )


def test_sorted_heading_says_so_and_offers_the_other_way(client):
    factories.family(2)
    client.force_login(factories.user(Role.CASEWORKER))

    text = page(client, "?sort=reference&stage=registered&page=1").content.decode()

    assert re.search(
        r'aria-sort="ascending">\s*<a href="\?sort=-reference&amp;stage=registered">', text
    )
    assert text.count("aria-sort") == 1
    assert 'href="?sort=-days&amp;stage=registered"' in text


def test_address_brings_back_the_same_list(client):
    factories.family(2)
    client.force_login(factories.user(Role.CASEWORKER))

    text = page(client, "?stage=registered&sex=m&sort=reference").content.decode()

    assert re.search(r'name="stage" value="registered" checked', text)
    assert re.search(r'name="sex" value="m" checked', text)
    assert '<input type="hidden" name="sort" value="reference">' in text
    assert 'href="?sex=m&amp;sort=reference"' in text


def test_nothing_found_says_which_filter_to_drop(client):
    factories.family(3)
    client.force_login(factories.user(Role.CASEWORKER))

    text = page(client, "?stage=deferred&sex=m").content.decode()

    assert "3 more if you remove “Stage”." in text
    assert 'href="?sex=m"' in text


def test_empty_register_says_that_nobody_is_registered(client):
    client.force_login(factories.user(Role.CASEWORKER))

    assert "No child is registered yet" in page(client).content.decode()


def test_tab_that_is_open_is_marked(client):
    factories.family(1)
    client.force_login(factories.user(Role.CASEWORKER))

    current = {
        query: re.findall(r'aria-current="page">([^<]+) <', page(client, query).content.decode())
        for query in ("", "?overdue=1", "?mine=1", "?stage=ineligible", "?stage=registered")
    }

    assert current == {
        "": ["All"],
        "?overdue=1": ["Overdue"],
        "?mine=1": ["My open cases"],
        "?stage=ineligible": ["Not eligible"],
        "?stage=registered": [],
    }


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?page=-1",
        "?page=0",
        "?page=99999999999999999999",
        "?page=999999999",
        "?page=²",
        "?per_page=1000000",
        "?sort=password",
        "?sort=-",
        "?sort=--days",
        "?stage=",
        "?stage=x&stage=registered",
        "?age=%00",
        "?place=1%00",
        "?place=99999999999999999999999",
        "?caseworker=-1",
        "?caseworker=%27%20OR%201=1",
        "?agreement=none",
        "?mother=%00",
        "?mother=" + "x" * 5000,
        "?mother=%F0%9F%98%80",
        "?counted=everything",
        "?overdue=2&mine=maybe",
        "?a=1&b[]=2&%ff=%fe",
        "?page=1&page=2&sort=name&sort=age",
    ],
)
def test_no_address_breaks_the_list(client, query):
    factories.family(1)
    client.force_login(factories.user(Role.CASEWORKER))

    assert page(client, query).status_code == 200


def test_who_looked_is_shown_newest_first_with_the_mothers_page(client, secret):
    reviewer = factories.user(Role.REVIEWER, first_name="Dilbar", last_name="Saidova")
    AccessRow.objects.create(by=reviewer, page="child", child=secret)
    AccessRow.objects.create(by=reviewer, page="mother", mother=secret.mother)
    other = factories.family(1).children.get()
    AccessRow.objects.create(by=factories.user(Role.REVIEWER), page="child-edit", child=other)
    client.force_login(factories.user(Role.AUDITOR))

    text = client.get(reverse("child-access", args=[secret.reference])).content.decode()

    assert text.index("Record of the mother") < text.index("Record of the child")
    assert text.count("Dilbar Saidova") == 2
    assert "Correction of the record" not in text
    assert told(text, SECRETS[:5]) == []
    assert AccessRow.objects.first().page == "child-access"


@pytest.mark.parametrize("looks", [1, 3])
def test_access_page_query_count(client, secret, django_assert_num_queries, looks):
    reviewer = factories.user(Role.REVIEWER)
    for _ in range(looks):
        AccessRow.objects.create(by=reviewer, page="child", child=secret)
    client.force_login(reviewer)

    with django_assert_num_queries(6):
        client.get(reverse("child-access", args=[secret.reference]))


def test_travel_officers_list_passes_over_no_child_who_does_not_travel():
    """Those ahead of them in the order of the list are very many: all who were home long ago."""
    officer = factories.user(Role.TRAVEL_OFFICER)
    factories.family(12)
    factories.child(Stage.CLEARED)
    execute("ANALYZE cases_child")

    rows = Child.objects.visible_to(officer).order_by("stage_entered_on", "pk").values("pk")

    assert rows_read(lambda: list(rows.all()[:26]), of="cases_child") == 1
