"""Finding people: any script, part of a name, misspelt, by case number; and who may."""

import re

import pytest
from django.urls import reverse

from cases.casework import clearances
from cases.casework.names import add_name
from cases.models import AccessRow, Child
from cases.queries.search import search
from cases.queries.search_names import CLOSE, SURE
from cases.rules.names import likeness, match_key
from cases.vocabulary import (
    BatchStatus,
    ClearanceKind,
    ClearanceStatus,
    ClosedReason,
    NameKind,
    Role,
    Stage,
)
from tests import factories
from tests.canaries import told
from tests.casework.test_statements import apply
from tests.factories import DAY
from tests.kept import kept
from tests.statements import row

pytestmark = pytest.mark.django_db

#: Children as the family says their names, and, for some, as an Iraqi paper has them.
QUERIES = 10
REGISTER = {
    "Сафия Назарова": "صفية نزاروفا",
    "Муҳаммадҷон Раҳимзода": "",
    "Ҷамшед Қодиров": "",
    "Гулбаҳор Шарипова": "",
    "Абдураҳмон Ғафуров": "",
    "Зулфия Мирзоева": "",
    "Фирӯза Ҳакимова": "",
    "Сиёвуш Бобоҷонов": "",
}
#: Spellings that were never looked at while the keys were made, each with whom it means.
HELD_OUT = {
    "Safiya Nazarova": "Сафия Назарова",
    "Saphia": "Сафия Назарова",
    "صفيه": "Сафия Назарова",
    "Muhammadjon Rahimzoda": "Муҳаммадҷон Раҳимзода",
    "Мухамаджон Рахимзода": "Муҳаммадҷон Раҳимзода",
    "Jamshed Kodirov": "Ҷамшед Қодиров",
    "Джамшед Кадиров": "Ҷамшед Қодиров",
    "جمشيد قاديروف": "Ҷамшед Қодиров",
    "Gulbahor Sharipova": "Гулбаҳор Шарипова",
    "Gulbakhor Sharifova": "Гулбаҳор Шарипова",
    "Abdurahmon Gafurov": "Абдураҳмон Ғафуров",
    "Абдурахман Гафуров": "Абдураҳмон Ғафуров",
    "عبد الرحمن غفوروف": "Абдураҳмон Ғафуров",
    "Zulfiya Mirzoeva": "Зулфия Мирзоева",
    "Firuza Hakimova": "Фирӯза Ҳакимова",
    "Фируза Хакимава": "Фирӯза Ҳакимова",
    "Siyovush": "Сиёвуш Бобоҷонов",
    "Siavush Bobojonov": "Сиёвуш Бобоҷонов",
}


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


@kept
def children_of_the_register() -> list[Child]:
    children = []
    for name, paper in REGISTER.items():
        child = factories.family(1, name="Манижа Одинаева").children.get()
        add_name(child.person, name, kind=NameKind.ALIAS)
        if paper:
            add_name(child.person, paper, kind=NameKind.OFFICIAL)
        children.append(child)
    return children


@pytest.fixture
def register(db):
    return dict(zip(REGISTER, children_of_the_register(), strict=True))


def ask(client, text):
    return client.post(reverse("search"), {"q": text})


def suggest(client, text):
    return client.post(reverse("search-suggest"), {"q": text}).content.decode()


@pytest.mark.parametrize(
    "typed", ["Сафия", "сафи", "назар", "صفية", "نزاروفا", "САФИЯ НАЗ", "зарова"]
)
def test_part_of_a_name_is_found_in_the_script_it_was_entered_in(register, typed):
    found = search(typed, by=factories.user(Role.CASEWORKER))

    assert [hit.row.child for hit in found.children] == [register["Сафия Назарова"]]


def test_plain_letters_find_the_tajik_ones(register):
    worker = factories.user(Role.CASEWORKER)

    found = {
        typed: [hit.row.child for hit in search(typed, by=worker).children]
        for typed in ("Кодиров", "гафуров", "Фируза", "мухаммад")
    }

    assert found == {
        "Кодиров": [register["Ҷамшед Қодиров"]],
        "гафуров": [register["Абдураҳмон Ғафуров"]],
        "Фируза": [register["Фирӯза Ҳакимова"]],
        "мухаммад": [register["Муҳаммадҷон Раҳимзода"]],
    }


@pytest.mark.parametrize(("typed", "said"), HELD_OUT.items())
def test_other_script_or_misspelling_finds_the_right_child_first(register, typed, said):
    found = search(typed, by=factories.user(Role.CASEWORKER))

    hits = [*found.children, *found.close_children]
    assert hits[0].row.child == register[said]


