"""What the register knows stands beside each question, and a contradiction is asked about."""

import datetime
import re

import pytest
from django.urls import reverse

from cases.casework import consents
from cases.models import Child, Country, Mother, Person
from cases.vocabulary import (
    AskedFact,
    ClearanceKind,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    DocumentKind,
    FatherStatus,
    GiverRole,
    Proceedings,
    Role,
    Sentence,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
AGAINST = "The register does not agree with this answer."
QUERIES = 12
DIFFERS = "1 of 1 differs from the register"
LEGAL = "Her legal situation is shown on the mother’s page, on request."


@pytest.fixture
def child():
    return factories.child(Stage.VERIFIED)


@pytest.fixture
def send(client, child):
    """Return the act of sending an assessment as a caseworker."""
    client.force_login(factories.user(Role.CASEWORKER))

    def sent(**typed):
        child.refresh_from_db()
        facts = {"proposed": "eligible", "proposal_reasons": "Seen.", "version": child.version}
        url = reverse("child-assess", args=[child.reference])
        return client.post(url, facts | {name.replace("_", "-"): v for name, v in typed.items()})

    return sent


def sentenced(child):
    facts = {"sentence_months": 180, "sentenced_on": datetime.date(2018, 5, 1)}
    Mother.objects.filter(pk=child.mother_id).update(
        proceedings=Proceedings.CONVICTED, sentence=Sentence.FIXED, **facts
    )


def test_answer_against_the_record_is_asked_about_and_can_stand(client, child, send):
    (question,) = factories.questions(child.agreement, AskedFact.RELEASE_DATE)
    sentenced(child)
    no = {f"answer_{question.pk}": "no"}

    page = send(**no).content.decode()
    assert f"{AGAINST} {LEGAL}" in page
    assert "tick that it stands and say why in the note." in page
    assert f'name="stands-{question.pk}"' in page
    assert (
        "Say why the answer stands."
        in send(**no, **{f"stands_{question.pk}": "on"}).content.decode()
    )
    assert not child.assessments.exists()

    why = {f"stands_{question.pk}": "on", f"note_{question.pk}": "The court took it back."}
    assert send(**no, **why).status_code == 302

    assert child.assessments.get().findings.get().note == "The court took it back."


def test_answer_that_agrees_with_the_record_asks_nothing(child, send):
    (question,) = factories.questions(child.agreement, AskedFact.RELEASE_DATE)
    sentenced(child)

    assert send(**{f"answer_{question.pk}": "yes"}).status_code == 302


def test_day_of_release_is_not_said_where_nobody_asked_for_it(client, child, send):
    (question,) = factories.questions(child.agreement, AskedFact.RELEASE_DATE)
    sentenced(child)

    page = send(**{f"answer_{question.pk}": "no"}).content.decode()

    assert "2033" not in page
    assert "180" not in page.split("<main")[1]


def on_record(child):
    """Put a fact of each kind on record that contradicts the answer beside it."""
    foreign = Country.objects.get(code="RU")
    Person.objects.filter(pk=child.person_id).update(
        nationality=foreign, born_earliest="2000-01-01", born_latest="2000-12-31"
    )
    Child.objects.filter(pk=child.pk).update(father_status=FatherStatus.ALIVE)
    factories.consent(child, decision=ConsentDecision.WITHHELD)
    consents.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.FATHER,
        decision=ConsentDecision.GIVEN,
        decided_on=DAY,
        method=ConsentMethod.SIGNED,
    )
    factories.grant(child, ClearanceKind.CAREGIVER)
    return {
        AskedFact.NATIONAL: ("yes", "Nationality recorded: Russia"),
        AskedFact.UNDER_18: ("yes", "Age today:"),
        AskedFact.FATHER_DEAD: ("yes", "Father: Alive."),
        AskedFact.MOTHER_AGREES: ("yes", "Consent to the return (Mother): refused."),
        AskedFact.FATHER_AGREES: ("no", "Consent to the return (Father): given"),
        ClearanceKind.CAREGIVER: ("unknown", "Caregiver at home: granted."),
        ClearanceKind.IDENTITY: ("no", "Identity: granted."),
    }


def test_each_kind_of_fact_is_compared_and_shown_to_the_reviewer(client, child, send):
    facts = on_record(child)
    questions = factories.questions(child.agreement, *facts)
    answers = {f"answer_{q.pk}": facts[q.asks][0] for q in questions}

    page = send(**answers).content.decode()

    for _answer, sentence in facts.values():
        assert f"In the register: {sentence}" in page
        assert f"{AGAINST} {sentence}" in page
    notes = {f"note_{q.pk}": f"Why {q.pk}" for q in questions}
    stands = {f"stands_{q.pk}": "on" for q in questions}
    assert send(**answers, **notes, **stands).status_code == 302
    client.force_login(factories.user(Role.REVIEWER))
    review = client.get(reverse("assessment", args=[child.reference, 1])).content.decode()
    assert f"{len(facts)} of {len(facts)} differ from the register" in review
    assert all(sentence in review for _answer, sentence in facts.values())


