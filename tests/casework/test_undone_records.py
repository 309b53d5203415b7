"""A clearance, a consent and a request to close are taken back where nothing followed."""

from unittest.mock import patch

import pghistory
import pytest
from django.urls import reverse

from cases.casework import clearances, closings, homecoming, places, undoing
from cases.casework.journal import CannotMove
from cases.models import (
    Child,
    Clearance,
    Consent,
    FollowUp,
    Placement,
    UndoneRecord,
)
from cases.models.kept_case import KeptCase
from cases.models.kept_past import KeptPast
from cases.queries.case_files import case_file
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ClearanceStatus,
    ClosedReason,
    FollowUpKind,
    PlacementKind,
    Role,
    Stage,
)
from tests import clock, factories
from tests.models.refusals import execute, refused

SETTLED = (ClearanceKind.IDENTITY, ClearanceKind.KINSHIP)
pytestmark = pytest.mark.django_db


def returned() -> Child:
    """Return a child who was handed over, under an agreement that plans a visit."""
    child = factories.child(Stage.RETURNED)
    factories.follow_up_rule(child.agreement, FollowUpKind.VISIT, 1)
    handed = {"signed_on": clock.today(), "handed_by": "Ministry", "received_by": "Unit"}
    officer = factories.user(Role.CASEWORKER)
    homecoming.hand_over(child=child, by=officer, on=clock.today(), paper="H-1", **handed)
    return child


def place(child: Child, by) -> Placement:
    child.refresh_from_db()
    town, on = factories.typed_town(), clock.today()
    kind = PlacementKind.RELATIVE
    return homecoming.place(child=child, version=child.version, by=by, on=on, kind=kind, place=town)


def counted(child: Child) -> list[object]:
    """Return what figures count of a case."""
    facts = KeptCase.objects.filter(pk=child.pk).values_list("stage", "since", "family")
    return [*facts, KeptPast.objects.get(pk=child.pk).deltas]


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


def test_undone_request_that_was_made_anew_is_the_earlier_one_again(by):
    child, first = factories.child(Stage.PLACED), factories.user(Role.CASEWORKER)
    requests = ((first, ClosedReason.COMPLETED), (by, ClosedReason.OTHER_STATE))
    for person, reason in requests:
        child.refresh_from_db()
        closings.ask_to_close(
            child=child,
            version=child.version,
            by=person,
            on=clock.today(),
            reason=reason,
            note="Moved away.",
        )

    undo(child, by)

    child.refresh_from_db()
    assert (child.closing_asked_by, child.closing_reason) == requests[0]


@pytest.mark.parametrize(
    "restored", ["", "closing_asked_at = before.closing_asked_at, version = c.version + 1"]
)
def test_request_made_anew_is_undone_whole_by_sql_either(by, restored):
    child = factories.child(Stage.PLACED)
    for reason in (ClosedReason.COMPLETED, ClosedReason.OTHER_STATE):
        child.refresh_from_db()
        closings.ask_to_close(
            child=child,
            version=child.version,
            by=by,
            on=clock.today(),
            reason=reason,
            note="Moved away.",
        )
    entry = child.journal.latest("pk")

    with refused("journal_undo_is_whole"):
        if restored:
            execute(
                f"UPDATE cases_child c SET {restored} FROM cases_childevent before WHERE c.id = "
                f"{child.pk} AND before.pgh_obj_id = c.id AND before.version = c.version - 1"
            )
        execute(
            "INSERT INTO cases_journal (child_id, act, by_id, happened_on, reason, detail, "
            f"undoes_id) VALUES ({child.pk}, 'undo', {by.pk}, '{clock.today()}', '', 'ask_close', "
            f"{entry.pk})"
        )


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

    with pytest.raises(CannotMove, match=", who did this, can undo it"):
        undo(child, factories.user(Role.CASEWORKER))


def test_record_is_undone_with_its_entry_alone_by_sql_either(by):
    child = factories.child()
    earlier = record(child, by, ClearanceKind.IDENTITY)
    record(child, by, ClearanceKind.IDENTITY)
    entry = child.journal.latest("pk")
    undone = (
        "INSERT INTO cases_journal (child_id, act, by_id, happened_on, reason, detail, undoes_id)"
        f" VALUES ({child.pk}, 'undo', {by.pk}, '{clock.today()}', '', '{entry.act}', {entry.pk})"
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


def test_undone_placement_gives_back_the_return_and_withdraws_what_it_planned(by):
    child = returned()
    child.refresh_from_db()
    before = (child.stage, child.held_at, counted(child))
    placed = place(child, by)

    undo(child, by)

    child.refresh_from_db()
    assert (child.stage, child.held_at, counted(child)) == before
    assert not child.placements.exists()
    assert not child.follow_ups.exists()
    assert FollowUp._base_manager.get(child=child).withdrawn_with == placed
    place(child, by)
    assert child.follow_ups.get().n == 2


def test_undone_placement_follows_its_town_where_that_is_joined(by):
    child = returned()
    placed = place(child, by)
    undo(child, by)
    kept = factories.typed_town("Kulob")

    places.join(place=placed.place, version=1, into=kept, by=factories.user(Role.ADMIN))

    assert Placement._base_manager.get(pk=placed.pk).place == kept


_UNDOING = (
    "WITH undoing AS (INSERT INTO cases_journal (child_id, act, by_id, happened_on, reason, detail,"
    " undoes_id, from_stage, to_stage) SELECT child_id, 'undo', by_id, happened_on, '', 'place', "
    "id, to_stage, from_stage FROM cases_journal WHERE id = {entry} RETURNING id) "
)


@pytest.mark.parametrize(
    ("written", "guard"),
    [
        ("UPDATE cases_placement SET undone_with_id = {entry}", "placement_undone_with_its_entry"),
        (
            "UPDATE cases_followup SET withdrawn_with_id = {placed}",
            "follow_up_withdrawn_with_its_placement",
        ),
        (
            _UNDOING + "UPDATE cases_child SET stage = 'returned' FROM undoing",
            "journal_undo_is_whole",
        ),
    ],
)
def test_placement_is_undone_with_its_entry_alone_by_sql_either(by, written, guard):
    child = returned()
    placed = place(child, by)
    entry = child.journal.latest("pk")

    with refused(guard):
        execute(written.format(entry=entry.pk, placed=placed.pk))


def test_placement_that_is_undone_leaves_no_follow_up_by_sql_either(by):
    child = returned()
    place(child, by)

    with (
        patch("cases.casework.follow_ups.withdraw_with"),
        refused("placement_undone_leaves_no_follow_up"),
    ):
        undo(child, by)


def test_what_is_typed_for_an_undone_placement_never_comes_to_the_next_one(client, by):
    child = returned()
    first = place(child, by)
    undo(child, by)
    second = place(child, by)
    url = reverse("child-contact", args=[child.reference, first.pk])
    client.force_login(by)

    sent = client.post(url, {"version": second.version, "contact": "+992 00 000 0009"})

    assert sent.status_code == 409
    assert "This placement was undone." in sent.content.decode()
    assert "+992 00 000 0009" in sent.content.decode()  # what was typed stays
    assert client.get(url).status_code == 404
    assert child.placements.get().contact == ""
    with refused("placement_undone_stays"):
        execute("UPDATE cases_placement SET contact = 'x' WHERE id = %s", first.pk)
