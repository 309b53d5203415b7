"""What one person decided on cases as the second one, and what was sent back."""

import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Child, Journal, Task, User
from cases.models.long_lists import AskedOfEach
from cases.models.prepared import Parameter, Statement, counting
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.sent_back import SENT_BACK, code, unanswered
from cases.queries.waiting_rows import VERIFY, names_of
from cases.vocabulary import Act, ClaimStatus, TaskRule

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


class Judged(NamedTuple):
    """How many entries a person decided in the last days, and how many are sent back."""

    decided: int
    sent_back: int


def decided_by(user: User, *, on: datetime.date) -> "QuerySet[Any]":
    """Return the entries of what ``user`` decided in the last days, newest first."""
    return _shown(_decided(user, _since(on)), user)


def sent_back_by(user: User) -> "QuerySet[Any]":
    """Return what ``user`` sent back and the caseworker still has, newest first."""
    return _shown(_sent_back(user), user)


def judged_by(user: User, *, on: datetime.date) -> Judged:
    """Return how many ``decided_by`` and ``sent_back_by`` list. Two queries."""
    decided, sent_back = _numbers(may_of(user))
    who = read_by(user)
    return Judged(decided.number(since=_since(on), **who), sent_back.number(**who))


@lru_cache(maxsize=64)
def _numbers(may: May) -> tuple[Statement, Statement]:
    reader = standing_for(may)
    since = Parameter("since", DateTimeField())
    return counting(_decided(reader, since)), counting(_sent_back(reader))


def _since(on: datetime.date) -> datetime.datetime:
    day = datetime.datetime.combine(on - datetime.timedelta(days=SINCE_DAYS), datetime.time.min)
    return timezone.make_aware(day)


def _decided(user: User, since: "datetime.datetime | Parameter") -> "QuerySet[Journal]":
    return _entries(user, _DECIDED & Q(at__gte=since))


def _sent_back(user: User) -> "QuerySet[Journal]":
    waiting = Task.objects.open().filter(
        child=OuterRef("child"), rule=TaskRule.RETURNED, about=OuterRef("code")
    )
    mine = _entries(user, SENT_BACK)
    return unanswered(mine).annotate(code=code()).filter(Exists(waiting))


def _entries(user: User, which: Q) -> "QuerySet[Journal]":
    entries = Journal.objects.filter(which, by=user, undone_by__undoes=None)
    if user.has_perm("cases.view_every_child"):
        return entries
    # The entries of one person are few beside the children that a role sees.
    return entries.filter(AskedOfEach(Child.objects.visible_to(user).filter(pk=OuterRef("child"))))


def _shown(entries: "QuerySet[Journal]", to: User) -> "QuerySet[Any]":
    names = names_of("child__") if to.has_perm(VERIFY) else {}
    return entries.select_related("child__mother", "by").annotate(**names).order_by("-pk")
