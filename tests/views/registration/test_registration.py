import pytest

from cases.models import Child, Mother, PersonName, Team
from cases.vocabulary import NameKind, Role, Script, Sex, Stage
from tests import factories
from tests.views.registration.sent import BILOL, HADICHA, NEW, sentences, typed


def test_a_mother_and_three_children_are_registered(page, worker, place):
    sent = typed(BILOL, HADICHA, {"name_family": "Сумая", "born": "~2"}) | {
        "mother-name_official": "منيجة رحيموفا",
        "mother-born": "~29",
        "mother-held_at": place.pk,
        "shared-father_name": "Раҳим Каримов",
        "shared-father_status": "missing",
        "register": "1",
    }

    response = page.post(NEW, sent | {"child-2-born": "~2y"})

    mother = Mother.objects.get()
    assert response.status_code == 302
    assert response["Location"] == mother.get_absolute_url()
    assert mother.held_at == place
    assert mother.team == worker.team
    names = {n.kind: n.text for n in mother.person.names.all()}
    assert names == {NameKind.FAMILY: "Манижа Раҳимова", NameKind.OFFICIAL: "منيجة رحيموفا"}
    children = list(mother.children.order_by("pk"))
    assert [c.person.name for c in children] == ["Билол", "Хадича", "Сумая"]
    assert [c.person.sex for c in children] == [Sex.MALE, Sex.FEMALE, Sex.UNKNOWN]
    assert {(c.stage, c.caseworker, c.held_at, c.father_name) for c in children} == {
        (Stage.REGISTERED, worker, place, "Раҳим Каримов")
    }


def test_what_is_taken_out_of_a_name_is_said(page):
    sent = typed({"name_family": "Сума\xadя", "sex": "f", "born": "2017"})

    again = page.post(NEW, sent | {"register": "1", "child-0-born": "31.02"})
    more = page.post(NEW, sent | {"add_child": "1"})
    done = page.post(NEW, sent | {"register": "1"}, follow=True)

    said = "Removed: a soft hyphen, U+00AD (Name as the family says it)."
    assert said in again.content.decode()
    assert said in more.content.decode()
    assert said in done.content.decode()
    assert Child.objects.get().person.name == "Сумая"


def test_latin_names_are_suggested_into_empty_boxes_and_registered_as_typed(page):
    girl = {"name_family": "Ҳадича", "born": "2015", "sex": "f", "name_travel": "Hadija Karimova"}
    sent = typed(BILOL, girl)

    filled = page.post(NEW, sent | {"suggest_names": "1"}).context["family"]
    nothing = PersonName.objects.count()
    page.post(NEW, sent | {"register": "1", "child-0-name_travel": "Bilol Rahimov"})

    boxes = [each["name_travel"].value() for each in (filled.mother, *filled.children)]
    assert boxes == ["Manizha Rahimova", "Bilol Rahimov", "Hadija Karimova"]
    assert nothing == 0
    names = PersonName.objects.filter(kind=NameKind.TRAVEL).order_by("pk")
    assert [(n.text, n.script) for n in names] == [
        ("Bilol Rahimov", Script.LATIN),
        ("Hadija Karimova", Script.LATIN),
    ]


def test_the_page_counts_children_and_their_fees(page):
    response = page.post(NEW, typed(BILOL, HADICHA, add_child="1"))

    assert "3 children · $1,200 in fees if all are found eligible" in response.content.decode()


def test_add_and_remove_keep_everything_typed_and_judge_nothing(page):
    sent = typed(BILOL, {"name_family": "", "born": "31.02"}, HADICHA)

    more = page.post(NEW, sent | {"add_child": "1"})
    fewer = page.post(NEW, sent | {"remove_child": "1"})

    assert sentences(more) == sentences(fewer) == []
    assert more.context["family"].children[1]["born"].value() == "31.02"
    assert len(more.context["family"].children) == 4
    names = [form["name_official"].value() for form in fewer.context["family"].children]
    assert names == [None, "خديجة"]


def test_what_was_understood_stands_under_the_box_without_scripts(page):
    response = page.post(NEW, typed({"name_family": "Билол", "born": "2013"}, add_child="1"))

    assert "Born in 2013 →" in response.content.decode()


def test_empty_rows_are_passed_over(page):
    response = page.post(NEW, typed(BILOL, {}, HADICHA, {}, register="1"))

    assert response.status_code == 302
    assert Child.objects.count() == 2


