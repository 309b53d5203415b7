"""Hide-names mode: no page, title, message or fragment of the session says a name."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from cases.casework import cases
from cases.models import Child, Handover, NameWord, Task
from cases.vocabulary import Role, TaskRule
from cases.web.hidden_names import MARK, hide_names
from tests import factories
from tests.addresses import PATTERNS, address, make_world
from tests.factories import DAY
from tests.test_access import LINES

pytestmark = pytest.mark.django_db

#: Typed freely, and the name of nobody on record.
TYPED = ("Ғанҷинамурод", "Zarrinmoh", "Шабнамгул", "Дилафрузбону")


@pytest.fixture
def world():
    made = make_world()
    child = made.child
    Child.objects.filter(pk=child.pk).update(father_name=TYPED[0])
    cases.add_note(child=child, by=child.registered_by, on=DAY, text=f"Her aunt {TYPED[1]} rang.")
    Handover.objects.create(
        child=child, signed_on=DAY, paper="7", handed_by=TYPED[2], received_by="A court",
        recorded_by=child.registered_by,
    )  # fmt: skip
    Task.objects.create(
        child=child, rule=TaskRule.MANUAL, text=f"Ring {TYPED[3]}", due_on=DAY,
        assigned_to=child.registered_by,
        made_by=child.registered_by,
    )  # fmt: skip
    return made


def hide(client, user):
    client.force_login(user)
    session = client.session
    session["names_hidden"] = True
    session.save()


def pages_of(role: Role) -> list[str]:
    return [
        line["route"]
        for line in LINES
        if line["method"] == "GET" and line[role] == "yes" and not line["route"].startswith("log")
    ]


def words() -> set[str]:
    """Return the words of every name on record that no sentence of the register has."""
    every = NameWord.objects.filter(is_key=False).values_list("text", flat=True)
    return {word for word in every if len(word) > 3} | {word.casefold() for word in TYPED}


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER])
def test_no_page_says_a_name(client, world, role):
    hide(client, factories.user(role))
    names, told, shown = words(), [], 0

    for route in pages_of(role):
        response = client.get(address(route, world))
        if response.streaming:
            response.getvalue()  # a file is open until it is read
            continue
        if not re.match("text/html|application/json", response.headers.get("Content-Type", "")):
            continue
        text = response.content.decode()
        shown += MARK in text
        spoken = {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}
        told += [(route, word) for word in sorted(spoken & names)]

    assert told == []
    assert len(names) > 8
    assert shown > 10


def test_reference_age_and_sex_stand_for_the_name(client, world):
    hide(client, factories.user(Role.CASEWORKER))

    text = client.get(reverse("mothers")).content.decode()

    assert f'<bdi lang="tg">{world.child.mother.reference}</bdi>' in text or (
        f">{world.child.mother.reference}<" in text
    )
    page = client.get(world.child.get_absolute_url()).content.decode()
    assert world.child.reference in page
    assert "Text hidden" in page


def test_mode_is_turned_on_and_off_by_a_button_and_holds_for_the_session(client, world):
    client.force_login(factories.user(Role.CASEWORKER))
    at = world.child.get_absolute_url()
    name = world.child.person.name.split()[0]
    assert name in client.get(at).content.decode()

    answer = client.post(reverse("names"), {"next": at})
    assert answer.headers["Location"] == at
    text = client.get(at).content.decode()
    assert name not in text
    assert ">Show names<" in text
    client.post(reverse("names"), {"next": "https://elsewhere.example/"})

    text = client.get(at).content.decode()
    assert name in text
    assert ">Hide names<" in text


def test_field_that_holds_a_name_is_not_shown_so_that_no_mark_is_saved(client, world):
    hide(client, factories.user(Role.CASEWORKER))
    at = reverse("child-edit", args=[world.child.reference, "identity"])

    page = client.get(at).content.decode()

    assert "The fields of this page hold names. Show names to work on it." in page
    assert f'name="next" value="{at}"' in page
    sent = client.post(at, {"name_family": "Мунаввара Сафарова", "version": "0"})
    assert MARK not in re.findall(r'<input[^>]*name="name_family"[^>]*>', sent.content.decode())


def test_sentences_of_the_register_stay_whole(client, world):
    factories.family(1)
    word = NameWord(text="said", is_key=False)
    word.save()
    hide(client, factories.user(Role.REVIEWER))

    with_names = client.get(reverse("integrity")).content.decode()

    assert MARK not in re.sub(r"<[^>]*>", "", with_names.split("<main", 1)[1])
    assert PATTERNS["names"].callback.permissions == ()


def test_a_case_number_that_stands_for_a_name_is_said_once(client, world):
    hide(client, factories.user(Role.CASEWORKER))

    text = client.get(f"{reverse('hearings')}?month={DAY:%Y-%m}").content.decode()

    row = " ".join(re.sub(r"<[^>]*>", " ", text[text.index("<tbody") :]).split())
    reference = world.child.reference
    assert reference in row
    assert f"{reference} {reference}" not in row


def test_a_code_on_record_leaves_our_sentences_whole(rf, world):
    child = world.child
    cases.add_note(child=child, by=child.registered_by, on=DAY, text="closed")
    request = rf.get("/")
    request.session = {"names_hidden": True}
    page = f"<p>{child.reference}: then closed as entered in error</p>"

    response = hide_names(lambda _request: HttpResponse(page))(request)

    assert response.content.decode() == page
