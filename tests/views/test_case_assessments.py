"""An assessment by one person and the decision by another, as their pages take them."""

import uuid

import pytest
from django.urls import reverse

from cases.models import Draft
from cases.vocabulary import ConsentDecision, Role, Stage
from tests import factories
from tests.sentences import words_of
from tests.views.test_case_acts import today, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = factories.user(Role.CASEWORKER)
    client.force_login(user)
    return user


@pytest.fixture
def reviewer(client):
    user = factories.user(Role.REVIEWER)
    client.force_login(user)
    return user


def answers(child, **typed):
    criteria = child.agreement.criteria_sets.get().criteria.all()
    given = {f"answer-{criterion.pk}": "yes" for criterion in criteria}
    return {
        "version": child.version,
        "token": uuid.uuid4(),
        "proposed": "eligible",
        "proposal_reasons": "Papers seen.",
        **given,
        **typed,
    }


def test_assessment_by_one_is_decided_by_another(client, officer):
    child = factories.child(Stage.VERIFIED)
    made = client.post(url(child, "assess"), answers(child))
    own = client.get(made.url).content.decode()

    client.force_login(factories.user(Role.REVIEWER))
    led = client.get(url(child, "decide"))
    page = client.get(led.url).content.decode()
    client.post(
        led.url, {"version": 1, "decided": "eligible", "reasons": "Agreed.", "on_day": today()}
    )
    child.refresh_from_db()

    assert "Your decision" not in own
    assert led.url == made.url
    assert "Question national?" in page
    assert child.stage == Stage.ELIGIBLE


def test_unanswered_question_is_told_at_its_place_and_nothing_typed_is_lost(client, officer):
    child = factories.child(Stage.VERIFIED)
    typed = answers(child, proposal_reasons="Much to say.")
    left_out = next(name for name in typed if name.startswith("answer-"))

    text = client.post(url(child, "assess"), typed | {left_out: ""}).content.decode()

    assert "Answer this question." in text
    assert f"#id_{left_out}_0" in text
    assert "Much to say." in text
    assert not child.assessments.exists()


def test_assessment_over_another_version_is_a_conflict(client, officer):
    child = factories.child(Stage.VERIFIED)

    response = client.post(url(child, "assess"), answers(child, version="0"))

    text = response.content.decode()
    assert response.status_code == 409
    assert f'name="version" value="{child.version}"' in text
    assert "Papers seen." in text


def test_draft_of_an_assessment_is_kept_and_seen_by_its_author_alone(client, officer):
    child = factories.child(Stage.VERIFIED)
    client.post(url(child, "assess"), answers(child, keep="1", proposal_reasons="Half a thought"))

    own = client.get(url(child, "assess")).content.decode()
    client.force_login(factories.user(Role.CASEWORKER))
    other = client.get(url(child, "assess")).content.decode()

    assert "Half a thought" in own
    assert "Half a thought" not in other


def test_draft_is_gone_when_the_assessment_is_recorded(client, officer):
    child = factories.child(Stage.VERIFIED)
    typed = answers(child)
    client.post(url(child, "assess"), typed | {"keep": "1"})

    client.post(url(child, "assess"), typed)

    assert not Draft.objects.exists()
    assert child.assessments.count() == 1


def decide(client, child, **typed):
    given = {"version": 1, "decided": "eligible", "reasons": "Agreed.", "on_day": today()}
    return client.post(reverse("assessment", args=[child.reference, 1]), given | typed)


def test_deferral_asks_for_its_day(client, reviewer):
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)

    refused = decide(client, child, decided="deferred")
    past = decide(client, child, decided="deferred", review_due_on=today())
    decide(client, child, decided="deferred", review_due_on=today(90))
    child.refresh_from_db()

    assert "A deferral needs a future review date" in refused.content.decode()
    assert len(past.context["form"].errors["review_due_on"]) == 1
    assert child.stage == Stage.DEFERRED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"decided": "eligible"}, "the child is eligible."),
        ({"decided": "deferred", "review_due_on": today(90)}, "deferred. The review is due on "),
        ({"decided": "ineligible"}, "not eligible under current rules."),
        ({"decided": "needs_information"}, "more information is needed. The assessment goes back"),
    ],
)
def test_reviewer_is_told_what_was_decided_and_of_whom(client, reviewer, typed, sentence):
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)
    decide(client, child, **typed)

    page = words_of(client.get("/reviews/"))

    assert f"{child.reference} · Decided: {sentence}" in page


@pytest.mark.parametrize("version", ["", "0"])
def test_stale_decision_is_a_conflict(client, reviewer, version):
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)

    response = decide(client, child, version=version)

    assert response.status_code == 409
    assert "Agreed." in response.content.decode()
    assert child.assessments.get().decided is None


