"""The fee schedules of an agreement, and who may approve the one that waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import OuterRef, Q

from cases.models import Agreement, FeeSchedule, User
from cases.models.prepared import KEY, Day, Statement, prepared
from cases.models.rows import JsonRows, read_rows, rows_of
from cases.models.user import holders
from cases.rules.fees import ScheduleFacts


@dataclass(frozen=True, slots=True)
class Schedules:
    """The schedule that is not approved yet, who may approve it, and the ones in force or to come.

    ``proposed`` without ``asked_by`` is one whose proposal ended with a change by SQL.
    """

    proposed: FeeSchedule | None
    approvers: tuple[User, ...]
    agreed: tuple[FeeSchedule, ...]


def schedules_of(agreement: Agreement, *, on: Day) -> Schedules:
    """Return the schedules of ``agreement`` that are not over on a day. Two queries, or three."""
    rows = agreement.fee_schedules.select_related(
        "agreement", "asked_by", "approved_by", "returned_by"
    )
    proposed = rows.open().first()
    goes_on = Q(during__endswith__isnull=True) | Q(during__endswith__gt=on)
    agreed = rows.agreed().filter(goes_on).order_by("during")
    return Schedules(
        proposed=proposed,
        approvers=approvers(proposed.asked_by_id) if proposed else (),
        agreed=tuple(agreed),
    )


def approvers(asked_by: int | None) -> tuple[User, ...]:
    """Return who may approve what ``asked_by`` proposed. One query."""
    return tuple(each for each in holders("approve_feeschedule") if each.pk != asked_by)


def holders_of(permissions: Iterable[str]) -> dict[str, list[User]]:
    """Return who may do what each of these permissions allows, by name. Two queries."""
    pairs = list(
        holders(*permissions)
        .filter(groups__permissions__codename__in=permissions)
        .values_list("groups__permissions__codename", "pk")
    )
    people = User.objects.in_bulk({pk for _permission, pk in pairs})
    theirs: dict[str, list[User]] = {permission: [] for permission in permissions}
    for permission, pk in dict.fromkeys(pairs):
        theirs[permission].append(people[pk])
    return theirs


def schedule_rows(agreement: Any) -> JsonRows:
    """Return the column of the ``ScheduleFacts`` of an agreement; ``agreement`` is its key."""
    rows = FeeSchedule.objects.filter(agreement=agreement).filter(
        Q(approved_by__isnull=False) | Q(asked_by__isnull=False)
    )
    return rows_of(
        ScheduleFacts,
        rows.order_by("pk"),
        first="during__startswith",
        end="during__endswith",
        is_agreed=Q(approved_by__isnull=False),
    )


def schedule_facts(agreement_id: int) -> tuple[ScheduleFacts, ...]:
    """Return the schedules of an agreement, agreed and proposed. One query."""
    [(rows,)] = _of_agreement().tuples(key=agreement_id)
    return read_rows(ScheduleFacts, rows)


@cache
def _of_agreement() -> Statement:
    agreement = Agreement.objects.filter(pk=KEY)
    return prepared(agreement.values_list(schedule_rows(OuterRef("pk"))))