def test_an_empty_page_is_told_what_is_missing(page):
    response = page.post(NEW, typed({}, register="1") | {"mother-name_family": ""})

    assert sentences(response) == [
        "Mother, Name as the family says it: Enter her name, or tick “The mother is not known”.",
        "Child 1, Name as the family says it: The child needs a name, in any script.",
        (
            "Child 1, Date of birth or age: "
            "Enter a date of birth, a year, or an age such as “2y” or “~2”."
        ),
    ]
    assert Mother.objects.count() == 0


def test_a_mother_may_be_unknown(page):
    sent = typed(BILOL, register="1") | {"mother-name_family": "", "mother-unknown": "on"}

    page.post(NEW, sent)

    assert Mother.objects.get().person.name == ""


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        ("31.02.2017", "February 2017 had 28 days."),
        ("31.02", "Write the year with four digits"),
        ("2999", "This date is in the future."),
        ("-1y", "An age cannot be below 0."),
        ("121y", "This is more than 120 years ago."),
        ("x" * 10_000, "This is not a date or an age."),
        ("\u202e2017", None),
    ],
)
def test_impossible_births_are_refused_beside_the_box(page, born, sentence):
    sent = typed({"name_family": "Билол", "born": born}, register="1")

    response = page.post(NEW, sent)

    if sentence is None:
        assert response.status_code == 302
    else:
        [found] = sentences(response)
        assert found.startswith(f"Child 1, Date of birth or age: {sentence}")
        assert response.context["family"].children[0]["born"].value() == born
        assert Child.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "\u202eБилол",
            "A hidden character reverses the direction of this text. Type it by hand.",
        ),
        ("Бил\u200bол", "The name has an invisible character."),
        ("Бил\x07ол", "This contains a control character."),
        ("Бил\x00ол", "This contains a control character."),
        ("Б" * 10_000, "This is too long. Use at most 120 characters."),
        ("123", "A name needs letters."),
        ("Юсуф2", "A name holds letters, spaces, hyphens"),
        ("<b>Билол</b>", "A name holds letters, spaces, hyphens"),
    ],
)
def test_names_that_hide_something_are_refused_beside_the_box(page, name, sentence):
    response = page.post(NEW, typed(BILOL | {"name_family": name}, register="1"))

    [found] = sentences(response)
    assert found.startswith("Child 1, Name as the family says it: " + sentence[:30])
    assert response.context["family"].children[0]["name_family"].value() == name
    assert Child.objects.count() == 0


def test_a_mother_typed_as_not_known_is_led_to_the_tick(page):
    response = page.post(NEW, typed(BILOL, register="1") | {"mother-name_family": "Неизвестно"})

    assert "Leave this empty and tick “The mother is not known”." in sentences(response)[0]


def test_a_child_who_cannot_be_hers_is_refused(page):
    sent = typed({"name_family": "Билол", "born": "2015"}, register="1")

    response = page.post(NEW, sent | {"mother-born": "2007"})

    assert sentences(response) == [
        (
            "Child 1, Date of birth or age: Check the dates: "
            "mother and child are born fewer than 10 years apart."
        ),
    ]


def test_a_very_young_mother_must_be_confirmed(page):
    sent = typed({"name_family": "Билол", "born": "2015"}, register="1") | {"mother-born": "2002"}

    asked = page.post(NEW, sent)
    confirmed = page.post(NEW, sent | {"child-0-young_mother": "on"})

    assert "under 14 at this birth" in sentences(asked)[0]
    assert confirmed.status_code == 302


def test_twice_the_same_child_on_one_page_is_refused(page):
    response = page.post(NEW, typed(HADICHA, HADICHA, register="1"))

    assert "Child 1 has the same name and birth." in sentences(response)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ҳасан", "10.05.2018", "m"), ("Ҳусейн", "10.05.2018", "m")),
        (("Умар", "2018", "m"), ("Амир", "2018", "m")),
        (("Лола", "2018", "f"), ("Лайло", "2018", "f")),
        (("Анас", "2018", "m"), ("Юнус", "2018", "m")),
        (("Зуҳро", "10.05.2018", "f"), ("Зоҳир", "10.05.2018", "m")),
        (("Салим", "10.05.2018", "m"), ("Салима", "10.05.2018", "f")),
        (("Амин", "2019", "m"), ("Амина", "2019", "f")),
        (("Нур", "2019", "m"), ("Нур", "2019", "f")),
        (("Нур", "2018", "m"), ("Нур", "2019", "m")),
    ],
)
def test_twins_with_like_names_are_registered(page, one, other):
    rows = [dict(zip(("name_family", "born", "sex"), child, strict=True)) for child in (one, other)]
    sent = typed(*rows, register="1")

    asked = page.post(NEW, sent)
    if asked.status_code == 200:
        assert "Child 1 has a similar name. If these are two children, tick." in sentences(asked)[0]
        asked = page.post(NEW, sent | {"child-1-another_child": "on"})

    assert asked.status_code == 302
    assert Mother.objects.get().children.count() == 2


