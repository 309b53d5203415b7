"""What waits for one person: counts by kind, cases that came back, and what was opened last."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.models import (
    AccessRow,
    Assessment,
    Child,
    Consent,
    Fee,
    Journal,
    Movement,
    PaymentBatch,
    User,
)
from cases.vocabulary import Act, BatchStatus, Decision, FeeStatus, MovementStatus, Stage

LAST_OPENED = 5
#: How far back the access log is read for what somebody opened last.
LOOKED_THROUGH = 300


class Waiting(StrEnum):
    """What others prepared, or what a role does next."""

    ASSESSMENTS = "assessments"
    CONSENTS = "consents"
    CLOSINGS = "closings"
    REOPENINGS = "reopenings"
    LOCKS = "locks"
    BATCHES = "batches"
    FEES = "fees"
    TRANSFERS = "transfers"
    PLACES = "places"


Rows = Callable[[User], "QuerySet[Any]"]

#: The permission that makes it somebody's work, and the rows; nobody is shown the own ones.
_QUEUES: dict[Waiting, tuple[str, Rows]] = {
    Waiting.ASSESSMENTS: (
        "decide_assessment",
        lambda user: Assessment.objects.filter(decided=None).exclude(assessed_by=user),
    ),
    Waiting.CONSENTS: (
        "verify_consent",
        lambda user: Consent.objects.filter(verification=None).exclude(recorded_by=user),
    ),
    Waiting.CLOSINGS: (
        "approve_closing",
        lambda user: Child.objects.filter(
            closing_asked_by__isnull=False, closing_approved_by=None
        ).exclude(closing_asked_by=user),
    ),
    Waiting.REOPENINGS: (
        "approve_closing",
        lambda user: Child.objects.filter(
            reopening_asked_by__isnull=False, reopening_approved_by=None
        ).exclude(reopening_asked_by=user),
    ),
    Waiting.LOCKS: (
        "approve_lock",
        lambda user: Movement.objects.filter(
            status=MovementStatus.PLANNING, lock_asked_by__isnull=False
        ).exclude(lock_asked_by=user),
    ),
    Waiting.BATCHES: (
        "approve_payment",
        lambda user: (
            PaymentBatch.objects.filter(status=BatchStatus.SUBMITTED)
            .exclude(submitted_by=user)
            .exclude(prepared_by=user)
        ),
    ),
    Waiting.FEES: ("prepare_payment", lambda _user: Fee.objects.filter(status=FeeStatus.DUE)),
    Waiting.TRANSFERS: (
        "prepare_payment",
        lambda _user: PaymentBatch.objects.filter(status=BatchStatus.APPROVED),
    ),
    Waiting.PLACES: (
        "plan_movement",
        lambda user: Child.objects.visible_to(user).filter(stage=Stage.CLEARED),
    ),
}


def waiting_for(user: User) -> dict[Waiting, int]:
    """Return how much of each kind waits for ``user``; only kinds of which something does."""
    counts = {
        kind: rows(user).count()
        for kind, (permission, rows) in _QUEUES.items()
        if user.has_perm(f"cases.{permission}")
    }
    return {kind: count for kind, count in counts.items() if count}


def cases_of(user: User) -> "QuerySet[Child]":
    """Return the open cases that ``user`` answers for."""
    return Child.objects.visible_to(user).open().filter(caseworker=user)


def returned_to(user: User) -> "QuerySet[Child]":
    """Return the cases of ``user`` whose newest entry is a reviewer's: sent back, or wanting
    information before it can be decided."""
    newest = Journal.objects.filter(child=OuterRef("pk")).order_by("-id")
    own = cases_of(user).annotate(
        newest_act=Subquery(newest.values("act")[:1]),
        newest_detail=Subquery(newest.values("detail")[:1]),
    )
    wanting = Q(
        newest_act=Act.DECIDE, newest_detail__endswith=f":{Decision.NEEDS_INFORMATION.value}"
    )
    return own.filter(Q(newest_act=Act.RETURN) | wanting).order_by("stage_since", "pk")


def last_opened(user: User) -> list[Child]:
    """Return the children whose pages ``user`` opened last, the newest first. Names come along."""
    looked = AccessRow.objects.filter(by=user, child__isnull=False).order_by("-id")
    opened = looked.values_list("child_id", flat=True)[:LOOKED_THROUGH]
    newest_first = list(dict.fromkeys(opened))[:LAST_OPENED]
    found = with_own_names(Child.objects.visible_to(user)).in_bulk(newest_first)
    return [found[pk] for pk in newest_first if pk in found]


def with_own_names(children: "QuerySet[Child]") -> "QuerySet[Child]":
    """Fetch the children's own names too; a list says no more of the mothers."""
    return children.select_related("person").prefetch_related("person__names")
