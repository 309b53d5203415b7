"""The figures that the database keeps: folded, and made anew."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Child, StageLimit

#: Children whose narrow rows are written anew at once, each time in a transaction of its own.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many children were counted again, and how many sums there are."""

    children: int
    sums: int


def fold(*, whole: bool) -> int:
    """Replace the rows added since the last time, or all, by one a figure; return how many."""
    return _called("SELECT cases_fold(%s)", whole)


def begin_day(*, on: datetime.date) -> int:
    """Count again the cases whose limit has begun or ended; return how many they are.

    Everything else that a day brings is in the sums by its day. A month is looked back, for nights
    that were missed.
    """
    since = (on - datetime.timedelta(days=31), on)
    turned = StageLimit.objects.filter(
        Q(during__startswith__range=since) | Q(during__endswith__range=since),
        agreement=OuterRef("agreement"),
        stage=OuterRef("stage"),
    )
    return _keep_again(Child.objects.filter(Exists(turned)))


def rebuild() -> Rebuilt:
    """Count every child and sum up again, while others read and write."""
    return Rebuilt(
        children=_keep_again(Child.objects.all()), sums=_called("SELECT cases_sum_again()")
    )


def _keep_again(children: "QuerySet[Child]") -> int:
    keys = list(children.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        _called("SELECT cases_keep_again(%s)", keys[start : start + AT_ONCE])
    return len(keys)


def _called(statement: str, *values: bool | list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (number,) = cursor.fetchone()
    return number or 0
