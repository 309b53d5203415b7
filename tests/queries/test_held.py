"""Everything about a child is in what is given out, and nobody else by name."""

import datetime
import io
import re
import zipfile

import pghistory.models
import pytest
from django.apps import apps
from django.utils.translation import override

from cases.casework.names import add_name
from cases.files.zips import zipped
from cases.models import (
    AccessRow,
    Child,
    Consent,
    Identifier,
    Mother,
    Note,
    Person,
    PersonName,
    Placement,
)
from cases.pages.held import files
from cases.queries.held import held_on, held_on_mother
from cases.queries.held_tables import GIVEN, GIVEN_OF_HER, LEFT_OUT, LEFT_OUT_OF_HER
from cases.vocabulary import NameKind, Role, Stage
from cases.wording import day_text
from tests import factories
from tests.canaries import told

pytestmark = pytest.mark.django_db
#: Words of others that stand nowhere else.
OTHERS = ("Qzmother", "Qzsister", "Qzaunt", "Qzstaff", "Qzfather", "Qzlogin", "Qzloner")


def _named(person: Person, text: str) -> None:
    add_name(person, text, kind=NameKind.ALIAS)


@pytest.fixture
def child() -> Child:
    """A cleared child, of whom and of whose family every word is a canary."""
    first, sister = factories.family(2).children.order_by("pk")
    child = factories.bring_to(first, Stage.CLEARED)
    staff = factories.user(
        Role.REVIEWER, first_name="Qzstaff", last_name="Qzloner", username="Qzlogin"
    )
    for person, word in ((child.person, "Qzown"), (child.mother.person, "Qzmother")):
        _named(person, word)
    _named(child.person, "Qzalias")
    _named(sister.person, "Qzsister")
    claim = factories.claim(child)
    _named(claim.claimant, "Qzaunt")
    Identifier.objects.create(
        person=child.person, scheme="passport", country=child.agreement.home, value="Qz-4711"
    )
    everybody = "Qzmother, Qzsister, Qzaunt and Qzstaff Qzloner (Qzlogin) of Qzfather"
    Child.objects.filter(pk=child.pk).update(father_name="Qzfather")
    child.refresh_from_db()
    Note.objects.create(child=child, text=f"Qzsaid: {everybody}", by=staff)
    factories.document(child)
    AccessRow.objects.create(by=staff, page="child", child=child)
    return child


def _whole(child: Child) -> str:
    """Return every text of the file that is given out, as it comes back from the zip."""
    content = zipped(files(held_on(child), day="1 March 2019"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize(
    ("tables", "left_out", "people"),
    [
        (GIVEN, LEFT_OUT, {Person, Mother, Child}),
        (GIVEN_OF_HER, LEFT_OUT_OF_HER, {Person, Mother}),
    ],
)
def test_every_table_that_leads_to_a_child_is_given_or_left_out_with_a_reason(
    tables, left_out, people
):
    given = people | {apps.get_model("cases", name) for name in tables}

    assert not {
        model.__name__: relation.name
        for model in apps.get_models()
        if not issubclass(model, pghistory.models.Event)
        for relation in model._meta.get_fields()
        if relation.is_relation and relation.concrete and relation.related_model in given
        if model.__name__ not in {*tables, *left_out}
    }


def test_all_of_a_mother_is_in_and_none_of_her_children(child):
    mother = child.mother
    Identifier.objects.create(
        person=mother.person, scheme="passport", country=child.agreement.home, value="Qz-0815"
    )
    factories.document(mother)
    AccessRow.objects.create(by=child.registered_by, page="mother", mother=mother)
    mother.refresh_from_db()

    held = held_on_mother(mother)
    text = "\n".join(files(held, day="1 March 2019").values())
    tables = {each.name: len(each.rows) for each in held.tables}

    assert [word for word in ("Qzmother", "Qz-0815") if word not in text] == []
    children = ("Qzown", "Qzalias", "Qz-4711", "Qzsaid", child.reference)
    assert told(text, {*OTHERS, *children} - {"Qzmother"}) == []
    assert tables["consent"] == Consent.objects.filter(child__mother=mother).count() == 1
    assert tables["document"] == tables["mother"] == 1
    assert "What is held on the mother" in text
    assert [(each.roles, each.times) for each in held.views] == [("Caseworker", 1)]


def test_all_of_hers_is_in_and_nobody_else(child):
    text = _whole(child)

    assert [word for word in ("Qzown", "Qzalias", "Qz-4711", "Qzsaid") if word not in text] == []
    assert told(text, OTHERS) == []
    assert "another person" in text


def test_each_table_of_hers_is_in_with_every_row(child):
    tables = {each.name: len(each.rows) for each in held_on(child).tables}

    for name, path in GIVEN.items():
        count = apps.get_model("cases", name)._base_manager.filter(**{path: child.pk}).count()
        assert tables.get(name.lower(), 0) == count, name
    assert tables["note"] == 1
    assert tables["personname"] == PersonName.objects.filter(person=child.person).count()
    assert tables["personnameevent"] >= tables["personname"]


def test_nothing_of_another_child_is_in(child):
    stranger = factories.child()
    _named(stranger.person, "Qzstranger")
    Note.objects.create(child=stranger, text="Qzhidden", by=stranger.registered_by)

    assert told(_whole(child), ("Qzstranger", "Qzhidden", stranger.reference)) == []


def test_who_saw_it_is_told_by_day_team_and_role(child):
    views = held_on(child).views

    assert [(each.team, each.roles, each.times) for each in views] == [
        ("Baghdad desk", "Reviewer", 1)
    ]


def test_day_on_which_it_was_seen_is_the_ministrys(child):
    late = datetime.datetime(2025, 3, 1, 20, tzinfo=datetime.UTC)  # after midnight in Dushanbe
    with factories.past_the_guards():
        AccessRow.objects.filter(child=child).update(at=late)

    [view] = held_on(child).views

    assert view.day == day_text(datetime.date(2025, 3, 2))


def test_columns_and_values_are_words_in_the_readers_language(child):
    with override("ru"):
        tables = held_on(child).tables
        english = {name for table in tables for name in table.columns if name.isascii()}
        values = {value for table in tables for row in table.rows for value in row}

    assert english == set()
    assert not values & {"True", "False"}
    assert not [value for value in values if re.fullmatch(r"\d{4}-\d\d-\d\d", value)]


def test_how_to_reach_a_caregiver_is_of_another_person():
    child = factories.child(Stage.PLACED)
    Placement.objects.update(contact="Qz +992 00 000 0001")

    assert "placement" in {table.name for table in held_on(child).tables}
    assert "Qz" not in _whole(child)
