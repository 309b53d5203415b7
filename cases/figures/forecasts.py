"""The forecasts that are kept: the newest of a day, and those of past months."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import F, OuterRef, Subquery

from cases.figures.past import home_by
from cases.models import KeptForecast
from cases.models.prepared import DAY, KEYS, AnyOf, Records
from cases.rules.forecast_facts import VERSION

#: How many months later what came is compared with what was foretold.
LATER = (1, 3, 6)


@dataclass(frozen=True, slots=True)
class Came:
    """Children home at a month end as foretold, low to high, and as it came."""

    forecast: KeptForecast
    on: datetime.date
    low: int
    high: int
    home: int

    @property
    def is_inside(self) -> bool:
        return self.low <= self.home <= self.high


def newest_forecasts(agreements: Sequence[int], *, on: datetime.date) -> dict[int, KeptForecast]:
    """Return the newest forecast of each agreement by a day. One query."""
    return {row.agreement_id: row for row in _newest().of(keys=list(agreements), on=on)}


@cache
def _newest() -> Records[KeptForecast]:
    rows = KeptForecast.objects.standing().filter(AnyOf(F("agreement_id"), KEYS), as_of__lte=DAY)
    newest = rows.order_by("agreement_id", "-as_of", "-pk").distinct("agreement_id")
    return Records(newest)


def month_end_forecasts(agreement: int) -> list[KeptForecast]:
    """Return the last forecast of each month's last day, newest first. One query."""
    last = KeptForecast.objects.standing().filter(
        agreement=agreement, as_of=OuterRef("as_of"), version=VERSION
    )
    rows = KeptForecast.objects.filter(
        agreement=agreement, pk=Subquery(last.order_by("-pk").values("pk")[:1])
    )
    return [row for row in rows.order_by("-as_of") if _is_month_end(row.as_of)]


def run_again_of(row: KeptForecast, seed: str) -> KeptForecast | None:
    """Return what came of running a forecast again apart from its page; None before. One query."""
    return KeptForecast.objects.again(row, seed).first()


def comparisons(
    agreement: int, forecasts: Sequence[KeptForecast], *, on: datetime.date
) -> list[Came]:
    """Return each forecast beside what came one, three and six months later. One query."""
    bands = [
        (forecast, datetime.date.fromisoformat(day), low, high)
        for forecast in forecasts
        for day, low, _middle, high in (forecast.band[n] for n in LATER if n < len(forecast.band))
    ]
    over = [band for band in bands if band[1] <= on]
    home = home_by(agreement, (day for _forecast, day, _low, _high in over)) if over else {}
    return [Came(forecast, day, low, high, home[day]) for forecast, day, low, high in over]


def _is_month_end(day: datetime.date) -> bool:
    return (day + datetime.timedelta(days=1)).day == 1
