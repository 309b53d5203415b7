"""The figures that the database keeps: folded, and made anew."""

from dataclasses import dataclass

from django.db import connection

from cases.models import Child

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


def rebuild() -> Rebuilt:
    """Count every child and sum up again, while others read and write."""
    keys = list(Child.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        _called("SELECT cases_keep_again(%s)", keys[start : start + AT_ONCE])
    return Rebuilt(children=len(keys), sums=_called("SELECT cases_sum_again()"))


def _called(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (number,) = cursor.fetchone()
    return number or 0
