import datetime

import pytest

from cases.casework import registration
from cases.models import AccessRow, Child, Journal, Mother, Team
from cases.rules.births import read_birth
from cases.vocabulary import Act, NameKind
from tests import factories
from tests.sent import form_of
from tests.sentences import words_of
from tests.views.editing.sections import address, names, shown


def test_names_and_birth_of_a_mother_are_corrected(page, mother, worker):
    sent = shown(page, mother, "identity") | {
        "name_family": "Манижа Раҳимзода",
        "name_official": "منيجة",
        "born": "15.03.1989",
        "born_basis": "document",
    }

    response = page.post(address(mother, "identity"), sent)

    person = mother.person
    person.refresh_from_db()
    mother.refresh_from_db()
    assert response["Location"] == mother.get_absolute_url()
    assert names(person) == {
        NameKind.FAMILY: ("Манижа Раҳимзода", True),
        NameKind.OFFICIAL: ("منيجة", False),
    }
    assert person.born_earliest == person.born_latest == datetime.date(1989, 3, 15)
    assert (person.born_basis, mother.version) == ("document", 2)
    entries = Journal.objects.filter(act=Act.EDIT).values_list("detail", "by", "child__mother")
    assert list(entries) == [("mother-identity", worker.pk, mother.pk)] * 2


def test_a_name_that_is_taken_away_gives_its_place_to_the_next(page, mother):
    page.post(
        address(mother, "identity"),
        shown(page, mother, "identity") | {"name_official": "منيجة"},
    )

    page.post(address(mother, "identity"), shown(page, mother, "identity") | {"name_family": ""})

    assert names(mother.person) == {NameKind.OFFICIAL: ("منيجة", True)}


def test_a_birthplace_is_typed_or_chosen_and_stands_on_the_page(page, mother, child):
    held = child.held_at or factories.PlaceFactory(kind="camp", country=child.agreement.holding)
    typed = {"birthplace": "Мосул"}
    page.post(address(child, "identity"), shown(page, child, "identity") | typed)
    child.person.refresh_from_db()
    town, shown_typed = child.person.birthplace, page.get(child.get_absolute_url())

    chosen = {"birthplace": held.whole_name}
    page.post(address(child, "identity"), shown(page, child, "identity") | chosen)
    hers = {"birthplace": "Кӯлоб"}
    page.post(address(mother, "identity"), shown(page, mother, "identity") | hers)

    child.person.refresh_from_db()
    mother.person.refresh_from_db()
    assert (town.name, town.country, town.checked_at) == ("Мосул", child.agreement.holding, None)
    assert "Мосул" in shown_typed.content.decode()
    assert child.person.birthplace == held
    assert mother.person.birthplace.country == mother.agreement.home
    assert "Кӯлоб" in page.get(mother.get_absolute_url()).content.decode()
    assert child.restatements.count() == 0  # it is learnt: no second person is asked


def test_a_birthplace_that_is_none_is_told_and_what_was_typed_stays(page, child):
    sent = shown(page, child, "identity") | {"birthplace": "12345"}

    refused = page.post(address(child, "identity"), sent)

    assert "This is not the name of a town or district." in refused.content.decode()
    assert refused.context["form"]["birthplace"].value() == "12345"
    child.person.refresh_from_db()
    assert child.person.birthplace is None


def test_saving_an_age_again_does_not_make_anybody_younger(page, mother, child):
    birth = read_birth("3y", on=datetime.date(2018, 1, 1))
    child.person.born_earliest, child.person.born_latest = birth.earliest, birth.latest
    child.person.born_stated_on = birth.stated_on
    child.person.save()

    page.post(address(child, "identity"), shown(page, child, "identity"))

    child.person.refresh_from_db()
    assert (child.person.born_earliest, child.person.born_latest) == (birth.earliest, birth.latest)


def test_a_birth_that_makes_the_mother_impossible_is_refused(page, mother, child):
    by_child = page.post(
        address(child, "identity"), shown(page, child, "identity") | {"born": "1990"}
    )
    by_mother = page.post(
        address(mother, "identity"), shown(page, mother, "identity") | {"born": "2010"}
    )

    assert "fewer than 10 years apart" in by_child.content.decode()
    assert f"{child.reference} is born fewer than 10 years after" in words_of(by_mother)


def test_a_very_young_mother_must_be_confirmed(page, mother):
    sent = shown(page, mother, "identity") | {"born": "2003"}

    asked = page.post(address(mother, "identity"), sent)
    saved = page.post(address(mother, "identity"), sent | {"young_mother": "on"})

    assert "under 14" in asked.content.decode()
    assert saved.status_code == 302


def test_a_birth_too_near_that_of_a_sibling_must_be_confirmed(page, mother, child, worker):
    registration.add_child(
        mother=mother,
        child=factories.child_facts("Сомон", "10.05.2018"),
        by=worker,
        on=factories.DAY,
    )
    sent = shown(page, child, "identity") | {"born": "10.08.2018"}

    asked = page.post(address(child, "identity"), sent)
    saved = page.post(address(child, "identity"), sent | {"near_birth": "on"})

    assert "Fewer than nine months lie between this birth" in asked.content.decode()
    assert saved.status_code == 302