@pytest.mark.parametrize(
    ("typed", "close"), [("Gulshan Nazrieva", True), ("Manzura Sharipova", False)]
)
def test_spelling_is_close_from_six_tenths_on(typed, close):
    child = factories.child()
    add_name(child.person, "Гулчеҳра Назарова", kind=NameKind.ALIAS)
    alike = likeness(match_key(typed), match_key("Гулчеҳра Назарова"))

    found = search(typed, by=factories.user(Role.CASEWORKER))

    assert ((0.6 <= alike < 0.8), [hit.row.child for hit in found.close_children]) == (
        close,
        [child] * close,
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("qqqqz", "Мавзуна Қосимова"),
        ("qwerty", "Руқия Каримова"),
        ("asdf", "Юсуф Камолов"),
        ("йцукен", "Усмон Холматов"),
        ("qqqqz", "قاسم"),
    ],
)
def test_letters_at_random_are_like_nobody(typed, name):
    add_name(factories.child().person, name, kind=NameKind.ALIAS)

    found = search(typed, by=factories.user(Role.CASEWORKER))

    assert likeness(match_key(typed), match_key(name)) >= CLOSE
    assert found.people == 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Зулхия", "Зулфия Мирзоева"), ("Zulhiya", "زلفية"), ("Кадимов", "Юсуф Каримов")],
)
def test_one_wrong_consonant_of_a_word_is_a_misspelling(typed, name):
    child = factories.child()
    add_name(child.person, name, kind=NameKind.ALIAS)

    found = search(typed, by=factories.user(Role.CASEWORKER))

    assert likeness(match_key(typed), match_key(name)) < SURE
    assert [hit.row.child for hit in found.close_children] == [child]


@pytest.mark.parametrize("children", [25, 26])
def test_list_of_close_spellings_that_is_cut_says_so(client, children):
    mother = factories.family(children)
    for child in mother.children.all():
        add_name(child.person, "Зулфия Мирзоева", kind=NameKind.ALIAS)
    client.force_login(factories.user(Role.CASEWORKER))

    text = ask(client, "Zulfia Mirzoeva").content.decode()

    assert text.count('<th scope="row">') == 25
    assert ("Only the first 25 are shown" in text) == (children == 26)


@pytest.mark.parametrize("typed", ["1-1", "0001-1", "tj-iq-{}", "{}", "٠{}"])
def test_case_number_is_found_with_and_without_letters_and_zeros(register, client, typed):
    child = register["Зулфия Мирзоева"]
    number = child.reference.removeprefix("TJ-IQ-")
    typed = number.lstrip("0") if typed == "1-1" else typed.format(number).replace("٠0", "٠")
    typed = number if typed == "0001-1" else typed
    client.force_login(factories.user(Role.CASEWORKER))

    response = ask(client, typed)

    assert response.url == child.get_absolute_url()


def test_number_of_too_many_figures_finds_nobody_and_says_why(register, client):
    number = register["Зулфия Мирзоева"].reference.replace("-", "")
    client.force_login(factories.user(Role.CASEWORKER))

    text = ask(client, number).content.decode()

    assert "The number of a family has four digits" in text


def test_family_number_opens_the_family(client):
    mother = factories.family(3)
    client.force_login(factories.user(Role.REVIEWER))

    for typed in (mother.reference, mother.reference[6:], f"tj iq {int(mother.reference[6:])}"):
        assert ask(client, typed).url == mother.get_absolute_url()


def test_number_that_two_families_have_under_two_agreements_is_a_list(client):
    one = factories.family(1)
    other = factories.family(1, under=factories.second_agreement())
    client.force_login(factories.user(Role.REVIEWER))
    numbers = {family.reference: family.reference.rsplit("-", 1)[1] for family in (one, other)}
    same = len(set(numbers.values())) == 1

    response = ask(client, numbers[one.reference])

    assert response.status_code == (200 if same else 302)


def test_mother_is_found_in_a_group_of_her_own(client):
    mother = factories.family(1, name="Тахмина Олимова")
    client.force_login(factories.user(Role.CASEWORKER))

    text = ask(client, "олим").content.decode()

    assert "<h2><bdi>Mothers</bdi></h2>" in text
    assert "Тахмина <mark>Олимова</mark>" in re.sub(r"\s+", " ", text)
    assert mother.get_absolute_url() in text


