"""The child's page: what it says, to whom, and at what cost."""

import datetime
import re

import pytest
from django.urls import reverse

from cases.casework import cases, clearances, closings, names
from cases.models import AccessRow, Journal, Note, Placement, Requirement
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ConsentDecision,
    Decision,
    NameKind,
    Reason,
    Role,
    Script,
    Stage,
)
from tests import factories
from tests.canaries import told
from tests.factories import DAY

pytestmark = pytest.mark.django_db
MOTHER, CHILD, FATHER, PLACE = "Манижа Раҳимова", "Билол", "Холид Раҳимов", "Rusafa"
SECRET = "She is afraid."
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def child():
    """A cleared child with everything on record that may leak."""
    child = factories.child(Stage.CLEARED)
    child.father_name = FATHER
    child.save(update_fields=["father_name"])
    officer = factories.user(Role.CASEWORKER)
    cases.add_note(child=child, by=officer, on=DAY, text="Seen by a doctor.")
    cases.add_note(child=child, by=officer, on=DAY, text=SECRET, sensitive=True)
    return child


def page(client, child, role):
    client.force_login(role if not isinstance(role, Role) else factories.user(role))
    return client.get(child.get_absolute_url())


def test_caseworker_sees_the_whole_record(client, child):
    text = page(client, child, Role.CASEWORKER).content.decode()

    for said in (MOTHER, CHILD, FATHER, PLACE, "Seen by a doctor.", "Born", "2016", "$400"):
        assert said in text
    assert SECRET not in text


@pytest.mark.parametrize(
    ("role", "absent", "present"),
    [
        (
            Role.TRAVEL_OFFICER,
            [MOTHER, FATHER, "doctor", "$400", "Journal"],
            [CHILD, PLACE, "2016"],
        ),
        (
            Role.FINANCE_OFFICER,
            [MOTHER, CHILD, FATHER, PLACE, "doctor", "2016", "Journal", "Cleared"],
            ["$400", "Under 3"],
        ),
        (
            Role.FINANCE_APPROVER,
            [MOTHER, CHILD, FATHER, PLACE, "doctor", "2016", "Journal", "Cleared"],
            ["$400"],
        ),
        (
            Role.AUDITOR,
            [MOTHER, CHILD, FATHER, PLACE, "doctor", "2016"],
            ["Journal", "Consent verified", "Cleared to travel"],
        ),
    ],
)
def test_other_roles_are_shown_their_part(client, child, role, absent, present, time_stands):
    text = page(client, child, role).content.decode()

    assert told(text, absent) == []
    assert [said for said in present if said not in text] == []
    assert SECRET not in text


