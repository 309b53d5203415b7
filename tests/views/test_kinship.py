"""The pages of kinship claims: to whom, what they say, and at what cost."""

import uuid

import pytest
from django.urls import reverse

from cases.models import AccessRow, KinshipClaim
from cases.vocabulary import ClaimStatus, Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db
CLAIMANT, REASONS = "Саида Сафарова", "Both papers agree."


@pytest.fixture
def child():
    return factories.child()


def text_of(response):
    return response.content.decode()


def at(name, record):
    if isinstance(record, KinshipClaim):
        return reverse(name, args=[record.child.reference, record.n])
    return reverse(name, args=[record.reference])


def test_claim_is_recorded_given_evidence_and_decided_by_two_people(client, child):
    officer, reviewer = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
    claim = {
        "token": uuid.uuid4(),
        "name": CLAIMANT,
        "relation": "grandparent",
        "claimed_on": "01.03.2019",
    }
    client.force_login(officer)
    for _click in range(2):
        client.post(at("child-claim", child), claim)
    made = child.claims.get()
    paper = {"token": uuid.uuid4(), "version": 1, "kind": "dna", "dated_on": "01.03.2019"}
    client.post(at("claim-evidence", made), paper | {"reference": "DNA-2019/118"})
    client.force_login(reviewer)
    waiting = text_of(client.get("/reviews/"))
    decision = {
        "version": 2,
        "status": "accepted",
        "decided_on": "01.03.2019",
        "reasons": REASONS,
    }
    answer = client.post(at("claim-decide", made), decision)

    made.refresh_from_db()
    page = text_of(client.get(answer["Location"]))
    on_the_case = text_of(client.get(child.get_absolute_url()))
    assert at("claim-decide", made) in waiting
    assert made.status == ClaimStatus.ACCEPTED
    for said in (CLAIMANT, "DNA-2019/118", REASONS, "Reverse the acceptance"):
        assert said in page
    for said in (CLAIMANT, "1 piece of evidence", "Claim 1: Accepted"):
        assert said in on_the_case


def test_mother_on_record_claims_without_a_new_person(client, child):
    client.force_login(factories.user(Role.CASEWORKER))
    typed = {"relation": "mother", "claimed_on": "01.03.2019"}
    mother = child.mother.person

    both = client.post(at("child-claim", child), typed | {"known": mother.pk, "name": "Зебо"})
    neither = client.post(at("child-claim", child), typed)
    stranger = client.post(at("child-claim", child), typed | {"known": child.person.pk})
    client.post(at("child-claim", child), typed | {"known": mother.pk})

    assert "Leave the name empty" in text_of(both)
    assert "Enter a name or choose a recorded person." in text_of(neither)
    assert "Select a valid choice." in text_of(stranger)
    assert child.claims.get().claimant == mother
    assert "the recorded mother" in text_of(client.get(at("child-claims", child)))


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("ACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCA", "looks like genetic data"),
        ("D3S1358\t15\t17\nvWA\t16\t18", "looks like genetic data"),
        ("x" * 41, "at most 40 characters"),
        ("A, B", "Enter one reference"),
        ("", "Fill this in."),
    ],
)
def test_pasted_result_is_refused_beside_the_field(client, child, reference, sentence):
    claim = factories.claim(child)
    client.force_login(factories.user(Role.CASEWORKER))
    typed = {"version": 1, "kind": "dna", "dated_on": "01.03.2019", "reference": reference}

    answer = client.post(at("claim-evidence", claim), typed)

    assert sentence in text_of(answer)
    assert not claim.evidence.exists()


def test_pasted_result_in_the_reasons_is_refused(client, child):
    claim = factories.claim(child)
    client.force_login(factories.user(Role.REVIEWER))
    typed = {"version": 1, "status": "rejected", "decided_on": "01.03.2019"}

    answer = client.post(at("claim-decide", claim), typed | {"reasons": "D3S1358 15, 17; FGA 21"})

    assert "looks like genetic data" in text_of(answer)


def test_reviewer_who_recorded_the_claim_is_told_and_asked_nothing(client, child):
    reviewer = factories.user(Role.REVIEWER)
    claim = factories.claim(child, by=reviewer)
    client.force_login(reviewer)

    page = text_of(client.get(at("claim-decide", claim)))
    beside = text_of(client.get(at("child-claims", child)))

    assert "You recorded this claim. A second person must decide it." in page
    assert 'name="reasons"' not in page
    assert "A second person must decide it." in beside
    assert at("claim-decide", claim) not in beside


def test_evidence_given_meanwhile_shows_both_versions(client, child):
    claim = factories.claim(child)
    factories.evidence(claim)
    client.force_login(factories.user(Role.REVIEWER))
    typed = {"version": 1, "status": "accepted", "decided_on": "01.03.2019", "reasons": REASONS}

    answer = client.post(at("claim-decide", claim), typed)

    assert answer.status_code == 409
    for said in (REASONS, "As it is now", 'name="version" value="2"'):
        assert said in text_of(answer)


@pytest.mark.parametrize(
    "role", [Role.FINANCE_OFFICER, Role.TRAVEL_OFFICER, Role.AUDITOR, Role.OFFICIAL]
)
def test_claimants_and_courts_are_shown_to_nobody_else(client, role):
    child = factories.child(Stage.CLEARED)
    claim = factories.claim(child)
    factories.evidence(claim)
    factories.hearing(child)
    client.force_login(factories.user(role))

    pages = [client.get(url) for url in (child.get_absolute_url(), at("child-claims", child))]

    assert pages[1].status_code == 403
    for secret in (CLAIMANT, "DNA-2019/118", "Rusafa court"):
        assert secret not in "".join(map(text_of, pages))


def test_caseworker_of_another_team_finds_nothing(client, child):
    claim = factories.claim(child)
    desk = factories.TeamFactory(name="Erbil desk")
    client.force_login(factories.user(Role.CASEWORKER, team=desk))

    answers = [client.get(at(name, claim)) for name in ("claim-evidence", "claim-withdraw")]
    answers.append(client.get(at("child-claims", child)))

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_claims_query_count(client, child, rows, django_assert_num_queries):
    for number in range(rows):
        claim = factories.claim(child, f"Зебо {'абв'[number]}")
        factories.evidence(claim)
    client.force_login(factories.user(Role.CASEWORKER))

    # session, user with permissions; child; claims, names, evidence, who recorded it; competing,
    # child's name; access row
    with django_assert_num_queries(10):
        page = client.get(at("child-claims", child))

    assert text_of(page).count("DNA-2019/118") == rows
    assert ("compete" in text_of(page)) == (rows > 1)
    assert AccessRow.objects.filter(page="child-claims", child=child).count() == 1