def test_close_spelling_says_what_it_is_close_to(register, client):
    client.force_login(factories.user(Role.CASEWORKER))

    text = ask(client, "Zulfiya Mirzoeva").content.decode()

    assert "Spelling close to “Zulfiya Mirzoeva”" in text
    assert "Зулфия Мирзоева" in text


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.AUDITOR])
def test_masked_role_finds_by_case_number_alone(register, client, role):
    child = factories.bring_to(register["Сафия Назарова"], Stage.ELIGIBLE)
    client.force_login(factories.user(role))

    by_name = {typed: ask(client, typed).content.decode() for typed in ("Сафия", "Safiya", "صفية")}
    suggested = suggest(client, child.reference)

    assert all(child.reference not in text for text in by_name.values())
    assert ask(client, child.reference).url == child.get_absolute_url()
    by_number = suggested
    assert child.get_absolute_url() in by_number
    leaked = ("Сафия", "صفية", "Манижа", "Rusafa", "2016", "Mothers")
    assert told(by_number, leaked) == []


def test_name_of_another_teams_child_is_not_found(register, client):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(stranger)

    for typed in ("Сафия", "Safiya", register["Сафия Назарова"].reference, "Манижа"):
        text = ask(client, typed).content.decode()
        assert '<th scope="row">' not in text
        assert "No match" in text


def test_person_of_two_roles_finds_by_name_only_whom_a_role_names(register, client):
    both = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    both.groups.add(*factories.user(Role.FINANCE_OFFICER).groups.all())
    child = factories.bring_to(register["Сафия Назарова"], Stage.ELIGIBLE)
    client.force_login(both)

    by_name, by_number = ask(client, "Сафия"), suggest(client, child.reference)

    assert child.reference not in by_name.content.decode()
    assert child.reference in by_number
    assert "Сафия" not in by_number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "с",
        "%",
        "%%",
        "__",
        "\x00",
        "''; --",
        "-" * 500,
        "ـ",
        "9" * 30,
        "😀😀",
    ],
)
def test_nothing_that_is_typed_breaks_the_search(register, client, typed):
    client.force_login(factories.user(Role.CASEWORKER))

    response = ask(client, typed)

    assert response.status_code == 200
    assert '<th scope="row">' not in response.content.decode()


def test_get_shows_an_empty_search_whatever_the_address_says(register, client):
    client.force_login(factories.user(Role.CASEWORKER))

    text = client.get(f"{reverse('search')}?q=Сафия").content.decode()

    assert '<th scope="row">' not in text
    assert AccessRow.objects.count() == 0


def test_search_is_on_record_with_the_number_of_people(register, client):
    worker = factories.user(Role.CASEWORKER)
    client.force_login(worker)

    text = ask(client, "Сафия").content.decode()

    row = AccessRow.objects.get()
    shown = text.count('<th scope="row">')
    assert (row.by, row.page, row.rows) == (worker, "search", shown)
    assert shown > 0


@pytest.mark.parametrize("children", [1, 3])
def test_search_query_count(client, django_assert_num_queries, children):
    factories.family(children)
    client.force_login(factories.user(Role.CASEWORKER))

    with django_assert_num_queries(10):
        response = ask(client, "Билол")

    assert response.content.decode().count('<th scope="row">') == children


@pytest.mark.parametrize("typed", ["A-00 417", "а00417", "a.00417"])
def test_number_of_a_document_finds_the_child(client, typed):
    child, stranger = (
        factories.child(),
        factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk")),
    )
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind.EXIT_PERMIT,
        status=ClearanceStatus.PENDING,
        number="A-00417",
    )

    shown = {}
    for user in (factories.user(Role.CASEWORKER), stranger, factories.user(Role.AUDITOR)):
        client.force_login(user)
        shown[user] = child.get_absolute_url() in ask(client, typed).content.decode()

    assert list(shown.values()) == [True, False, False]
    client.force_login(factories.user(Role.CASEWORKER))
    assert "Exit permit, No. A-00417" in ask(client, typed).content.decode()


def test_place_of_custody_is_found_with_who_is_held_there(client):
    child = factories.child()
    place = factories.PlaceFactory(name="Rusafa women’s prison")
    Child.objects.filter(pk=child.pk).update(held_at=place)
    link = f"{reverse('children')}?place={place.pk}"
    client.force_login(factories.user(Role.CASEWORKER))

    text = ask(client, "rusafa wom").content.decode()

    assert f'<a href="{link}"><bdi>Rusafa women’s prison</bdi> · 1 child</a>' in re.sub(
        r"\s+", " ", text
    )
    client.force_login(factories.user(Role.FINANCE_OFFICER))
    assert link not in ask(client, "rusafa wom").content.decode()


