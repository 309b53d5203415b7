"""A family registered under the wrong agreement is moved as a whole, by two people."""

import pytest

from cases.casework import agreement_changes, closings, registration
from cases.casework.agreement_changes import CannotMoveFamily
from cases.casework.editing import Stale
from cases.models import AgreementChange, Assessment, Child, Fee, FormerReference
from cases.queries.search import search
from cases.vocabulary import (
    Act,
    ClosedReason,
    Decision,
    DueEvent,
    Reason,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def syria():
    factories.agreement()
    return factories.bare_agreement()


@pytest.fixture
def mother():
    return factories.family(2)


def ask(mother, to, by=None):
    mother.refresh_from_db()
    return agreement_changes.ask(
        mother=mother,
        version=mother.version,
        by=by or factories.user(Role.CASEWORKER),
        on=DAY,
        to=to,
        reason="The camp is in Syria.",
    )


def approve(mother, by=None, on=DAY):
    mother.refresh_from_db()
    reviewer = by or factories.user(Role.REVIEWER)
    agreement_changes.approve(mother=mother, version=mother.version, by=reviewer, on=on)
    mother.refresh_from_db()


def move(mother, to):
    ask(mother, to)
    approve(mother)


def test_whole_family_moves_under_new_references(mother, syria):
    former = mother.reference

    move(mother, syria)

    assert (mother.agreement, mother.reference[:6]) == (syria, "TJ-SY-")
    moved = list(mother.children.order_by("pk"))
    assert [child.reference for child in moved] == [
        f"{mother.reference}-{number}" for number in (1, 2)
    ]
    assert {child.agreement for child in moved} == {syria}
    assert list(FormerReference.objects.values_list("reference", flat=True)) == [
        former,
        f"{former}-1",
        f"{former}-2",
    ]
    entries = moved[0].journal.filter(act__in=(Act.ASK_AGREEMENT, Act.AGREEMENT)).order_by("pk")
    assert [(entry.act, entry.detail) for entry in entries] == [
        (Act.ASK_AGREEMENT, syria.slug),
        (Act.AGREEMENT, f"{former}-1"),
    ]


def test_next_child_is_numbered_under_the_new_reference(mother, syria):
    move(mother, syria)

    added = registration.add_child(
        mother=mother,
        child=factories.child_facts("Сумая"),
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )

    assert (added.reference, added.agreement) == (f"{mother.reference}-3", syria)


def test_next_family_is_never_given_a_former_reference(mother, syria):
    former = mother.reference
    move(mother, syria)

    other = factories.family(1)

    assert other.reference not in (former, mother.reference)


def test_fee_of_the_new_agreement_is_due_by_its_own_event(mother, syria):
    child = mother.children.first()
    factories.bring_to(child, Stage.VERIFIED)
    factories.fee_schedule(syria, amount=500, currency="EUR", due_event=DueEvent.VERIFIED)

    move(mother, syria)

    fee = Fee.objects.get()
    assert (fee.child, fee.agreement, fee.amount, fee.currency) == (child, syria, 500, "EUR")


def test_undecided_assessment_is_set_aside_and_made_anew(client, mother, syria):
    child = mother.children.first()
    factories.bring_to(child, Stage.VERIFIED)
    factories.assess(child)

    move(mother, syria)

    assessment = Assessment.objects.get()
    client.force_login(factories.user(Role.REVIEWER))
    page = client.get(assessment.get_absolute_url()).content.decode()
    assert (assessment.set_aside_at is None, assessment.decided) == (False, None)
    assert "Set aside: the family moved to another agreement" in page
    assert "Your decision" not in page
    assert not Assessment.objects.undecided().exists()


@pytest.mark.parametrize("decided", [Decision.ELIGIBLE, Decision.DEFERRED, Decision.INELIGIBLE])
def test_family_with_a_decision_on_one_child_stays(mother, syria, decided):
    child = mother.children.last()
    factories.bring_to(child, Stage.VERIFIED)
    factories.decide(child, decided)

    with pytest.raises(CannotMoveFamily) as refusal:
        ask(mother, syria)

    assert f"The eligibility of {child.reference} has been decided." in str(refusal.value)


def test_decision_between_request_and_approval_keeps_the_family(mother, syria):
    ask(mother, syria)
    child = mother.children.last()
    factories.bring_to(child, Stage.ELIGIBLE)

    with pytest.raises(CannotMoveFamily) as refusal:
        approve(mother)

    mother.refresh_from_db()
    assert "before the first decision on any of its children" in str(refusal.value)
    assert mother.agreement != syria


def test_asker_cannot_approve_and_nobody_decides_twice(mother, syria):
    reviewer = factories.user(Role.REVIEWER)
    ask(mother, syria, by=reviewer)

    with pytest.raises(CannotMoveFamily, match="A second person must approve it"):
        approve(mother, by=reviewer)
    approve(mother)
    with pytest.raises(CannotMoveFamily, match="No move to another agreement is requested"):
        approve(mother)


@pytest.mark.parametrize("to", ["same", "ended"])
def test_family_moves_to_another_open_agreement_only(mother, syria, to):
    syria.status = "ended"
    target = mother.agreement if to == "same" else syria

    with pytest.raises(CannotMoveFamily, match="Choose another agreement that is open"):
        ask(mother, target)


def test_second_request_waits_for_the_first(mother, syria):
    ask(mother, syria)

    with pytest.raises(CannotMoveFamily, match="Already requested"):
        ask(mother, syria)


def test_request_that_is_sent_back_moves_nobody_and_can_be_made_again(mother, syria):
    ask(mother, syria)
    mother.refresh_from_db()

    agreement_changes.send_back(
        mother=mother,
        version=mother.version,
        by=factories.user(Role.REVIEWER),
        on=DAY,
        reason=Reason.MISTAKE,
    )
    move(mother, syria)

    assert AgreementChange.objects.filter(dropped_by__isnull=False).count() == 1
    assert mother.agreement == syria


def test_request_is_withdrawn_by_who_made_it_alone(mother, syria):
    officer, another = (factories.user(Role.CASEWORKER) for _ in range(2))
    ask(mother, syria, by=officer)
    mother.refresh_from_db()
    typed = {"mother": mother, "version": mother.version, "on": DAY}

    with pytest.raises(CannotMoveFamily, match=f"{officer} requested this, and withdraws it"):
        agreement_changes.withdraw(by=another, **typed)
    agreement_changes.withdraw(by=officer, **typed)
    mother.refresh_from_db()
    with pytest.raises(CannotMoveFamily, match="No move to another agreement is requested"):
        agreement_changes.withdraw(by=officer, **typed | {"version": mother.version})

    assert AgreementChange.objects.get().dropped_by == officer
    assert {c.journal.filter(act=Act.DROP_AGREEMENT).count() for c in mother.children.all()} == {1}
    move(mother, syria)
    assert mother.agreement == syria


def test_record_changed_after_the_request_was_read_is_told(mother, syria):
    ask(mother, syria)
    mother.refresh_from_db()

    with pytest.raises(Stale):
        agreement_changes.approve(
            mother=mother, version=mother.version - 1, by=factories.user(Role.REVIEWER), on=DAY
        )


def test_closing_that_was_asked_for_is_asked_again(mother, syria):
    child, officer = mother.children.first(), factories.user(Role.CASEWORKER)
    closings.ask_to_close(
        child=child, version=child.version, by=officer, on=DAY, reason=ClosedReason.ERROR
    )

    move(mother, syria)

    child.refresh_from_db()
    assert child.closing_asked_by is None


def test_family_moves_back_and_every_reference_it_had_finds_it(mother, syria):
    first, iraq = mother.reference, mother.agreement
    move(mother, syria)
    second = mother.reference
    move(mother, iraq)

    reviewer = factories.user(Role.REVIEWER)
    for typed in (first, second, mother.reference, first.removeprefix("TJ-IQ-")):
        result = search(typed, by=reviewer)
        assert [each.mother for each in result.mothers] == [mother], typed
        assert len(result.children) == 2
    assert [each.row.child.reference for each in search(f"{first}-2", by=reviewer).children] == [
        f"{mother.reference}-2"
    ]
    assert first != mother.reference


def test_former_reference_leads_nobody_to_a_family_of_another_team(mother, syria):
    former = mother.reference
    move(mother, syria)

    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Mosul desk"))

    assert search(former, by=stranger).people == 0
    assert not Child.objects.visible_to(stranger).called(former).exists()
