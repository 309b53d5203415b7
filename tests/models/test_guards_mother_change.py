"""What the database refuses of children who come under another mother, whoever writes."""

import pytest
from django.utils import timezone

from cases.casework import mother_changes
from cases.models import Child, Fee, FormerReference, MotherChange, MovedChild
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother():
    return factories.family(2)


@pytest.fixture
def other():
    return factories.family(1, name="Саида Каримова")


@pytest.fixture
def child(mother):
    return mother.children.order_by("pk").first()


def new(mother, to, *children, **fields):
    given = {
        "moves_from": mother,
        "moves_to": to,
        "reason": "The court file names another mother.",
        "asked_by": factories.user(Role.CASEWORKER),
        "asked_at": timezone.now(),
        **fields,
    }
    change = MotherChange.objects.bulk_create([MotherChange(**given)])[0]
    MovedChild.objects.bulk_create(MovedChild(change=change, child=each) for each in children)
    return change


def answered(word="approved", by=None):
    return {f"{word}_by": by or factories.user(Role.REVIEWER), f"{word}_at": timezone.now()}


def keep(change, child):
    return FormerReference.objects.bulk_create(
        [
            FormerReference(
                reference=child.reference,
                mother=change.moves_from,
                child=child,
                mother_change=change,
            )
        ]
    )


def moved(child, to, change):
    """Move a child by plain SQL, as the act does."""
    keep(change, child)
    is_now(child, mother=to, reference=f"{to.reference}-901")


def moved_before(mother, other, child):
    """Move a child there and back by the acts; return the first, which stays approved."""
    first = None
    for old, to in ((mother, other), (other, mother)):
        old.refresh_from_db()
        change = mother_changes.ask(
            mother=old,
            version=old.version,
            by=factories.user(Role.CASEWORKER),
            on=DAY,
            children=[child],
            to=to,
            reason="So it is.",
        )
        first = first or change
        old.refresh_from_db()
        reviewer = factories.user(Role.REVIEWER)
        mother_changes.approve(mother=old, version=old.version, by=reviewer, on=DAY)
    child.refresh_from_db()
    return first


def test_child_does_not_come_under_another_mother_alone(other, child):
    with refused("child_mother_stays"):
        is_now(child, mother=other)
    with refused("child_mother_stays"):
        is_now(child, mother=other, reference=f"{other.reference}-901")


def test_request_alone_moves_nobody(mother, other, child):
    with refused("child_mother_stays"):
        moved(child, other, new(mother, other, child))


def test_approval_moves_the_children_it_names_and_no_other(mother, other, child):
    sibling = mother.children.order_by("pk").last()

    with refused("child_mother_stays"):
        change = new(mother, other, child)
        is_now(change, **answered())
        moved(sibling, other, change)
    with refused("mother_change_moves_children"):
        is_now(new(mother, other, child), **answered())
    with refused("mother_change_moves_children"):
        new(mother, other)


def test_approval_of_an_earlier_step_moves_nobody(mother, other, child):
    change = moved_before(mother, other, child)
    with factories.past_the_guards():
        execute("UPDATE cases_motherchangeevent SET pgh_created_at = now() - interval '1 day'")

    with refused("child_mother_stays"):
        moved(child, other, change)


def test_child_moves_only_where_it_was_approved(mother, other, child):
    third = factories.family(1, name="Гулнора Назарова")

    with refused("child_mother_stays"):
        change = new(mother, other, child)
        is_now(change, **answered())
        moved(child, third, change)


def test_child_is_numbered_under_the_other_mother(mother, other, child):
    with refused("child_under_its_mothers_agreement"):
        change = new(mother, other, child)
        is_now(change, **answered())
        keep(change, child)
        is_now(child, mother=other, reference=f"{mother.reference}-901")


def test_reference_is_given_up_with_the_move_and_never_given_again(mother, other, child):
    with refused("former_reference_given_up"):
        keep(new(mother, other, child), child)
    former = child.reference
    moved_before(mother, other, child)

    with refused("reference_given_once"):
        change = new(mother, other, child)
        is_now(change, **answered())
        keep(change, child)
        is_now(child, mother=other, reference=f"{other.reference}-2")
    assert Child.objects.called(former).get() == child


def test_former_reference_is_of_one_change(mother, other, child):
    with refused("former_reference_of_one_change"):
        FormerReference.objects.bulk_create(
            [FormerReference(reference=child.reference, mother=mother, child=child)]
        )


def test_children_are_named_with_the_request(mother, other, child):
    change = mother_changes.ask(
        mother=mother,
        version=mother.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        children=[child],
        to=other,
        reason="So it is.",
    )
    with refused("moved_child_asked_with_it"):
        new(other, mother, child)
    with refused("append_only"):
        change.moved.all().delete()
    execute("SET LOCAL session_replication_role = replica")
    with refused("moved_child_once"):
        MovedChild.objects.bulk_create([MovedChild(change=change, child=child)])


@pytest.mark.parametrize(
    ("fields", "guard"),
    [
        ({"reason": ""}, "mother_change_has_evidence"),
        ({"reason": "  "}, "mother_change_has_evidence"),
        ({"new_name": "Зул\u202eфия"}, "mother_change_without_controls"),
        ({"dropped_at": factories.NOON}, "mother_change_dropped_whole"),
        ({"approved_at": factories.NOON}, "mother_change_approved_whole"),
        ({"to": "from"}, "mother_change_to_another"),
        (
            {"to": None, **dict.fromkeys(("approved_by",), True)},
            "mother_change_approved_to_somebody",
        ),
    ],
)
def test_request_is_whole(mother, other, child, fields, guard):
    to = {"from": mother, "to": other, None: None}[fields.pop("to", "to")]
    if fields.get("approved_by"):
        fields = answered()
    execute("SET LOCAL session_replication_role = replica")

    with refused(guard):
        new(mother, to, child, **fields)


def test_request_is_made_once_and_answered_once(mother, other, child):
    with refused("mother_change_starts_asked"):
        new(mother, other, child, **answered())
    change = new(mother, other, child)
    with refused("mother_change_asked_once"):
        new(mother, other, child)
    with refused("mother_change_approved_by_another"):
        is_now(change, **answered(by=change.asked_by))
    with refused("mother_change_approved_or_dropped"):
        is_now(change, **answered(), **answered("dropped"))
    with refused("mother_change_terms_stay"):
        is_now(change, reason="Another one.")
    with refused("mother_change_terms_stay"):
        is_now(change, moves_to=factories.family(1, name="Гулнора Назарова"))
    is_now(change, **answered("dropped"))
    with refused("mother_change_answer_stays"):
        is_now(change, dropped_by=None, dropped_at=None)
    with refused("no_delete"):
        execute("DELETE FROM cases_motherchange")


def test_evidence_is_of_one_of_the_families(mother, other, child):
    strange = factories.document(factories.child())

    with refused("mother_change_document_of_the_families"):
        new(mother, other, child, document=strange)
    new(mother, other, child, document=factories.document(other))


def test_money_on_its_way_keeps_a_child_where_it_is(other):
    factories.batch()
    child = Fee.objects.filter(status="batched").first().child

    with refused("child_mother_no_money_on_its_way"):
        change = new(child.mother, other, child)
        is_now(change, **answered())
        moved(child, other, change)


def test_no_child_leaves_a_family_that_travels(other):
    travelling = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, *travelling)
    factories.lock(flight)

    with refused("no_sibling_left_behind"):
        change = new(travelling[0].mother, other, travelling[0])
        is_now(change, **answered())
        moved(travelling[0], other, change)
