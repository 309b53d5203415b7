"""What one person works on: what to take up, cases that came back, what was opened last."""

from enum import StrEnum

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.casework.access import Part, part_of
from cases.models import AccessRow, Child, Fee, Journal, PaymentBatch, User
from cases.models.movement import SEATED
from cases.vocabulary import Act, BatchStatus, Decision, FeeStatus, Stage

LAST_OPENED = 5
#: How far back the access log is read for what somebody opened last.
LOOKED_THROUGH = 300


class Next(StrEnum):
    """What a role does next without being asked; what needs a second person is in ``reviews``."""

    FEES = "fees"
    TRANSFERS = "transfers"
    PLACES = "places"


def next_for(user: User) -> dict[Next, int]:
    """Return how much of each kind ``user`` may take up now; only kinds of which there is any."""
    counts: dict[Next, int] = {}
    if user.has_perm("cases.prepare_payment"):
        counts[Next.FEES] = Fee.objects.filter(status=FeeStatus.DUE).count()
        approved = PaymentBatch.objects.filter(status=BatchStatus.APPROVED)
        counts[Next.TRANSFERS] = approved.count()
    if user.has_perm("cases.plan_movement"):
        cleared = Child.objects.visible_to(user).filter(stage=Stage.CLEARED)
        counts[Next.PLACES] = cleared.exclude(passages__status__in=SEATED).count()
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
    seen = Child.objects.visible_to(user).select_related("mother")
    found = with_own_names(seen).in_bulk(newest_first)
    opened_now = [found[pk] for pk in newest_first if pk in found]
    if not user.has_perm("cases.see_names"):
        return opened_now
    # Somebody of two roles may have opened a record that is masked.
    return [child for child in opened_now if part_of(child, to=user) is not Part.MASKED]


def with_own_names(children: "QuerySet[Child]") -> "QuerySet[Child]":
    """Fetch the children's own names too; a list says no more of the mothers."""
    return children.select_related("person").prefetch_related("person__names")
