"""Children who were registered under another woman come under their mother, by two people."""

import pytest

from cases.casework import agreement_changes, duplicates, mother_changes, registration
from cases.casework.editing import Stale
from cases.casework.mother_changes import CannotMoveChildren
from cases.models import Child, Fee, FormerReference, Mother, MotherChange
from cases.queries.case_files import case_file
from cases.queries.mother_changes import Move, following, move_of
from cases.vocabulary import Act, DuplicateVerdict, FeeStatus, NameKind, Reason, Role, Stage
from tests import factories
from tests.factories import DAY

WHY = "The court file names another mother."


@pytest.fixture
def mother(db):
    return factories.family(2)


@pytest.fixture
def other(db):
    return factories.family(1, name="Саида Каримова")


def ask(mother, *children, to, by=None, **said):
    mother.refresh_from_db()
    return mother_changes.ask(
        mother=mother,
        version=mother.version,
        by=by or factories.user(Role.CASEWORKER),
        on=DAY,
        children=children or tuple(mother.children.all()),
        to=to,
        **{"reason": WHY} | said,
    )


def approve(mother, by=None):
    mother.refresh_from_db()
    reviewer = by or factories.user(Role.REVIEWER)
    return mother_changes.approve(mother=mother, version=mother.version, by=reviewer, on=DAY)


def moved(mother, *children, to, **said):
    ask(mother, *children, to=to, **said)
    return approve(mother)


def sentences(mother, *children, to):
    with pytest.raises(CannotMoveChildren) as refusal:
        ask(mother, *children, to=to)
    return str(refusal.value)


def test_child_moves_under_a_new_reference_and_the_old_one_opens_the_case(mother, other):
    child, sibling = mother.children.order_by("pk")
    former = child.reference

    moved(mother, child, to=other)

    child.refresh_from_db()
    assert (child.mother, child.reference) == (other, f"{other.reference}-2")
    assert Child.objects.called(former).get() == child
    assert FormerReference.objects.get().reference == former
    assert list(mother.children.all()) == [sibling]
    entries = child.journal.filter(act__in=(Act.ASK_MOTHER, Act.MOTHER)).order_by("pk")
    assert [(entry.act, entry.detail) for entry in entries] == [
        (Act.ASK_MOTHER, other.reference),
        (Act.MOTHER, former),
    ]
    assert not child.restatements.exists()


def test_child_who_moves_back_is_numbered_anew_and_each_number_opens_the_case(mother, other):
    child = mother.children.order_by("pk").first()
    numbers = [child.reference]

    for old, new in ((mother, other), (other, mother), (mother, other)):
        moved(old, child, to=new)
        child.refresh_from_db()
        numbers.append(child.reference)

    assert len(set(numbers)) == 4
    assert {Child.objects.called(number).get() for number in numbers} == {child}
    added = registration.add_child(
        mother=mother,
        child=factories.child_facts("Нав"),
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )
    assert added.reference == f"{mother.reference}-4"


def test_family_is_split_under_a_mother_who_is_registered_with_the_approval(mother):
    child = mother.children.order_by("pk").last()

    ask(mother, child, to=None, new_name="Зулфия Назарова")
    before = Mother.objects.count()
    to = approve(mother)

    child.refresh_from_db()
    assert Mother.objects.count() == before + 1
    assert (child.mother, child.reference) == (to, f"{to.reference}-1")
    assert (to.team, to.agreement) == (mother.team, mother.agreement)
    name = to.person.names.get()
    assert (name.text, name.kind, name.is_primary) == ("Зулфия Назарова", NameKind.FAMILY, True)


def test_two_records_are_joined_and_the_one_that_is_left_stays(mother, other):
    moved(mother, to=other)

    numbers = {child.reference for child in other.children.all()}
    assert numbers == {f"{other.reference}-{number}" for number in (1, 2, 3)}
    assert not mother.children.exists()
    assert Mother.objects.filter(pk=mother.pk).exists()


def test_evidence_is_a_document_on_file_or_a_reason(mother, other):
    child = mother.children.first()

    with pytest.raises(CannotMoveChildren, match="Choose a document or say how it is known"):
        ask(mother, child, to=other, reason=" ")
    change = ask(mother, child, to=other, reason="", document=factories.document(child))

    assert change.document is not None


def test_refused_while_it_cannot_be(mother, other):
    child = mother.children.first()
    elsewhere = factories.family(1, under=factories.second_agreement())

    assert "Choose at least one child" in _refused(mother, (), other)
    assert "Choose another mother" in sentences(mother, child, to=mother)
    assert "two agreements" in sentences(mother, child, to=elsewhere)
    assert "not a child of this record" in sentences(mother, other.children.get(), to=other)
    assert "Correct the mother" in sentences(mother, to=None)
    assert not MotherChange.objects.exists()


def _refused(mother, children, to):
    with pytest.raises(CannotMoveChildren) as refusal:
        mother_changes.ask(
            mother=mother,
            version=mother.version,
            by=factories.user(Role.CASEWORKER),
            on=DAY,
            children=children,
            to=to,
            reason=WHY,
        )
    return str(refusal.value)


