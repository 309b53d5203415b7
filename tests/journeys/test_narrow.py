"""No page is wider than its window, in Russian, whose words are the longest."""

import pytest

from cases.models import User
from cases.vocabulary import Role, Stage, TextSize
from tests import factories
from tests.addresses import address, make_world
from tests.journeys.conftest import BEYOND_THE_WINDOW, ENGLISH
from tests.journeys.release_matrix import person

pytestmark = pytest.mark.django_db(transaction=True)

#: Pages with a path, a table, or all parts there are; ``make matrix`` walks all others.
PAGES = {
    Role.CASEWORKER: ("child", "mother", "children", "import-rows"),
    Role.OFFICIAL: ("dashboard", "briefing-sheet", "agreement", "forecasts"),
    Role.FINANCE_OFFICER: ("fees", "batches", "batch"),
    Role.TRAVEL_OFFICER: ("movements", "movement", "movement-manifest"),
    Role.ADMIN: ("style",),
}
#: What the largest letters make widest: lists, forms beside facts, the numbers of officials.
IN_THE_LARGEST_LETTERS = (
    (Role.CASEWORKER, "children"),
    (Role.REVIEWER, "children"),
    (Role.FINANCE_OFFICER, "fees"),
    (Role.FINANCE_OFFICER, "batches"),
    (Role.TRAVEL_OFFICER, "movement-manifest"),
    (Role.TRAVEL_OFFICER, "movement"),
    (Role.OFFICIAL, "dashboard"),
    (Role.OFFICIAL, "briefing-sheet"),
    (Role.OFFICIAL, "agreement"),
    (Role.OFFICIAL, "forecasts"),
    (Role.OFFICIAL, "reports"),
    (Role.OFFICIAL, "published-figures"),
)
#: A small phone, a tablet both ways, an office screen enlarged to 125 %, a smaller one.
WIDTHS = (320, 760, 1024, 1060, 1093, 1280, 1350)
WIDER = "document.documentElement.scrollWidth - innerWidth"


def test_no_page_is_wider_than_its_window(browse):
    world = make_world()
    wide = {}

    for role, routes in PAGES.items():
        page = browse(person(role), ENGLISH._replace(language="ru", width=320))
        for route in routes:
            page.goto(address(route, world))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": ENGLISH.height})
                if page.evaluate(WIDER) > 0:
                    wide[route, width] = page.evaluate(BEYOND_THE_WINDOW)

    assert sorted(wide) == [], wide


def test_no_page_is_wider_than_its_window_in_the_largest_letters(browse):
    """Where a reader chose them, a window holds as few words as a smaller one."""
    world, wide = make_world(), {}

    for role, route in IN_THE_LARGEST_LETTERS:
        reader = person(role)
        User.objects.filter(pk=reader.pk).update(text_size=TextSize.LARGER)
        page = browse(reader, ENGLISH._replace(language="ru", width=320))
        page.goto(address(route, world))
        for width in (*WIDTHS, ENGLISH.width):
            page.set_viewport_size({"width": width, "height": ENGLISH.height})
            if page.evaluate(WIDER) > 0:
                wide[role, route, width] = page.evaluate(BEYOND_THE_WINDOW)

    assert wide == {}


def test_names_without_a_blank_make_no_list_wider(browse):
    factories.family(2, name="Ҷ" * 120)
    page = browse(person(Role.CASEWORKER), ENGLISH)
    page.goto("/children/")
    lists = [page.evaluate(WIDER)]
    page.locator("form[action*=find] input[name=text]").fill("я" * 200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/**")

    lists.append(page.evaluate(WIDER))

    assert lists == [0, 0], page.evaluate(BEYOND_THE_WINDOW)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_no_word_of_the_navigation_is_cut_on_an_office_screen(browse, role):
    factories.agreement()
    page = browse(person(role), ENGLISH._replace(language="ru"))

    page.goto("/retention/")
    row = page.locator(".nav ul")

    assert row.evaluate("row => row.scrollWidth - row.clientWidth") <= 0


def test_the_stage_of_a_case_opened_last_covers_no_name(browse):
    child = factories.child(Stage.CLEARED)
    page = browse(person(Role.CASEWORKER), ENGLISH._replace(language="ru"))
    page.goto(child.get_absolute_url())

    page.goto("/")
    row = page.locator("aside li", has_text=child.reference)
    name, stage = (row.locator(part).bounding_box() for part in (".who", ".tag"))

    assert stage["y"] >= name["y"] + name["height"] - 1
    assert row.evaluate("li => li.scrollWidth - li.clientWidth") <= 0