def test_yes_that_nothing_supports_yet_is_not_asked_about_but_said(client, child, send):
    consent, kinship = factories.questions(
        child.agreement, AskedFact.GUARDIAN_AGREES, ClearanceKind.KINSHIP
    )

    assert send(**{f"answer_{consent.pk}": "yes", f"answer_{kinship.pk}": "yes"}).status_code == 302

    client.force_login(factories.user(Role.REVIEWER))
    page = client.get(reverse("assessment", args=[child.reference, 1])).content.decode()
    assert "Consent to the return (Guardian): not recorded yet." in page
    assert "Kinship: not recorded yet." in page
    assert "from the register" not in page
    assert "2 of 2 are not shown by the register" in page
    assert page.count('<span class="st off"><bdi>') == 2


def test_only_a_yes_needs_the_register_to_show_it(client, child, send):
    consent, kinship = factories.questions(
        child.agreement, AskedFact.GUARDIAN_AGREES, ClearanceKind.KINSHIP
    )
    factories.grant(child, ClearanceKind.KINSHIP)
    send(**{f"answer_{consent.pk}": "no", f"answer_{kinship.pk}": "yes"})

    client.force_login(factories.user(Role.REVIEWER))
    page = client.get(reverse("assessment", args=[child.reference, 1]))

    assert [row.unshown for row in page.context["answers"]] == [False, False]
    assert "shown by the register" not in page.content.decode()


def test_what_is_found_after_the_assessment_is_shown_to_the_reviewer_until_it_is_decided(
    client, child, send
):
    (question,) = factories.questions(child.agreement, AskedFact.MOTHER_AGREES)
    factories.consent(child)
    assert send(**{f"answer_{question.pk}": "yes"}).status_code == 302
    url = reverse("assessment", args=[child.reference, 1])
    client.force_login(factories.user(Role.REVIEWER))
    assert DIFFERS not in client.get(url).content.decode()

    factories.consent(child, decision=ConsentDecision.WITHHELD)

    assert DIFFERS in client.get(url).content.decode()


def test_eligible_against_the_register_asks_for_a_sentence_that_is_kept(client, child, send):
    (question,) = factories.questions(child.agreement, AskedFact.MOTHER_AGREES)
    factories.consent(child)
    send(**{f"answer_{question.pk}": "yes"})
    factories.consent(child, decision=ConsentDecision.WITHHELD)
    url = reverse("assessment", args=[child.reference, 1])
    client.force_login(factories.user(Role.REVIEWER))
    decided = {"version": 1, "on_day": f"{DAY:%d.%m.%Y}", "reasons": "Agreed."}

    refused = client.post(url, decided | {"decided": "eligible"}).content.decode()
    long = client.post(
        url, decided | {"decided": "eligible", "reasons": "x" * 3990, "differs": "y" * 20}
    ).content.decode()
    assert not child.assessments.filter(decided="eligible").exists()
    client.post(url, decided | {"decided": "eligible", "differs": "She said yes today."})

    assert "Say why, or decide that information is needed." in refused
    assert "Reasons and this sentence are too long together." in long
    assert child.assessments.get().reasons == "Agreed.\n\nShe said yes today."


def test_decision_shows_the_paper_beside_the_answer_that_rests_on_it(client, child, send):
    (question,) = factories.questions(child.agreement, ClearanceKind.KINSHIP)
    paper = factories.document(child, kind=DocumentKind.KINSHIP)
    factories.grant(child, ClearanceKind.KINSHIP, document=paper)
    factories.document(child, kind=DocumentKind.MEDICAL, sensitive=True)
    other = factories.document(factories.child(), kind=DocumentKind.BIRTH)
    send(**{f"answer_{question.pk}": "yes"})
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(reverse("assessment", args=[child.reference, 1]))

    (row,) = page.context["answers"]
    assert row.papers == [("Proof of kinship", paper.get_absolute_url())]
    text = page.content.decode()
    # Beside the answer, and among the documents.
    assert text.count(f'href="{paper.get_absolute_url()}"') == 2
    first_page = reverse("document-first-page", args=[paper.stored_as])
    assert re.findall(r'class="sheet first" src="([^"]*)"', text) == [first_page]
    assert str(other.stored_as) not in text
    assert "A fee of $400 becomes due." in text


def test_draft_keeps_that_an_answer_stands(client, child, send):
    (question,) = factories.questions(child.agreement, AskedFact.RELEASE_DATE)
    stands = {f"answer_{question.pk}": "no", f"stands_{question.pk}": "on"}

    send(**stands, keep="1")

    page = client.get(reverse("child-assess", args=[child.reference])).content.decode()
    assert AGAINST not in page


@pytest.mark.parametrize("questions", [1, 3])
def test_page_asks_the_database_as_much_for_any_number_of_questions(
    client, child, questions, django_assert_num_queries
):
    factories.questions(
        child.agreement,
        *[AskedFact.NATIONAL, AskedFact.RELEASE_DATE, AskedFact.UNDER_18][:questions],
    )
    client.force_login(factories.user(Role.CASEWORKER))
    url = reverse("child-assess", args=[child.reference])
    client.get(url)

    with django_assert_num_queries(QUERIES):
        client.get(url)
