"""Whether the figures that are kept are those of a recount, and which are not."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cases.models import Agreement, Child


@dataclass(frozen=True, slots=True)
class WrongSum:
    """One figure that is not what it should be, with what it is the sum of."""

    agreement: str
    kind: str
    part: str
    detail: str
    summed: int
    counted: int

    @property
    def label(self) -> str:
        return " ".join(filter(None, (self.agreement, self.kind, self.part, self.detail)))


@dataclass(frozen=True, slots=True)
class Recount:
    """The references of cases that are not counted as they are, and the sums that are wrong."""

    cases: tuple[str, ...]
    sums: tuple[WrongSum, ...]

    @property
    def is_equal(self) -> bool:
        return not self.cases and not self.sums


def recount() -> Recount:
    """Return how the kept figures differ from the register. Three queries."""
    cases = wrongly_kept(Child.objects.order_by("pk")).values_list("reference", flat=True)
    return Recount(cases=tuple(cases), sums=wrong_sums())


def wrongly_kept(children: "QuerySet[Child]") -> "QuerySet[Child]":
    """Return the ``children`` whose narrow rows are not what the register says."""
    return children.filter(pk__in=RawSQL("SELECT cases_wrongly_kept()", ()))


def wrong_sums() -> tuple[WrongSum, ...]:
    """Return the sums that are not those of the narrow rows and the fees. Two queries."""
    titles = dict(Agreement.objects.values_list("pk", "slug"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agreement_id, kind, part, detail, COALESCE(summed, 0), COALESCE(counted, 0) "
            "FROM cases_wrong_sums() ORDER BY 1, 2, 3, 4"
        )
        rows = cursor.fetchall()
    return tuple(WrongSum(titles.get(key, str(key)), *row) for key, *row in rows)
