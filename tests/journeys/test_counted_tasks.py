"""Tasks whose clicks and keys are promised: by mouse where others go by keys, without scripts.

Which test walks which of them is in docs/decisions/0311.
"""

import pytest
from playwright.sync_api import expect

from cases.casework.names import add_name
from cases.models import PaymentBatch
from cases.vocabulary import BatchStatus, NameKind, Role, Stage
from tests import factories, papers
from tests.journeys.conftest import Hands

pytestmark = pytest.mark.django_db(transaction=True)
#: To open a list of choices and to choose from it, which the browser does outside the page.
CHOICE = 2
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def worker():
    return factories.user(Role.CASEWORKER)


@pytest.mark.parametrize("typed", ["Гулнур", "Gulnr", "قلنورا"])
def test_a_misspelt_name_leads_to_the_child_by_three_keys(browse, worker, typed):
    factories.family(9, team=worker.team)
    child = factories.child(team=worker.team)
    add_name(child.person, "Гулнора Қосимзода", kind=NameKind.ALIAS)
    page = browse(worker)
    page.goto("/")

    hands = Hands(page)
    hands.press("Slash")
    page.keyboard.type(typed)
    expect(page.locator("[role=option]").first).to_contain_text("Гулнора")
    hands.press("ArrowDown", "Enter")

    expect(page).to_have_url(child.get_absolute_url())
    assert hands.count == (0, 3)


@SCRIPTS
def test_what_is_late_is_seen_on_the_first_page(browse, worker, scripts):
    factories.stage_limit(factories.agreement(), "registered", 1)
    factories.child(caseworker=worker)
    page = browse(worker, scripts=scripts)

    page.goto("/")

    late = page.get_by_role("heading", name="Overdue")
    expect(late).to_be_in_viewport()
    expect(page.locator(".work tbody").first).to_contain_text("Record: Identity")


@SCRIPTS
def test_ten_cases_are_given_by_five_clicks(browse, worker, scripts):
    colleague = factories.user(Role.CASEWORKER)
    factories.family(10, team=worker.team, caseworker=worker)
    page = browse(worker, scripts=scripts)
    page.goto("/children/?mine=1")

    hands = Hands(page)
    if scripts:
        hands.click(page.get_by_label("All on this page"))
    else:
        hands.click(page.get_by_label("All 10 in this list"))
    hands.click(page.get_by_role("button", name="Assign…"))
    page.locator("select[name=caseworker]").select_option(str(colleague.pk))
    hands.clicks += CHOICE
    hands.click(page.locator("main button.primary"))

    expect(page.locator(".notice")).to_contain_text("10 cases are assigned to")
    assert colleague.cases.count() == 10
    assert hands.count == (5, 0)


@SCRIPTS
def test_a_passenger_list_is_printed_by_two_clicks(browse, scripts):
    flight = factories.movement(by=factories.user(Role.TRAVEL_OFFICER))
    factories.give_seats(flight, *factories.cleared_family(2))
    factories.add_escort(flight)
    factories.lock(flight)
    page = browse(flight.planned_by, scripts=scripts)
    page.goto("/")

    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Print the passenger list"))
    with page.expect_download() as download:
        hands.click(page.get_by_role("link", name="PDF, English and Arabic"))

    assert download.value.suggested_filename.endswith(".pdf")
    assert hands.count == (2, 0)


def test_a_consent_with_its_scan_is_recorded_without_scripts(browse, worker):
    child = factories.child(Stage.ELIGIBLE, caseworker=worker)
    page = browse(worker, scripts=False)
    page.goto(child.get_absolute_url())

    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Consent to the return: Mother").first)
    hands.click(page.get_by_label("Given"))
    page.get_by_label("How").select_option("signed")
    page.get_by_label("Explained in").select_option("tg")
    scan = {"name": "consent.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    page.get_by_label("Or a new file").set_input_files(scan)
    page.get_by_label("Language").last.select_option("tg")
    hands.click(page.get_by_role("button", name="Record the consent"))

    page.get_by_text("Consent recorded. A second person must verify it.").wait_for()
    assert child.consents.get().document
    assert hands.clicks <= 4


def test_a_case_is_decided_without_scripts(browse):
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)
    page = browse(factories.user(Role.REVIEWER), scripts=False)
    page.goto("/reviews/")
    page.get_by_role("link", name=child.reference).click()
    page.get_by_label("Reasons").fill("Agreed.")

    hands = Hands(page)
    hands.click(page.get_by_label("Eligible", exact=True))
    hands.click(page.locator("[aria-keyshortcuts='Alt+Y']"))

    page.get_by_text("Decided: the child is eligible.").wait_for()
    assert hands.count == (2, 0)


def test_twenty_fees_are_marked_paid_without_scripts(browse):
    sent = factories.batch(BatchStatus.APPROVED, fees=20)
    page = browse(sent.prepared_by, scripts=False)
    page.goto("/")

    hands = Hands(page)
    hands.click(page.get_by_role("link", name=sent.reference).first)
    page.get_by_label("Bank reference").fill("TRF-2019-04")
    hands.click(page.get_by_role("button", name="Record the transfer"))

    assert PaymentBatch.objects.get().status == BatchStatus.SENT
    assert hands.clicks <= 6


def test_a_wrong_birth_year_is_changed_without_scripts(browse, worker):
    child = factories.child(caseworker=worker)
    page = browse(worker, scripts=False)
    page.goto(child.get_absolute_url())

    hands = Hands(page)
    hands.click(page.locator('main a[href$="/edit/identity/"]').first)
    page.get_by_label("Date of birth or age").fill("2012")
    hands.click(page.locator("main form.card button.primary"))

    expect(page.locator(".band")).to_contain_text("2012")
    assert hands.clicks <= 3


def test_a_birth_year_is_changed_by_keys(browse, worker):
    child = factories.child(caseworker=worker)
    page = browse(worker)
    page.goto(child.get_absolute_url())

    hands = Hands(page)
    hands.press("KeyE")
    page.locator("#id_born").focus()
    page.locator("#id_born").fill("2012")
    hands.press("Control+Enter")

    expect(page.locator(".band")).to_contain_text("2012")
    assert hands.count == (0, 2)
