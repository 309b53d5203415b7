"""A clearance, a consent and a request to close are taken back where nothing followed."""

import pghistory
import pytest
from django.urls import reverse

from cases.casework import clearances, closings, undoing
from cases.casework.journal import CannotMove
from cases.models import Child, Clearance, Consent, UndoneRecord
from cases.queries.case_files import case_file
from cases.vocabulary import Act, ClearanceKind, ClearanceStatus, ClosedReason, Role, Stage
from tests import clock, factories
from tests.models.refusals import execute, refused

SETTLED = (ClearanceKind.IDENTITY, ClearanceKind.KINSHIP)
pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.user(Role.CASEWORKER)


def record(child: Child, by, *kinds: ClearanceKind, status=ClearanceStatus.GRANTED) -> Clearance:
    return clearances.record(
        child=child,
        by=by,
        on=clock.today(),
        kind=kinds[0],
        others=kinds[1:],
        status=status,
        issued_on=factories.DAY,
    )


def undo(child: Child, by):
    child.refresh_from_db()
    undoing.undo(child=child, version=child.version, by=by, on=clock.today())


def test_undone_clearances_of_one_form_count_no_longer_and_the_earlier_one_does(by):
    child = factories.child()
    first = record(child, by, ClearanceKind.IDENTITY)
    with pghistory.context(user=by.pk):
        record(child, by, *SETTLED, status=ClearanceStatus.REFUSED)

    undo(child, by)

    newest = {each.kind: each for each in child.clearances.order_by("pk")}
    assert newest == {ClearanceKind.IDENTITY: first}
    assert child.journal.filter(act=Act.UNDO).count() == 2
    assert Clearance._base_manager.filter(child=child).count() == 3


def test_undone_consent_counts_neither_on_the_page_nor_in_the_database():
    child = factories.child()
    before = case_file(child, on=clock.today()).consents
    given = factories.consent(child, verified=False)
    by = given.recorded_by

    undo(child, by)

    assert not child.consents.exists()
    assert case_file(child, on=clock.today()).consents == before
    assert Consent._base_manager.filter(child=child, undone__isnull=False).count() == 1


def test_undone_request_to_close_asks_nobody(by):
    child = factories.child(Stage.PLACED)
    closings.ask_to_close(
        child=child,
        version=child.version,
        by=by,
        on=clock.today(),
        reason=ClosedReason.COMPLETED,
        note="Moved away.",
    )

    undo(child, by)

    child.refresh_from_db()
    assert (child.closing_asked_by, child.closing_reason, child.closing_note) == (None, None, "")


def test_what_something_followed_stays(by):
    child = factories.child()
    record(child, by, ClearanceKind.IDENTITY)
    record(child, by, ClearanceKind.KINSHIP, status=ClearanceStatus.REFUSED)
    undo(child, by)

    with pytest.raises(CannotMove, match="cannot be undone"):
        undo(child, by)

    assert child.clearances.count() == 1


def test_another_person_undoes_nothing(by):
    child = factories.child()
    record(child, by, ClearanceKind.IDENTITY)

    with pytest.raises(CannotMove, match="Only the person who did this"):
        undo(child, factories.user(Role.CASEWORKER))


def test_record_is_undone_with_its_entry_alone_by_sql_either(by):
    child = factories.child()
    earlier = record(child, by, ClearanceKind.IDENTITY)
    record(child, by, ClearanceKind.IDENTITY)
    entry = child.journal.latest("pk")
    undone = (
        "INSERT INTO cases_journal (child_id, act, by_id, happened_on, reason, detail, undoes_id)"
        f" VALUES ({child.pk}, 'undo', {by.pk}, '{clock.today()}', '', '', {entry.pk})"
    )
    with refused("journal_undo_is_whole"):
        execute(undone)
    with refused("undone_record_of_its_entry"):
        execute(
            "INSERT INTO cases_undonerecord (entry_id, clearance_id) VALUES "
            f"({child.journal.earliest('pk').pk}, {earlier.pk})"
        )

    assert not UndoneRecord.objects.exists()


def test_confirming_sentence_offers_to_undo_for_all_for_whom_it_was_done(client, by):
    first, second = factories.family(children=2).children.order_by("pk")
    client.force_login(by)
    typed = {
        "kind": "identity",
        "status": "granted",
        "issued_on": "01.03.2019",
        "also": [second.reference],
        "versions": "",
    }

    saved = client.post(reverse("child-clearance", args=[first.reference]), typed, follow=True)
    url = reverse("child-undo", args=[first.reference], query={"also": second.reference})
    client.post(url, {"version": Child.objects.get(pk=first.pk).version}, follow=True)

    assert f'<a href="{url}">Undo</a>' in saved.content.decode()
    assert not Clearance.objects.filter(child__in=[first, second]).exists()
    assert Clearance._base_manager.filter(child__in=[first, second]).count() == 2
