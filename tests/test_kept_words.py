"""Words that admins keep: translations, kinds of clearance, the ministry."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cases.casework import clearances
from cases.casework.journal import CannotMove
from cases.casework.kept_words import reword, say
from cases.kept import said
from cases.models import Agreement, Country, KindOfClearance, Ministry, Phrase, Requirement
from cases.models.install import functions, triggers
from cases.vocabulary import (
    AgreementKind,
    AgreementStatus,
    ClearanceKind,
    ClearanceStatus,
    FollowUpKind,
    NeededFor,
    Role,
    ShippedClearance,
    Stage,
)
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


def page(client, address, role=Role.CASEWORKER, language="en"):
    client.force_login(factories.user(role, language=language))
    return client.get(address).content.decode()


def other_agreement() -> Agreement:
    return Agreement.objects.create(
        slug="tajikistan-syria",
        home=Country.objects.get(code="TJ"),
        holding=Country.objects.get(code="SY"),
        title="Tajikistan and Syria",
        kind=AgreementKind.VERBAL,
        status=AgreementStatus.REPORTED,
    )


def camp_release(agreement: Agreement | None) -> KindOfClearance:
    kind = KindOfClearance.objects.create(
        code="camp_release", name="Camp administration’s release", agreement=agreement
    )
    say(kind.name, ru="Согласие администрации лагеря")
    return kind


def test_text_is_said_in_the_readers_language_else_as_it_is(client):
    agreement = factories.agreement()
    say(agreement.title, ru="Таджикистан и Ирак")

    russian = page(client, agreement.get_absolute_url(), language="ru")
    english = page(client, agreement.get_absolute_url())

    assert "Таджикистан и Ирак" in russian
    assert agreement.title not in russian
    assert agreement.title in english
    assert "Таджикистан и Ирак" not in english


def test_change_of_a_text_is_seen_by_the_next_page(client):
    agreement = factories.agreement()
    for words in ("Таджикистан и Ирак", "Таджикистан — Ирак"):
        reword(agreement.title, {"ru": words})
        assert words in page(client, agreement.get_absolute_url(), language="ru")
    reword(agreement.title, {"ru": ""})

    assert agreement.title in page(client, agreement.get_absolute_url(), language="ru")


def test_name_of_a_place_is_said_in_the_readers_language(client):
    child = factories.child()
    child.held_at.names.create(language="ru", name="тюрьма Русафа")

    text = page(client, child.get_absolute_url(), language="ru")

    assert "тюрьма Русафа" in text
    assert child.held_at.name not in text


def test_empty_text_is_said_empty():
    with translation.override("ru"):
        assert said("") == ""


def test_shipped_kinds_are_on_record():
    kinds = dict(KindOfClearance.objects.values_list("code", "name"))

    assert list(kinds) == ShippedClearance.values
    assert kinds["court_order"] == "Court order"


def test_added_kind_is_required_and_recorded_under_its_name_in_each_language(client):
    child = factories.child()
    kind = camp_release(child.agreement)
    factories.agreed(
        Requirement(
            agreement=child.agreement,
            clearance=kind.code,
            needed_for=NeededFor.CLEAR,
            during=factories.SINCE_2019,
        )
    )

    before = page(client, child.get_absolute_url())
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        kind=ClearanceKind(kind.code),
        status=ClearanceStatus.GRANTED,
        issued_on=DAY,
    )
    after = page(client, child.get_absolute_url(), language="ru")
    agreement = page(client, child.agreement.get_absolute_url(), language="ru")

    assert kind.name in before
    assert "Согласие администрации лагеря: Получено" in after or (
        "Согласие администрации лагеря" in after
    )
    assert "Согласие администрации лагеря" in agreement
    assert "camp_release" not in after.replace("kind=camp_release", "")


def test_kind_of_one_agreement_is_not_offered_under_another(client):
    child = factories.child()
    camp_release(other_agreement())
    address = reverse("child-clearance", args=[child.reference])

    text = page(client, address)
    answer = client.post(
        address, {"kind": "camp_release", "status": "granted", "issued_on": "01.03.2019"}
    )

    assert "camp_release" not in text
    assert "Court order" in text
    assert "Select a valid choice." in answer.content.decode()


def test_kind_of_one_agreement_is_refused_under_another_by_act_and_database():
    child = factories.child()
    kind = camp_release(other_agreement())
    factories.grant(child, ClearanceKind.COURT_ORDER)

    with pytest.raises(CannotMove, match="not one of the agreement"):
        factories.grant(child, ClearanceKind(kind.code))
    with refused("clearance_kind_known"):
        is_now(child.clearances.get(), kind=kind.code)
    with refused("requirement_clearance_known"):
        asked = child.agreement.requirements.first()
        asked.pk, asked.clearance = None, kind.code
        asked.save()


@pytest.mark.parametrize("code", ["Camp", "1camp", "c", "mother", "register", "camp release"])
def test_code_of_a_kind_is_a_word_of_its_own(code):
    with refused("kind_of_clearance_code_form"):
        KindOfClearance.objects.bulk_create([KindOfClearance(code=code, name="A kind")])


@pytest.mark.parametrize(
    ("guard", "sql"),
    [
        ("kind_of_clearance_code_stays", "UPDATE cases_kindofclearance SET code = 'other_code'"),
        ("kind_of_clearance_named", "UPDATE cases_kindofclearance SET name = ''"),
        ("no_delete", "DELETE FROM cases_kindofclearance"),
        ("ministry_is_one", "INSERT INTO cases_ministry VALUES (2, 1, 'A', 1)"),
        ("ministry_named", "UPDATE cases_ministry SET name = ''"),
        ("no_delete", "DELETE FROM cases_ministry"),
        ("phrase_says_something", "UPDATE cases_phrase SET text = ''"),
        ("phrase_language_known", "UPDATE cases_phrase SET language = 'xx'"),
        ("country_zone_known", "UPDATE cases_country SET zone = 'Asia/Nowhere' WHERE code = 'TJ'"),
    ],
)
def test_words_of_the_wrong_form_are_refused(guard, sql):
    with refused(guard):
        execute(sql)


def test_text_is_translated_once_into_a_language():
    say("A title", ru="Название")

    with refused("phrase_once_in_a_language"):
        Phrase.objects.bulk_create([Phrase(source="A title", language="ru", text="Имя")])


def test_question_of_published_criteria_is_not_reworded():
    factories.agreement()
    say("Question national?", ru="Гражданство?")

    with refused("phrase_of_published_criteria_stays"):
        Phrase.objects.filter(source="Question national?").update(text="Другое?")
    with refused("phrase_of_published_criteria_stays"):
        Phrase.objects.filter(source="Question national?").delete()


def test_ministry_heads_every_page_in_the_readers_language(client):
    ministry = Ministry.objects.get()
    ministry.name = "Ministry of Foreign Affairs · Kyrgyz Republic"
    ministry.save()
    reword(ministry.name, {"ru": "Министерство иностранных дел · Кыргызская Республика"})
    address = reverse("password-change")

    assert "Kyrgyz Republic" in page(client, address)
    assert "Кыргызская Республика" in page(client, address, language="ru")
    assert "Tajikistan" not in page(client, address)


def test_admin_puts_a_title_into_other_languages(client):
    agreement = factories.agreement()
    client.force_login(factories.user(Role.ADMIN, language="en"))
    address = reverse("admin:cases_agreement_change", args=[agreement.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(address, typed | {"title_ru": "Таджикистан и Ирак"})

    assert answer.status_code == 302
    assert Phrase.objects.get(source=agreement.title).text == "Таджикистан и Ирак"
    assert "Таджикистан и Ирак" in client.get(address).content.decode()


@pytest.mark.parametrize("model", ["phrase", "kindofclearance", "ministry", "agreement"])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_admin_pages_of_words_open(client, model, role):
    agreement = factories.agreement()
    say(agreement.title, ru="Таджикистан и Ирак")
    rows = {
        "phrase": Phrase.objects.first(),
        "kindofclearance": KindOfClearance.objects.first(),
        "ministry": Ministry.objects.get(),
        "agreement": agreement,
    }
    client.force_login(factories.user(role, language="en"))

    listed = client.get(reverse(f"admin:cases_{model}_changelist"))
    opened = client.get(reverse(f"admin:cases_{model}_change", args=[rows[model].pk]))

    assert (listed.status_code, opened.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"zone": "Mars/Base"}, "This is not a time zone."),
        ({"kind": "court"}, "Cases name this place: it keeps its purpose and country."),
    ],
)
def test_admin_is_told_what_a_place_cannot_become(client, change, sentence):
    place = factories.child().held_at
    client.force_login(factories.user(Role.ADMIN, language="en"))
    address = reverse("admin:cases_place_change", args=[place.pk])
    form = client.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields}
    inline = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}

    answer = client.post(address, typed | inline | change)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_admin_is_told_of_a_requirement_of_another_agreement(client):
    agreement = factories.agreement()
    camp_release(other_agreement())
    client.force_login(factories.user(Role.ADMIN, language="en"))

    answer = client.post(
        reverse("admin:cases_requirement_add"),
        {
            "agreement": agreement.pk,
            "clearance": "camp_release",
            "needed_for": "clear",
            "during_0": "2019-01-01",
        },
    )

    assert answer.status_code == 200
    assert "This kind of clearance is not one of the agreement." in answer.content.decode()


def test_no_clock_but_the_setting_is_written_into_the_guards():
    sql = functions() + "".join(script for _hash, script in triggers().values())

    assert set(re.findall(r"AT TIME ZONE '([^']*)'", sql)) == {settings.TIME_ZONE}
    assert sql.count("AT TIME ZONE") == 1


#: What is spelled by whoever keeps the places, or is said by the row of a page already.
AS_SPELLED = ("places/check.html", "places/list.html", "search/search.html")
RAW_NAME = re.compile(r"\b(origin|destination|place|held_at|court|team)\.name\b")


def test_pages_say_places_and_teams_in_the_language_of_the_reader():
    root = settings.BASE_DIR
    files = [*(root / "templates").rglob("*.html"), *(root / "cases" / "pages").glob("*.py")]

    raw = [
        f"{file.name}: {line.strip()}"
        for file in files
        if not str(file).endswith(AS_SPELLED)
        for line in file.read_text().splitlines()
        if RAW_NAME.search(line) and "said" not in line
    ]

    assert raw == []


def test_where_a_child_lives_is_said_in_the_language_of_the_reader(client):
    child = factories.child(Stage.PLACED)
    place = child.placements.get().place
    visit = {"n": 1, "kind": FollowUpKind.VISIT, "due_on": DAY, "planned_by": child.verified_by}
    child.follow_ups.create(**visit)
    say(place.name, ru="Центр ухода")
    client.force_login(child.registered_by)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    texts = [
        client.get(address).content.decode()
        for address in (child.get_absolute_url(), reverse("follow-ups"))
    ]

    assert ["Центр ухода" in text for text in texts] == [True, True]
    assert [place.name in text for text in texts] == [False, False]
