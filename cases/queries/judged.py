"""What one person decided on cases as the second one, and what was sent back."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Child, Journal, Task, User
from cases.queries.waiting_rows import VERIFY, names_of
from cases.vocabulary import Act, ClaimStatus, Decision, TaskRule

#: How far back the list of decisions goes.
SINCE_DAYS = 30
JUDGED = (
    *(Act.VERIFY, Act.VERIFY_CONSENT, Act.DECIDE, Act.CLOSE, Act.REOPEN, Act.RETURN),
    *(Act.APPROVE_INTERESTS, Act.LOCK, Act.AGREEMENT, Act.FEE_WAIVED, Act.FEE_CREDITED),
)
_DECIDED = reduce(
    or_,
    (
        Q(act__in=JUDGED),
        Q(act=Act.EDIT, detail__contains="-confirmed"),
        *(
            Q(act=Act.CLAIM, detail__endswith=f":{status.value}")
            for status in (ClaimStatus.ACCEPTED, ClaimStatus.REJECTED)
        ),
    ),
)
_SENT_BACK = Q(act=Act.RETURN) | Q(
    act=Act.DECIDE, detail__endswith=f":{Decision.NEEDS_INFORMATION.value}"
)


def decided_by(user: User, *, on: datetime.date) -> "QuerySet[Any]":
    """Return the entries of what ``user`` decided in the last days, newest first."""
    day = datetime.datetime.combine(on - datetime.timedelta(days=SINCE_DAYS), datetime.time.min)
    return _entries(user, _DECIDED & Q(at__gte=timezone.make_aware(day)))


def sent_back_by(user: User) -> "QuerySet[Any]":
    """Return what ``user`` sent back and the caseworker still has, newest first."""
    waiting = Task.objects.open().filter(child=OuterRef("child"), rule=TaskRule.RETURNED)
    later = Journal.objects.filter(_SENT_BACK, child=OuterRef("child"), pk__gt=OuterRef("pk"))
    return _entries(user, _SENT_BACK & Q(Exists(waiting)) & ~Q(Exists(later)))


def _entries(user: User, which: Q) -> "QuerySet[Any]":
    seen = Child.objects.visible_to(user)
    rows = Journal.objects.filter(which, by=user, child__in=seen, undone_by__isnull=True)
    names = names_of("child__") if user.has_perm(VERIFY) else {}
    return rows.select_related("child__mother", "by").annotate(**names).order_by("-pk")
