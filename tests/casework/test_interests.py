"""Best interests: a contested consent stops the clearing until two people have weighed it."""

import datetime
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import cases, consents, interests
from cases.casework.editing import Stale
from cases.casework.interests import Weighing
from cases.casework.journal import CannotMove
from cases.models import AccessRow, BestInterestsNote, Child
from cases.queries.case_files import case_file
from cases.vocabulary import (
    Act,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    InterestsTrigger,
    NotHeard,
    Reason,
    Recommendation,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
WEIGHING = Weighing(
    triggers=[InterestsTrigger.CHILD_OBJECTS],
    panel="Sitora Karimova, caseworker\nDr Nazarov",
    held_on=DAY,
    recommendation=Recommendation.WAIT,
    reasons="He wants to stay near his mother.",
    not_heard=NotHeard.TOO_YOUNG,
)
SECRET = "I want to go with my brother."


@pytest.fixture
def child():
    return factories.child()


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


def father_withholds(child):
    consents.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.FATHER,
        decision=ConsentDecision.WITHHELD,
        decided_on=DAY,
        method=ConsentMethod.LETTER,
        reason=Reason.NO_RELATIVE,
    )
    child.refresh_from_db()


def test_contested_consent_stops_the_clearing_until_a_note_is_approved(officer):
    child = factories.child(Stage.CLEARED)
    father_withholds(child)
    assert child.stage == Stage.ELIGIBLE
    assert child.journal.first().reason == Reason.CONSENT

    with pytest.raises(CannotMove, match="Consent is contested"):
        cases.clear(child=child, version=child.version, by=officer, on=DAY)
    with refused("step_contest_weighed"):
        execute(f"UPDATE cases_child SET stage = 'cleared' WHERE id = {child.pk}")
        execute(
            "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail,"
            " happened_on, by_id) VALUES (%s, 'clear', 'eligible', 'cleared', '', '', %s, %s)",
            *(child.pk, DAY, officer.pk),
        )
    note = factories.interests_note(child)
    assert case_file(child, on=DAY).is_contested
    interests.approve(note=note, version=note.version, by=factories.user(Role.REVIEWER), on=DAY)
    child.refresh_from_db()
    cases.clear(child=child, version=child.version, by=officer, on=DAY)

    assert Child.objects.get(pk=child.pk).stage == Stage.CLEARED
    assert child.journal.filter(act=Act.APPROVE_INTERESTS).get().detail == "1:return"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"triggers": []}, "Enter what the panel considers"),
        ({"panel": "Sitora Karimova\n\n"}, "at least two people"),
        ({"held_on": DAY + datetime.timedelta(days=1)}, "in the future"),
        ({"held_on": datetime.date(2015, 12, 31)}, "was born on 1 Jan 2016 or later"),
        ({"child_view": "Yes"}, "Write what the child said, or"),
        ({"not_heard": ""}, "Write what the child said, or"),
        ({"reasons": ""}, "Give the reasons"),
    ],
)
def test_note_is_refused_in_a_sentence(child, officer, changed, sentence):
    with pytest.raises(CannotMove, match=sentence):
        interests.write(child=child, weighing=replace(WEIGHING, **changed), by=officer, on=DAY)


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("triggers = '{}'", "interests_triggers_known"),
        ("triggers = '{war}'", "interests_triggers_known"),
        ("panel = 'One person' || chr(10) || ' '", "interests_panel_of_two"),
        ("child_view = ''", "interests_child_heard_or_why_not"),
        ("not_heard = 'ill'", "interests_child_heard_or_why_not"),
        ("child_view = '', not_heard = 'tired'", "interests_child_heard_or_why_not"),
        ("reasons = ''", "interests_has_reasons"),
        ("recommendation = 'flee'", "interests_recommendation_known"),
        ("held_on = now()::date + 2", "interests_held_by_today"),
        ("approved_at = now()", "interests_approved_whole"),
        ("approved_by_id = written_by_id, approved_at = now()", "interests_approved_by_another"),
        ("written_by_id = %(second)s", "interests_author_stays"),
        (
            "asked_at = NULL, approved_by_id = %(second)s, approved_at = now()",
            "interests_approved_when_asked",
        ),
    ],
)
def test_database_holds_a_note_together(child, what, name):
    factories.interests_note(child)
    second = factories.user(Role.REVIEWER).pk

    with refused(name):
        execute(f"UPDATE cases_bestinterestsnote SET {what % {'second': second}}")


def test_approved_note_is_never_changed_and_none_is_deleted(child):
    factories.interests_note(child, approved=True)

    with refused("interests_approved_stays"):
        BestInterestsNote.objects.update(dissent="None")
    with refused("no_delete"):
        execute("DELETE FROM cases_bestinterestsnote")


def test_note_is_changed_by_its_author_and_decided_by_another(child, officer):
    note = interests.write(child=child, weighing=WEIGHING, by=officer, on=DAY)
    reviewer = factories.user(Role.REVIEWER)

    with pytest.raises(CannotMove, match="You wrote this note"):
        interests.approve(note=note, version=note.version, by=officer, on=DAY)
    with pytest.raises(CannotMove, match="Only its author"):
        interests.revise(note=note, version=note.version, weighing=WEIGHING, by=reviewer, on=DAY)
    interests.send_back(note=note, version=note.version, by=reviewer, on=DAY, reason="incomplete")
    with pytest.raises(Stale):
        interests.approve(note=note, version=note.version, by=reviewer, on=DAY)
    note.refresh_from_db()
    with pytest.raises(CannotMove, match="being revised"):
        interests.approve(note=note, version=note.version, by=reviewer, on=DAY)
    assert not BestInterestsNote.objects.waiting().exists()
    note = interests.revise(note=note, version=note.version, weighing=WEIGHING, by=officer, on=DAY)
    later = interests.write(child=child, weighing=WEIGHING, by=officer, on=DAY)
    with pytest.raises(CannotMove, match="replaced by a later one"):
        interests.approve(note=note, version=note.version, by=reviewer, on=DAY)

    assert list(BestInterestsNote.objects.waiting()) == [later]


