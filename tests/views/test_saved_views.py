"""Lists that somebody saves: in words, shared, on the tabs, and what of one no longer holds."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from cases.casework import cases, saved_views
from cases.casework.editing import Stale
from cases.casework.names import add_name
from cases.casework.saved_views import CannotSave
from cases.models import Child, SavedView, User
from cases.vocabulary import Role, SharedWith, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker(client):
    client.cookies["django_language"] = "en"
    person = factories.user(Role.CASEWORKER)
    client.force_login(person)
    return person


def opened(client, address):
    return client.get(address).content.decode().partition("<main")[2]


def test_list_is_saved_in_words_and_opens_from_its_tab(client, caseworker):
    child = factories.family(1, by=caseworker).children.get()
    cases.assign(child=child, version=1, by=caseworker, on=DAY, caseworker=caseworker)
    query = "state=open&due=week&sort=due&column=stage&column=due&page=2&team=9"

    page = client.get(f"{reverse('view-new')}?{query}").content.decode()
    sent = {"name": "Mine", "shared_with": "team", "pinned": "on"}
    saved = client.post(f"{reverse('view-new')}?{query}", sent, follow=True)

    assert "Open cases, due this week, sorted by due" in page
    view = SavedView.objects.get()
    assert view.query == "due=week&state=open&sort=due&column=stage&column=due"
    assert view.team == caseworker.team
    text = saved.content.decode().partition("<main")[2]
    assert 'aria-current="page">Mine <span class="count ">0</span>' in text
    assert saved.redirect_chain[0][0] == view.get_absolute_url()
    assert [heading.label for heading in saved.context["headings"]] == ["Child", "Stage", "Due"]


def test_words_name_teams_stages_and_who_holds_the_case(client):
    client.cookies["django_language"] = "en"
    reviewer, child = factories.user(Role.REVIEWER), factories.child(Stage.ELIGIBLE)
    client.force_login(reviewer)
    team = child.mother.team
    query = f"state=open&team={team.pk}&due=week&stage=eligible&stage=cleared&mother=TJ-IQ-1"

    page = client.get(f"{reverse('view-new')}?{query}").content.decode()

    assert f"Open cases of {team}, " in page
    assert "Stage: Cleared to travel or Eligible" in page
    assert "due this week" in page


def test_shared_list_shows_each_reader_their_own_children(client, caseworker):
    mine = factories.family(1, by=caseworker).children.get()
    elsewhere = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    hers = factories.family(1, team=elsewhere.team, by=elsewhere).children.get()
    reviewer = factories.user(Role.REVIEWER)
    private = factories.saved_view(reviewer, "state=open", name="Private")
    everybody = SharedWith.EVERYBODY
    view = factories.saved_view(reviewer, "state=open", name="All open", shared_with=everybody)
    teams = factories.saved_view(elsewhere, name="Erbil", shared_with=SharedWith.TEAM)

    own = opened(client, view.get_absolute_url())
    client.force_login(elsewhere)
    other = opened(client, view.get_absolute_url())

    assert (mine.reference in own, hers.reference in own) == (True, False)
    assert (mine.reference in other, hers.reference in other) == (False, True)
    assert (teams.name in own, private.name in own) == (False, False)
    assert teams.name in other
    assert "Change this view" not in own


def test_view_that_no_longer_holds_says_what(client, caseworker):
    gone = factories.user(Role.CASEWORKER, first_name="Anvar", last_name="Gone")
    query = f"caseworker={gone.pk}&stage=dreamt&colour=red&sort=height&column=stage&column=shoe"
    view = factories.saved_view(caseworker, query)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    text = opened(client, view.get_absolute_url())
    listed = opened(client, reverse("views"))

    for sentence in (
        "“Caseworker” does not hold any more and is left out.",
        "“Stage” does not hold any more and is left out.",
        "“colour” does not hold any more and is left out.",
        "Its order is not one of yours; the usual one stands.",
        "A column of it is not on offer any more.",
        "Anvar Gone can no longer sign in.",
    ):
        assert sentence in text
    assert "“Caseworker” does not hold any more" in listed


def test_list_as_it_is_now_is_saved_under_its_view(client, caseworker):
    view = factories.saved_view(caseworker, "state=open")
    other = f"{reverse('children')}?state=closed&view={view.pk}"
    assert "Save the list as it is now" in opened(client, other)
    assert "Save the list as it is now" not in opened(client, view.get_absolute_url())

    address = f"{reverse('view-change', args=[view.pk])}?state=closed&anew=1"
    sent = {"name": "Closed", "shared_with": "nobody", "version": 1}
    client.post(address, sent)

    view.refresh_from_db()
    assert (view.query, view.name, view.pinned) == ("state=closed", "Closed", False)
    with pytest.raises(Stale):
        saved_views.delete(view=view, version=1, by=caseworker)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"name": "Taken"}, "You have a view of this name."),
        ({"shared_with": SharedWith.EVERYBODY}, "A reviewer shares a view with everybody."),
    ],
)
def test_view_is_refused(words, sentence):
    person = factories.user(Role.CASEWORKER)
    factories.saved_view(person, name="Taken")

    with pytest.raises(CannotSave, match=sentence):
        factories.saved_view(person, **({"name": "Another"} | words))


def test_views_among_the_tabs_and_in_all_are_bounded():
    person = factories.user(Role.CASEWORKER)
    for n in range(saved_views.MOST_PINNED):
        factories.saved_view(person, name=f"Tab {n}")
    with pytest.raises(CannotSave, match="You have 8 views among the tabs"):
        factories.saved_view(person, name="One more")
    for n in range(saved_views.MOST - saved_views.MOST_PINNED):
        factories.saved_view(person, name=f"List {n}", pinned=False)
    with pytest.raises(CannotSave, match=r"You have 40 views\. Delete one first\."):
        factories.saved_view(person, name="One more", pinned=False)


def test_guards_of_a_saved_view():
    person, other = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    view = factories.saved_view(person)
    rows = SavedView.objects.filter(pk=view.pk)
    with refused("saved_view_one_of_a_name"):
        SavedView.objects.create(owner=person, name=view.name)
    with refused("saved_view_shared_with_known"):
        rows.update(shared_with="all")
    with refused("saved_view_team_when_shared_with_it"):
        rows.update(team=person.team)
    with refused("saved_view_owner_stays"):
        rows.update(owner=other)
    with refused("saved_view_of_own_team"):
        rows.update(shared_with=SharedWith.TEAM, team=factories.TeamFactory(name="Another"))
    with connection.cursor() as cursor:
        words = json.dumps({"user": other.pk, "url": "/"})
        cursor.execute("SELECT set_config('pghistory.context_metadata', %s, true)", [words])
    with refused("saved_view_of_its_owner"):
        rows.update(name="Theirs")
    with refused("saved_view_shared_by_office"):
        SavedView.objects.create(owner=other, name="All", shared_with=SharedWith.EVERYBODY)


@pytest.mark.parametrize("views", [1, 3])
def test_query_counts_with_views(client, caseworker, django_assert_num_queries, views):
    factories.family(1, by=caseworker)
    for n in range(views):
        view = factories.saved_view(caseworker, name=f"View {n}")
    for address, queries in ((view.get_absolute_url(), 12), (reverse("views"), 4)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Зулай", True),
        ("zulayho", True),
        ("tj-iq", True),
        ("RUSAFA", True),
        ("Манижа", True),
        ("Nobody", False),
        ("%", False),
        ("' OR 1=1", False),
    ],
)
def test_text_is_found_in_the_list_and_stays_out_of_the_address(client, caseworker, text, found):
    child = named_child()

    page = client.post(f"{reverse('children-find')}?state=open", {"text": text})

    assert (child.reference in page.content.decode()) == found
    assert text not in str(page.request["QUERY_STRING"])
    elsewhere = client.post(f"{reverse('children-find')}?state=closed", {"text": text})
    assert child.reference not in elsewhere.content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE_OFFICER, Role.TRAVEL_OFFICER])
def test_text_tells_nobody_a_name_they_may_not_see(client, role):
    child = named_child(Stage.CLEARED)
    client.force_login(factories.user(role))
    names = ["Манижа"] if role == Role.TRAVEL_OFFICER else ["Зулай", "Rusafa", "Манижа"]

    for text in names:
        page = client.post(reverse("children-find"), {"text": text})
        assert child.reference not in page.content.decode()
    page = client.post(reverse("children-find"), {"text": child.reference.lower()})
    assert child.reference in page.content.decode()


def named_child(stage=Stage.REGISTERED):
    child = factories.child(stage)
    add_name(child.person, "Зулайхо", kind="alias")
    place = factories.PlaceFactory(name="Rusafa women")
    Child.objects.filter(pk=child.pk).update(held_at=place)
    return child
