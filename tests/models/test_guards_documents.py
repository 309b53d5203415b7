"""What the database refuses of documents, whoever writes and however."""

import pytest

from cases.models import Document
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
HASH = "a" * 64


@pytest.fixture
def child():
    return factories.family(2).children.first()


def row(whose, **changed):
    """Write the row of a document of ``whose`` past every act."""
    mother = hasattr(whose, "children")
    facts = {
        "mother" if mother else "child": whose,
        "kind": "birth",
        "language": "ar",
        "name": "paper.pdf",
        "content_type": "application/pdf",
        "size": 100,
        "sha256": HASH,
        "sent_sha256": HASH,
        "uploaded_by": factories.user(Role.CASEWORKER),
    }
    return Document.objects.create(**facts | changed)


@pytest.mark.parametrize(
    ("guard", "changed"),
    [
        ("document_of_child_or_mother", {"child": None}),
        ("document_kind_known", {"kind": "secret"}),
        ("document_language_known", {"language": "xx"}),
        ("document_confidentiality_known", {"confidentiality": "public"}),
        ("document_content_type_known", {"content_type": "text/html"}),
        ("document_virus_check_known", {"virus_check": "perhaps"}),
        ("document_not_empty", {"size": 0}),
        ("document_not_empty", {"name": ""}),
        ("document_hashes_whole", {"sha256": "A" * 64}),
        ("document_hashes_whole", {"sent_sha256": "abc"}),
        ("document_withdrawn_whole", {"withdrawn_reason": "wrong_file"}),
        ("document_translates_its_own", {"translation_of_id": 10**9}),
    ],
)
def test_database_refuses_a_document(child, guard, changed):
    with refused(guard):
        row(child, **changed)


def test_document_is_of_one_person_alone(child):
    with refused("document_of_child_or_mother"):
        row(child, mother=child.mother)


def test_translation_belongs_to_the_person_of_its_original(child):
    original = row(child)

    row(child, translation_of=original, language="ru")
    for whose in (child.mother, child.mother.children.last()):
        with refused("document_translates_its_own"):
            row(whose, translation_of=original)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'letter'",
        "confidentiality = 'sensitive'",
        "name = 'other.pdf'",
        f"sha256 = '{'b' * 64}'",
        "stored_as = gen_random_uuid()",
        "uploaded_by_id = (SELECT max(id) FROM cases_user)",
        "child_id = NULL, mother_id = (SELECT min(id) FROM cases_mother)",
        "translation_of_id = id",
    ],
)
def test_document_is_never_changed(child, change):
    document = row(child)
    factories.user(Role.REVIEWER)

    with refused("document_stays"):
        execute(f"UPDATE cases_document SET {change} WHERE id = %s", document.pk)


@pytest.mark.parametrize(
    ("was", "then"),
    [("waiting", "none"), ("clean", "waiting"), ("infected", "clean"), ("none", "clean")],
)
def test_file_is_checked_for_viruses_once(child, was, then):
    document = row(child, virus_check=was)
    checked = "UPDATE cases_document SET virus_check = %s WHERE id = %s"

    with refused("document_checked_once"):
        execute(checked, then, document.pk)
    waiting = row(child, virus_check="waiting")
    execute(checked, "infected", waiting.pk)
    with refused("document_checked_once"):
        execute(checked, "clean", waiting.pk)


def test_document_is_withdrawn_once_and_never_deleted(child):
    document = row(child)
    withdraw = (
        "UPDATE cases_document SET withdrawn_by_id = uploaded_by_id, withdrawn_at = now(),"
        " withdrawn_reason = %s WHERE id = %s"
    )

    with refused("document_withdrawn_reason_known"):
        execute(withdraw, "bored", document.pk)
    execute(withdraw, "wrong_file", document.pk)
    with refused("document_stays"):
        execute(withdraw, "other", document.pk)
    with refused("document_stays"):
        execute("UPDATE cases_document SET withdrawn_at = NULL, withdrawn_by_id = NULL")
    with refused("no_delete"):
        execute("DELETE FROM cases_document")


def test_clearance_and_consent_rest_on_papers_of_the_same_case(child):
    stranger = row(factories.child())
    factories.grant(child, "identity")
    clearance = child.clearances.get()
    consent = (
        "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, method,"
        " language, reason, recorded_by_id, document_id) VALUES (%s, 'dna', 'mother', 'given',"
        " '2019-03-01', 'signed', '', '', %s, %s)"
    )
    clearing = {"kind": clearance.kind, "status": "refused", "recorded_by": child.registered_by}

    for own in (row(child), row(child.mother)):
        child.clearances.create(document=own, **clearing)
        execute(consent, child.pk, child.registered_by_id, own.pk)
    for other in (stranger, row(child.mother.children.last())):
        with refused("clearance_document_of_the_case"):
            child.clearances.create(document=other, **clearing)
        with refused("consent_document_of_the_case"):
            execute(consent, child.pk, child.registered_by_id, other.pk)


def test_history_keeps_the_withdrawal(child):
    document = row(child)

    execute(
        "UPDATE cases_document SET withdrawn_by_id = uploaded_by_id, withdrawn_at = now(),"
        " withdrawn_reason = 'other'"
    )

    reasons = [event.withdrawn_reason for event in document.events.order_by("pgh_id")]
    assert reasons == [None, "other"]
