"""A record is shared by two, on a consent that stands or a reviewer's words, and no further."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Child, Consent, ShareFile, Sharing, User
from cases.queries.shares import consents_to_share
from cases.vocabulary import ConsentDecision, ConsentPurpose, Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db
HASH = "0" * 64


@pytest.fixture
def child(db) -> Child:
    return factories.child()


@pytest.fixture
def consent(child: Child) -> Consent:
    return factories.consent(child, purpose=ConsentPurpose.SHARING)


@pytest.fixture
def other(db) -> User:
    return factories.user(Role.REVIEWER)


def _withdraw(child: Child) -> None:
    decision = ConsentDecision.WITHDRAWN
    factories.consent(child, decision, verified=False, purpose=ConsentPurpose.SHARING)


def _give(share: Sharing, by: User | None = None, sha256: str = HASH) -> ShareFile:
    return ShareFile.objects.create(share=share, by=by or share.asked_by, sha256=sha256)


def _approve(share: Sharing, by: User, **fields: object) -> None:
    is_now(share, approved_by=by, **{"approved_at": timezone.now(), "answer": ""} | fields)


def _new(share: Sharing, **fields: object) -> Sharing:
    columns = ("child", "authority", "country", "consent", "basis", "parts", "purpose", "asked_by")
    values = {name: getattr(share, name) for name in columns} | {"authority": "Another"} | fields
    return Sharing.objects.create(asked_at=timezone.now(), **values)


def test_share_says_to_whom_why_on_what_ground_and_what(child):
    share = factories.share(child)
    for fields, guard in (
        ({"authority": " "}, "share_says_to_whom_and_why"),
        ({"purpose": ""}, "share_says_to_whom_and_why"),
        ({"basis": ""}, "share_by_consent_or_basis"),
        ({"parts": []}, "share_parts_known"),
        ({"parts": ["everything"]}, "share_parts_known"),
        ({"authority": share.authority}, "share_asked_once"),
    ):
        with refused(guard):
            _new(share, **fields)


def test_two_people_agree_on_what_stays_as_asked(child, consent, other):
    share = factories.share(child, consent)
    with refused("share_approved_by_another"):
        _approve(share, share.asked_by)
    with refused("share_starts_asked"):
        _new(share, approved_by=other, approved_at=timezone.now())
    for change in (
        {"parts": ["papers"]},
        {"authority": "x"},
        {"consent": None, "basis": "x"},
        {"asked_by": other},
        {"purpose": "x"},
    ):
        with refused("share_terms_stay"):
            is_now(share, **change)
    with refused("share_refused_with_reason_or_withdrawn"):
        is_now(share, dropped_by=other, dropped_at=timezone.now())
    with refused("share_refused_with_reason_or_withdrawn"):
        is_now(share, dropped_by=share.asked_by, dropped_at=timezone.now(), answer="No")
    _approve(share, other)
    with refused("share_answer_stays"):
        is_now(share, answer="Another")
    with refused("no_delete"):
        share.delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_sharing CASCADE")


def test_without_consent_the_reviewer_says_why(child, other):
    share = factories.share(child)
    with refused("share_without_consent_by_a_reviewers_words"):
        _approve(share, other)
    _approve(share, other, answer="The court ordered it.")
    _give(share)


def test_words_of_the_reviewer_come_with_the_answer(child):
    share = factories.share(child)

    with refused("share_words_with_the_answer"):
        is_now(share, answer="The court ordered it.")


def test_consent_is_to_sharing_of_this_child_verified_and_not_withdrawn(child, consent):
    share = factories.share(child, consent)
    for wrong in (
        factories.consent(child),
        factories.consent(factories.child(), purpose=ConsentPurpose.SHARING),
        factories.consent(child, verified=False, purpose=ConsentPurpose.SHARING),
    ):
        with refused("share_on_a_consent_that_stands"):
            _new(share, consent=wrong)
    _withdraw(child)
    with refused("share_on_a_consent_that_stands"):
        _new(share)


def test_withdrawn_consent_stops_what_was_agreed(child, consent, other):
    share = factories.share(child, consent)
    late = factories.share(child, consent, authority="Police of Baghdad")
    _approve(share, other)
    given = _give(share)
    with refused("append_only"):
        is_now(given, sha256="1" * 64)
    with refused("append_only"):
        given.delete()

    _withdraw(child)

    with refused("share_consent_stands"):
        _give(share)
    with refused("share_on_a_consent_that_stands"):
        _approve(late, other)


def test_consent_of_a_woman_taken_for_the_mother_stops_with_her(child, consent, other):
    share = factories.share(child, consent)
    late = factories.share(child, consent, authority="Police of Baghdad")
    _approve(share, other)
    assert list(consents_to_share(child)) == [consent]

    with factories.past_the_guards():
        is_now(child, mother=factories.child().mother)

    with refused("share_consent_stands"):
        _give(share)
    with refused("share_on_a_consent_that_stands"):
        _approve(late, other)
    assert list(consents_to_share(child)) == []


def test_refusal_after_the_override_stops_it_too(child, other):
    share = factories.share(child)
    hour = datetime.timedelta(hours=1)
    _approve(share, other, answer="Ordered.", approved_at=timezone.now() - hour)
    _give(share)

    factories.consent(
        child, ConsentDecision.WITHHELD, verified=False, purpose=ConsentPurpose.SHARING
    )

    with refused("share_consent_stands"):
        _give(share)


def test_file_leaves_by_one_of_the_two_within_a_day(child, consent, other):
    share = factories.share(child, consent)
    with refused("share_agreed_by_two"):
        _give(share)
    old = factories.share(child, consent, authority="Police of Baghdad")
    _approve(old, other, approved_at=timezone.now() - datetime.timedelta(days=1))
    with refused("share_within_a_day"):
        _give(old)
    _approve(share, other)
    with refused("share_by_one_of_the_two"):
        _give(share, factories.user(Role.REVIEWER))
    with refused("share_file_hash_whole"):
        _give(share, sha256="x")