def test_births_three_months_apart_must_be_confirmed(page):
    first = {"name_family": "Сомон", "born": "10.05.2018", "sex": "m"}
    second = {"name_family": "Билол", "born": "10.08.2018", "sex": "m"}
    sent = typed(first, second, register="1")

    asked = page.post(NEW, sent)
    confirmed = page.post(NEW, sent | {"child-1-near_birth": "on"})

    assert "Fewer than nine months lie between this birth and another (Child 1)." in str(
        sentences(asked)
    )
    assert confirmed.status_code == 302


def test_the_same_form_again_leads_to_what_came_of_it(page):
    sent = typed(BILOL, register="1")
    first = page.post(NEW, sent)

    again = page.post(NEW, sent)
    other_tab = page.post(NEW, sent | {"mother-name_family": "Другая Мать"})

    assert first["Location"] == other_tab["Location"]
    assert again["Location"] == first["Location"]
    assert Mother.objects.count() == 1


def test_a_form_without_its_token_is_shown_again(page):
    response = page.post(NEW, typed(BILOL, register="1") | {"token": "x"})

    assert response.status_code == 200
    assert response.context["family"].children[0]["name_family"].value() == "Билол"
    assert Mother.objects.count() == 0


def test_a_caseworker_without_a_team_is_told(client, place):
    client.force_login(factories.user(Role.CASEWORKER, team=None))

    response = client.post(NEW, typed(BILOL, register="1"))

    assert response.status_code == 200
    assert Mother.objects.count() == 0


def test_a_reviewer_chooses_the_team_and_gets_no_case(client, place):
    other = Team.objects.create(name="Erbil desk")
    client.force_login(factories.user(Role.REVIEWER))

    client.post(NEW, typed(BILOL, register="1") | {"family-team": other.pk})

    assert Mother.objects.get().team == other
    assert Child.objects.get().caseworker is None


def test_more_than_twenty_rows_and_mangled_numbers_do_no_harm(page):
    for count in ("999999999999", "-3", "", "²", "٣"):
        response = page.post(NEW, typed(BILOL, add_child="1") | {"child-TOTAL_FORMS": count})
        assert response.status_code == 200
        assert 1 <= len(response.context["family"].children) <= 20
    assert Mother.objects.count() == 0


@pytest.mark.parametrize("position", ["x" * 99, "-1", "2", "99"])
def test_row_that_is_not_there_takes_no_child_off_the_page(page, position):
    response = page.post(NEW, typed(BILOL, HADICHA) | {"remove_child": position})

    names = [form["name_family"].value() for form in response.context["family"].children]
    assert names == ["Билол", "Хадича"]


@pytest.mark.parametrize("rows", [1, 3])
def test_opening_the_page_costs_the_same_whatever_is_registered(
    page, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.family(2)
    page.get(NEW)

    with django_assert_num_queries(5):  # session, user, agreements, places, fee schedule
        page.get(NEW)


class TestEcho:
    def test_it_says_what_was_understood(self, page):
        sent = typed({"born": "31.02.2017"}) | {"field": "child-0-born"}

        answer = page.post(NEW + "echo/", sent)

        assert answer.content.decode().startswith("February 2017 had 28 days.")

    def test_it_says_the_sum(self, page):
        answer = page.post(NEW + "echo/", typed({}, {}) | {"field": "child-TOTAL_FORMS"})

        assert answer.content.decode().startswith("2 children · $800")

    def test_it_repeats_nothing_else(self, page):
        answer = page.post(NEW + "echo/", typed(BILOL) | {"field": "child-0-name_family"})

        assert answer.content == b""
