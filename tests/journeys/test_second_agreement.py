"""Walk: another agreement, from its entry to the last follow-up, and no word of the first one."""

import io
import re
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from cases.casework import batches
from cases.models import Agreement, Country, CriteriaSet, Mother, Movement, Place
from cases.vocabulary import Role, Stage
from tests import clock, factories
from tests.addresses import PATTERNS
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db(transaction=True)

SLUG = "tajikistan-syria"
#: What must not stand on a page or a document of the other agreement.
IRAQ = re.compile("iraq|ирак|العراق|baghdad|багдад|بغداد|rusafa|русаф|TJ-IQ", re.IGNORECASE)
#: Pages of no family: they list every agreement, or are for the whole register.
OF_ALL = {"movement-new", "receipt-new"}


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
    """The demonstration's accounts, one of a role."""
    first = factories.agreement()
    factories.child()
    assert first.holding.code == "IQ"
    desk = factories.TeamFactory(name="Camps desk")
    return {role: factories.user(role, team=desk) for role in Role}


def enter_agreement(admin, reviewer, approver):
    """An admin enters the agreement and what it asks for; two others approve money and criteria."""
    syria, home = (Country.objects.get(code=code).pk for code in ("SY", "TJ"))
    added = "/admin/cases/{}/add/".format
    send(
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
        send(admin, added("place"), name=name, kind=kind, country=country)
    send(
        admin,
        added("kindofclearance"),
        code="camp_release",
        name="Camp administration’s release",
        name_ru="Согласие администрации лагеря",
        agreement=agreement.pk,
    )
    needed = (("identity", "verify"), ("camp_release", "clear"))
    for clearance, act in needed:
        send(
            admin,
            added("requirement"),
            agreement=agreement.pk,
            clearance=clearance,
            needed_for=act,
            during_0="2020-01-01",
        )
    send(
        admin,
        added("consentrule"),
        agreement=agreement.pk,
        purpose="repatriation",
        giver_role="mother",
        during_0="2020-01-01",
        legal_source="Exchange of notes",
    )
    send(
        admin,
        added("feeschedule"),
        agreement=agreement.pk,
        amount="500",
        currency="EUR",
        basis="unknown",
        due_event="eligible",
        during_0="2020-01-01",
        source="Exchange of notes",
    )
    send(approver, reverse("fee-schedule", args=[SLUG]))
    criteria = {"number": "1", "source": "Exchange of notes", "agreement": agreement.pk}
    admin.goto(added("criteriaset"))
    admin.locator(".add-row a").click()
    for name, text in (("code", "national"), ("text", "Is the child a national?")):
        admin.locator(f"#id_criteria-0-{name}").fill(text)
    criteria |= {"criteria-0-position": "1"}
    fill_and_save(admin, criteria)
    admin.goto("/admin/cases/criteriaset/")
    admin.locator("#result_list tbody tr", has_text="Syria").locator("input").first.check()
    admin.locator("select[name=action]").select_option("ask_to_publish")
    admin.get_by_role("button", name="Go").click()
    admin.get_by_text("A reviewer will see it under Reviews.").wait_for()
    send(reviewer, reverse("criteria", args=[SLUG, 1]))
    return agreement


def fill_and_save(page, typed):
    """Fill a form that is open already, and save it."""
    for name, value in typed.items():
        fill(page.locator(f'[name="{name}"]'), value)
    page.locator("input[name=_save]").click()
    page.get_by_text("was added successfully").wait_for()


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


def pay(child, staff):
    """Pay the fee by the acts of the finance officer and the approver."""
    officer, approver = staff[Role.FINANCE_OFFICER], staff[Role.FINANCE_APPROVER]
    batch = batches.create(fees_picked=child.fees.all(), by=officer, token=uuid.uuid4())
    batches.submit(batch=batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    batches.approve(batch=batch, version=batch.version, by=approver)
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


def addresses(child, movement, batch):
    """Return the address of every page of the family, its agreement, movement, fee and batch."""
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
    }
    for name, page in PATTERNS.items():
        first = page.route.partition("/")[0]
        asked = [one.rpartition(":")[2] for one in re.findall("<([^>]+)>", page.route)]
        if asked and name not in OF_ALL and all((first, each) in known for each in asked):
            values = iter(known[first, each] for each in asked)
            yield "/" + re.sub("<[^>]+>", lambda _match, of=values: str(next(of)), page.route)


def text_of(response):
    content = b"".join(response) if response.streaming else response.content
    if response["Content-Type"] == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode()


def test_family_of_another_agreement_goes_its_way_without_a_word_of_iraq(browse, staff):
    pages = {role: browse(person) for role, person in staff.items()}
    caseworker, reviewer = pages[Role.CASEWORKER], pages[Role.REVIEWER]

    # A fee schedule is approved by whoever may: a finance approver, a reviewer or an admin.
    approver = factories.user(Role.ADMIN)
    for role in (Role.FINANCE_APPROVER, Role.REVIEWER):
        if staff[role].has_perm("cases.approve_feeschedule"):
            approver = staff[role]
    agreement = enter_agreement(pages[Role.ADMIN], reviewer, browse(approver))
    child = register(caseworker, agreement).children.get()
    clear(caseworker, reviewer, child)
    batch = pay(child, staff)
    movement = bring_home(pages[Role.TRAVEL_OFFICER], reviewer, child)
    settle_at_home(caseworker, reviewer, child)

    child.refresh_from_db()
    fee = child.fees.get()
    assert (child.stage, child.closed_reason) == (Stage.CLOSED, "completed")
    assert (fee.amount, fee.currency, child.held_at.name) == (500, "EUR", "Кӯлоб")
    assert found_in(staff, child, movement, batch) == ({}, True)


def found_in(staff, child, movement, batch):
    """Return what of Iraq stands on which page, and whether many pages were read."""
    found, read = {}, 0
    for language in ("en", "ru"):
        for person in staff.values():
            type(person).objects.filter(pk=person.pk).update(language=language)
            client = StaffClient()
            client.force_login(person)
            for address in addresses(child, movement, batch):
                if address.endswith("/copy/"):
                    continue  # it offers the other agreements to copy from
                response = client.get(address)
                if response.status_code == 200:
                    read += 1
                    if words := IRAQ.findall(text_of(response)):
                        found[address] = sorted(set(words))
    return found, read > 100
