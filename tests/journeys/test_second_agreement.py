"""Walk: another agreement, from its entry to a closed case that is paid for, and no word of Iraq.

The staff are the demonstration's: one admin, one finance approver, one reviewer. The agreement is
entered by forms sent without a browser; what is done for the family is done in one.
"""

import io
import itertools
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from cases.demonstration.staff import ACCOUNTS, WITH_FACTOR, make_staff
from cases.models import (
    Agreement,
    Country,
    CriteriaSet,
    Mother,
    Movement,
    PaymentBatch,
    Place,
    Receipt,
    User,
)
from cases.vocabulary import BatchStatus, FeeStatus, Stage
from tests import clock, factories
from tests.addresses import PATTERNS
from tests.conftest import StaffClient
from tests.sent import form_of
from tests.test_access import LINES

pytestmark = pytest.mark.django_db(transaction=True)

SLUG = "tajikistan-syria"
#: What must not stand on a page or a document of the other agreement.
IRAQ = re.compile("iraq|ирак|العراق|baghdad|багдад|بغداد|rusafa|русаф|TJ-IQ", re.IGNORECASE)
#: What is drawn by lot or signed, in which any four letters may stand.
TOKEN = re.compile(r'"[\w:.=-]{40,}"')
ACTORS = ("caseworker", "reviewer", "finance", "approver", "travel")


def send(page, address, press="main form button.primary, input[name=_save]", **typed):
    """Fill the fields of a form by their names, press its button, and see that it was taken."""
    page.goto(address)
    before = page.url
    for name, value in typed.items():
        box = page.locator(f'[name="{name}"]')
        box.first.wait_for(state="attached")
        match box.first.evaluate("box => box.type"):
            case "radio":
                page.locator(f'[name="{name}"][value="{value}"]').check()
            case "checkbox":
                box.first.check()
            case _:
                fill(box.first, value)
    page.locator(press).last.click()
    page.wait_for_load_state()
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("[data-error-summary], .errornote, .errorlist")).to_have_count(0)


def fill(box, value):
    """Fill a box, or choose: a search box offers what was searched, so it is put into it."""
    if box.evaluate("box => box.options === undefined"):
        box.fill(str(value))
        return
    box.evaluate(
        """(box, value) => {
            const offered = [...box.options].some(one => one.value === value);
            if (!offered) box.add(new Option(value, value));
            box.value = value;
        }""",
        str(value),
    )


@pytest.fixture
def staff():
    """The demonstration's accounts by their names, beside a family of the first agreement."""
    factories.child()
    assert Agreement.objects.get().holding.code == "IQ"
    make_staff(factories.PASSWORD)
    return {name: User.objects.get(username=name) for name, *_ in ACCOUNTS}


def post(user, address, *, to="", **typed):
    """Send the form of a page with what is typed, and see that it was taken."""
    client = StaffClient()
    client.force_login(user)
    page = client.get(address)
    form = form_of(page, action=to) if to else form_of(page, holding=next(iter(typed)))
    answer = client.post(to or address, form | typed)
    assert answer.status_code == 302, answer.content.decode()


def enter_agreement(staff):
    """The admin enters the agreement and what it asks for; two others approve it."""
    admin, since = staff["admin"], {"during_0": "2020-01-01"}
    syria, home = (Country.objects.get(code=code).pk for code in ("SY", "TJ"))
    added = "/admin/cases/{}/add/".format
    post(
        admin,
        added("agreement"),
        title="Return of children of Tajikistan from Syria",
        title_ru="Возвращение детей Таджикистана из Сирии",
        slug=SLUG,
        home=home,
        holding=syria,
        kind="notes",
        status="in_force",
    )
    agreement = Agreement.objects.get(slug=SLUG)
    places = (("Roj camp", "camp", syria), ("Semalka", "border", syria))
    for name, kind, country in (*places, ("Dushanbe Airport", "airport", home)):
        post(admin, added("place"), name=name, kind=kind, country=country)
    of = {"agreement": agreement.pk}
    release = {"name": "Camp administration’s release", "name_ru": "Согласие администрации лагеря"}
    post(admin, added("kindofclearance"), code="camp_release", **release, **of)
    for clearance, act in (("identity", "verify"), ("camp_release", "clear")):
        post(admin, added("requirement"), clearance=clearance, needed_for=act, **since, **of)
    rule = {"purpose": "repatriation", "giver_role": "mother", "legal_source": "Exchange of notes"}
    post(admin, added("consentrule"), **rule, **since, **of)
    terms, decide = (reverse(name, args=[SLUG]) for name in ("terms", "terms-decide"))
    post(staff["reviewer"], terms, to=decide, word="approve")
    money = {"amount": "500", "currency": "EUR", "basis": "unknown", "due_event": "eligible"}
    post(admin, added("feeschedule"), source="Exchange of notes", **money, **since, **of)
    national = {"code": "national", "text": "Is the child a national?", "position": "1"}
    asked = {f"criteria-0-{name}": value for name, value in national.items()}
    asked["criteria-TOTAL_FORMS"] = 1
    post(admin, added("criteriaset"), number="1", source="Exchange of notes", **asked, **of)
    (criteria,) = CriteriaSet.objects.filter(**of)
    picked = {"action": "ask_to_publish", "_selected_action": criteria.pk}
    post(admin, "/admin/cases/criteriaset/", **picked)
    return agreement


