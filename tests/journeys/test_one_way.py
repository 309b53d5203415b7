"""Five kinds of form meet a second click, an ended session, a refusal and a conflict alike.

Nothing typed is lost and nothing is recorded twice. A note has no version and nothing that
refuses it: it meets the first two alone.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from cases.casework import batches, children, interests, movements
from cases.casework.people import Identity
from cases.models import BestInterestsNote, Child, Movement, Note, PaymentBatch, User
from cases.rules.births import read_birth
from cases.vocabulary import BatchStatus, NameKind, Role, Sex, Stage
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = datetime.timedelta(days=1)


def nothing() -> None:
    """What a note needs to be refused or to meet a conflict does not exist."""


@dataclass(kw_only=True)
class Kind:
    """A form: where it is, whose, the box that is filled, and how often it is on record.

    ``change`` changes the record as somebody else would, so that ``conflict`` is shown; after
    ``refuse`` the act refuses the form.
    """

    by: User
    url: str
    box: str
    text: str
    recorded: Callable[[], int]
    change: Callable[[], object] = nothing
    refuse: Callable[[object], object] | None = None

    def fill(self, page) -> None:
        page.goto(self.url)
        page.get_by_label(self.box, exact=True).fill(self.text)

    def send(self, page) -> None:
        form = page.get_by_label(self.box, exact=True).locator("xpath=ancestor::form")
        form.locator("button.primary").click()
        page.wait_for_load_state()


def note() -> Kind:
    child = factories.child()
    return Kind(
        by=factories.user(Role.CASEWORKER),
        url=f"{child.get_absolute_url()}note/",
        box="Note",
        text="She asked for her brother.",
        recorded=Note.objects.filter(text="She asked for her brother.").count,
    )


def edit() -> Kind:
    child = factories.child()
    named = {NameKind.FAMILY: "", NameKind.OFFICIAL: "بلال"}

    def change() -> None:
        identity = Identity(names=named, birth=read_birth("2016", on=factories.DAY),
                            birth_basis="", sex=Sex.MALE)  # fmt: skip
        fresh = Child.objects.get(pk=child.pk)
        by = factories.user(Role.CASEWORKER)
        day = timezone.localdate()
        children.edit_identity(fresh, version=fresh.version, by=by, on=day, identity=identity)

    return Kind(
        by=factories.user(Role.CASEWORKER),
        url=f"{child.get_absolute_url()}edit/identity/",
        box="Name on travel document",
        text="Bilol Rahimov",
        recorded=child.person.names.filter(text="Bilol Rahimov").count,
        change=change,
        refuse=lambda page: page.get_by_label("Date of birth or age").fill("1990"),
    )


def payment() -> Kind:
    batch, earlier = factories.batch(BatchStatus.APPROVED), factories.batch(BatchStatus.SENT)
    officer = factories.user(Role.FINANCE_OFFICER)

    def change() -> None:
        fresh = PaymentBatch.objects.get(pk=batch.pk)
        approver = factories.user(Role.FINANCE_APPROVER)
        batches.send_back(batch=fresh, version=fresh.version, by=approver, reason="One is wrong.")

    def refuse(page) -> None:
        page.get_by_label("Bank reference", exact=True).fill(earlier.bank_reference)

    earlier.refresh_from_db()
    return Kind(
        by=officer,
        url=batch.get_absolute_url(),
        box="Bank reference",
        text="TRF-2019-04",
        recorded=PaymentBatch.objects.filter(bank_reference="TRF-2019-04").count,
        change=change,
        refuse=refuse,
    )


def movement() -> Kind:
    flight = factories.movement()

    def change() -> None:
        fresh = Movement.objects.get(pk=flight.pk)
        journey = movements.JourneyPlan(
            origin=fresh.origin,
            destination=fresh.destination,
            departs_at=fresh.departs_at,
            arrives_at=fresh.arrives_at,
            seats=12,
            carrier=fresh.carrier,
            number=fresh.number,
        )
        by = factories.user(Role.TRAVEL_OFFICER)
        movements.change(movement=fresh, version=fresh.version, journey=journey, by=by)

    return Kind(
        by=factories.user(Role.TRAVEL_OFFICER),
        url=f"{flight.get_absolute_url()}change/",
        box="Carrier (optional)",
        text="Asman Air",
        recorded=Movement.objects.filter(carrier="Asman Air").count,
        change=change,
        refuse=lambda page: page.get_by_label("Departs on").fill("01.01.2020"),
    )


def best_interests() -> Kind:
    note = factories.interests_note(factories.child(Stage.ELIGIBLE))

    def change() -> None:
        fresh = BestInterestsNote.objects.get(pk=note.pk)
        reviewer = factories.user(Role.REVIEWER)
        interests.send_back(
            note=fresh, version=fresh.version, by=reviewer, on=timezone.localdate(),
            reason="incomplete",
        )  # fmt: skip

    return Kind(
        by=note.written_by,
        url=f"{note.get_absolute_url()}change/",
        box="Reasons",
        text="The aunt waits.",
        recorded=BestInterestsNote.objects.filter(reasons="The aunt waits.").count,
        change=change,
    )


KINDS = [note, edit, payment, movement, best_interests]
VERSIONED = [edit, payment, movement, best_interests]
REFUSED = [edit, payment, movement]


@pytest.mark.parametrize("make", KINDS)
def test_second_click_records_once_and_says_so(browse, make):
    kind = make()
    page = browse(kind.by)
    kind.fill(page)
    fields = page.evaluate(
        "name => Object.fromEntries(new FormData("
        "[...document.forms].find(form => [...form.elements].some("
        "box => box.labels?.[0]?.textContent.trim().startsWith(name)))))",
        kind.box.removesuffix(" (optional)"),
    )
    address = page.evaluate(
        "name => [...document.forms].find(form => [...form.elements].some("
        "box => box.labels?.[0]?.textContent.trim().startsWith(name))).action",
        kind.box.removesuffix(" (optional)"),
    )

    kind.send(page)
    again = page.request.post(address, form=fields)

    assert kind.recorded() == 1
    assert "You have already sent this form. This is the result." in again.text()


@pytest.mark.parametrize("make", KINDS)
def test_form_of_an_ended_session_goes_on_after_signing_in(
    browse, make, assert_accessible, password_alone
):
    kind = make()
    page = browse(kind.by)
    kind.fill(page)
    Session.objects.update(expire_date=timezone.now() - LONG_AGO)

    kind.send(page)
    if make is edit:  # both pages are the same whatever was sent
        assert_accessible(page)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("User name").fill(kind.by.username)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Unsent form").wait_for()
    if make is edit:
        assert_accessible(page)
    page.get_by_role("button", name="Put it back into the form").click()
    expect(page.get_by_label(kind.box, exact=True)).to_have_value(kind.text)
    assert kind.recorded() == 0
    kind.send(page)

    assert kind.recorded() == 1


@pytest.mark.parametrize("make", VERSIONED)
def test_conflict_is_one_page_that_keeps_what_was_typed(browse, make, assert_accessible):
    kind = make()
    page = browse(kind.by)
    kind.fill(page)
    kind.change()

    kind.send(page)

    page.get_by_role("heading", name="This record has changed").wait_for()
    expect(page.locator("table.conflict")).to_contain_text(kind.text)
    assert kind.recorded() == 0
    assert_accessible(page)


@pytest.mark.parametrize("make", [edit, movement, best_interests])
def test_conflict_without_collision_is_saved_by_one_press_without_scripts(browse, make):
    kind = make()
    page = browse(kind.by, scripts=False)
    kind.fill(page)
    kind.change()
    kind.send(page)

    page.locator("main form button[type=submit]").first.click()

    assert kind.recorded() == 1


@pytest.mark.parametrize("make", REFUSED)
def test_refusal_stands_beside_the_form_that_keeps_what_was_typed(browse, make):
    kind = make()
    page = browse(kind.by)
    kind.fill(page)
    kind.refuse(page)
    typed = page.get_by_label(kind.box, exact=True).input_value()

    kind.send(page)

    expect(page.locator("[data-error-summary]").first).to_be_visible()
    expect(page.get_by_label(kind.box, exact=True)).to_have_value(typed)
    assert kind.recorded() == 0
