"""Walk 6: an admin keeps reference data and users, and a reviewer publishes what is asked."""

import pytest

from cases.models import CriteriaSet, Place
from cases.vocabulary import CriteriaStatus, Role
from tests import factories
from tests.journeys.conftest import ENGLISH

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKING = ("critical", "serious")
SEARCH_BOXES_ARE_NAMED = """() => document.querySelectorAll(
    "select.admin-autocomplete:not([name*=__prefix__])").length === document.querySelectorAll(
    ".select2-selection[aria-labelledby$=_label]").length"""


def sign_in(page, username):
    page.goto("/login/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)


def test_admin_signs_in_and_adds_a_place_with_an_alias(browse, password_alone):
    factories.agreement()
    factories.user(Role.ADMIN, username="admin")
    page = browse(None, ENGLISH)

    sign_in(page, "admin")
    page.goto("/admin/cases/place/add/")
    page.get_by_label("Name:").first.fill("Karkh prison, Baghdad")
    page.get_by_label("Kind:").select_option("prison")
    page.locator(".field-country .select2-selection").click()
    page.locator(".select2-search__field").fill("Iraq")
    page.locator(".select2-results__option", has_text="Iraq").click()
    page.locator(".add-row a").click()
    page.locator("#id_names-0-name").fill("Карх")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()

    place = Place.objects.get(name="Karkh prison, Baghdad")
    assert place.names.get().name == "Карх"
    assert place.country.code == "IQ"


def test_admin_asks_and_reviewer_publishes_criteria(browse):
    agreement = factories.agreement()
    criteria = CriteriaSet.objects.create(agreement=agreement, number=2, source="Letter 7")
    criteria.criteria.create(code="age", text="Is the child under 18?")
    asking = browse(factories.user(Role.ADMIN), ENGLISH)
    deciding = browse(factories.user(Role.REVIEWER), ENGLISH)

    asking.goto("/admin/cases/criteriaset/")
    asking.locator("#result_list tbody tr", has_text="2").locator("input").first.check()
    asking.locator("select[name=action]").select_option("ask_to_publish")
    asking.get_by_role("button", name="Go").click()
    asking.get_by_text("A reviewer will see it under Reviews.").wait_for()
    deciding.goto(f"/agreements/{agreement.slug}/criteria/2/")
    deciding.get_by_role("button", name="Publish the criteria").click()
    deciding.get_by_text("The criteria are published").wait_for()

    criteria.refresh_from_db()
    assert criteria.status == CriteriaStatus.PUBLISHED


def test_user_changes_the_own_password(password_alone, browse):
    factories.user(Role.CASEWORKER, username="worker")
    page = browse(None, ENGLISH)

    sign_in(page, "worker")
    page.goto("/me/password/")
    page.locator("[name=old_password]").fill(factories.PASSWORD)
    for name in ("new_password1", "new_password2"):
        page.locator(f"[name={name}]").fill("quiet-river-42-stones")
    page.locator("main button.primary").click()
    page.get_by_text("Your password is changed").wait_for()

    page.goto("/")
    assert "login" not in page.url


def test_administration_has_no_serious_barrier(browse, axe):
    factories.PlaceFactory()
    page = browse(factories.user(Role.ADMIN), ENGLISH)

    for path in ("/admin/", "/admin/cases/place/", "/admin/cases/place/add/"):
        page.goto(path)
        page.wait_for_function(SEARCH_BOXES_ARE_NAMED)
        assert barriers(axe, page) == []
    page.goto(factories.user(Role.CASEWORKER).get_absolute_url())
    page.get_by_role("heading", name="Open sessions").wait_for()
    assert barriers(axe, page) == []
    criteria = factories.agreement().criteria_sets.get()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/admin/cases/criteriaset/{criteria.pk}/change/")
    assert barriers(axe, page) == []


def barriers(axe, page) -> list[tuple[str, str]]:
    violations = axe.run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in BLOCKING]
