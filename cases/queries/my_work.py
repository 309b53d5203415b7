"""The work of one user: queues, tasks, last opened children."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from cases.models import AccessRow, Child, Fee, PaymentBatch, Place, User
from cases.models.missed_fee import without_their_fee
from cases.models.movement import SEATED
from cases.queries.access import Part, part_of
from cases.queries.spellings import name_of
from cases.queries.task_lines import TaskLine, open_lines
from cases.vocabulary import BatchStatus, FeeStatus, Stage

LAST_OPENED = 5
#: Rows of the access log that are read for the last opened children.
LOOKED_THROUGH = 300


class Next(StrEnum):
    """A queue of a role; those for a second person are in ``reviews``."""

    FEES = "fees"
    MISSED = "missed"
    RETURNED = "returned"
    TRANSFERS = "transfers"
    PLACES = "places"
    TOWNS = "towns"


def next_for(user: User) -> dict[Next, int]:
    """Return the length of each queue of ``user`` that is not empty."""
    counts: dict[Next, int] = {}
    if user.has_perm("cases.prepare_payment"):
        counts[Next.FEES] = Fee.objects.filter(status=FeeStatus.DUE).count()
        returned = PaymentBatch.objects.filter(status=BatchStatus.DRAFT, prepared_by=user)
        counts[Next.RETURNED] = returned.exclude(returned_reason="").count()
        approved = PaymentBatch.objects.filter(status=BatchStatus.APPROVED)
        counts[Next.TRANSFERS] = approved.count()
    if user.has_perm("cases.ask_missedfee"):
        counts[Next.MISSED] = without_their_fee(Child.objects.all()).count()
    if user.has_perm("cases.plan_movement"):
        cleared = Child.objects.visible_to(user).filter(stage=Stage.CLEARED)
        counts[Next.PLACES] = cleared.exclude(passages__status__in=SEATED).count()
    if user.has_perm("cases.change_place"):
        counts[Next.TOWNS] = Place.objects.unchecked().count()
    return {kind: count for kind, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class ChildTask:
    """One open task of a list, and its child with names."""

    line: TaskLine
    child: Child


def task_rows(of: Q, *, to: User, most: int | None = None) -> list[ChildTask]:
    """Return the open tasks of ``of`` that ``to`` may see, earliest first. Three queries."""
    visible = Q(child__in=Child.objects.visible_to(to).values("pk"))
    lines = open_lines(of & visible, most=most)
    rows = Child.objects.filter(pk__in={line.child_id for line in lines})
    children = with_own_names(rows).in_bulk()
    return [ChildTask(line, children[line.child_id]) for line in lines]


def last_opened(user: User) -> list[Child]:
    """Return the children whose pages ``user`` opened last, newest first, with names."""
    looked = AccessRow.objects.filter(by=user, child__isnull=False).order_by("-id")
    opened = looked.values_list("child_id", flat=True)[:LOOKED_THROUGH]
    newest_first = list(dict.fromkeys(opened))[:LAST_OPENED]
    seen = Child.objects.visible_to(user).select_related("mother")
    children = with_own_names(seen).in_bulk(newest_first)
    opened_now = [children[pk] for pk in newest_first if pk in children]
    if not user.has_perm("cases.see_names"):
        return opened_now
    # A user of two roles may have opened a record that is masked.
    return [child for child in opened_now if part_of(child, to=user) is not Part.MASKED]


def with_own_names(children: "QuerySet[Child]") -> "QuerySet[Child]":
    """Prefetch the children's own names, and annotate ``mothers_name``, hers."""
    rows = children.select_related("person").prefetch_related("person__names")
    return rows.annotate(mothers_name=name_of("mother__person"))