def register(page, agreement):
    """Register a mother and one child under the agreement, which is asked for."""
    page.goto(reverse("family-new"))
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.locator("select[name$=agreement]").select_option(str(agreement.pk))
    page.get_by_label("Name as the family says it").first.fill("Гулнора Ашӯрова")
    page.locator("[name=mother-held_at]").select_option(str(Place.objects.get(name="Roj camp").pk))
    page.locator("[name=child-0-name_family]").fill("Фирдавс Ашӯров")
    page.locator("[name=child-0-born]").fill("2019")
    page.locator("[name=child-0-sex][value=m]").check()
    page.get_by_role("button", name="Register family").click()
    page.wait_for_url(re.compile(r"/mothers/TJ-SY-\d{4}/"))
    return Mother.objects.get(agreement=agreement)


def clear(caseworker, reviewer, child):
    """Take the case from registered to cleared; no court is asked."""
    case, today = child.get_absolute_url(), clock.typed()

    def clearance(kind):
        send(caseworker, f"{case}clearance/", kind=kind, status="granted", issued_on=today)

    clearance("identity")
    send(reviewer, f"{case}verify/", **factories.SEEN)
    (criterion,) = CriteriaSet.objects.get(agreement=child.agreement).criteria.all()
    answers = {f"answer-{criterion.pk}": "yes", "proposed": "eligible"}
    send(caseworker, f"{case}assess/", proposal_reasons="Her birth was seen.", **answers)
    address = reverse("assessment", args=[child.reference, 1])
    send(reviewer, address, decided="eligible", reasons="As proposed.")
    send(
        caseworker,
        f"{case}consent/",
        giver_role="mother",
        purpose="repatriation",
        decision="given",
        decided_on=today,
        method="signed",
    )
    send(reviewer, reverse("child-verify-consent", args=[child.reference]), **factories.SEEN)
    clearance("camp_release")
    send(caseworker, f"{case}clear/")


def bring_home(travel, reviewer, child):
    """Plan, lock and make the journey, each time by the clocks of the place."""
    send(
        travel,
        reverse("movement-new"),
        agreement=child.agreement_id,
        origin="Semalka, Syria",
        destination="Dushanbe Airport, Tajikistan",
        departs_on=clock.typed(-1),
        departs_time="22:00",
        arrives_on=clock.typed(),
        arrives_time="00:01",
        seats="3",
    )
    movement = Movement.objects.get(agreement=child.agreement)
    flight = movement.get_absolute_url()
    send(travel, f"{flight}propose/", child=child.reference)
    travel.goto(flight)
    travel.locator("form[action$='escort/'] [name=name]").fill("Zarina Davlatova")
    travel.locator("form[action$='escort/'] button").click()
    travel.get_by_text("Zarina Davlatova").first.wait_for()
    send(travel, f"{flight}lock/")
    send(reviewer, f"{flight}approve/", word="approve")
    travel.goto(flight)
    travel.locator(f"form[action='{flight}board/'] button").click()
    travel.wait_for_load_state()
    send(travel, f"{flight}depart/", day=clock.typed(-1), time="22:00")
    send(travel, f"{flight}arrive/", day=clock.typed(), time="00:01")
    return movement


def pay(finance, approver):
    """Pay the fee: a batch, its approval by another, the transfer and the receipt."""
    finance.goto(f"/fees/?agreement={SLUG}&status=due")
    finance.get_by_label("All on this page").check()
    finance.get_by_role("button", name="Create payment batch").click()
    finance.get_by_role("button", name="Submit for approval").click()
    finance.get_by_text("Waiting for approval").first.wait_for()
    batch = PaymentBatch.objects.get(agreement__slug=SLUG)
    approver.goto(batch.get_absolute_url())
    approver.get_by_role("button", name="Approve the batch").click()
    approver.get_by_role("button", name="Approve the batch").wait_for(state="hidden")
    finance.goto(batch.get_absolute_url())
    finance.get_by_label("Bank reference").fill("TRF-SY-1")
    finance.get_by_role("button", name="Record the transfer").click()
    finance.get_by_label("Receipt number").fill("R-1")
    finance.locator("[name=authority]").fill("Camp administration")
    finance.get_by_role("button", name="Record the receipt").click()
    finance.get_by_text("Receipt recorded.").wait_for()
    return batch


