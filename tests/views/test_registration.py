import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import AccessRow, Child, Draft, DuplicateAnswer, Mother, Team
from cases.vocabulary import DuplicateVerdict, NameKind, Role, Sex, Stage
from tests import factories

NEW = "/mothers/new/"


@pytest.fixture
def place(db):
    factories.agreement()
    return factories.PlaceFactory()


@pytest.fixture
def worker(place):
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    client.cookies["django_language"] = "en"
    return client


def typed(*children, token=None, **fields):
    """What the page sends: a mother and children, each a dict of its fields."""
    sent = {"token": str(token or uuid.uuid4()), "mother-name_family": "Манижа Раҳимова"}
    sent["child-TOTAL_FORMS"] = str(len(children))
    for position, child in enumerate(children):
        sent |= {f"child-{position}-{name}": value for name, value in child.items()}
    return sent | fields


BILOL = {"name_family": "Билол", "born": "10m", "sex": "m"}
HADICHA = {"name_family": "Хадича", "name_official": "خديجة", "born": "2013", "sex": "f"}


def sentences(response):
    """What stands in the summary of errors."""
    text = response.content.decode()
    summary = re.search(r'class="esum".*?</ul>', text, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [re.sub("<[^>]+>", "", item).strip() for item in found]


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


class TestDuplicates:
    @pytest.fixture
    def known(self, place, worker):
        return factories.family(2, team=worker.team)

    @pytest.fixture
    def elsewhere(self, place):
        return factories.family(1, team=Team.objects.create(name="Erbil desk"))

    def key(self, mother):
        return f"answer-mother~{mother.reference}"

    def test_a_likely_mother_must_be_answered(self, page, known):
        sent = typed(HADICHA, register="1") | {"mother-name_family": "Манижа Рахимова"}

        response = page.post(NEW, sent)

        assert sentences(response) == [
            f"Possible match {known.reference}: Choose whether this is the same person."
        ]
        assert Mother.objects.count() == 1

    def test_another_spelling_in_another_script_is_found(self, page, known):
        sent = typed(HADICHA, register="1") | {"mother-name_family": "Manizha Rahimova"}

        response = page.post(NEW, sent)

        assert known.reference in response.content.decode()

    def test_not_the_same_registers_and_is_remembered(self, page, known, worker):
        sent = typed(HADICHA, register="1") | {self.key(known): "not_same"}

        page.post(NEW, sent)

        new = Mother.objects.exclude(pk=known.pk).get()
        answer = DuplicateAnswer.objects.get()
        assert {answer.one_id, answer.other_id} == {known.person_id, new.person_id}
        assert (answer.verdict, answer.by) == (DuplicateVerdict.NOT_SAME, worker)

    def test_the_same_mother_gets_the_children_and_the_new_spelling(self, page, known):
        sent = typed(HADICHA, register="1") | {
            "mother-name_family": "Manizha Rahimova",
            self.key(known): "same",
        }

        response = page.post(NEW, sent)

        assert response["Location"] == known.get_absolute_url()
        assert Mother.objects.count() == 1
        assert known.children.count() == 3
        spellings = known.person.names.values_list("kind", "text", "is_primary")
        assert ("alias", "Manizha Rahimova", False) in spellings

    def test_the_births_of_her_children_on_record_are_compared_too(self, page, known):
        sibling = known.children.first().person
        sibling.born_earliest = sibling.born_latest = "2018-05-10"
        sibling.save()
        sent = typed({"name_family": "Ситора", "born": "10.08.2018"}, register="1")
        sent |= {self.key(known): "same"}

        asked = page.post(NEW, sent)
        confirmed = page.post(NEW, sent | {"child-0-near_birth": "on"})

        assert f"and another ({known.children.first().reference})." in str(sentences(asked))
        assert confirmed.status_code == 302

    def test_a_child_already_registered_is_not_registered_again(self, page, known):
        child = known.children.first()
        sent = typed({"name_family": child.person.name, "born": "2016"}, register="1") | {
            self.key(known): "same",
            f"answer-child-0~{child.reference}": "same",
        }

        response = page.post(NEW, sent)

        assert "Remove the child from this form." in response.content.decode()
        assert known.children.count() == 2

    def test_another_teams_record_is_told_without_a_name(self, page, elsewhere):
        response = page.post(NEW, typed(HADICHA, register="1"))

        text = response.content.decode()
        strip = text[text.index("data-duplicates>") : text.index("<legend>Mother</legend>")]
        assert elsewhere.reference in strip
        assert "another team has a similar record" in strip
        assert "Манижа" not in strip
        assert f"/mothers/{elsewhere.reference}/" not in text

    def test_another_teams_family_cannot_be_joined(self, page, elsewhere):
        response = page.post(NEW, typed(HADICHA, register="1") | {self.key(elsewhere): "same"})

        assert "Ask a reviewer to assign the record to your team." in response.content.decode()
        assert elsewhere.children.count() == 1

    def test_the_strip_answers_while_typing_and_is_on_record(self, page, known, worker):
        response = page.post(NEW + "duplicates/", typed(HADICHA))

        assert known.reference in response.content.decode()
        row = AccessRow.objects.get()
        assert (row.by, row.page, row.rows) == (worker, "family-duplicates", 1)

    def test_answers_move_up_with_their_child(self, page, known):
        child = known.children.first()
        twin = {"name_family": child.person.name, "born": "2016"}
        sent = typed(HADICHA, twin) | {f"answer-child-1~{child.reference}": "not_same"}

        response = page.post(NEW, sent | {"remove_child": "0"})

        form = response.context["family"].duplicates
        assert form[f"child-0~{child.reference}"].value() == "not_same"

    def test_the_search_costs_the_same_whatever_is_found(self, page, place, worker):
        counts = []
        for _ in range(2):
            factories.family(3, team=worker.team)
            with CaptureQueriesContext(connection) as queries:
                page.post(NEW + "duplicates/", typed(BILOL, HADICHA))
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestDrafts:
    def test_what_is_typed_is_kept_and_comes_back(self, page, worker):
        sent = typed(BILOL, {"name_family": "Сум", "born": "31.02"})

        answer = page.post(NEW + "draft/", sent)

        draft = Draft.objects.get()
        back = page.get(NEW, {"draft": draft.pk})
        assert re.fullmatch(r"Draft saved \d\d:\d\d · only you can see it", answer.content.decode())
        assert draft.author == worker
        assert str(back.context["token"]) == sent["token"]
        assert [c["born"].value() for c in back.context["family"].children] == ["10m", "31.02"]

    def test_it_is_told_apart_by_the_mothers_name(self, page):
        page.post(NEW + "draft/", typed(BILOL))
        page.post(NEW + "draft/", typed(BILOL) | {"mother-name_family": ""})

        text = page.get("/").content.decode()

        assert "Family of Манижа Раҳимова" in text
        assert "Family of Билол" in text

    def test_the_same_family_saved_again_from_a_page_opened_anew_is_one_draft(self, page):
        page.post(NEW + "draft/", typed(BILOL))
        page.post(NEW + "draft/", typed(BILOL))

        assert Draft.objects.count() == 1

    def test_the_newest_state_of_one_form_is_one_draft(self, page):
        sent = typed(BILOL)

        page.post(NEW + "draft/", sent)
        page.post(NEW + "draft/", sent | {"mother-name_family": "Манижа"})
        page.post(NEW + "draft/", typed(BILOL))

        assert Draft.objects.count() == 2

    def test_the_button_keeps_a_draft_without_scripts(self, page):
        response = page.post(NEW, typed(BILOL, save_draft="1"), follow=True)

        assert "only you can see it" in response.content.decode()
        assert response.redirect_chain[0][0] == f"{NEW}?draft={Draft.objects.get().pk}"

    def test_nobody_else_finds_it(self, page, client):
        page.post(NEW + "draft/", typed(BILOL))
        draft = Draft.objects.get()
        client.force_login(factories.user(Role.CASEWORKER))

        opened = client.get(NEW, {"draft": draft.pk})
        thrown = client.post(reverse("draft-discard", args=[draft.pk]))

        assert (opened.status_code, thrown.status_code) == (404, 404)
        assert Draft.objects.count() == 1

    def test_registering_ends_it_and_a_late_autosave_does_not_bring_it_back(self, page):
        sent = typed(BILOL)
        page.post(NEW + "draft/", sent)

        page.post(NEW, sent | {"register": "1"})
        late = page.post(NEW + "draft/", sent)

        assert late.status_code == 409
        assert Draft.objects.count() == 0

    def test_it_can_be_thrown_away(self, page):
        page.post(NEW + "draft/", typed(BILOL))

        response = page.post(reverse("draft-discard", args=[Draft.objects.get().pk]))

        assert response.status_code == 302
        assert Draft.objects.count() == 0

    @pytest.mark.parametrize("text", ["\x00", "\u202e", "x" * 10_000, "'; drop table", "😀"])
    def test_anything_can_be_kept(self, page, text):
        answer = page.post(NEW + "draft/", typed({"name_family": text}))

        assert answer.status_code == 200
        kept = Draft.objects.get().data["typed"]["child-0-name_family"]
        assert kept == [text.replace("\x00", "")]

    @pytest.mark.parametrize("change", [{"token": "x"}, {"child-0-name_family": "x" * 300_000}])
    def test_what_cannot_be_kept_is_said(self, page, change):
        answer = page.post(NEW + "draft/", typed(BILOL) | change)

        assert answer.status_code == 409
        assert Draft.objects.count() == 0

    def test_a_mangled_draft_address_is_not_found(self, page):
        for key in ("x", "9" * 40, "-1", "²"):
            assert page.get(NEW, {"draft": key}).status_code == 404


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


class TestChildOfAKnownMother:
    def test_a_newborn_is_added(self, page, worker):
        mother = factories.family(1, team=worker.team)
        address = reverse("mother-child-new", args=[mother.reference])

        response = page.post(address, typed({"name_family": "Умар", "born": "1m"}))

        child = mother.children.order_by("-pk").first()
        assert response["Location"] == mother.get_absolute_url()
        assert (child.person.name, child.reference) == ("Умар", f"{mother.reference}-2")
        assert child.registered_on == timezone.localdate()

    def test_a_sibling_of_the_same_name_must_be_answered(self, page, worker):
        mother = factories.family(1, team=worker.team)
        sibling = mother.children.get()
        address = reverse("mother-child-new", args=[mother.reference])
        sent = typed({"name_family": sibling.person.name, "born": "2016"})

        asked = page.post(address, sent)
        page.post(address, sent | {f"answer-child-0~{sibling.reference}": "not_same"})

        assert "Choose whether this is the same person." in asked.content.decode()
        assert mother.children.count() == 2
        assert DuplicateAnswer.objects.count() == 1

    def test_twins_of_like_names_are_added_one_after_the_other(self, page, worker):
        mother = factories.family(1, team=worker.team)
        path = reverse("mother-child-new", args=[mother.reference])
        twin = {"name_family": "Ҳасан", "born": "10.05.2018", "sex": "m"}
        page.post(path, typed(twin))
        first = mother.children.get(person__names__text="Ҳасан")

        sent = typed(twin | {"name_family": "Ҳусейн"})
        answer = page.post(path, sent | {f"answer-child-0~{first.reference}": "not_same"})

        assert answer.status_code == 302
        assert mother.children.count() == 3

    def test_the_very_same_child_is_refused_whatever_is_answered(self, page, worker):
        mother = factories.family(1, team=worker.team)
        path = reverse("mother-child-new", args=[mother.reference])
        page.post(path, typed({"name_family": "Ҳасан", "born": "10.05.2018", "sex": "m"}))
        first = mother.children.get(person__names__text="Ҳасан")

        sent = typed({"name_family": "ҲАСАН", "born": "10.05.2018", "sex": "m"})
        answer = page.post(path, sent | {f"answer-child-0~{first.reference}": "not_same"})

        assert answer.status_code == 409
        sentence = f"{first.reference} has the same name, sex and birth. Is it the same child?"
        assert sentence in answer.content.decode()
        assert mother.children.count() == 2

    def test_a_birth_too_near_that_of_a_sibling_must_be_confirmed(self, page, worker):
        mother = factories.family(1, team=worker.team)
        path = reverse("mother-child-new", args=[mother.reference])
        page.post(path, typed({"name_family": "Сомон", "born": "10.05.2018"}))
        sent = typed({"name_family": "Билол", "born": "08.2018"})

        asked = page.post(path, sent)
        confirmed = page.post(path, sent | {"child-0-near_birth": "on"})

        sibling = mother.children.get(person__names__text="Сомон")
        assert f"and another ({sibling.reference})." in str(sentences(asked))
        assert confirmed.status_code == 302

    def test_another_teams_mother_is_not_found(self, page):
        mother = factories.family(team=Team.objects.create(name="Erbil desk"))

        response = page.get(reverse("mother-child-new", args=[mother.reference]))

        assert response.status_code == 404

    def test_a_child_older_than_its_mother_is_refused(self, page, worker):
        mother = factories.family(team=worker.team)
        address = reverse("mother-child-new", args=[mother.reference])

        response = page.post(address, typed({"name_family": "Умар", "born": "1985"}))

        assert "fewer than 10 years apart" in response.content.decode()
        assert mother.children.count() == 1
