"""From a figure to the rows it counts, for those who may see exactly these."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.urls import reverse

from cases.figures.counts import Counted
from cases.figures.fees import STATUSES, FeeSum
from cases.figures.past import Clock
from cases.figures.progress import Tally
from cases.figures.waits import Missing
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the lists behind figures; empty where none may be shown.

    ``agreement`` is the one they are of, empty for all.

    A list is linked only where the reader's own holds exactly the children
    that the figure counts: ``own`` is what the reader may follow, None for
    nothing. With ``days``, the query of the day shown, every other figure leads
    to what it is made of: by stage, month and reason.
    """

    agreement: str
    counts: Tally
    own: Tally | None
    ledger: bool = False
    days: Mapping[str, str] | None = None

    def counted(self, kind: Counted) -> str:
        if self.own is None or self.own[kind] != self.counts[kind]:
            return self._made_of(counted=kind.value)
        return self._children(counted=kind.value)

    def split(self, kind: Counted, stage: Stage) -> str:
        """Return where those of ``kind`` are who are in ``stage``."""
        if self.own is None or self.own.split(kind, stage) != self.counts.split(kind, stage):
            return self._made_of(counted=kind.value, stage=stage.value)
        return self.own_split(kind, stage)

    def by_days(self, kind: Counted, stage: Stage) -> str:
        """Return where those of a stage are, the longest first, or where its median is told.

        Empty where those of ``kind`` are not all of the stage: the median is of them all.
        """
        if self.counts.split(kind, stage) != self.counts.of(stage).count:
            return ""
        if self.own is None or self.own.split(kind, stage) != self.counts.split(kind, stage):
            return self._made_of(counted=kind.value, stage=stage.value)
        return self._children(stage=stage.value, counted=kind.value, sort="-days")

    def counted_or_split(self, kind: Counted, stage: Stage | None) -> str:
        return self.split(kind, stage) if stage else self.counted(kind)

    def on(self, day: datetime.date) -> "Links":
        """Return the addresses of the same figures on a past day, compared with nothing."""
        days = {"on": day.isoformat(), "vs": "none"}
        return replace(self, own=None, ledger=False, days=days)

    def own_split(self, kind: Counted, stage: Stage) -> str:
        """Return the reader's own of them, however many there are of others."""
        return self._children(stage=stage.value, counted=kind.value)

    def either(self, *stages: Stage) -> str:
        """Return where those are who are in one of some stages."""
        own, all_of = self.own, self.counts
        if own is None or any(own.of(s).count != all_of.of(s).count for s in stages):
            return self._made_of(either=" ".join(stages))
        return self._children(stage=tuple(stage.value for stage in stages))

    def missing(self, missing: Missing) -> str:
        """Return where the eligible children are who lack something first."""
        is_all = self.own is self.counts or missing.own == missing.n
        if self.own is None or not is_all:
            return self._made_of(counted=Counted.TO_TRAVEL.value, stage=Stage.ELIGIBLE.value)
        return self._children(lacking=missing.what)

    def late(self) -> str:
        """Return where the overdue ones are told by reason."""
        return self._made_of(overdue="1")

    def since(self, kind: Counted, stage: Stage | None = None, *, delta: str) -> str:
        """Return where is told what a figure's difference to the day compared with is made of.

        Empty where there is none.
        """
        if delta in ("", "0"):
            return ""
        of_stage = {"stage": stage.value} if stage else {}
        return self._told("dashboard-difference", counted=kind.value, **of_stage)

    def entered_later(self, kind: Counted) -> str:
        """Return where is told what a figure gained and lost by what was entered after its day."""
        return self._told("dashboard-difference", counted=kind.value, clock=Clock.KNEW.value)

    def _made_of(self, **what: str) -> str:
        return self._told("dashboard-numbers", **what)

    def _told(self, route: str, **what: str) -> str:
        if self.days is None:
            return ""
        of = ("agreement", self.agreement or "all")
        return _address(route, (of, *what.items(), *self.days.items()))

    def count(self, stage: Stage) -> int:
        """Return how many children the figures count in a stage."""
        return self.counts.of(stage).count

    def overdue(self, *stages: Stage) -> str:
        return self._children(overdue="1", stage=tuple(stage.value for stage in stages))

    def all_overdue(self, *stages: Stage) -> str:
        own, all_of = self.own, self.counts
        if own is None or any(own.of(s).overdue != all_of.of(s).overdue for s in stages):
            return self.late()
        return self.overdue(*stages)

    def fees(self, of: FeeSum, *, currency: str = "") -> str:
        """Return where the fees of a sum are listed, or where is told what it is made of.

        ``currency`` is of one among several.
        """
        in_currency = {"currency": currency} if currency else {}
        if not self.ledger:
            return self._made_of(fees=of.value, **in_currency)
        statuses = tuple(status.value for status in STATUSES.get(of, ()))
        query = {"agreement": self.agreement or "all", "status": statuses, **in_currency}
        return _address("fees", tuple(query.items()))

    def published(self) -> str:
        """Return where stands what was said in public; empty for all agreements."""
        return reverse("published-figures", args=[self.agreement]) if self.agreement else ""

    def terms(self) -> str:
        """Return where the target and the amount stand of which the budget is made."""
        return reverse("agreement", args=[self.agreement]) if self.agreement else ""

    def _children(self, **chosen: str | tuple[str, ...]) -> str:
        of = {"agreement": self.agreement} if self.agreement else {}
        return _address("children", tuple((of | chosen).items()))


# A page of figures leads to some ninety lists, and to the same ones tomorrow.
@lru_cache(maxsize=4096)
def _address(route: str, query: tuple[tuple[str, str | tuple[str, ...]], ...]) -> str:
    return reverse(route, query=query)
