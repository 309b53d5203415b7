"""Kinship claims: several side by side, each with evidence and another person's decision."""

import datetime
import uuid

import pytest

from cases.casework import kinship
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.models import Person
from cases.queries.kinship import competing_claims, known_kin, with_competing_claims
from cases.vocabulary import ClaimStatus, Relation, Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute
from tests.reading import rows_read

pytestmark = pytest.mark.django_db
TOMORROW = DAY + datetime.timedelta(days=1)


@pytest.fixture
def child():
    return factories.child()


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def decide(claim, by, status=ClaimStatus.ACCEPTED, **changed):
    claim.refresh_from_db()
    given = {"version": claim.version, "on": DAY, "decided_on": DAY, "reasons": "Papers agree."}
    kinship.decide(claim=claim, by=by, status=status, **(given | changed))
    claim.refresh_from_db()


def test_deciding_one_claim_leaves_the_others_open(child, reviewer):
    first, second = factories.claim(child), factories.claim(child, "Раҳим Сафаров")
    factories.evidence(first)

    decide(first, reviewer)

    second.refresh_from_db()
    assert (first.status, first.decided_by) == (ClaimStatus.ACCEPTED, reviewer)
    assert second.status == ClaimStatus.OPEN
    details = child.journal.filter(act="claim").order_by("pk").values_list("detail", flat=True)
    assert list(details) == ["1:grandparent", "2:grandparent", "1:evidence:dna", "1:accepted"]


def test_claimant_on_record_is_not_made_anew(child):
    mother, people = child.mother.person, Person.objects.count()

    made = factories.claim(child, name="", claimant=mother, relation=Relation.MOTHER)

    assert (made.claimant, Person.objects.count()) == (mother, people)
    with pytest.raises(CannotMove, match="already has an open claim"):
        factories.claim(child, name="", claimant=mother, relation=Relation.MOTHER)


def test_kin_on_record_are_the_mother_and_who_claims_a_sibling():
    first, second = factories.family(2).children.order_by("pk")
    claim = factories.claim(first)
    factories.claim(factories.child())

    found = [(kin.person, kin.is_mother) for kin in known_kin(second)]

    assert found == [(second.mother.person, True), (claim.claimant, False)]


def test_kin_of_one_child_are_found_without_reading_all_people(child):
    with factories.past_the_guards():
        Person.objects.bulk_create(Person(sex=child.person.sex) for _n in range(3000))
    execute("ANALYZE cases_person")

    assert rows_read(lambda: known_kin(child), of="cases_person") < 50


def test_claim_is_decided_by_who_recorded_nothing_of_it(child, reviewer):
    recorder, second = factories.user(Role.REVIEWER), factories.user(Role.REVIEWER)
    claim = factories.claim(child, by=recorder)
    factories.evidence(claim, by=second)

    with pytest.raises(CannotMove, match="You recorded this claim"):
        decide(claim, recorder)
    with pytest.raises(CannotMove, match="You recorded evidence"):
        decide(claim, second)
    decide(claim, reviewer)

    assert claim.status == ClaimStatus.ACCEPTED


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "No evidence is recorded"),
        ({"status": ClaimStatus.REJECTED, "decided_on": TOMORROW}, "up to today"),
        ({"status": ClaimStatus.REJECTED, "reasons": ""}, "Give the reasons"),
    ],
)
def test_decision_is_refused_in_a_sentence(child, reviewer, changed, sentence):
    claim = factories.claim(child)

    with pytest.raises(CannotMove, match=sentence):
        decide(claim, reviewer, **changed)


def test_child_has_one_mother_and_several_aunts(child, reviewer):
    pairs = [
        [factories.claim(child, name, relation=relation) for name in ("Зебо", "Асмо")]
        for relation in (Relation.AUNT, Relation.MOTHER)
    ]
    for claim in (*pairs[0], *pairs[1]):
        factories.evidence(claim)
    for claim in (*pairs[0], pairs[1][0]):
        decide(claim, reviewer)

    with pytest.raises(CannotMove, match=r"Claim 3 \(Mother\) is the accepted one"):
        decide(pairs[1][1], reviewer)
    decide(pairs[1][0], reviewer, ClaimStatus.REJECTED, reasons="The other result came.")
    decide(pairs[1][1], reviewer)

    assert [c.status for c in pairs[1]] == [ClaimStatus.REJECTED, ClaimStatus.ACCEPTED]


def test_evidence_given_meanwhile_makes_a_decision_stale(child, reviewer):
    claim = factories.claim(child)
    factories.evidence(claim)
    seen = claim.version
    factories.evidence(claim, "T-7", kind="testimony")

    with pytest.raises(Stale):
        decide(claim, reviewer, version=seen)
    with pytest.raises(CannotMove, match="already recorded"):
        factories.evidence(claim, "T-7", kind="testimony")


def test_withdrawn_claim_stays_as_it_is(child, reviewer):
    claim = factories.claim(child)
    kinship.withdraw(claim=claim, version=1, by=claim.recorded_by, on=DAY)

    with pytest.raises(CannotMove, match="decided or withdrawn"):
        decide(claim, reviewer, ClaimStatus.REJECTED)
    with pytest.raises(CannotMove, match="while a claim is open"):
        factories.evidence(claim)
    with pytest.raises(CannotMove, match="decided or withdrawn"):
        kinship.withdraw(claim=claim, version=claim.version, by=claim.recorded_by, on=DAY)


def test_claim_in_the_future_is_refused(child):
    with pytest.raises(CannotMove, match="cannot be dated in the future"):
        factories.claim(child, claimed_on=TOMORROW)

    assert not child.claims.exists()


def test_evidence_from_the_future_is_refused(child):
    claim = factories.claim(child)

    with pytest.raises(CannotMove, match="Evidence cannot be dated in the future"):
        factories.evidence(claim, dated_on=TOMORROW)


def test_claim_accepted_already_is_not_accepted_again(child, reviewer):
    claim = factories.claim(child)
    factories.evidence(claim)
    decide(claim, reviewer)

    with pytest.raises(CannotMove, match="already accepted"):
        decide(claim, reviewer)


def test_same_form_makes_one_claim(child):
    token, sender = uuid.uuid4(), factories.user(Role.CASEWORKER)
    factories.claim(child, token=token, by=sender)

    with pytest.raises(AlreadyTaken) as taken:
        factories.claim(child, token=token, by=sender)

    assert taken.value.location == child.get_absolute_url()
    assert child.claims.count() == 1


def test_claims_compete_while_one_of_several_is_open(reviewer, django_assert_num_queries):
    alone, two, decided, instead = (factories.child() for _ in range(4))
    nameless = factories.child(name="")
    factories.claim(alone)
    for child in (two, decided):
        factories.claim(child, "Зебо")
        factories.claim(child, "Асмо")
    for claim in decided.claims.all():
        factories.evidence(claim)
        decide(claim, reviewer)
    for child in (instead, nameless):
        factories.claim(child, "Зебо", relation=Relation.MOTHER)
    factories.claim(alone, name="", claimant=alone.mother.person, relation=Relation.MOTHER)
    mother = alone.claims.get(relation=Relation.MOTHER)
    kinship.withdraw(claim=mother, version=1, by=reviewer, on=DAY)

    with django_assert_num_queries(1):
        found = set(with_competing_claims())

    assert found == {two, instead}
    assert (competing_claims(two), competing_claims(alone)) == (True, False)