def test_where_a_mother_is_and_her_legal_situation_are_said(page, mother):
    camp = factories.PlaceFactory(name="Camp near Mosul", kind="camp")

    page.post(address(mother, "place"), shown(page, mother, "place") | {"held_at": camp.pk})
    page.post(
        address(mother, "legal"),
        shown(page, mother, "legal")
        | {
            "proceedings": "convicted",
            "sentence": "fixed",
            "sentence_months": "180",
            "sentenced_on": "15.03.2018",
        },
    )

    mother.refresh_from_db()
    assert mother.held_at == camp
    assert (mother.proceedings, mother.sentence, mother.sentence_months) == (
        "convicted",
        "fixed",
        180,
    )
    assert mother.sentenced_on == datetime.date(2018, 3, 15)


@pytest.mark.parametrize(
    "change",
    [
        {"sentence": "life", "sentence_months": "12"},
        {"sentence": "fixed", "sentence_months": "0"},
        {"sentence": "fixed", "sentence_months": "x"},
        {"sentenced_on": "31.02.2018"},
        {"sentenced_on": "01.01.2999"},
        {"proceedings": "nonsense"},
    ],
)
def test_a_legal_situation_that_cannot_be_is_refused(page, mother, change):
    sent = shown(page, mother, "legal") | change

    response = page.post(address(mother, "legal"), sent)

    mother.refresh_from_db()
    assert "There is a problem" in response.content.decode()
    assert mother.version == 1


def test_father_sex_and_place_of_a_child_are_corrected(page, child):
    page.post(
        address(child, "father"),
        shown(page, child, "father")
        | {
            "father_name": "Раҳим",
            "father_status": "deceased",
            "father_evidence": "Certificate 12",
        },
    )
    page.post(address(child, "identity"), shown(page, child, "identity") | {"sex": "f"})
    page.post(address(child, "place"), shown(page, child, "place") | {"held_at": ""})

    child.refresh_from_db()
    child.person.refresh_from_db()
    assert (child.father_name, child.father_status) == ("Раҳим", "deceased")
    assert (child.person.sex, child.held_at, child.version) == ("f", None, 4)
    details = Journal.objects.filter(act=Act.EDIT).order_by("pk").values_list("detail", flat=True)
    assert list(details) == ["father", "identity", "place"]


def test_a_section_saved_as_it_stands_writes_nothing(page, mother, child):
    for record, section in [
        *((mother, section) for section in ("identity", "travel-name", "place", "legal")),
        *((child, section) for section in ("identity", "travel-name", "father", "place")),
    ]:
        sent = shown(page, record, section)
        if section == "travel-name":
            page.post(address(record, section), sent)  # the name that was suggested
            sent = shown(page, record, section)
        written = Journal.objects.count(), type(record).objects.get(pk=record.pk).version

        answer = page.post(address(record, section), sent, follow=True)

        assert "Nothing was changed." in answer.content.decode(), section
        record.refresh_from_db()
        assert (Journal.objects.count(), record.version) == written


def test_a_child_keeps_a_name(page, child):
    response = page.post(
        address(child, "identity"), shown(page, child, "identity") | {"name_family": ""}
    )

    assert "The child needs a name" in response.content.decode()


@pytest.mark.parametrize("name", ["\u202eX", "x" * 10_000, "\x00X", "12"])
def test_bad_names_are_refused_and_stay_typed(page, child, name):
    response = page.post(
        address(child, "identity"), shown(page, child, "identity") | {"name_family": name}
    )

    assert response.status_code == 200
    assert response.context["form"]["name_family"].value() == name


