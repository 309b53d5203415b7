"""What the database refuses of families that move to another agreement, whoever writes."""

import pytest
from django.utils import timezone

from cases.casework import registration
from cases.models import AgreementChange, Assessment, Child, FormerReference, Mother
from cases.vocabulary import Role, Stage
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def syria():
    factories.agreement()
    return factories.bare_agreement()


@pytest.fixture
def mother(syria):
    return factories.family(1)


def new(mother, to, **fields):
    given = {
        "mother": mother,
        "moves_from": mother.agreement,
        "moves_to": to,
        "reason": "The camp is in Syria.",
        "asked_by": factories.user(Role.CASEWORKER),
        "asked_at": timezone.now(),
        **fields,
    }
    return AgreementChange.objects.bulk_create([AgreementChange(**given)])[0]


def answered(word="approved", by=None):
    person = by or factories.user(Role.REVIEWER)
    return {f"{word}_by": person, f"{word}_at": timezone.now()}


def keep(change, record):
    child = record if isinstance(record, Child) else None
    FormerReference.objects.bulk_create(
        [
            FormerReference(
                reference=record.reference, mother=change.mother, child=child, change=change
            )
        ]
    )


def approved(mother, to):
    change = new(mother, to)
    is_now(change, **answered())
    return change


def moved(mother, to):
    """Move a mother by plain SQL, as the act does."""
    change = approved(mother, to)
    keep(change, mother)
    for child in mother.children.all():
        keep(change, child)
    is_now(mother, agreement=to, reference="TJ-SY-9001")
    return change


def test_request_comes_before_its_approval(mother, syria):
    with refused("agreement_change_starts_asked"):
        new(mother, syria, **answered())


def test_nobody_approves_what_they_asked(mother, syria):
    change = new(mother, syria)

    with refused("agreement_change_approved_by_another"):
        is_now(change, **answered(by=change.asked_by))


@pytest.mark.parametrize(
    ("fields", "guard"),
    [
        ({"reason": ""}, "agreement_change_has_a_reason"),
        ({"dropped_at": factories.NOON}, "agreement_change_dropped_whole"),
        ({"approved_at": factories.NOON}, "agreement_change_approved_whole"),
    ],
)
def test_request_is_whole(mother, syria, fields, guard):
    execute("SET LOCAL session_replication_role = replica")

    with refused(guard):
        new(mother, syria, **fields)


def test_request_is_approved_or_dropped(mother, syria):
    change = new(mother, syria)

    with refused("agreement_change_approved_or_dropped"):
        is_now(change, **answered(), **answered("dropped"))


def test_request_to_the_same_agreement_is_none(mother):
    with refused("agreement_change_to_another"):
        new(mother, mother.agreement)


def test_one_request_waits_for_one_family(mother, syria):
    new(mother, syria)

    with refused("agreement_change_asked_once"):
        new(mother, syria)


def test_terms_and_answers_stay(mother, syria):
    change = new(mother, syria)
    with refused("agreement_change_terms_stay"):
        is_now(change, reason="Another one.")
    is_now(change, **answered("dropped"))

    with refused("agreement_change_answer_stays"):
        is_now(change, dropped_by=None, dropped_at=None)
    with refused("no_delete"):
        change.delete()


def test_approval_without_the_move_is_refused(mother, syria):
    with refused("agreement_change_moves_the_family"):
        approved(mother, syria)


@pytest.mark.parametrize("what", ["agreement", "reference", "both"])
def test_mother_does_not_move_by_herself(mother, syria, what):
    fields = {"agreement": syria, "reference": "TJ-SY-9001"}

    with refused("mother_agreement_stays"):
        is_now(mother, **({what: fields[what]} if what != "both" else fields))


def test_mother_moves_only_to_where_it_was_approved(mother, syria):
    turkey = factories.bare_agreement("TR")

    with refused("mother_agreement_stays"):
        keep(approved(mother, syria), mother)
        is_now(mother, agreement=turkey, reference="TJ-TR-9001")


def test_family_is_not_split(mother, syria):
    with refused("child_under_its_mothers_agreement"):
        moved(mother, syria)


@pytest.mark.parametrize("fields", [{"agreement": True}, {"reference": "TJ-IQ-9001-1"}])
def test_child_does_not_move_without_the_family(mother, syria, fields):
    child = mother.children.get()

    with refused("child_reference_stays"):
        is_now(child, **({"agreement": syria} if "agreement" in fields else fields))


def test_child_of_a_moved_family_is_numbered_under_it(mother, syria):
    child = mother.children.get()

    with refused("child_under_its_mothers_agreement"):
        moved(mother, syria)
        is_now(child, agreement=syria, reference="TJ-IQ-9001-1")


def test_child_is_registered_under_the_agreement_of_the_mother(mother, syria):
    execute("SET CONSTRAINTS ALL DEFERRED")

    with refused("child_under_its_mothers_agreement"):
        execute(
            "INSERT INTO cases_child (version, person_id, mother_id, reference, agreement_id,"
            " father_name, father_status, father_evidence, stage, stage_since, registered_on,"
            " registered_by_id) SELECT 1, p.id, m.id, m.reference || '-7', %s, '', 'unknown', '',"
            " 'registered', now(), now(), c.registered_by_id FROM cases_mother m"
            " JOIN cases_child c ON c.mother_id = m.id, cases_person p WHERE m.id = %s"
            " AND p.id = (SELECT max(person_id) FROM cases_mother) LIMIT 1",
            syria.pk,
            factories.family(1).pk,
        )


@pytest.mark.parametrize("stage", [Stage.ELIGIBLE])
def test_child_who_was_decided_on_stays(mother, syria, stage):
    child = mother.children.get()
    factories.bring_to(child, stage)

    with refused("child_agreement_stays"):
        moved(mother, syria)
        is_now(child, agreement=syria, reference="TJ-SY-9001-1")


def test_reference_is_never_given_again(mother, syria):
    former = mother.reference
    child = mother.children.get()
    change = moved(mother, syria)
    is_now(child, agreement=syria, reference="TJ-SY-9001-1")

    with refused("reference_given_once"):
        Mother.objects.bulk_create([_another(former)])
    with refused("append_only"):
        change.former_references.update(reference="TJ-IQ-9999")
    with refused("append_only"):
        change.former_references.all().delete()


def _another(reference):
    other = factories.family(1, name="Саида Каримова")
    person = registration._person(factories.mother_facts("Зебо").person, sex="f")
    return Mother(person=person, reference=reference, team=other.team, agreement=other.agreement)


def test_former_reference_was_hers(mother, syria):
    change = new(mother, syria)

    with refused("former_reference_was_hers"):
        FormerReference.objects.create(reference="TJ-IQ-9999", mother=mother, change=change)


def test_assessment_is_decided_or_set_aside(mother):
    child = mother.children.get()
    factories.bring_to(child, Stage.VERIFIED)
    factories.assess(child)
    Assessment.objects.update(set_aside_at=timezone.now())

    with refused("assessment_set_aside_stays"):
        Assessment.objects.update(set_aside_at=None)
