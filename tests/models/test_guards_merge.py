"""What the database refuses of merges, whoever writes: each guard by its name."""

import pytest
from django.utils import timezone

from cases.models import (
    AgreementChange,
    Child,
    Merge,
    MergedRow,
    MotherChange,
    MovedChild,
    Note,
)
from cases.vocabulary import Role, Stage
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


def by(verb, person=None):
    return {f"{verb}_by": person or factories.user(Role.REVIEWER), f"{verb}_at": timezone.now()}


def new(keeps, gives_up, **fields):
    given = {"reason": "One child.", **by("asked", gives_up.closing_asked_by), **fields}
    return Merge.objects.bulk_create([Merge(keeps=keeps, gives_up=gives_up, **given)])[0]


@pytest.fixture
def asked():
    return factories.ask_merge()


@pytest.fixture
def made():
    asked = factories.ask_merge()
    Note.objects.create(child=asked.gives_up, text="Seen.", by=asked.asked_by)
    return factories.merge(asked)


def test_a_merge_is_of_one_child_with_its_closing_and_one_at_a_time(asked):
    keeps, gives_up = asked.keeps, Child.objects.get(pk=asked.gives_up_id)

    with refused("merge_one_at_a_time"):
        new(keeps, gives_up)
    with refused("merge_of_one_child"):
        new(factories.child(), gives_up)
    with refused("merge_dropped_with_its_closing"):
        is_now(asked, **by("dropped"))
    with factories.past_the_guards():
        is_now(asked, **by("dropped"))
    with refused("merge_with_its_closing"):
        new(gives_up, keeps, **by("asked"))
    with refused("merge_has_a_reason"):
        new(keeps, gives_up, reason=" ")
    with refused("merge_takes_known_facts"):
        new(keeps, gives_up, taken=["mother"])
    with refused("merge_starts_asked"):
        new(keeps, gives_up, **by("approved"))
    with refused("merge_says_when_it_moved"):
        new(keeps, gives_up, moved_at=timezone.now())


def test_what_was_asked_stays_and_another_approves(asked):
    with refused("merge_terms_stay"):
        is_now(asked, taken=["sex"])
    with refused("merge_approved_by_another"):
        is_now(asked, **by("approved", asked.asked_by))
    with refused("merge_undone_after_it_was_made"):
        is_now(asked, undo_reason="Twins.", **by("undo_asked"))


def test_an_approval_closes_the_case_and_a_closing_is_approved_with_its_merge(asked):
    with refused("merge_is_made"):
        is_now(asked, **by("approved"))
    given, now = Child.objects.get(pk=asked.gives_up_id), timezone.localdate()
    with refused("child_closed_with_its_merge"):
        is_now(
            given,
            stage=Stage.CLOSED,
            stage_since=now,
            stage_entered_on=now,
            closed_on=now,
            closed_reason="duplicate",
            **by("closing_approved"),
        )


def test_no_number_under_way_is_given_up(asked):
    with factories.past_the_guards():
        is_now(asked.keeps, stage=Stage.BOOKED, verified_by=factories.user(Role.REVIEWER))
    with refused("merge_off_a_journey"):
        is_now(asked, **by("approved"))


def test_nothing_moves_but_by_an_approved_merge(made):
    note = Note.objects.get(child=made.keeps)

    with refused("note_keys_stay"):
        is_now(note, child=made.gives_up)
    with refused("merged_row_of_its_merge"):
        MergedRow.objects.create(
            merge=made, of_table="cases_note", row=note.pk, was={}, became={}, at=timezone.now()
        )
    with refused("append_only"):
        MergedRow.objects.update(was={})


def test_a_merged_case_is_opened_by_undoing_alone(made):
    given = Child.objects.get(pk=made.gives_up_id)

    with refused("child_reopened_only_when_approved"):
        is_now(given, stage=Stage.REGISTERED, closed_on=None, closed_reason=None)
    with refused("merge_undoing_approved_by_another"):
        is_now(made, undo_reason="Twins.", **by("undo_asked", made.asked_by))
        is_now(made, **by("undo_approved", made.asked_by))
    is_now(made, undo_reason="Twins.", **by("undo_asked"))
    with refused("child_stage_since_journalled"):
        is_now(made, **by("undo_approved"))


def test_what_cannot_be_parted_stays_merged(made):
    is_now(made, undo_reason="Twins.", **by("undo_asked"))
    note = Note.objects.get(child=made.keeps)
    with factories.past_the_guards():
        execute("UPDATE cases_note SET child_id = %s WHERE id = %s", factories.child().pk, note.pk)
    with refused("merge_rows_can_be_parted"):
        is_now(made, **by("undo_approved"))


def move_asked(child):
    """Write around Python that a child comes under another mother."""
    asker = factories.user(Role.CASEWORKER)
    change = MotherChange.objects.bulk_create(
        [
            MotherChange(
                moves_from=child.mother,
                moves_to=factories.family(1, name="Саида Каримова"),
                reason="Court file.",
                **by("asked", asker),
            )
        ]
    )[0]
    MovedChild.objects.bulk_create([MovedChild(change=change, child=child)])


def family_move_asked(child):
    """Write around Python that the family of a child moves to another agreement."""
    AgreementChange.objects.bulk_create(
        [
            AgreementChange(
                mother=child.mother,
                moves_from=child.agreement,
                moves_to=factories.bare_agreement("SY"),
                reason="Camp.",
                **by("asked", factories.user(Role.CASEWORKER)),
            )
        ]
    )


def test_who_waits_to_be_merged_or_can_be_parted_comes_under_nobody_else(asked):
    for _state in ("waits", "stands"):
        for child in (asked.keeps, Child.objects.get(pk=asked.gives_up_id)):
            with refused("moved_child_not_merged"):
                move_asked(child)
            with refused("agreement_change_not_merged"):
                family_move_asked(child)
        if not asked.approved_by_id:
            asked = factories.merge(asked)


@pytest.mark.parametrize("move", [move_asked, family_move_asked])
def test_nobody_is_merged_who_waits_to_come_under_somebody_else(move):
    keeps, gives_up = factories.same_child(factories.child(), factories.child())
    move(gives_up)
    with factories.past_the_guards():
        is_now(gives_up, closing_reason="duplicate", duplicate_of=keeps, **by("closing_asked"))
    gives_up.refresh_from_db()
    with refused("merge_of_who_stays"):
        new(keeps, gives_up)
