"""The cards of the dashboard, shown again while the database answers the same, are never others
than those made anew.
"""

import random

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from django.utils import translation

from cases.casework.kept_words import reword
from cases.models import AccessRow, Agreement, Team, User
from cases.models.same_answers import forget
from cases.views import dashboard
from cases.vocabulary import Role, Stage
from tests import factories
from tests.casework.random_acts import World
from tests.figures import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_else_writes")]

#: What somebody might do besides acts; past the register too.
OTHERWISE = """
UPDATE cases_agreement SET title = title || '.';
UPDATE cases_child SET caseworker_id = (SELECT id FROM cases_user WHERE team_id IS NOT NULL
    ORDER BY (id * %(dice)s) %% 7, id LIMIT 1) WHERE id %% 3 = %(dice)s %% 3;
UPDATE cases_mother SET team_id = (SELECT id FROM cases_team
    ORDER BY (id * %(dice)s) %% 7, id LIMIT 1)
WHERE id %% 2 = %(dice)s %% 2;
UPDATE cases_task SET due_on = cases_day(now()) - %(dice)s WHERE outcome IS NULL;
UPDATE cases_user SET team_id = (SELECT id FROM cases_team
    ORDER BY (id * %(dice)s) %% 7, id LIMIT 1)
WHERE team_id IS NOT NULL;
UPDATE cases_user SET language = CASE language WHEN 'ru' THEN 'en' ELSE 'ru' END;
UPDATE cases_user SET first_name = first_name || 'a'
""".strip().split(";\n")


@pytest.fixture
def readers() -> list[User]:
    other = Team.objects.get_or_create(name="Second desk")[0]
    roles = (
        Role.REVIEWER,
        Role.OFFICIAL,
        Role.TRAVEL_OFFICER,
        Role.FINANCE_OFFICER,
        Role.CASEWORKER,
    )
    return [*factories.users(roles).values(), factories.user(Role.CASEWORKER, team=other)]


def cards(client, reader: User, **query: str) -> str:
    client.force_login(reader)
    page = client.get(reverse("dashboard"), query)
    assert page.status_code == 200
    return str(page.context["board"])


def test_cards_after_random_acts_and_sql_are_those_made_anew(client, readers, pytestconfig):
    worlds.of_two_agreements(3)
    world, dice = World(), random.Random(5)
    slugs = [*Agreement.objects.values_list("slug", flat=True), "all"]
    asked = [(reader, dice.choice(slugs)) for reader in readers for _each in range(2)]
    changed = 0
    before: dict[tuple[User, str], str] = {}

    for _step in range(18 * pytestconfig.getoption("longer")):
        if dice.random() < 0.5:
            with translation.override("en"):
                world.try_one(dice.choice)
        else:
            with factories.past_the_guards(), connection.cursor() as cursor:
                cursor.execute(dice.choice(OTHERWISE), {"dice": dice.randrange(1, 90)})
        # Some look now; what the others have seen grows older by a step.
        looks = dice.sample(asked, 5)
        kept = {look: cards(client, look[0], agreement=look[1]) for look in looks}
        forget()
        anew = {look: cards(client, look[0], agreement=look[1]) for look in looks}

        assert kept == anew
        changed += sum(look in before and before[look] != seen for look, seen in anew.items())
        before |= anew

    assert changed > 15


def test_cards_are_made_once_for_all_who_see_the_same(client, monkeypatch):
    factories.child(Stage.ELIGIBLE)
    made: list[str] = []
    making = dashboard._board

    def counted(request, days):
        made.append(request.user.username)
        return making(request, days)

    monkeypatch.setattr(dashboard, "_board", counted)
    officials = [factories.user(Role.OFFICIAL) for _each in range(3)]
    workers = [factories.user(Role.CASEWORKER) for _each in range(2)]
    shown = [cards(client, each) for each in (*officials, *workers, *officials, *workers)]

    assert made == [officials[0].username, *(each.username for each in workers)]
    assert len(set(shown[:3])) == 1


def test_cards_are_those_of_the_roles_that_a_reader_has_now(client):
    factories.child(Stage.ELIGIBLE)
    reader = factories.user(Role.REVIEWER)
    before = cards(client, reader)

    reader.groups.set(Group.objects.filter(name=Role.OFFICIAL))
    after = cards(client, reader)

    assert "/children/?" in before
    assert "/children/" not in after


def test_cards_say_the_words_that_an_admin_keeps_now(client):
    worlds.of_two_agreements(3)
    title = factories.agreement().title
    reader = factories.user(Role.OFFICIAL, language="ru")
    before = cards(client, reader, agreement="all")

    reword(title, {"ru": "Договор о детях"})
    after = cards(client, reader, agreement="all")

    assert ("Договор о детях" in before, "Договор о детях" in after) == (False, True)


def test_late_cases_that_are_shown_again_are_put_on_record_again(client):
    factories.child(Stage.ELIGIBLE)
    worlds.limit(Stage.ELIGIBLE, 1)
    reader = factories.user(Role.REVIEWER)
    for _each in range(2):
        assert "TJ-IQ-" in cards(client, reader)

    assert AccessRow.objects.filter(by=reader).count() == 2
