"""What a second person sees of the papers, and says where there is none."""

import pytest
from django.urls import reverse

from cases.models import Child, ConsentVerification, Restatement
from cases.rules.papers import NO_PAPER
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    DocumentKind,
    FatherStatus,
    Role,
    Stage,
    TaskRule,
)
from tests import factories, papers
from tests.factories import DAY, SEEN
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
NONE = "No document on file"
WHY = "No document on file shows this. Why do you confirm it all the same?"
ASKED = "No document on file shows this. Enter why you confirm it all the same."
REASON = SEEN["without_paper"]


@pytest.fixture
def reviewer(client):
    made = factories.user(Role.REVIEWER)
    client.force_login(made)
    return made


def text_of(response) -> str:
    return response.content.decode()


def ready_to_verify() -> Child:
    child = factories.child()
    factories.grant(child, ClearanceKind.IDENTITY)
    child.refresh_from_db()
    return child


def with_dead_father() -> Child:
    child = factories.child()
    dead = {"father_status": FatherStatus.DECEASED, "father_evidence": "Certificate 7"}
    Child.objects.filter(pk=child.pk).update(**dead)
    return child


def waiting_for(part: str) -> tuple[Child, str, dict]:
    """Return a child, the page of a second person on it, and what is sent there."""
    if part == "verify":
        child = ready_to_verify()
        return child, reverse("child-verify", args=[child.reference]), {"version": child.version}
    if part == "consent":
        child = factories.child()
        factories.consent(child, verified=False)
        typed = {"consent": child.consents.get().pk}
        return child, reverse("child-verify-consent", args=[child.reference]), typed
    child = with_dead_father() if part == "father" else factories.child(Stage.VERIFIED)
    if part == "identity":
        child.person.__class__.objects.filter(pk=child.person_id).update(sex="f")
    typed = {"seen": child.restatements.waiting().get(part=part).pk}
    return child, reverse("child-confirm", args=[child.reference, part]), typed


@pytest.mark.parametrize("part", ["verify", "consent", "father", "identity"])
def test_missing_paper_is_said_to_the_second_persons_face_and_needs_a_reason(
    client, reviewer, part
):
    child, page, typed = waiting_for(part)
    typed |= {"on_day": f"{DAY:%d.%m.%Y}"}

    shown = text_of(client.get(page))
    bare = client.post(page, typed)
    done = client.post(page, typed | SEEN)
    journal = text_of(client.get(child.get_absolute_url()))

    assert NONE in shown
    assert "Why do you confirm it all the same?" in shown
    assert (bare.status_code, done.status_code) == (200, 302)
    assert ASKED in text_of(bare)
    assert "no document on file" in journal
    kept = [
        *Child.objects.values_list("verified_without_paper", flat=True),
        *ConsentVerification.objects.values_list("without_paper", flat=True),
        *Restatement.objects.filter(part=part).values_list("without_paper", flat=True),
    ]
    assert REASON in kept


@pytest.mark.parametrize(
    ("part", "kind"), [("verify", "birth"), ("father", "death"), ("identity", "identity")]
)
def test_paper_on_file_is_shown_and_no_reason_is_asked(client, reviewer, part, kind):
    child, page, typed = waiting_for(part)
    paper = factories.document(child.mother, kind=DocumentKind(kind))
    typed |= {"on_day": f"{DAY:%d.%m.%Y}"}

    shown = text_of(client.get(page))
    done = client.post(page, typed)

    assert paper.get_absolute_url() in shown
    assert WHY not in shown
    assert done.status_code == 302
    assert not child.journal.first().detail.endswith(NO_PAPER)


@pytest.mark.parametrize("kind", ["medical", "consent", "exit_permit", "death"])
def test_paper_of_another_kind_does_not_show_who_a_child_is(client, reviewer, kind):
    child, page, _typed = waiting_for("verify")
    factories.document(child, kind=DocumentKind(kind))

    assert WHY in text_of(client.get(page))