class TestConflict:
    @pytest.fixture
    def stale(self, page, mother):
        """What one person has open while another saves."""
        opened, another = (shown(page, mother, "identity") for _ in range(2))
        page.post(
            address(mother, "identity"),
            another | {"name_official": "منيجة", "born": "1988"},
        )
        return opened | {"name_family": "Мунира Раҳимова", "born": "1990"}

    def test_three_versions_are_shown_and_nothing_is_saved(self, page, mother, stale, worker):
        response = page.post(address(mother, "identity"), stale)

        rows = {
            row.name: (row.shown, row.now, row.mine, row.collides)
            for row in response.context["rows"]
            if row.now != row.shown or row.mine != row.shown
        }
        assert response.status_code == 409
        assert rows == {
            "name_family": ("Манижа Раҳимова", "Манижа Раҳимова", "Мунира Раҳимова", False),
            "name_official": ("", "منيجة", "", False),
            "born": ("1989", "1988", "1990", True),
        }
        assert str(worker) in response.content.decode()
        assert names(mother.person)[NameKind.FAMILY] == ("Манижа Раҳимова", True)

    @pytest.mark.parametrize(("keep", "year"), [("theirs", 1988), ("yours", 1990)])
    def test_what_is_chosen_stands_and_what_was_left_alone_too(
        self, page, mother, stale, keep, year
    ):
        conflict = form_of(page.post(address(mother, "identity"), stale), holding="choosing")

        response = page.post(address(mother, "identity"), conflict | {"keep-born": keep})

        person = Mother.objects.get().person
        assert response.status_code == 302
        assert names(person) == {
            NameKind.FAMILY: ("Мунира Раҳимова", True),
            NameKind.OFFICIAL: ("منيجة", False),
        }
        assert person.born_earliest.year == person.born_latest.year == year

    def test_each_line_that_collides_must_be_chosen(self, page, mother, stale):
        conflict = form_of(page.post(address(mother, "identity"), stale), holding="choosing")

        response = page.post(address(mother, "identity"), conflict)

        assert response.status_code == 409
        assert "Choose one of the two" in response.content.decode()
        assert Mother.objects.get().version == 2

    def test_where_nothing_collides_one_press_saves(self, page, mother, stale):
        calm = stale | {"born": "1989"}

        conflict = page.post(address(mother, "identity"), calm)
        response = page.post(address(mother, "identity"), form_of(conflict, holding="shown"))

        assert "nothing in them collides" in conflict.content.decode()
        assert response.status_code == 302
        assert Mother.objects.get().person.born_earliest.year == 1988

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, None])
    def test_a_missing_or_mangled_version_is_refused(self, page, mother, version):
        sent = shown(page, mother, "place")
        sent.pop("version")

        response = page.post(
            address(mother, "place"), sent | ({} if version is None else {"version": version})
        )

        assert response.status_code == 409
        assert Mother.objects.get().version == 1


def test_latin_name_is_suggested_and_recorded_only_by_saving(page, mother, worker):
    facts = factories.child_facts("Ҷовид")
    child = registration.add_child(mother=mother, child=facts, by=worker, on=factories.DAY)
    sent = shown(page, child, "travel-name")
    before = names(child.person)
    family = page.get(child.get_absolute_url()).content.decode()

    refused = page.post(address(child, "travel-name"), sent | {"name_travel": "Ҷовид"})
    page.post(address(child, "travel-name"), sent | {"name_travel": "Jovid Rahimov"})

    assert sent["name_travel"][0].startswith("Jovid")
    assert NameKind.TRAVEL not in before
    assert "Enter the name on the travel document" in family
    assert "Write this name in Latin letters." in refused.content.decode()
    assert names(child.person) == before | {NameKind.TRAVEL: ("Jovid Rahimov", False)}
    entry = Journal.objects.filter(child=child, act=Act.EDIT).get()
    assert (entry.by, entry.detail) == (worker, "identity")
    again = page.get(address(child, "travel-name")).content.decode()
    assert "Suggested from" not in again
    assert (
        "Enter the name on the travel document"
        not in page.get(child.get_absolute_url()).content.decode()
    )


def test_latin_name_of_a_mother_is_entered_from_her_page(page, mother):
    sent = shown(page, mother, "travel-name")
    link = f'href="{address(mother, "travel-name")}"'
    before = page.get(mother.get_absolute_url()).content.decode()

    page.post(address(mother, "travel-name"), sent)

    assert link in before
    assert link not in page.get(mother.get_absolute_url()).content.decode()
    assert names(mother.person)[NameKind.TRAVEL] == ("Manizha Rahimova", False)


@pytest.mark.parametrize(
    ("section", "kind"), [("legal", Child), ("nonsense", Child), ("father", Mother)]
)
def test_a_section_that_is_none_is_not_found(page, mother, child, section, kind):
    record = mother if kind is Mother else child

    response = page.get(address(record, section))

    assert response.status_code == 404


def test_another_teams_records_are_not_found(page):
    mother = factories.family(team=Team.objects.create(name="Erbil desk"))

    answers = [
        page.post(address(record, "place"), {"version": 1}).status_code
        for record in (mother, mother.children.get())
    ]

    assert answers == [404, 404]


def test_opening_a_section_is_on_record(page, child, worker):
    page.get(address(child, "father"))

    row = AccessRow.objects.get()
    assert (row.page, row.child, row.by) == ("child-edit", child, worker)


@pytest.mark.parametrize("value", ['{"born": {"a": 1}}', '{"born": [{}]}', '{"born": 5}', "[]"])
def test_what_a_form_claims_to_have_shown_is_text_or_nothing(page, mother, value):
    stale = shown(page, mother, "identity") | {"shown": value, "version": 0}

    assert page.post(address(mother, "identity"), stale).status_code == 409


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 100_000, "{"])
def test_a_form_is_shown_again_whatever_it_claims_to_have_shown(page, mother, value):
    sent = shown(page, mother, "identity") | {"shown": value, "born": "the day before"}

    refused = page.post(address(mother, "identity"), sent)

    assert refused.status_code == 200
    assert refused.context["form"]["born"].value() == "the day before"