def test_decided_assessment_is_read_only(client, reviewer):
    child = factories.child(Stage.ELIGIBLE)

    text = decide(client, child, reasons="Another thought").content.decode()

    assert "As proposed." in text
    assert child.assessments.get().reasons == "As proposed."


def test_assessment_sent_twice_is_taken_once(client, officer):
    child = factories.child(Stage.VERIFIED)
    typed = answers(child)

    for _ in range(2):
        response = client.post(url(child, "assess"), typed)
    late = client.post(url(child, "assess"), typed | {"keep": "1"}, follow=True)

    assert response.url == child.get_absolute_url()
    assert child.assessments.count() == 1
    assert b"The draft could not be saved." in late.content


def test_assessor_s_page_says_when_there_are_no_criteria(client, officer):
    child = factories.child(Stage.VERIFIED)
    child.agreement.criteria_sets.update(status="retired")

    text = client.get(url(child, "assess")).content.decode()

    assert "The agreement has no published criteria yet." in text


def test_second_assessment_while_one_waits_is_refused_in_a_sentence(client, officer):
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)
    child.refresh_from_db()

    text = client.post(url(child, "assess"), answers(child)).content.decode()
    opened = client.get(url(child, "assess")).content.decode()

    assert f'href="{child.assessments.get().get_absolute_url()}"' in opened
    assert "<li>An assessment of this child is waiting for a decision.</li>" in text


def test_decision_before_its_stage_is_refused_in_a_sentence(client, reviewer):
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)

    text = decide(client, child, on_day="28.02.2019").content.decode()

    assert "Enter a date no earlier than 1 Mar 2019." in text


def test_assessment_has_beside_its_questions_what_is_on_record(client, officer):
    child = factories.child(Stage.VERIFIED)
    factories.consent(child, decision=ConsentDecision.WITHHELD)
    client.force_login(officer)

    page = client.post(reverse("child-assess", args=[child.reference]), {}).content.decode()

    beside = page.split("In the register today")[1]
    assert "Age today" in beside
    assert "Refused" in beside.split("</aside>")[0]
    summary = page.split("data-error-summary")[1].split("</ul>")[0]
    assert summary.index("Answer this question.") < summary.index("Choose one.")


def test_assessment_sent_back_is_made_anew_from_what_it_said(client, officer):
    child = factories.child(Stage.VERIFIED)
    typed = answers(child, proposal_reasons="The aunt was not asked yet.")
    client.post(url(child, "assess"), typed)
    client.force_login(factories.user(Role.REVIEWER))
    decide(client, child, decided="needs_information", reasons="Ask the aunt.")
    client.force_login(officer)

    page = client.get(url(child, "assess"))

    assert "Ask the aunt." in page.content.decode()
    given = {name: value for name, value in typed.items() if name.startswith(("answer", "propos"))}
    assert len(given) == 4
    assert {name: page.context["form"][name].value() for name in given} == given


def test_assessor_reads_how_a_mistake_is_corrected(client, officer):
    child = factories.child(Stage.VERIFIED)
    made = client.post(url(child, "assess"), answers(child))

    own = client.get(made.url).content.decode()
    client.force_login(factories.user(Role.CASEWORKER))
    other = client.get(made.url).content.decode()

    assert "Is something in it wrong?" in own
    assert "Is something in it wrong?" not in other


def test_withdrawn_assessment_is_made_anew_from_what_it_said(client, officer):
    child = factories.child(Stage.VERIFIED)
    typed = answers(child, proposal_reasons="The aunt was not asked yet.")
    made = client.post(url(child, "assess"), typed).url
    version = child.assessments.get().version

    gone = client.post(f"{made}withdraw/", {"version": version}, follow=True).content.decode()
    page = client.get(url(child, "assess"))
    text = page.content.decode()
    case = client.get(child.get_absolute_url()).content.decode()

    assert "Assessment withdrawn. Its answers stand in the form of the next one." in gone
    assert "Withdrawn by its author" in gone
    assert "Assessment 1 was withdrawn by" in text
    assert "Withdrawn by its author" in case
    assert page.context["form"]["proposal_reasons"].value() == "The aunt was not asked yet."


def test_reviewer_finds_no_withdrawn_assessment(client, officer):
    child = factories.child(Stage.VERIFIED)
    made = client.post(url(child, "assess"), answers(child)).url
    client.post(f"{made}withdraw/", {"version": child.assessments.get().version})
    client.force_login(factories.user(Role.REVIEWER))

    queue = client.get("/reviews/").content.decode()
    page = client.get(made)

    assert child.reference not in queue
    assert page.context["form"] is None