def test_refused_for_a_mother_of_another_age(mother):
    young = factories.family(1, name="Саида Каримова")
    with factories.past_the_guards():
        type(young.person).objects.filter(pk=young.person_id).update(
            born_earliest="2010-01-01", born_latest="2010-12-31"
        )
    young.refresh_from_db()

    assert "fewer than 10 years apart" in sentences(mother, mother.children.first(), to=young)


def test_refused_while_one_of_the_families_travels(other):
    travelling = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, *travelling)
    mother = travelling[0].mother

    ask(mother, travelling[0], to=other)
    factories.lock(flight)
    with pytest.raises(CannotMoveChildren, match=f"travels on {flight}.*is locked"):
        approve(mother)

    assert "is locked" in sentences(other, to=mother)


def test_refused_while_money_is_on_its_way(other):
    factories.batch()
    child = Fee.objects.filter(status=FeeStatus.BATCHED).first().child

    assert f"Money for {child} is on its way" in sentences(child.mother, child, to=other)


def test_refused_while_a_move_of_a_family_waits(mother, other):
    ask(mother, mother.children.first(), to=other)
    assert "Already requested" in sentences(mother, to=other)

    other.refresh_from_db()
    agreement_changes.ask(
        mother=other,
        version=other.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        to=factories.bare_agreement(),
        reason="The camp is in Syria.",
    )

    with pytest.raises(CannotMoveChildren, match="another agreement waits"):
        approve(mother)


def test_nobody_approves_the_own_request_nor_withdraws_anothers(mother, other):
    officer = factories.user(Role.REVIEWER)
    ask(mother, mother.children.first(), to=other, by=officer)

    with pytest.raises(CannotMoveChildren, match="A second person must approve"):
        approve(mother, by=officer)
    with pytest.raises(CannotMoveChildren, match="withdraws it"):
        mother_changes.withdraw(
            mother=mother, version=mother.version, by=factories.user(Role.CASEWORKER), on=DAY
        )


def test_request_is_withdrawn_or_sent_back_and_made_again(mother, other):
    officer, child = factories.user(Role.CASEWORKER), mother.children.first()
    ask(mother, child, to=other, by=officer)
    mother.refresh_from_db()
    mother_changes.withdraw(mother=mother, version=mother.version, by=officer, on=DAY)
    ask(mother, child, to=other)
    mother.refresh_from_db()
    mother_changes.send_back(
        mother=mother,
        version=mother.version,
        by=factories.user(Role.REVIEWER),
        on=DAY,
        reason=Reason.INCOMPLETE,
    )

    moved(mother, child, to=other)

    acts = [entry.act for entry in child.journal.order_by("pk")][1:]
    assert acts == [
        *(Act.ASK_MOTHER, Act.DROP_MOTHER, Act.ASK_MOTHER, Act.RETURN),
        *(Act.ASK_MOTHER, Act.MOTHER),
    ]


def test_who_read_an_earlier_record_is_told(mother, other):
    child, stale = mother.children.first(), mother.version
    ask(mother, child, to=other)
    reviewer = factories.user(Role.REVIEWER)

    with pytest.raises(Stale):
        mother_changes.approve(mother=mother, version=stale, by=reviewer, on=DAY)
    approve(mother)
    with pytest.raises(Stale):
        mother_changes.approve(mother=mother, version=stale + 1, by=reviewer, on=DAY)


def test_word_of_a_woman_who_is_not_the_mother_counts_no_longer(other):
    child = factories.cleared_family(1)[0]
    given = child.consents.get()
    change = ask(child.mother, child, to=other)
    found = following(move_of(change))

    approve(child.mother)

    child.refresh_from_db()
    assert found.words == (given,)
    assert not found.is_one_woman
    assert child.stage == Stage.ELIGIBLE
    assert not all(track.is_met for track in case_file(child, on=DAY).consents)
    assert child.consents.get() == given  # it stays on record


def test_word_of_the_same_woman_goes_on_counting(other):
    child = factories.cleared_family(1)[0]
    mother = child.mother
    duplicates.remember(
        mother.person,
        other,
        DuplicateVerdict.SAME,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )

    moved(mother, child, to=other)

    child.refresh_from_db()
    assert child.stage == Stage.CLEARED
    assert all(track.is_met for track in case_file(child, on=DAY).consents)


def test_exception_agreed_for_the_siblings_until_now_is_shown(other):
    first, second = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, first)
    factories.excuse(flight, second)

    (exception,) = following(Move(first.mother, (second,), other)).exceptions

    assert (exception.child, exception.movement) == (second, flight)


def test_child_keeps_a_place_that_is_proposed(mother):
    travelling = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, *travelling)
    to = factories.family(1, name="Саида Каримова")
    duplicates.remember(
        travelling[0].mother.person,
        to,
        DuplicateVerdict.SAME,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
    )

    change = ask(travelling[0].mother, travelling[0], to=to)
    found = following(move_of(change))
    approve(travelling[0].mother)

    assert {seat.child for seat in found.seats} == set(travelling)
    assert not found.exceptions
    assert flight.passengers.filter(status="proposed").count() == 2