def test_verification_shows_the_facts_that_it_confirms(client, reviewer):
    child = factories.child()
    paper = factories.document(child)
    factories.grant(child, ClearanceKind.IDENTITY)
    with factories.past_the_guards():
        child.clearances.update(document=paper, issuer="Consulate", number="K-17")
    person, mother = child.person, child.mother.person

    shown = text_of(client.get(reverse("child-verify", args=[child.reference])))

    for fact in (person.name, mother.name, person.get_sex_display(), "2016"):
        assert str(fact) in shown
    assert "Nationality" not in shown  # which its clearance says, and is not asked for here
    assert f"{ClearanceStatus.GRANTED.label} · K-17 · Consulate · issued on 1 Mar 2019" in shown
    assert shown.count(f'href="{paper.get_absolute_url()}"') == 2


def test_reason_is_read_on_the_record_afterwards(client, reviewer):
    child = factories.child(Stage.VERIFIED)

    shown = text_of(client.get(child.get_absolute_url()))

    assert "Verified without a document" in shown
    assert REASON in shown


def test_database_refuses_a_confirmation_without_paper_and_reason(reviewer):
    child = ready_to_verify()
    with refused("step_verified_by_paper_or_reason"):
        Child.objects.filter(pk=child.pk).update(stage="verified", verified_by=reviewer)
        execute(
            "INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail,"
            " happened_on, by_id) VALUES (%s, 'verify', 'registered', 'verified', '', '', %s, %s)",
            *(child.pk, DAY, reviewer.pk),
        )
    with refused("child_verifier_stays"):
        Child.objects.filter(pk=child.pk).update(verified_without_paper=REASON)
    dead = with_dead_father()
    with refused("restatement_confirmed_by_paper_or_reason"):
        execute(
            "UPDATE cases_restatement SET confirmed_by_id = %s, confirmed_at = now()"
            " WHERE child_id = %s",
            *(reviewer.pk, dead.pk),
        )
    factories.consent(child, verified=False)
    with refused("consent_verified_by_paper_or_reason"):
        ConsentVerification.objects.create(consent=child.consents.get(), by=reviewer)


def test_decision_on_a_claim_shows_the_papers_or_says_there_are_none(client, reviewer):
    child = factories.child()
    factories.claim(child)
    page = reverse("claim-decide", args=[child.reference, 1])

    before = text_of(client.get(page))
    paper = factories.document(child, kind=DocumentKind.KINSHIP)
    after = text_of(client.get(page))

    assert NONE in before
    assert paper.get_absolute_url() in after
    assert NONE not in after


# The scan of a handover

HANDED = {
    "paper": "H-17",
    "signed_on": "12.03.2019",
    "handed_by": "Ministry",
    "received_by": "Child Rights Unit",
}


def scan(**more):
    return {"file": papers.sent(), "file_kind": "other", "file_language": "tg"} | more


@pytest.fixture
def home(client):
    client.force_login(factories.user(Role.CASEWORKER))
    return factories.child(Stage.RETURNED)


def test_handover_takes_its_scan(client, home):
    said = client.post(
        reverse("child-handover", args=[home.reference]), HANDED | scan(), follow=True
    )

    assert "Handover recorded. Now record who cares for the child." in text_of(said)
    assert home.handovers.get().document == home.documents.get()
    assert not home.tasks.open().filter(rule=TaskRule.SCAN).exists()


def test_missing_scan_is_said_and_becomes_a_task_until_it_is_added(client, home):
    page = reverse("child-handover-scan", args=[home.reference])
    said = client.post(reverse("child-handover", args=[home.reference]), HANDED, follow=True)
    task = home.tasks.get(rule=TaskRule.SCAN)
    version = {"version": home.handovers.get().version}
    empty = client.post(page, version)
    added = client.post(page, version | scan(), follow=True)
    task.refresh_from_db()

    assert "Handover recorded without its scan; a task reminds of it." in text_of(said)
    assert page in text_of(said)
    assert "Add the scan of the handover" in text_of(said)
    assert "Choose a document on file or a new file." in text_of(empty)
    assert "Scan added." in text_of(added)
    assert page not in text_of(added)
    assert task.outcome == "done"
    back = client.get(page, follow=True)
    assert "The scan of the handover is on file already." in text_of(back)


def test_scan_of_somebody_else_is_no_scan_of_a_handover(home):
    factories.hand_over(home)
    other = factories.document(factories.child())

    with refused("handover_document_of_the_case"):
        home.handovers.update(document=other)