# The pages


def typed(**changed):
    given = {
        "triggers": ["objects", "siblings"],
        "held_on": f"{timezone.localdate():%d.%m.%Y}",
        "panel": "Sitora Karimova, caseworker\nDr Nazarov",
        "child_view": SECRET,
        "recommendation": "return",
        "reasons": "The grandmother waits.",
        "dissent": "Dr Nazarov would wait.",
    }
    return given | changed


def test_note_is_written_approved_and_read_on_its_own_page_only(client, child):
    author, reviewer = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
    father_withholds(child)
    factories.consent(child)
    client.force_login(author)
    offered = client.get(reverse("interests-new", args=[child.reference])).content.decode()
    wrong = client.post(
        reverse("interests-new", args=[child.reference]), typed(panel="One", not_heard="ill")
    ).content.decode()
    made = client.post(reverse("interests-new", args=[child.reference]), typed())
    own = client.get(made.url).content.decode()
    changed = client.post(
        f"{made.url}change/",
        typed(recommendation="wait", version=child.interests_notes.get().version),
    )
    stale = client.post(f"{made.url}change/", typed(version=1))

    client.force_login(reviewer)
    queue = client.get(reverse("reviews")).content.decode()
    page = client.get(made.url).content.decode()
    version = child.interests_notes.get().version
    unsaid = client.post(made.url, {"version": version, "word": "return"}).content.decode()
    client.post(made.url, {"version": version, "word": "approve"})
    case = client.get(child.get_absolute_url()).content.decode()

    assert re.search(r'value="consent"[^>]* checked', offered)
    assert not re.search(r'value="objects"[^>]* checked', offered)
    assert "at least two people" in wrong
    assert "choose why the child was not heard" in wrong
    assert "You wrote this note" in own
    assert (made.status_code, changed.status_code, stale.status_code) == (302, 302, 409)
    assert SECRET in stale.content.decode()
    assert "Best-interests note: " in queue
    assert SECRET not in queue + case
    assert SECRET in page
    assert "Enter the reason for sending it back." in unsaid
    assert "Note 1: Wait, and review again" in case
    assert "Consent is contested" in case
    assert AccessRow.objects.filter(by=reviewer, page="interests-note", child=child).exists()
    assert child.interests_notes.get().approved_by == reviewer


def test_note_that_was_sent_back_says_so_and_its_task_leads_to_it(client, child, officer):
    note = interests.write(child=child, weighing=WEIGHING, by=officer, on=DAY)
    reviewer = factories.user(Role.REVIEWER)
    interests.send_back(note=note, version=note.version, by=reviewer, on=DAY, reason="incomplete")
    client.force_login(officer)

    case = client.get(child.get_absolute_url())
    page = client.get(note.get_absolute_url()).content.decode()
    (task,) = [row for row in case.context["tasks"] if row.line.rule == "returned"]

    assert (task.line.sentence, task.line.source) == (
        "The best-interests note was sent back.",
        "Something is missing",
    )
    assert task.url == note.get_absolute_url()
    assert "Sent back by the reviewer" in case.content.decode()
    assert "Something is missing · Best-interests note written" in case.content.decode()
    assert f"Sent back by <bdi>{reviewer}</bdi>: <bdi>Something is missing</bdi>" in page
    assert reverse("interests-revise", args=[child.reference, note.n]) in page
    assert "You wrote this note" not in page

    cases.add_note(child=child, by=officer, on=DAY, text="The panel meets again.")
    after_note = child.tasks.open().filter(rule="returned").count()
    note.refresh_from_db()
    interests.revise(note=note, version=note.version, weighing=WEIGHING, by=officer, on=DAY)
    assert (after_note, child.tasks.open().filter(rule="returned").count()) == (1, 0)


def test_note_that_cannot_be_changed_opens_no_form(client, child, officer):
    note = interests.write(child=child, weighing=WEIGHING, by=officer, on=DAY)
    at = reverse("interests-revise", args=[child.reference, note.n])
    client.force_login(officer)
    opened = client.get(at)
    by = factories.user(Role.REVIEWER)
    interests.approve(note=note, version=note.version, by=by, on=DAY)

    answer = client.get(at, follow=True)

    assert opened.status_code == 200
    assert answer.redirect_chain == [(note.get_absolute_url(), 302)]
    assert "This note is approved. Write another one." in answer.content.decode()


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("approve", "note is approved."), ("return", "note is sent back to its author.")],
)
def test_reviewer_is_told_what_was_decided_on_a_note(client, child, officer, word, sentence):
    note = interests.write(child=child, weighing=WEIGHING, by=officer, on=DAY)
    client.force_login(factories.user(Role.REVIEWER))
    typed = {"version": note.version, "word": word, "reason": "incomplete"}

    answer = client.post(note.get_absolute_url(), typed, follow=True)

    assert answer.redirect_chain[-1][0] == child.get_absolute_url()
    assert sentence in answer.content.decode()
