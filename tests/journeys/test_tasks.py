"""A morning's tasks: what is late, the list of it, and all of it given to a colleague."""

import pytest
from playwright.sync_api import expect

from cases.models import Task
from cases.vocabulary import Role
from tests import factories
from tests.journeys.conftest import Hands

pytestmark = pytest.mark.django_db(transaction=True)


def test_caseworker_gives_what_is_late_to_a_colleague(browse, assert_accessible):
    factories.stage_limit(factories.agreement(), "registered", 1)
    caseworker, colleague = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    child = factories.child(caseworker=caseworker)
    page = browse(caseworker)

    page.goto("/children/")
    hands = Hands(page)
    hands.press("KeyG", "KeyH")
    expect(page).to_have_url("/")
    assert hands.count == (0, 2)
    expect(page.locator(".work tbody")).to_contain_text("Record: Identity")
    assert_accessible(page)

    page.locator("main .card-h a").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert_accessible(page)

    page.locator('button[name="every"]').click()
    page.locator("select[name=to]").select_option(str(colleague.pk))
    assert_accessible(page)
    page.locator("main form .actions button").click()

    expect(page.locator("tbody tr")).to_have_count(0)
    assert Task.objects.get(child=child, rule="requirement").assigned_to == colleague
    page.goto(f"/children/{child.reference}/")
    expect(page.locator("#tasks")).to_contain_text(str(colleague))
    assert_accessible(page)
