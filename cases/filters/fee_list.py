"""The ledger as a list: its fees in the order in which they are paid, and every count of it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from cases.figures.facets import Ask, Counting, counting
from cases.filters.fees import FeeFilter
from cases.filters.panel import KEPT, data_of
from cases.models import Fee
from cases.models.prepared import KEYS, AnyOf, Records, Statement, StatementRows, prepared
from cases.models.reader import May, may_of, read_by, standing_for
from cases.models.receipt import with_papers
from cases.vocabulary import FeeStatus

if TYPE_CHECKING:
    from cases.models.receipt import FeeWithPapers

_OLDEST_FIRST = """
WITH oldest AS MATERIALIZED ({oldest} LIMIT %(cut_from)s::bigint + %(cut_rows)s)
SELECT pk FROM (
    SELECT *, min(due_on) OVER (PARTITION BY mother) AS since FROM ({fees}) AS fees
    WHERE mother IN (SELECT mother FROM oldest)) AS families
ORDER BY since, mother, child__reference, pk
"""
#: More fees than any page shows: the families of all of them are found.
_EVERY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Question:
    """What everybody asks of the ledger who chose the same: statements are kept by it."""

    may: May
    picks: tuple[tuple[str, tuple[str, ...]], ...]
    agreements: tuple[tuple[str, int], ...]
    on: datetime.date

    @property
    def filter(self) -> FeeFilter:
        """The filter of whoever stands for all who ask this."""
        reader, agreements = standing_for(self.may), dict(self.agreements)
        data = data_of(self.picks)
        return FeeFilter(data, user=reader, agreements=agreements, current="", on=self.on)


def _question(narrowing: FeeFilter) -> _Question:
    return _Question(
        may_of(narrowing.user),
        tuple((name, tuple(values)) for name, values in narrowing.kept.lists()),
        tuple(narrowing.agreements.items()),
        narrowing.on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCounts:
    """Fees of a list, their families, the payable ones, and all by status, whichever are shown.

    None where there are too many to be counted.
    """

    fees: int | None
    families: int
    payable: int | None
    statuses: Mapping[FeeStatus, int] | None


def ledger_counts(narrowing: FeeFilter) -> LedgerCounts:
    """Return every count of the page. One query."""
    counts = _counting(_question(narrowing)).of(**read_by(narrowing.user))
    every = counts["every status"]
    numbers = {status: every.by["status"].get(status.value, 0) for status in FeeStatus}
    return LedgerCounts(
        fees=counts["found"].total,
        families=counts["found"].apart,
        payable=counts["payable"].total,
        statuses=None if every.total is None else numbers,
    )


@lru_cache(maxsize=KEPT)
def _counting(question: _Question) -> Counting:
    narrowing = question.filter
    rows: QuerySet[Any, Any] = Fee.objects.order_by().annotate(mother=F("child__mother_id"))
    return counting(
        {
            "found": Ask(narrowing.qs, apart="mother", columns=rows.values("pk", "mother")),
            "payable": Ask(narrowing.qs.payable()),
            "every status": Ask(
                narrowing.of_every_status, ("status",), columns=rows.values("pk", "status")
            ),
        }
    )


def ledger_keys(narrowing: FeeFilter) -> StatementRows:
    """Return the keys of the fees, to be cut into pages: in the order chosen, or by family."""
    keys = _sorted if narrowing.is_sorted else _by_family
    cut = {} if narrowing.is_sorted else {"cut_from": 0, "cut_rows": _EVERY}
    return StatementRows(keys(_question(narrowing)), {**read_by(narrowing.user), **cut})


@lru_cache(maxsize=KEPT)
def _sorted(question: _Question) -> Statement:
    return prepared(question.filter.qs.values_list("pk"), by_key=False)


@lru_cache(maxsize=KEPT)
def _by_family(question: _Question) -> Statement:
    """Return the fees as they are paid: family by family, that with the oldest fee first.

    As many fees by their due day as the page and those before it hold name all families that
    stand there: only these are read whole.
    """
    fees = question.filter.qs.annotate(mother=F("child__mother_id"))
    oldest = prepared(fees.order_by("due_on", "mother").values("mother")).sql
    rows = prepared(fees.order_by().values("pk", "due_on", "mother", "child__reference")).sql
    return Statement(_OLDEST_FIRST.format(oldest=oldest, fees=rows), by_key=False)


def ledger_rows(keys: Sequence[int]) -> "list[FeeWithPapers]":
    """Return the fees with ``keys`` and their papers, in this order. One query."""
    fees = {fee.pk: fee for fee in _rows().of(keys=list(keys))} if keys else {}
    return [fees[key] for key in keys if key in fees]


@cache
def _rows() -> "Records[FeeWithPapers]":
    fees = with_papers(Fee.objects.filter(AnyOf(F("pk"), KEYS)))
    return Records(fees.select_related("child__mother", "agreement").order_by())
