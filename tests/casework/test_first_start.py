"""What an empty register needs before anybody signs in, by the command of the guide."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.casework.seed import SLUG
from cases.models import (
    Agreement,
    Demonstration,
    FeeSchedule,
    Ministry,
    Phrase,
    Requirement,
    Team,
    TermChange,
    User,
)
from cases.vocabulary import Role
from tests import factories
from tests.clock import today

pytestmark = pytest.mark.django_db
WHOLE = {
    "home": "TJ",
    "holding": "IQ",
    "ministry": ["en=Ministry of Foreign Affairs", "ru=Министерство иностранных дел"],
    "team": ["Baghdad desk", "Erbil desk"],
    "admin": "nigina",
    "admin_name": "Nigina Saidova",
}


def set_up(**given: object) -> str:
    out = io.StringIO()
    call_command("setup", stdout=out, **WHOLE | given)
    return out.getvalue()


def test_it_makes_the_published_agreement_teams_and_an_admin_who_changes_the_password():
    said = set_up()

    admin = User.objects.get(username="nigina")
    password = said.partition("Password: ")[2].split()[0]
    assert Agreement.objects.get().slug == SLUG
    assert not FeeSchedule.objects.get().approved_by_id
    assert {change.asked_by for change in TermChange.objects.asked()} == {admin}
    assert not Requirement.objects.exists()
    assert set(Team.objects.values_list("name", flat=True)) >= {"Baghdad desk", "Erbil desk"}
    assert (str(admin), admin.must_change_password) == ("Nigina Saidova", True)
    assert (admin.is_staff, admin.is_superuser) == (True, False)
    assert [group.name for group in admin.groups.all()] == [Role.ADMIN]
    assert admin.check_password(password)


def test_again_it_tells_what_is_there_and_changes_nothing():
    set_up()
    before = User.objects.get(username="nigina").password

    said = set_up(team=["baghdad desk", "Mosul desk"], admin="NIGINA", admin_name="Another Name")

    assert "Team baghdad desk: there already, unchanged" in said
    assert "Team Mosul desk: new" in said
    assert "Admin NIGINA: there already, unchanged" in said
    assert "Password" not in said
    assert User.objects.get(username="nigina").password == before
    assert (Agreement.objects.count(), Team.objects.count()) == (1, 3)


def test_ministry_is_named_in_each_language_and_what_an_admin_stated_stays():
    said = set_up(home="KZ", holding="SY")
    again = set_up(home="TJ", holding="SY", ministry=["en=Another"])

    ministry = Ministry.objects.get()
    assert (ministry.home.code, ministry.name) == ("KZ", "Ministry of Foreign Affairs")
    assert Phrase.objects.get(source=ministry.name).text == "Министерство иностранных дел"
    assert "Ministry of Kazakhstan: new" in said
    assert "Ministry of Tajikistan: there already, unchanged" in again


def test_two_other_countries_get_an_agreement_of_which_nothing_is_known():
    said = set_up(home="tj", holding="sy", title="Return from Syria")

    agreement = Agreement.objects.get()
    assert (agreement.home.code, agreement.holding.code) == ("TJ", "SY")
    assert str(agreement) == "Return from Syria"
    assert not agreement.figures.exists()
    assert f"Agreement {agreement.slug}: Return from Syria: new" in said
    assert "there already" in set_up(holding="SY", title="Another title")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"home": "XX"}, "There is no country 'XX'."),
        ({"holding": "TJ"}, "An agreement is of two countries, not of Tajikistan alone."),
        ({"admin": "no spaces here"}, "'no spaces here' cannot be a user name"),
        ({"admin": "x" * 300}, "cannot be a user name"),
        ({"admin": "system"}, "system is on record and no admin."),
        ({"team": ["t" * 90]}, "cannot be the name of a team"),
        ({"ministry": ["ru=Министерство"]}, "in English too"),
        ({"ministry": ["en=Ministry", "xx=Mi"]}, "The register keeps no names in xx."),
        ({"ministry": ["en=" + "m" * 200]}, "This cannot be the name of a ministry"),
        ({"ministry": ["Ministry"]}, "'Ministry' is no name of a ministry"),
        ({"home": "", "admin": ""}, "Say what is missing: --home, --admin."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_made(
    monkeypatch, given, sentence
):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match=sentence):
        set_up(**given)

    assert not Agreement.objects.exists()
    assert not Team.objects.filter(name__endswith="desk").exists()
    assert not User.objects.exclude(username="system").exists()


def test_somebody_else_of_that_name_stays_as_they_are():
    factories.user(Role.CASEWORKER, username="nigina")

    with pytest.raises(CommandError, match="nigina is on record and no admin"):
        set_up()


def test_on_a_terminal_it_asks_for_what_is_missing(monkeypatch):
    answers = iter(["TJ", "Baghdad desk; Mosul desk"])
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))

    said = set_up(home=None, team=None)

    assert "Team Mosul desk: new" in said
    assert list(answers) == []


def test_the_demonstration_and_an_empty_database_are_refused(monkeypatch):
    Demonstration.objects.create(loaded_on=today())
    with pytest.raises(CommandError, match="This database holds the demonstration"):
        set_up()

    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(CommandError, match="Bring the database up to date first"):
        set_up()