def settle_at_home(caseworker, reviewer, child):
    """Hand over, place with a grandmother in a town that is typed, and close."""
    case, today = child.get_absolute_url(), clock.typed()
    signed = {"handed_by": "Ministry", "received_by": "Child Rights Unit"}
    send(caseworker, f"{case}handover/", paper="H-1", signed_on=today, **signed)
    send(
        caseworker,
        f"{case}place/",
        kind="relative",
        caregiver_name="Саида Раҳимова",
        place="Кӯлоб",
        on_day=today,
    )
    send(caseworker, f"{case}close/", reason="completed")
    send(reviewer, reverse("child-approve-closing", args=[child.reference]), word="approve")


def pages_of(child, movement, batch):
    """Return each page of the family and of what belongs to it: who may open it, and where."""
    known = {
        ("children", "reference"): child.reference,
        ("children", "section"): "place",
        ("children", "part"): "identity",
        ("mothers", "reference"): child.mother.reference,
        ("mothers", "section"): "place",
        ("agreements", "slug"): SLUG,
        ("agreements", "number"): 1,
        ("assessments", "reference"): child.reference,
        ("assessments", "n"): 1,
        ("movements", "reference"): movement.reference,
        ("movements", "seat"): 1,
        ("fees", "agreement"): SLUG,
        ("fees", "child"): child.reference,
        ("fees", "reference"): batch.reference,
        ("fees", "key"): Receipt.objects.get(number="R-1").key,
    }
    for line in LINES:
        route = PATTERNS[line["route"]].route
        first = route.partition("/")[0]
        asked = [one.rpartition(":")[2] for one in re.findall("<([^>]+)>", route)]
        if line["method"] == "GET" and asked and all((first, each) in known for each in asked):
            values = iter(known[first, each] for each in asked)
            yield line, "/" + re.sub("<[^>]+>", lambda _match, of=values: str(next(of)), route)


def text_of(response):
    content = b"".join(response) if response.streaming else response.content
    if response["Content-Type"] == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if not response["Content-Type"].startswith("text/"):
        return ""
    return TOKEN.sub("", content.decode())


def test_family_of_another_agreement_goes_its_way_without_a_word_of_iraq(browse, staff):
    agreement = enter_agreement(staff)
    pages = {name: browse(staff[name]) for name in ACTORS}
    caseworker, reviewer, approver = (pages[who] for who in ("caseworker", "reviewer", "approver"))
    send(approver, reverse("fee-schedule", args=[SLUG]))
    send(reviewer, reverse("criteria", args=[SLUG, 1]))
    child = register(caseworker, agreement).children.get()
    clear(caseworker, reviewer, child)
    batch = pay(pages["finance"], approver)
    movement = bring_home(pages["travel"], reviewer, child)
    settle_at_home(caseworker, reviewer, child)

    child.refresh_from_db()
    batch.refresh_from_db()
    fee = child.fees.get()
    assert (child.stage, child.closed_reason) == (Stage.CLOSED, "completed")
    assert (fee.amount, fee.currency, fee.status) == (500, "EUR", FeeStatus.RECEIPTED)
    assert (batch.status, batch.approved_by) == (BatchStatus.SETTLED, staff["approver"])
    assert child.held_at.name == "Кӯлоб"
    assert found_in(staff, child, movement, batch) == ({}, True)


def found_in(staff, child, movement, batch):
    """Return what of Iraq stands on which page, and whether many pages were read."""
    found, read, closed = {}, 0, set()
    pages = [*pages_of(child, movement, batch)]
    # Whose second factor is shown has the role of another, and reads the same.
    readers = [account for account in ACCOUNTS if account[0] != WITH_FACTOR]
    # One reads in English, the next in Russian: each page is read in both.
    for language, (name, role, *_) in zip(itertools.cycle(("en", "ru")), readers, strict=False):
        User.objects.filter(pk=staff[name].pk).update(language=language)
        client = StaffClient()
        client.force_login(staff[name])
        for line, address in pages:
            if line[role] != "yes" or address.endswith("/copy/") or (name, address) in closed:
                continue  # the latter offers the other agreements to copy from
            response = client.get(address)
            if response.status_code != 200:
                closed.add((name, address))
            else:
                read += 1
                if words := IRAQ.findall(text_of(response)):
                    found[address] = sorted(set(words))
    return found, read > 80
