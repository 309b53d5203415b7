"""The last step is undone from the page of the child, and the journal can be narrowed."""

import pytest
from django.urls import reverse

from cases.casework import cases
from cases.models import AccessRow
from cases.vocabulary import Act, ClearanceKind, Reason, Role, Stage
from tests import clock, factories
from tests.acts.example import ahead
from tests.factories import AHEAD

pytestmark = pytest.mark.django_db


@pytest.fixture
def deferred():
    child, by = factories.child(), factories.user(Role.CASEWORKER)
    cases.defer(
        child=child,
        version=child.version,
        by=by,
        on=clock.today(),
        reason=Reason.COURT,
        review_due_on=AHEAD,
    )
    child.refresh_from_db()
    return child


def address(name, child):
    return reverse(name, args=[child.reference])


def test_step_is_undone_from_the_page(client, deferred):
    client.force_login(deferred.journal.first().by)
    page = client.get(deferred.get_absolute_url()).content.decode()
    assert f'href="{address("child-undo", deferred)}">Undo: Deferred</a>' in page

    answer = client.post(
        address("child-undo", deferred), {"version": deferred.version}, follow=True
    )

    deferred.refresh_from_db()
    assert deferred.stage == Stage.REGISTERED
    assert "Undone: Deferred" in answer.content.decode()
    assert "<s>Deferred</s>" in answer.content.decode()


def test_another_person_is_told_why_not(client, deferred):
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(address("child-undo", deferred)).content.decode()

    assert ", who did this, can undo it." in page
    assert "Undo: Deferred" not in client.get(deferred.get_absolute_url()).content.decode()


def test_stale_undo_is_told(client, deferred):
    client.force_login(deferred.journal.first().by)

    answer = client.post(address("child-undo", deferred), {"version": deferred.version - 1})

    assert answer.status_code == 409
    deferred.refresh_from_db()
    assert deferred.stage == Stage.DEFERRED


def test_message_offers_the_undo(client):
    child = factories.child()
    client.force_login(factories.user(Role.CASEWORKER))

    held = {"version": child.version, "reason": "other", "until": ahead()}
    opened = client.get(address("child-hold", child)).content.decode()
    silent = client.post(address("child-hold", child), held | {"words": " "})
    words = {"words": "The aunt comes first."}
    answer = client.post(address("child-hold", child), held | words, follow=True)

    assert "(optional)" not in opened.partition("The other reason, in words")[2][:60]
    assert "Enter the other reason in words." in silent.content.decode()
    assert f'<a href="{address("child-undo", child)}">Undo</a>' in answer.content.decode()
    assert child.notes.get().text == "The aunt comes first."


def test_journal_is_narrowed_and_put_on_record(client, deferred):
    client.force_login(factories.user(Role.CASEWORKER))
    factories.grant(deferred, ClearanceKind.IDENTITY)

    papers = client.get(address("child-journal", deferred), {"about": "paper"})

    acts = {entry.act for entry in papers.context["journal"].rows}
    assert acts == {Act.CLEARANCE}
    assert AccessRow.objects.filter(page="child-journal", child=deferred).count() == 1
    everything = client.get(address("child-journal", deferred), {"about": "nonsense"})
    assert len(everything.context["journal"].rows) == deferred.journal.count()


def test_what_is_undone_for_siblings_is_told_by_name(client):
    by = factories.user(Role.CASEWORKER)
    one, two = factories.family(2).children.order_by("pk")
    for child in (one, two):
        factories.grant(child, ClearanceKind.IDENTITY, by=by)
    client.force_login(by)

    alone = client.get(address("child-undo", one)).context["facts"]
    both = client.get(address("child-undo", one), {"also": two.reference}).context["facts"]

    assert len(alone) == 1
    assert [fact.value for fact in both[::2]] == [one.person.name, two.person.name]
    assert [fact.alt for fact in both[::2]] == [one.reference, two.reference]
