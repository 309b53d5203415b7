"""A hearing put off, the calendar, and two claims of which another person decides one."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.vocabulary import ClaimStatus, Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_hearing_is_put_off_and_a_claim_decided_by_another(browse, assert_accessible):
    child, today = factories.child(), timezone.localdate()
    factories.hearing(child, scheduled_on=today)
    for name in ("Саида Сафарова", "Раҳим Қосимов"):
        factories.claim(child, name)
    page = browse(factories.user(Role.CASEWORKER))

    page.goto(child.get_absolute_url())
    page.get_by_role("link", name="Adjourn").click()
    page.locator("select[name=reason]").select_option("judge")
    following = today + datetime.timedelta(days=1)
    page.locator("[name=next_on]").fill(f"{following:%d.%m.%Y}")
    assert_accessible(page)
    page.locator("main button.primary").click()
    expect(page.get_by_text("Adjourned once: judge absent.")).to_be_visible()
    assert_accessible(page)

    page.goto(f"/hearings/?month={today:%Y-%m}")
    expect(page.locator("tr[aria-current=date]")).to_contain_text("Judge absent")
    assert_accessible(page)

    page.goto(f"{child.get_absolute_url()}claims/1/evidence/")
    page.locator("select[name=kind]").select_option("dna")
    page.locator("[name=reference]").fill("ACGTTGCAACGT")
    page.locator("[name=dated_on]").fill("01.03.2019")
    page.locator("main button.primary").click()
    expect(page.locator("main [role=alert]")).to_contain_text("looks like genetic data")
    page.locator("[name=reference]").fill("DNA-2019/118")
    page.locator("main button.primary").click()
    expect(page.get_by_text("DNA-2019/118")).to_be_visible()

    page = browse(factories.user(Role.REVIEWER))
    page.goto(f"{child.get_absolute_url()}claims/")
    assert_accessible(page)
    page.locator('a[href$="/claims/1/decide/"]').click()
    page.locator("[value=accepted]").check()
    page.locator("[name=reasons]").fill("The papers agree.")
    page.locator("main button.primary").click()

    expect(page.get_by_text("The papers agree.")).to_be_visible()
    statuses = list(child.claims.order_by("n").values_list("status", flat=True))
    assert statuses == [ClaimStatus.ACCEPTED, ClaimStatus.OPEN]