@pytest.fixture
def time_stands(monkeypatch):
    """The day of asking is the day the tests' cases are worked on."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_options: DAY)


def test_two_roles_show_no_more_than_one_of_them(client, child):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    stranger.groups.add(*factories.user(Role.FINANCE_OFFICER).groups.all())

    text = page(client, child, stranger).content.decode()
    form = client.get(reverse("child-note", args=[child.reference]))

    assert CHILD not in text
    assert "$400" in text
    assert form.status_code == 404


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.AUDITOR])
def test_two_roles_neither_correct_nor_meet_a_masked_child(client, child, role):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    stranger.groups.add(*factories.user(role).groups.all())

    page(client, child, stranger)
    edit = client.get(reverse("child-edit", args=[child.reference, "identity"]))
    mother = client.get(reverse("mother", args=[child.mother.reference]))
    first = client.get(reverse("home")).content.decode()

    place = client.get(reverse("child-place", args=[child.reference]))
    assert (edit.status_code, mother.status_code, place.status_code) == (404, 404, 404)
    assert CHILD not in first


@pytest.mark.parametrize(
    "address", ["/children/%00/", "/mothers/a%00/", "/children/%00/edit/place/"]
)
def test_address_with_a_nul_is_not_found(client, address):
    client.force_login(factories.user(Role.CASEWORKER))

    assert client.get(address).status_code == 404


def test_page_title_and_address_hold_no_name(client, child):
    response = page(client, child, Role.CASEWORKER)

    title = response.content.decode().partition("</title>")[0]
    assert CHILD not in title
    assert CHILD not in response.request["PATH_INFO"]


def test_looking_is_on_record_before_the_page(client, child):
    user = factories.user(Role.CASEWORKER)

    page(client, child, user)

    row = AccessRow.objects.get(by=user)
    assert (row.page, row.child) == ("child", child)


@pytest.mark.parametrize("siblings", [1, 3])
@pytest.mark.parametrize("more_entries", [0, 300])
def test_page_costs_the_same_whatever_is_on_it(
    client, django_assert_num_queries, siblings, more_entries
):
    mother = factories.family(siblings)
    child = mother.children.order_by("pk").first()
    officer = factories.user(Role.CASEWORKER)
    Journal.objects.bulk_create(
        Journal(child=child, act=Act.NOTE, by=officer, happened_on=DAY) for _ in range(more_entries)
    )
    Note.objects.bulk_create(Note(child=child, text="Seen.", by=officer) for _ in range(30))
    client.force_login(officer)

    # session, user with permissions; child; the page, hearings, claims; access row
    with django_assert_num_queries(7):
        response = client.get(child.get_absolute_url())

    assert response.content.count(b'class="siblings"') == (siblings > 1)
    assert len(response.content) < 40_000


def test_journal_is_paged(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    Journal.objects.bulk_create(
        Journal(child=child, act=Act.NOTE, by=officer, happened_on=DAY + n * A_DAY)
        for n in range(25)
    )
    client.force_login(officer)

    newest = client.get(child.get_absolute_url()).content.decode()
    oldest = client.get(child.get_absolute_url(), {"page": 2}).content.decode()

    assert newest.count("Note added") == 20
    assert "?page=2" in newest
    assert oldest.count("Note added") == 5
    assert "Registered" in oldest


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "²"])
def test_page_that_cannot_be_is_the_first(client, child, number):
    client.force_login(factories.user(Role.CASEWORKER))

    response = client.get(child.get_absolute_url(), {"page": number})

    assert response.status_code == 200


def test_sensitive_note_is_shown_on_request_and_on_record(client, child):
    officer = factories.user(Role.CASEWORKER)
    client.force_login(officer)
    note = child.notes.get(sensitive=True)
    url = reverse("child-note", args=[child.reference])

    listed = client.get(url).content.decode()
    shown = client.post(url, {"show": note.pk}).content.decode()

    assert SECRET not in listed
    assert SECRET in shown
    assert AccessRow.objects.filter(by=officer, page="note-shown", child=child).count() == 1


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_note_of_no_such_key_is_not_found(client, child, key):
    client.force_login(factories.user(Role.CASEWORKER))

    response = client.post(reverse("child-note", args=[child.reference]), {"show": key})

    assert response.status_code == 404


def test_closed_case_offers_only_to_be_reopened(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    asked = {"child": child, "on": DAY}
    closings.ask_to_close(version=child.version, by=officer, reason="error", **asked)
    child.refresh_from_db()
    asking = page(client, child, Role.REVIEWER).content.decode()
    closings.approve_closing(version=child.version, by=factories.user(Role.REVIEWER), **asked)

    text = page(client, child, officer).content.decode()

    assert "Next: Decide on the closing" in asking
    assert "Closed on 1 Mar 2019: Entered in error." in text
    assert "Next:" not in text
    assert "/reopen/" in text
    assert "/consent/" not in text


def test_earlier_assessment_is_shown_as_superseded(client):
    child = factories.child(Stage.VERIFIED)
    factories.decide(child, Decision.NEEDS_INFORMATION)
    factories.assess(child)

    text = page(client, child, Role.CASEWORKER).content.decode()
    first = client.get(reverse("assessment", args=[child.reference, 1])).content.decode()

    assert "replaced by a later one" in text
    assert "Replaced by a later assessment" in first
    assert f"/assessments/{child.reference}/2/" in first


def test_paper_and_refusal_say_what_is_known(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    clearances.record(
        child=child,
        by=officer,
        on=DAY,
        kind=ClearanceKind.IDENTITY,
        status="granted",
        issued_on=DAY,
        valid_until=DAY.replace(year=2099),
        number="12/3",
    )
    factories.consent(child, ConsentDecision.WITHHELD)

    text = page(client, child, officer).content.decode()

    for said in ("issued on 1 Mar 2019", "valid until 1 Mar 2099", "No. 12/3"):
        assert said in text
    assert "Refused on 1 Mar 2019 · Fear" in text


def test_two_scripts_stand_in_the_heading_in_the_reader_s_order(client):
    child = factories.child()
    names.add_name(child.person, "بلال", kind=NameKind.OFFICIAL)
    arabic = factories.user(Role.CASEWORKER, preferred_script=Script.ARABIC)

    first = page(client, child, Role.CASEWORKER).content.decode().partition("<h1>")[2]
    other = page(client, child, arabic).content.decode().partition("<h1>")[2]

    assert first.index(CHILD) < first.index("بلال")
    assert other.index("بلال") < other.index(CHILD)


def test_child_without_a_name_is_called_by_reference(client):
    child = factories.child()
    factories.withdraw_names(child)

    text = page(client, child, Role.CASEWORKER).content.decode()

    assert re.search(rf'<h1>\s*<bdi class="ref">{child.reference}</bdi>', text)


def test_a_placed_childs_page_says_who_cares_for_her_and_folds_what_is_granted(client):
    officer, placed = factories.user(Role.CASEWORKER), factories.child(Stage.PLACED)
    with factories.past_the_guards():
        Placement.objects.update(caregiver=placed.mother.person, kind="relative")
        # Ended since, as each paper does: nobody travels with it any more.
        placed.clearances.update(valid_until=placed.returned_on)

    text = page(client, placed, officer).content.decode()

    band = text[text.index('<dl class="band">') : text.index("</dl>")]
    assert "Lives with" in band
    assert placed.mother.person.name in band
    assert "Relative · " in band
    assert '<details class="card fold">' in text
    assert "Before the return" in text
    assert "Expired" not in text


def test_a_child_in_an_institution_is_in_its_care_and_lives_with_nobody(client):
    placed = factories.child(Stage.PLACED)

    text = page(client, placed, Role.CASEWORKER).content.decode()

    band = text[text.index('<dl class="band">') : text.index("</dl>")]
    assert "Lives with" not in band
    assert band.count(str(placed.placements.get().place)) == 1


def test_siblings_say_where_each_of_them_lives(client):
    """Where they live apart, one sees it without opening each."""
    placed = factories.child(Stage.PLACED)
    with factories.past_the_guards():
        other = factories.family(1, team=placed.mother.team).children.get()
        type(other).objects.filter(pk=other.pk).update(mother=placed.mother)

    response = page(client, placed, Role.CASEWORKER)

    lives = {row.reference: row.lives for row in response.context["siblings"]}
    assert lives == {
        placed.reference: f"Institution · {placed.placements.get().place}",
        other.reference: "",
    }
    text = response.content.decode()
    assert lives[placed.reference] in text[text.index('class="siblings"') :]


def test_siblings_who_live_apart_are_said_to_with_the_note_that_says_why(client):
    child, other = factories.child(Stage.PLACED), factories.child(Stage.PLACED)
    town = factories.PlaceFactory(name="Ҳисор", kind="town", country=child.agreement.home)
    factories.interests_note(child, approved=True)
    officer = factories.user(Role.CASEWORKER)
    with factories.past_the_guards():
        type(other).objects.filter(pk=other.pk).update(mother=child.mother)
    together = page(client, child, officer).content.decode()
    with factories.past_the_guards():
        Placement.objects.filter(child=other).update(kind="relative", place=town)

    apart = page(client, child, officer).content.decode()
    of_other = page(client, other, officer).content.decode()

    note = child.interests_notes.get()
    assert "They live apart" not in together
    said = apart[apart.index("They live apart.") :]
    assert f'<a href="/children/{child.reference}/interests/{note.n}/">Why: best-interests' in said
    assert "Relative · Ҳисор" in apart
    assert "No approved best-interests note says why." in of_other


@pytest.mark.parametrize(
    ("stage", "title"),
    [
        (Stage.REGISTERED, "Before the decision"),
        (Stage.VERIFIED, "Before the decision"),
        (Stage.CLEARED, "Before the child can travel"),
        (Stage.BOOKED, "The movement"),
        (Stage.PLACED, "Before the return"),
        (Stage.DEFERRED, "Clearances and consents"),
    ],
)
def test_clearances_and_consents_are_called_by_the_stage(client, stage, title):
    child = factories.child(stage)

    text = page(client, child, Role.CASEWORKER).content.decode()

    assert f"<h2>{title}</h2>" in text
    assert ("Movement MV-" in text) == (stage == Stage.BOOKED)


def test_what_is_not_on_record_is_one_line_of_links(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)

    text = page(client, child, officer).content.decode()

    line = text[text.index("Not recorded yet:") :]
    line = line[: line.index("</p>")]
    for link in ("Set a hearing", "Record a claim", "Add a document", "Add a note"):
        assert link in line
        assert text.count(f">{link}</a>") <= 2
    assert "No notes yet." not in text


def test_the_journal_shows_five_entries_and_folds_the_others(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    Journal.objects.bulk_create(
        Journal(child=child, act=Act.NOTE, by=officer, happened_on=DAY + n * A_DAY)
        for n in range(9)
    )

    text = page(client, child, officer).content.decode()

    assert text.index("earlier entries") > text.index('id="journal"')
    opened, folded = text[text.index('id="journal"') :].split("earlier entries")
    assert opened.count("<time>") == 5
    assert folded.count("<time>") == 5


def test_what_was_recorded_on_one_day_by_one_person_is_one_line(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    factories.grant(child, ClearanceKind.IDENTITY, ClearanceKind.KINSHIP, by=officer)
    client.force_login(officer)

    shown = client.get(child.get_absolute_url()).context["timeline"]
    whole = client.get(reverse("child-journal", args=[child.reference])).context["timeline"]

    line, registered = shown
    assert line.title == "Clearance recorded × 2"
    assert line.text.startswith("Kinship: Granted, Identity: Granted · recorded on ")
    assert (line.number, registered.number) == (2, 1)
    assert len(whole) == 3


@pytest.mark.parametrize(
    ("stage", "says", "not_yet"),
    [
        (Stage.ELIGIBLE, ["Travel document", "Where the child is now"], ["Returned home"]),
        (Stage.PLACED, ["Returned home"], ["Travel document", "Where the child is now"]),
    ],
)
def test_facts_on_top_are_those_of_the_stage(client, stage, says, not_yet):
    child = factories.child(stage)
    with factories.past_the_guards():
        needed = Requirement.objects.filter(clearance=ClearanceKind.FIT_TO_TRAVEL)
        needed.update(clearance=ClearanceKind.TRAVEL_DOCUMENT)

    text = page(client, child, Role.CASEWORKER).content.decode()

    labels = re.findall("<dt>([^<]+)</dt>", text[text.index('<dl class="band">') :])
    labels = labels[: labels.index("Fee") + 1]
    assert [label for label in says if label not in labels] == []
    assert [label for label in not_yet if label in labels] == []


def test_case_beside_the_way_says_why_on_top(client):
    officer = factories.user(Role.CASEWORKER)
    refused, deferred = factories.child(Stage.INELIGIBLE), factories.child(Stage.VERIFIED)
    cases.defer(
        child=deferred,
        version=deferred.version,
        by=officer,
        on=DAY,
        reason=Reason.COURT,
        review_due_on=factories.AHEAD,
    )

    of_decision = page(client, refused, officer).context["why_beside"]
    of_step = page(client, deferred, officer)

    assert (of_decision.text, of_decision.url) == (
        "As proposed.",
        f"/assessments/{refused.reference}/1/",
    )
    assert (of_step.context["why_beside"].text) == "A court decision is awaited"
    text = of_step.content.decode()
    assert text.index("A court decision is awaited") < text.index("Review due on")
    assert page(client, factories.child(), officer).context["why_beside"] is None


def test_journal_is_counted_by_kind_and_looked_through_by_words(client):
    child, officer = factories.child(Stage.VERIFIED), factories.user(Role.CASEWORKER)
    client.cookies["django_language"] = "en"
    client.force_login(officer)
    address = reverse("child-journal", args=[child.reference])

    page = client.get(address)
    chips = {chip.value: chip.count for chip in page.context["about"]}
    narrowed = client.get(f"{address}?about=decision").context["timeline"]
    asked = client.post(address, {"text": "IDENTITY granted"})
    nothing = client.post(address, {"text": "Зулайхо"})

    assert chips[""] == child.journal.count() == sum(chips.values()) - chips[""]
    assert chips["decision"] == len(narrowed)
    [entry] = asked.context["timeline"]
    assert entry.text.startswith("Identity: Granted")
    assert nothing.context["timeline"] == []
    assert "Зулайхо" not in nothing.request["PATH_INFO"] + nothing.request["QUERY_STRING"]


def test_of_many_siblings_the_first_six_stand_with_the_way_to_all(client):
    eight = list(factories.family(8).children.order_by("pk"))
    six = list(factories.family(6).children.order_by("pk"))

    response = page(client, eight[-1], Role.CASEWORKER)
    of_six = page(client, six[0], Role.CASEWORKER)

    rows = response.context["siblings"]
    assert [row.reference for row in rows] == [child.reference for child in (*eight[:5], eight[-1])]
    assert [row.current for row in rows] == [False] * 5 + [True]
    assert {row.key for row in rows} == {""}  # the one before her is not shown
    assert [row.key for row in of_six.context["siblings"]] == ["", "]", "", "", "", ""]
    url = eight[0].mother.get_absolute_url()
    text = " ".join(response.content.decode().split())
    assert f'<a href="{url}" aria-keyshortcuts="s"> All 8 </a>' in text
    assert "All in one table" not in text
    assert len(of_six.context["siblings"]) == 6
    assert "All 6" not in of_six.content.decode()
