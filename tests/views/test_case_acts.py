"""The pages on which a case is moved: refused in sentences, over two versions, and done."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import closings
from cases.vocabulary import ClearanceKind, ClosedReason, ConsentDecision, Role, Stage
from tests import clock, factories
from tests.factories import DAY
from tests.sent import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = factories.user(Role.CASEWORKER)
    client.force_login(user)
    return user


@pytest.fixture
def reviewer(client):
    user = factories.user(Role.REVIEWER)
    client.force_login(user)
    return user


def url(child, act):
    return reverse(f"child-{act}", args=[child.reference])


def today(days: int = 0) -> str:
    return f"{timezone.localdate() + datetime.timedelta(days=days):%d.%m.%Y}"


def send(client, child, act, **typed):
    given = {"version": child.version, "on_day": today(), **typed}
    response = client.post(url(child, act), given)
    child.refresh_from_db()
    return response


def test_identity_is_verified_and_the_page_says_what_follows(client, reviewer):
    child = factories.child()
    factories.grant(child, ClearanceKind.IDENTITY)
    child.refresh_from_db()

    response = send(client, child, "verify", **factories.SEEN)

    assert child.stage == Stage.VERIFIED
    assert response.url == child.get_absolute_url()
    assert b"Eligibility can be assessed now" in client.get(response.url).content


def test_page_says_what_blocks_and_hides_the_button(client, reviewer):
    child = factories.child()

    text = client.get(url(child, "verify")).content.decode()

    assert "Identity: not recorded yet." in text
    assert 'name="version"' not in text


def test_refusal_of_the_act_is_one_line_for_each_sentence(client, officer):
    child = factories.child(Stage.ELIGIBLE)

    text = send(client, child, "clear").content.decode()

    assert "<li>Court order: not recorded yet.</li>" in text
    assert "<li>Consent to the return (Mother): not recorded yet.</li>" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2019", "February 2019 has 28 days."),
        ("28.02.2019", "Enter a date no earlier than 1 Mar 2019."),
        (today(1), "Enter a date no later than"),
        ("yesterday", "This is not a date."),
        ("", "required"),
    ],
)
def test_day_of_a_step_is_told_what_is_wrong_with_it(client, officer, typed, sentence):
    child = factories.child()

    text = send(
        client, child, "defer", on_day=typed, reason="court", review_due_on=today(30)
    ).content.decode()

    assert sentence in text
    assert child.stage == Stage.REGISTERED
    assert f'value="{typed}"' in text or not typed


def test_day_is_read_in_arabic_digits(client, officer):
    child = factories.child()

    send(client, child, "defer", on_day="٠٢.٠٣.٢٠١٩", reason="court", review_due_on=today(30))

    assert child.stage_since == datetime.date(2019, 3, 2)


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 40])
def test_stale_form_shows_both_versions_and_keeps_what_was_typed(client, officer, version):
    child = factories.child()

    response = send(
        client, child, "hold", version=version, reason="court", until=today(9), on_day=""
    )

    text = response.content.decode()
    assert response.status_code == 409
    assert "This record has changed" in text
    assert f'value="{today(9)}"' in text
    assert f'name="version" value="{child.version}"' in text
    assert child.hold_reason is None


def test_second_try_over_the_newest_version_is_taken(client, officer):
    child = factories.child()
    stale = send(client, child, "hold", version=0, reason="court", until=today(9))

    send(client, child, "hold", reason="court", until=today(9))

    assert stale.status_code == 409
    assert child.hold_reason == "court"


def test_case_is_assigned_held_and_released(client, officer):
    child = factories.child()

    send(client, child, "assign", caseworker=officer.pk)
    send(client, child, "hold", reason="health", until=today(9))
    held = child.hold_reason
    send(client, child, "release-hold")

    assert (child.caseworker, held, child.hold_reason) == (officer, "health", None)


def test_official_is_not_offered_a_case(client, officer):
    official = factories.user(Role.OFFICIAL)

    response = send(client, factories.child(), "assign", caseworker=official.pk)

    assert response.status_code == 200
    assert f'value="{official.pk}"' not in response.content.decode()


def test_case_taken_up_again_keeps_the_new_fact_as_a_note(client, officer):
    child = factories.child(Stage.DEFERRED)

    send(client, child, "reconsider", reason="new_fact", fact="The court has answered.")

    assert child.stage == Stage.VERIFIED
    assert child.notes.get().text == "The court has answered."


@pytest.mark.parametrize(
    ("word", "reason", "stage"),
    [("approve", "", Stage.CLOSED), ("return", "incomplete", Stage.REGISTERED)],
)
def test_closing_is_decided_by_a_reviewer(client, reviewer, word, reason, stage):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.ERROR
    )
    child.refresh_from_db()

    asked = client.get(url(child, "approve-closing")).content.decode()
    send(client, child, "approve-closing", word=word, reason=reason)

    assert "Entered in error" in asked
    assert str(officer) in asked
    assert child.stage == stage


@pytest.mark.parametrize(("stage", "offered"), [(Stage.REGISTERED, False), (Stage.PLACED, True)])
def test_closing_as_completed_is_offered_for_a_child_in_care(client, stage, offered):
    child = factories.child(stage)
    client.force_login(factories.user(Role.CASEWORKER))

    page = client.get(reverse("child-close", args=[child.reference]))

    assert ('value="completed"' in page.content.decode()) is offered


@pytest.mark.parametrize(
    ("reason", "number", "sentence"),
    [
        ("duplicate", "", "Enter the case that this one duplicates."),
        ("duplicate", "TJ-IQ-9999-9", "There is no such case. Check the number."),
        ("error", "TJ-IQ-9999-9", ""),
    ],
)
def test_number_of_the_other_case_counts_for_a_duplicate_alone(client, reason, number, sentence):
    child = factories.child()
    client.force_login(factories.user(Role.CASEWORKER))
    typed = {"version": child.version, "reason": reason, "duplicate_of": number}

    answer = client.post(reverse("child-close", args=[child.reference]), typed)

    child.refresh_from_db()
    assert child.closing_reason == (None if sentence else reason)
    assert sentence in answer.content.decode()


def test_closing_sent_back_needs_a_reason(client, reviewer):
    child = factories.child()

    text = send(client, child, "approve-closing", word="return").content.decode()

    assert "Enter the reason for sending it back." in text


def test_duplicate_is_named_by_its_reference(client, officer):
    child, other = factories.family(2).children.order_by("pk")

    wrong = send(client, child, "close", reason="duplicate", duplicate_of="TJ-IQ-9999-9")
    send(client, child, "close", reason="duplicate", duplicate_of=f" {other.reference.lower()} ")

    assert "There is no such case." in wrong.content.decode()
    assert child.duplicate_of == other


def consent(**typed):
    return {
        "token": uuid.uuid4(),
        "giver_role": "mother",
        "purpose": "repatriation",
        "decision": "given",
        "decided_on": today(),
        "method": "signed",
        **typed,
    }


def test_consent_is_recorded_by_one_and_verified_by_another(client, officer):
    child = factories.child()
    client.post(url(child, "consent"), consent(interpreter_name="Ҷамила"))
    given = child.consents.get()

    client.force_login(factories.user(Role.REVIEWER))
    page = client.get(url(child, "verify-consent")).content.decode()
    client.post(url(child, "verify-consent"), {"consent": given.pk, **factories.SEEN})

    assert str(officer) in page
    assert "(optional)" not in page.partition("No form of it is on file.")[2].partition("</div>")[0]
    assert given.verification.by != officer
    again = client.get(url(child, "verify-consent")).content.decode()
    assert "No consent of this child waits for you to verify it." in again
    assert "<select" not in again.partition("This step is blocked:")[2]


def test_withheld_consent_asks_for_its_reason(client, officer):
    child = factories.child()

    refused = client.post(url(child, "consent"), consent(decision="withheld"))
    taken = client.post(
        url(child, "consent"),
        consent(decision="withheld", reason="nursing", next_approach_on=today(90)),
    )

    assert "Choose the reason that was given." in refused.content.decode()
    page = client.get(taken.url).content.decode()
    assert taken.url == child.get_absolute_url()
    assert "Refusal recorded. Ask again on" in page
    assert "A second person must verify" not in page.partition("Undo")[0]
    assert child.consents.get().decision == ConsentDecision.WITHHELD


@pytest.mark.parametrize("typed", [{"decided_on": today(1)}, {"interpreter_name": "A\u202eB"}])
def test_impossible_consent_is_refused_beside_its_field(client, officer, typed):
    child = factories.child()

    response = client.post(url(child, "consent"), consent(**typed))

    assert response.status_code == 200
    assert b'class="msg"' in response.content
    assert not child.consents.exists()


def test_form_sent_twice_is_taken_once(client, officer):
    child = factories.child()
    typed = {"token": uuid.uuid4(), "text": "Seen."}

    for _ in range(2):
        response = client.post(url(child, "note"), typed)

    assert response.url == child.get_absolute_url()
    assert child.notes.count() == 1
    assert b"You have already sent this form" in client.get(response.url).content


@pytest.mark.parametrize("text", ["", "   ", "a" * 10_000, "A\u202eB", "A\x00B"])
def test_note_that_cannot_be_kept_is_refused_beside_its_field(client, officer, text):
    child = factories.child()

    response = client.post(url(child, "note"), {"token": uuid.uuid4(), "text": text})

    assert response.status_code == 200
    assert b'class="msg"' in response.content
    assert not child.notes.exists()


def test_closing_that_waits_is_told_where_it_would_be_requested_again(client, officer):
    child = factories.child()
    fresh = client.get(url(child, "close")).content.decode()
    send(client, child, "close", reason="error")

    again = client.get(url(child, "close")).content.decode()

    assert "A new request takes its place." not in fresh
    assert "Entered in error. A new request takes its place." in again


def test_clearance_is_chosen_by_the_list_and_recorded(client, officer):
    child = factories.child()
    page = client.get(url(child, "clearance"), {"kind": "identity"}).content.decode()

    client.post(
        url(child, "clearance"),
        {"token": uuid.uuid4(), "kind": "identity", "status": "granted", "issued_on": today()},
    )

    assert '<option value="identity" selected>' in page
    assert child.clearances.get().issued_on == timezone.localdate()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"issued_on": ""}, "Enter the date a granted clearance was issued."),
        ({"issued_on": today(1)}, "Enter a date no later than"),
        ({"valid_until": "01.01.2019"}, "A clearance cannot end before it is issued."),
    ],
)
def test_impossible_clearance_is_refused_beside_its_field(client, officer, typed, sentence):
    child = factories.child()
    given = {"kind": "identity", "status": "granted", "issued_on": today()}

    response = client.post(url(child, "clearance"), given | typed)

    assert sentence in response.content.decode()
    assert [len(told) for told in response.context["form"].errors.values()] == [1]
    assert not child.clearances.exists()


@pytest.mark.parametrize("kinds", [{"kind": "identity"}, {"kind": "kinship", "others": "identity"}])
def test_paper_in_the_childs_own_name_older_than_the_child_is_asked_about(client, officer, kinds):
    child = factories.child()
    given = {"status": "granted", "issued_on": "01.02.1990", "number": "7/90"} | kinds

    opened = client.get(url(child, "clearance")).content.decode()
    asked = client.post(url(child, "clearance"), given)
    client.post(url(child, "clearance"), form_of(asked, holding="issued_on") | {"older": "on"})

    page = asked.content.decode()
    assert "The date was checked" not in opened
    assert "This date is before the birth of" in page
    assert 'value="7/90"' in page
    assert {each.number for each in child.clearances.all()} == {"7/90"}


def test_paper_about_the_family_may_be_older_than_the_child(client, officer):
    child = factories.child()
    given = {"kind": "kinship", "status": "granted", "issued_on": "01.02.1990"}

    client.post(url(child, "clearance"), given)

    assert child.clearances.get().kind == "kinship"


def test_child_is_cleared_and_cleared_no_more(client, officer):
    child = factories.child(Stage.ELIGIBLE)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child)
    child.refresh_from_db()

    send(client, child, "clear")
    cleared = child.stage
    client.post(
        url(child, "clearance"), {"kind": "court_order", "status": "withdrawn", "token": ""}
    )
    child.refresh_from_db()
    lapse = client.get(url(child, "lapse")).content.decode()

    assert (cleared, child.stage) == (Stage.CLEARED, Stage.ELIGIBLE)
    assert "in the stage “Eligible” already" in lapse


def test_case_is_reopened_by_two(client, officer):
    child, reviewer = factories.child(), factories.user(Role.REVIEWER)
    send(client, child, "close", reason="error")
    client.force_login(reviewer)
    send(client, child, "approve-closing", word="approve")
    client.force_login(officer)
    send(client, child, "reopen", reason="mistake")
    client.force_login(reviewer)
    page = client.get(url(child, "approve-reopening")).content.decode()

    back = send(client, child, "approve-reopening", word="return", reason="incomplete")
    still, told = child.stage, client.get(back.url).content.decode()
    client.force_login(officer)
    send(client, child, "reopen", reason="mistake")
    client.force_login(reviewer)
    send(client, child, "approve-reopening", word="approve")

    assert str(officer) in page
    assert "The request to reopen is sent back; the case stays closed." in told
    assert "Entered by mistake" in page.partition("Your decision")[0]
    assert (still, child.stage) == (Stage.CLOSED, Stage.REGISTERED)


def test_closed_case_offers_nobody_to_assign(client, reviewer):
    child = factories.child()
    assert f'href="{url(child, "assign")}"' in client.get(child.get_absolute_url()).content.decode()
    for act, facts in (
        (closings.ask_to_close, {"by": factories.user(Role.CASEWORKER), "reason": "error"}),
        (closings.approve_closing, {"by": reviewer}),
    ):
        child.refresh_from_db()
        act(child=child, version=child.version, on=clock.today(), **facts)
    child.refresh_from_db()

    page = client.get(child.get_absolute_url()).content.decode()
    sent = client.post(url(child, "assign"), {"version": child.version, "caseworker": reviewer.pk})

    assert f'href="{url(child, "assign")}"' not in page
    assert sent.status_code == 409
    assert "The case is closed." in sent.content.decode()
