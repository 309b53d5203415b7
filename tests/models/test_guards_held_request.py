"""What is held is given out by two, as asked, and a refusal says why."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import HeldFile, HeldRequest, User
from cases.vocabulary import HeldKind, Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db
HASH = "0" * 64


@pytest.fixture
def wish(db) -> HeldRequest:
    return factories.held_request(factories.child())


@pytest.fixture
def other(db) -> User:
    return factories.user(Role.REVIEWER)


def _give(wish: HeldRequest, by: User, sha256: str = HASH) -> HeldFile:
    return HeldFile.objects.create(wish=wish, by=by, sha256=sha256)


def test_request_stays_as_asked_and_waits_once(wish, other):
    with refused("held_request_approved_by_another"):
        is_now(wish, approved_by=wish.asked_by, approved_at=timezone.now())
    for change in ({"words": "q"}, {"kind": "correction"}, {"asked_by": other}):
        with refused("held_request_terms_stay"):
            is_now(wish, **change)
    again = {"child": wish.child, "kind": HeldKind.FILE, "asked_by": other}
    with refused("held_request_asked_once"):
        HeldRequest.objects.create(words="w", asked_at=timezone.now(), **again)
    with refused("held_request_starts_asked"):
        HeldRequest.objects.create(
            words="w",
            asked_at=timezone.now(),
            approved_by=wish.asked_by,
            approved_at=timezone.now(),
            **again,
        )
    with refused("held_request_says_who_asked"):
        HeldRequest.objects.create(
            words=" ", asked_at=timezone.now(), **again | {"kind": HeldKind.CORRECTION}
        )
    with refused("held_request_kind_known"):
        HeldRequest.objects.create(words="w", asked_at=timezone.now(), **again | {"kind": "x"})
    with refused("no_delete"):
        wish.delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_heldrequest CASCADE")


def test_refusal_says_why_and_a_withdrawal_is_the_own(wish, other):
    now = timezone.now()
    with refused("held_request_refused_with_reason_or_withdrawn"):
        is_now(wish, dropped_by=other, dropped_at=now)
    with refused("held_request_refused_with_reason_or_withdrawn"):
        is_now(wish, dropped_by=wish.asked_by, dropped_at=now, answer="No")
    with refused("held_request_answer_of_a_refusal"):
        is_now(wish, answer="No")
    own = factories.held_request(factories.child())
    is_now(own, dropped_by=own.asked_by, dropped_at=now)
    with refused("held_request_answer_stays"):
        is_now(own, approved_by=other, approved_at=now)
    is_now(wish, dropped_by=other, dropped_at=now, answer="No")
    with refused("held_request_answer_stays"):
        is_now(wish, answer="Yes")


def test_file_is_given_out_by_one_of_the_two_when_agreed(wish, other):
    with refused("held_file_agreed"):
        _give(wish, wish.asked_by)
    is_now(wish, approved_by=other, approved_at=timezone.now())
    with refused("held_file_to_the_two"):
        _give(wish, factories.user(Role.REVIEWER))
    with refused("held_file_hash_whole"):
        _give(wish, other, "x")
    hers = factories.held_request(factories.child(), HeldKind.HER_FILE)
    with refused("held_file_agreed"):
        _give(hers, hers.asked_by)
    correction = factories.held_request(factories.child(), HeldKind.HER_WORDS)
    is_now(correction, approved_by=other, approved_at=timezone.now())
    with refused("held_file_agreed"):
        _give(correction, other)
    given = _give(wish, other)
    with refused("append_only"):
        is_now(given, sha256="1" * 64)
