"""A caseworker registers a family, by keyboard, without scripts, and against every refusal."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Draft, Mother
from cases.vocabulary import Role
from tests import factories
from tests.journeys.conftest import ENGLISH, Hands, hidden_by_something

NEW = "/mothers/new/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    factories.agreement()
    factories.PlaceFactory()
    factories.PlaceFactory(name="Adhamiya orphanage", kind="orphanage")
    return factories.user(Role.CASEWORKER)


def test_a_mother_and_three_children_by_keyboard_alone(browse, worker):
    page = browse(worker)
    page.goto("/")
    hands, keys = Hands(page), page.keyboard
    hands.press("KeyN")
    page.wait_for_url(f"**{NEW}")
    expect(page.locator("#id_mother-name_family")).to_be_focused()
    hidden = []

    def step(*, times=1):
        for _ in range(times):
            hands.press("Tab")
            if hidden_by_something(page):
                hidden.append(page.evaluate("document.activeElement.id"))

    keys.type("Манижа Раҳимова")
    step(times=2)
    keys.type("منيجة رحيموفا")
    step(times=2)
    keys.type("~29")
    step()
    keys.type("Rus")
    step()
    keys.type("Билол")
    step(times=3)
    keys.type("10m")
    step()
    hands.press("ArrowRight")
    hands.press("Alt+a")
    keys.type("Хадича")
    step(times=3)
    keys.type("2013")
    step()
    hands.press("Space")
    hands.press("Alt+a")
    keys.type("Сумая")
    step(times=3)
    keys.type("~2y")
    page.get_by_text("3 children · $1,200 in fees").wait_for()
    hands.press("Control+Enter")
    page.wait_for_url("**/mothers/TJ-IQ-*/")

    mother = Mother.objects.get()
    assert hidden == []
    # N, 17 times Tab, two choices of sex, Alt+A twice, Ctrl+Enter.
    assert hands.count == (0, 23)
    assert mother.held_at.name.startswith("Rusafa")
    assert [(c.person.name, c.person.sex) for c in mother.children.order_by("pk")] == [
        ("Билол", "m"),
        ("Хадича", "f"),
        ("Сумая", "u"),
    ]


def test_every_state_of_the_page_is_accessible(browse, worker, assert_accessible):
    known = factories.family(1, team=worker.team)
    page = browse(worker)
    page.goto(NEW)
    assert_accessible(page)
    page.fill("#id_mother-name_family", known.person.name)
    page.fill("#id_mother-born", "1989")
    page.fill("#id_child-0-name_family", "Сумая")
    page.fill("#id_child-0-born", "30.02.2017")
    page.fill("#id_child-0-name_official", "سمية")
    page.locator(f"text={known.reference}").first.wait_for()
    page.locator("summary", has_text="More").click()
    assert_accessible(page)

    page.locator("main button.primary").click()

    page.locator("[data-error-summary]:focus").wait_for()
    assert_accessible(page)


def test_lists_records_and_sections_are_accessible(browse, worker, assert_accessible):
    mother = factories.family(2, team=worker.team)
    page = browse(worker)
    addresses = [
        reverse("mothers"),
        mother.get_absolute_url(),
        f"{mother.get_absolute_url()}?show=legal",
        reverse("mother-child-new", args=[mother.reference]),
        *(reverse("mother-edit", args=[mother.reference, s]) for s in ("identity", "legal")),
        reverse("child-edit", args=[mother.children.first().reference, "father"]),
    ]

    for address in addresses:
        page.goto(address)
        assert_accessible(page)


def test_likely_duplicates_are_answered_and_the_children_join_her(browse, worker):
    known = factories.family(1, team=worker.team)
    page = browse(worker)
    page.goto(NEW)
    page.fill("#id_mother-name_family", "Manizha Rahimova")
    page.fill("#id_child-0-name_family", "Умар")
    page.fill("#id_child-0-born", "1y")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Choose whether this is the same person.").first.wait_for()

    page.get_by_label("The same person: add these children to her family").check()
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**{known.get_absolute_url()}")
    assert known.children.count() == 2
    assert Mother.objects.count() == 1


def test_without_scripts_nothing_is_missing(browse, worker):
    page = browse(worker, scripts=False)
    page.goto(NEW)
    page.fill("#id_mother-name_family", "Манижа Раҳимова")
    page.fill("#id_child-0-name_family", "Билол")
    page.fill("#id_child-0-born", "2013")
    page.click("[name=add_child]")
    page.fill("#id_child-1-name_family", "Ошибка")
    page.click("[name=add_child]")
    page.fill("#id_child-2-name_family", "Хадича")
    page.fill("#id_child-2-born", "31.02.2015")
    page.click("[name=remove_child][value='1']")
    understood = page.inner_text("#id_child-0-born_echo")
    page.click("main button.primary")
    summary = page.inner_text(".esum")
    page.fill("#id_child-1-born", "2015")
    page.click(".foot [name=save_draft]")
    saved = page.inner_text("[data-draft-status]")
    page.click("main button.primary")

    assert understood.startswith("Born in 2013")
    assert "February 2015 had 28 days" in summary
    assert saved.startswith("Draft saved")
    assert [c.person.name for c in Mother.objects.get().children.order_by("pk")] == [
        "Билол",
        "Хадича",
    ]


def test_what_is_typed_outlives_the_session(browse, worker):
    page = browse(worker)
    page.goto(NEW)
    page.fill("#id_mother-name_family", "Манижа")
    page.fill("#id_child-0-name_family", "Билол")
    page.keyboard.press("Tab")
    page.get_by_text("only you can see it").wait_for()
    page.close()

    again = browse(worker)
    again.goto(f"{NEW}?draft={Draft.objects.get().pk}")

    expect(again.locator("#id_mother-name_family")).to_have_value("Манижа")
    expect(again.locator("#id_child-0-name_family")).to_have_value("Билол")


def test_pressing_twice_registers_once(browse, worker):
    page = browse(worker, ENGLISH)
    page.goto(NEW)
    page.fill("#id_mother-name_family", "Манижа Раҳимова")
    page.fill("#id_child-0-name_family", "Билол")
    page.fill("#id_child-0-born", "2013")

    page.locator("main button.primary").dblclick()

    page.wait_for_url("**/mothers/TJ-IQ-*/")
    assert Mother.objects.count() == 1


def test_two_people_save_and_the_second_chooses(browse, worker, assert_accessible):
    mother = factories.family(1, team=worker.team)
    address = reverse("mother-edit", args=[mother.reference, "identity"])
    first, second = browse(worker), browse(factories.user(Role.CASEWORKER))
    first.goto(address)
    second.goto(address)
    first.fill("#id_born", "1988")
    first.locator("main button.primary").click()
    first.wait_for_url(f"**{mother.get_absolute_url()}")

    second.fill("#id_name_family", "Мунира Раҳимова")
    second.fill("#id_born", "1990")
    second.locator("main button.primary").click()
    second.get_by_role("heading", name="This record has changed").wait_for()
    assert_accessible(second)
    second.check("[name=keep-born][value=theirs]")
    second.locator("main button.primary").click()
    second.wait_for_url(f"**{mother.get_absolute_url()}")

    person = Mother.objects.get().person
    assert person.name == "Мунира Раҳимова"
    assert person.born_earliest.year == person.born_latest.year == 1988


def test_a_wrong_birth_year_is_changed_in_three_clicks_and_the_age_follows(browse, worker):
    child = factories.child(caseworker=worker)
    page = browse(worker)
    page.goto(child.get_absolute_url())
    hands = Hands(page)

    hands.click(page.locator('main a[href$="/edit/identity/"]').first)
    hands.click(page.locator("#id_born"))
    hands.press("Control+a")
    page.keyboard.type("2012")
    hands.click(page.locator("main form.card button.primary"))

    page.wait_for_url(f"**{child.get_absolute_url()}")
    expect(page.locator(".band")).to_contain_text("2012")
    assert hands.count == (3, 1)
