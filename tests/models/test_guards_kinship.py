"""What the database refuses of kinship claims and their evidence, whoever writes."""

import datetime

import pytest

from cases.models import ClaimEvidence, KinshipClaim, Person
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
FAR = datetime.date(2100, 1, 1)
AT = datetime.datetime(2019, 3, 1, tzinfo=datetime.UTC)


def new(child, **fields):
    given = {
        "child": child,
        "n": 9,
        "claimant": Person.objects.create(),
        "relation": "aunt",
        "claimed_on": DAY,
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return KinshipClaim.objects.bulk_create([KinshipClaim(**given)])[0]


def decided(status="rejected", **fields):
    by = factories.user(Role.REVIEWER)
    return {"status": status, "reasons": "So.", "decided_on": DAY, "decided_at": AT} | {
        "decided_by": by,
        **fields,
    }


def give(claim, reference="DNA-1", **fields):
    given = {
        "claim": claim,
        "kind": "dna",
        "reference": reference,
        "dated_on": DAY,
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return ClaimEvidence.objects.bulk_create([ClaimEvidence(**given)])[0]


@pytest.mark.parametrize(
    ("guard", "fields"),
    [
        ("claim_relation_known", lambda: {"relation": "neighbour"}),
        ("claim_decided_iff_by_somebody", lambda: {"status": "maybe"}),
        ("claim_dated_by_today", lambda: {"claimed_on": FAR}),
        ("claim_dated_by_today", lambda: decided(decided_on=FAR)),
        ("claim_decided_after_claimed", lambda: decided(decided_on=datetime.date(2019, 1, 1))),
        ("claim_decided_whole", lambda: decided(decided_at=None)),
        ("claim_decided_iff_by_somebody", lambda: {"status": "rejected"}),
        ("claim_decided_iff_by_somebody", lambda: decided(reasons="")),
        ("claim_decided_iff_by_somebody", lambda: decided("open")),
        ("claim_accepted_on_evidence", lambda: decided("accepted")),
    ],
)
def test_claim_of_the_wrong_form_is_refused(guard, fields):
    child = factories.child()

    with refused(guard):
        new(child, **fields())


def test_claim_is_decided_by_another_than_who_recorded_it_or_its_evidence():
    officer, helper = factories.user(Role.REVIEWER), factories.user(Role.REVIEWER)
    claim = new(factories.child(), recorded_by=officer)
    give(claim, recorded_by=helper)
    mine = KinshipClaim.objects.filter(pk=claim.pk)

    with refused("claim_decided_by_another"):
        mine.update(**decided(decided_by=officer))
    with refused("claim_decided_by_no_recorder"):
        mine.update(**decided("accepted", decided_by=helper))
    mine.update(**decided("accepted"))

    assert mine.get().status == "accepted"


def test_child_has_one_accepted_mother_and_one_claim_of_a_person():
    child = factories.child()
    first, second = (new(child, n=n, relation="mother") for n in (1, 2))
    for claim in (first, second):
        give(claim)
    KinshipClaim.objects.filter(pk=first.pk).update(**decided("accepted"))

    with refused("claim_one_mother_and_father"):
        KinshipClaim.objects.filter(pk=second.pk).update(**decided("accepted"))
    with refused("claim_one_standing_of_a_person"):
        new(child, n=3, claimant=first.claimant)
    with refused("claim_number_once"):
        new(child, n=1)


@pytest.mark.parametrize(
    ("guard", "sql"),
    [
        ("claim_stays", "UPDATE cases_kinshipclaim SET relation = 'uncle'"),
        ("claim_stays", "UPDATE cases_kinshipclaim SET recorded_by_id = decided_by_id"),
        ("claim_decision_stays", "UPDATE cases_kinshipclaim SET reasons = 'Other.'"),
        (
            "claim_status_follows",
            (
                "UPDATE cases_kinshipclaim SET status = 'open', reasons = '', "
                "decided_by_id = NULL, decided_on = NULL, decided_at = NULL"
            ),
        ),
        ("no_delete", "DELETE FROM cases_kinshipclaim"),
        ("append_only", "UPDATE cases_claimevidence SET reference = 'DNA-2'"),
        ("append_only", "DELETE FROM cases_claimevidence"),
    ],
)
def test_decided_claim_and_its_evidence_stay(guard, sql):
    claim = new(factories.child())
    give(claim)
    KinshipClaim.objects.filter(pk=claim.pk).update(**decided("accepted"))

    with refused(guard):
        execute(sql)


@pytest.mark.parametrize(
    ("guard", "fields"),
    [
        ("evidence_kind_known", {"kind": "rumour"}),
        ("evidence_dated_by_today", {"dated_on": FAR}),
        ("evidence_reference_form", {"reference": ""}),
        ("evidence_reference_form", {"reference": "A, B; C"}),
        ("evidence_reference_form", {"reference": "one\ntwo"}),
        ("evidence_never_genetic", {"reference": "ACGTACGTTA"}),
        ("evidence_never_genetic", {"reference": "acg tac gta cct"}),
        ("evidence_never_genetic", {"reference": "D8S1179 13/14"}),
        ("evidence_never_genetic", {"reference": "vWA 16/18"}),
        ("evidence_never_genetic", {"reference": "rs1805007"}),
    ],
)
def test_evidence_is_a_reference_and_nothing_more(guard, fields):
    claim = new(factories.child())

    with refused(guard):
        give(claim, **fields)


def test_evidence_is_of_an_open_claim_and_once():
    claim = new(factories.child())
    give(claim)

    with refused("evidence_once_a_claim"):
        give(claim)
    KinshipClaim.objects.filter(pk=claim.pk).update(**decided())
    with refused("evidence_of_open_claim"):
        give(claim, "DNA-2")