def test_nearer_spelling_comes_before_namesakes_who_are_told_apart(client):
    spelt = ("Фарид Назаров", "Фарида Назарова", "Фирдавс Назаров", "Фариде Нозирова")
    for name in spelt:
        child = factories.family(1, name="Манижа Одинаева").children.get()
        add_name(child.person, name, kind=NameKind.ALIAS)
    client.force_login(factories.user(Role.CASEWORKER))

    found = {
        typed: search(typed, by=factories.user(Role.CASEWORKER))
        for typed in ("Farida Nazarova", "Farid Nazarov", "Фарида Назарова")
    }

    first = {
        typed: (*each.children, *each.close_children)[0].why.spelling
        for typed, each in found.items()
    }
    assert first == {
        "Farida Nazarova": "Фарида Назарова",
        "Farid Nazarov": "Фарид Назаров",
        "Фарида Назарова": "Фарида Назарова",
    }
    text = ask(client, "Farida Nazarova").content.decode()
    assert "same sound, other script" in text
    assert "born 2016 · mother Манижа Одинаева" in text


def test_a_case_entered_in_error_stands_behind_the_living_ones(client):
    given_up, child = (factories.family(1).children.get() for _ in range(2))
    for each, name in ((given_up, "Фарида"), (child, "Фарида Назарова")):
        add_name(each.person, name, kind=NameKind.ALIAS)
    factories.close(given_up, ClosedReason.ERROR)

    found = search("Фарида", by=factories.user(Role.CASEWORKER)).children

    assert [each.row.child for each in found] == [child, given_up]


@pytest.mark.parametrize("letters", ["tj-iq-", "ТЈ-ІQ-", "TJ–IQ ", ""])
def test_a_case_number_is_found_however_it_was_copied(client, letters):
    child = factories.child()
    client.force_login(factories.user(Role.REVIEWER))
    number = child.reference.removeprefix("TJ-IQ-")

    assert ask(client, letters + number).url == child.get_absolute_url()


def test_an_address_in_small_letters_opens_the_case(client):
    child = factories.child()
    client.force_login(factories.user(Role.REVIEWER))

    assert client.get(child.get_absolute_url().lower()).status_code == 200


@pytest.mark.parametrize("typed", ["علی\u200cزاده", "علیزاده", "علي زاده"])
def test_a_name_with_a_non_joiner_is_found_with_and_without_it(client, typed):
    child = factories.child()
    add_name(child.person, "علی\u200cزاده", kind=NameKind.ALIAS)
    client.force_login(factories.user(Role.REVIEWER))

    assert child.get_absolute_url() in ask(client, typed).content.decode()


def is_reached(response, record):
    address = record.get_absolute_url()
    opened = getattr(response, "url", "") == address
    return opened or f'href="{address}"' in response.content.decode()


def test_records_are_found_by_their_numbers_by_who_may_open_them(client):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    receipt = factories.receipt(batch)
    flight = factories.movement()
    made = apply(batch.prepared_by, row("FT19074X1", "-7"))
    pages = {
        f"{batch.reference.lower().replace('-000', ' ')}": batch,
        f"РВ-{batch.reference[3:]}": batch,
        f"bank {batch.reference}": batch,
        "мv" + flight.reference[2:]: flight,
        "sz100": flight,
        receipt.number.lower(): receipt,
        "ft-19074х1": made,
        made.reference: made,
    }

    def links(role, text):
        client.force_login(factories.user(role))
        return {
            str(record)
            for record in (batch, flight, receipt, made)
            if is_reached(ask(client, text), record)
        }

    ledger = {text: links(Role.FINANCE_OFFICER, text) for text in pages}
    travel = {text: links(Role.TRAVEL_OFFICER, text) for text in pages}
    others = {text: links(Role.CASEWORKER, text) for text in pages}

    sees_journeys = {text for text, record in pages.items() if record == flight}
    assert {text: found for text, found in travel.items() if found} == {
        text: {str(flight)} for text in sees_journeys
    }
    assert {t: f for t, f in ledger.items() if t not in sees_journeys} == {
        text: {str(record)} for text, record in pages.items() if record != flight
    }
    assert not any(others.values())
    assert links(Role.FINANCE_OFFICER, "0007") == set()


@pytest.mark.parametrize("lines", [2, 3])
def test_search_for_a_number_asks_as_often_for_many(client, django_assert_num_queries, lines):
    officer = factories.user(Role.FINANCE_OFFICER)
    made = apply(officer, *(row("FT8", -7 - each) for each in range(lines)))
    client.force_login(officer)
    ask(client, "0")

    with django_assert_num_queries(8):
        response = ask(client, "FT8")

    assert response.content.decode().count(f"{made.reference}, ") == lines
