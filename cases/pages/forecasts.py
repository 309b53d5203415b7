"""The forecast in words: never a day, never a promise."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.figures.counts import Counted
from cases.figures.forecasts import Came
from cases.models import KeptForecast
from cases.pages.links import Links
from cases.rules.forecast import Foretold, Lever
from cases.rules.forecast_facts import CONSENT, DECIDE, REVIEW, VERIFY, VERSION, NoForecast
from cases.vocabulary import ClearanceKind, ForecastRefusal, Stage

#: What the method rests on, by the titles of the works.
SOURCES = (
    "Putter, Fiocco, Geskus (2007): Competing risks and multi-state models. doi 10.1002/sim.2712",
    "Gneiting, Balabdaoui, Raftery (2007): Probabilistic forecasts, calibration and sharpness",
    "Flyvbjerg (2006): From Nobel Prize to project management, reference class forecasting",
    "Glasserman, Yao (1992): Some guidelines and guarantees for common random numbers",
)
#: So many journeys are few: the range is wide.
_FEW_JOURNEYS = 4
#: In so many days the middle is told to a third of a month.
_NEAR_DAYS = 365
_OPEN_FROM = 100
_FEW_COMPARISONS = 10
_UNDECIDED = (Stage.REGISTERED, Stage.VERIFIED)
_UNDER_WAY = (Stage.BOOKED, Stage.IN_TRANSIT)
_TRACKS = {
    VERIFY: gettext_lazy("Identity check"),
    DECIDE: gettext_lazy("Decision on eligibility"),
    REVIEW: gettext_lazy("Review of a deferral"),
    CONSENT: gettext_lazy("Consent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """What would bring the middle forward, alone; ``w`` in percent of what moves it most.

    ``note`` says which children it is about, and is what leads to them where ``is_of_note``.
    """

    label: str
    weeks: str
    w: float
    url: str = ""
    note: str = ""
    is_of_note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastCard:
    """A forecast as the dashboard shows it; ``title`` where several agreements are shown.

    ``booked_url`` leads to those of whom the last sentence says that they are booked.
    """

    title: str
    heading: str
    sentences: tuple[str, ...]
    is_given: bool
    movers: tuple[Mover, ...]
    small_print: tuple[str, ...]
    booked_url: str = ""


def forecast_card(
    forecast: KeptForecast | None,
    *,
    by_month: bool,
    title: str = "",
    links: Links | None = None,
    is_past: bool = False,
) -> ForecastCard:
    """Return a forecast in words; without one, when the first is made.

    ``by_month``: for readers who may not learn the day of a journey.
    """
    if forecast is None:
        first = _("The first forecast is made tonight.")
        if is_past:
            first = _("No forecast was made by that day.")
        return _without(title, _("When will the target be home?"), first)
    if forecast.refusal:
        return _without(title, _heading(forecast), refusal_text(forecast, by_month=by_month))
    return ForecastCard(
        title=title,
        heading=_heading(forecast),
        sentences=tuple(_sentences(forecast)),
        is_given=True,
        movers=movers(forecast, links),
        small_print=tuple(_small_print(forecast)),
        booked_url=_booked_url(forecast, links) if links else "",
    )


def _without(title: str, heading: str, sentence: str) -> ForecastCard:
    return ForecastCard(
        title=title,
        heading=heading,
        sentences=(sentence,),
        is_given=False,
        movers=(),
        small_print=(),
    )


def _heading(forecast: KeptForecast) -> str:
    if not forecast.target:
        return _("When will the target be home?")
    return _("When will %(target)s be home?") % {"target": forecast.target}


def refusal_text(forecast: KeptForecast, *, by_month: bool) -> str:
    """Return why there is no forecast."""
    text = wording.month_text if by_month else wording.day_text
    return str(ForecastRefusal(forecast.refusal).label) % {
        "target": forecast.target,
        "day": text(forecast.since) if forecast.since else "",
        "track": track_text(forecast.track),
    }


def track_text(track: str) -> str:
    """Return what is waited for: a step, or a paper by its name."""
    return str(_TRACKS.get(track) or ClearanceKind(track).label)


def _sentences(forecast: KeptForecast) -> Iterator[str]:
    target = {"target": forecast.target}
    if is_open(forecast):
        yield _("%(never)s in 100 simulations do not reach %(target)s.") % {
            "never": round((forecast.never or 0) / 10),
            **target,
        }
    yield headline(forecast)
    yield range_text(forecast)
    if forecast.booked:
        words = ngettext("The next %(n)s is booked.", "The next %(n)s are booked.", forecast.booked)
        yield words % {"n": forecast.booked}


def _booked_url(forecast: KeptForecast, links: Links) -> str:
    """Return the list of exactly the children who are booked, where there is one."""
    n = sum(links.count(stage) for stage in _UNDER_WAY)
    return links.either(*_UNDER_WAY) if n and n == forecast.booked else ""


def headline(forecast: KeptForecast) -> str:
    """Return when the target is home, at the median."""
    return _("At the pace so far, %(target)s are home by about %(when)s.") % {
        "target": forecast.target,
        "when": middle_text(forecast.middle, on=forecast.as_of),
    }


def is_open(forecast: KeptForecast) -> bool:
    """Return whether the upper end is open: more than one in ten never reach the target."""
    return (forecast.never or 0) > _OPEN_FROM


def middle_text(day: datetime.date | None, *, on: datetime.date) -> str:
    """Return the middle as it may be told: to a third of a month, further on to the month."""
    if day is None:
        return ""
    month = wording.month_text(day)
    if (day - on).days > _NEAR_DAYS:
        return month
    thirds = (_("early %(month)s"), _("mid %(month)s"), _("late %(month)s"))
    return thirds[min(2, (day.day - 1) // 10)] % {"month": month}


def range_text(forecast: KeptForecast) -> str:
    """Return the range in months, rounded outward."""
    low, high = (wording.month_text(day) if day else "" for day in (forecast.low, forecast.high))
    if is_open(forecast):
        return _("Not before %(low)s; the end is open.") % {"low": low}
    if low == high:
        return _("8 of 10 simulations end in %(low)s.") % {"low": low}
    return _("8 of 10 simulations end between %(low)s and %(high)s.") % {"low": low, "high": high}


def _small_print(forecast: KeptForecast) -> Iterator[str]:
    words = ngettext(
        "From how long each step and each movement has taken so far; rests on %(n)s movement.",
        "From how long each step and each movement has taken so far; rests on %(n)s movements.",
        forecast.journeys,
    )
    yield words % {"n": forecast.journeys}
    if forecast.journeys <= _FEW_JOURNEYS:
        yield _("These are few movements: the range is wide.")
    yield _data_of(forecast)
    yield _("An estimate, not a commitment.")


def movers(forecast: KeptForecast, links: Links | None) -> tuple[Mover, ...]:
    """Return what would move it most, as it was computed."""
    most = max((change["weeks"] for change in forecast.changes), default=0)
    return tuple(
        Mover(
            label=_change(change),
            weeks=ngettext("%(n)s week sooner", "%(n)s weeks sooner", change["weeks"])
            % {"n": change["weeks"]},
            w=round(100 * change["weeks"] / most, 1),
            url=_children(change, links) if links else "",
            note=_about(change, links),
            is_of_note=change["lever"] == Lever.JOURNEY,
        )
        for change in forecast.changes
    )


def _change(change: dict[str, str]) -> str:
    n = int(change["children"])
    numbers = {"n": n, "paper": track_text(change["track"]) if change["track"] else ""}
    words = {
        Lever.PAPER: ngettext("“%(paper)s” for %(n)s child", "“%(paper)s” for %(n)s children", n),
        Lever.CONSENT: ngettext(
            "A mother’s consent for %(n)s child", "A mother’s consent for %(n)s children", n
        ),
        Lever.DEFERRED: ngettext(
            "%(n)s deferred child found eligible", "%(n)s deferred children found eligible", n
        ),
        Lever.UNDECIDED: ngettext(
            "%(n)s undecided child found eligible", "%(n)s undecided children found eligible", n
        ),
        Lever.JOURNEY: _("One movement more each quarter"),
    }
    return words[Lever(change["lever"])] % numbers


def _children(change: dict[str, str], links: Links) -> str:
    """Return the list of exactly the children that a change speaks of, where there is one."""
    lever, n = Lever(change["lever"]), int(change["children"])
    if lever == Lever.JOURNEY and links.count(Stage.CLEARED):
        return links.split(Counted.TO_TRAVEL, Stage.CLEARED)
    if lever == Lever.DEFERRED and links.count(Stage.DEFERRED) == n:
        return links.split(Counted.PENDING, Stage.DEFERRED)
    if lever == Lever.UNDECIDED and sum(links.count(stage) for stage in _UNDECIDED) == n:
        return links.either(*_UNDECIDED)
    return ""


def _about(change: dict[str, str], links: Links | None) -> str:
    """Return which children a change is about, where its own words do not say so."""
    lever = Lever(change["lever"])
    if lever == Lever.JOURNEY and links and (n := links.count(Stage.CLEARED)):
        words = ngettext(
            "%(n)s child is cleared and has no place.",
            "%(n)s children are cleared and have no place.",
            n,
        )
        return words % {"n": n}
    about = {
        Lever.PAPER: _("Eligible, without this document."),
        Lever.CONSENT: _("Their mother has not agreed yet."),
        Lever.UNDECIDED: _("Registered or verified."),
    }
    return about.get(lever, "")


def inside_text(comparisons: Iterable[Came]) -> str:
    """Return how many outcomes lay in their range: counted while they are few, then in percent."""
    each = list(comparisons)
    inside = sum(one.is_inside for one in each)
    if not each:
        return _("No forecast is a month old yet: there is nothing to compare.")
    counts = {"inside": inside, "of": len(each), "percent": round(100 * inside / len(each))}
    if len(each) < _FEW_COMPARISONS:
        return _("%(inside)s of %(of)s inside the range.") % counts
    return _("%(inside)s of %(of)s inside the range: %(percent)s%%.") % counts


def slipped_text(comparisons: Iterable[Came]) -> str:
    """Return a line where the last two forecasts missed on the same side; empty otherwise."""
    newest = sorted(comparisons, key=lambda each: each.on)[-2:]
    if len(newest) == 2 and all(each.home < each.low for each in newest):
        return _("The last two forecasts were too early.")
    if len(newest) == 2 and all(each.home > each.high for each in newest):
        return _("The last two forecasts were too late.")
    return ""


@dataclass(frozen=True, slots=True)
class PastOutcome:
    """What came of a forecast by a day; ``url`` leads to what the number home is made of."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """A past forecast: what it said, and what came of it."""

    day: str
    words: str
    computed_later: bool
    outcomes: list[PastOutcome]
    seed: str


#: So long is a seed that somebody asks for.
MOST_SIGNS = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAgain:
    """A forecast that was simulated again with a seed, beside what is kept.

    ``is_asked`` where it is to be simulated apart from the page.
    """

    seed: str
    sentences: list[str]
    is_asked: bool = False


def run_again(
    row: KeptForecast | None, seed: str, answer: KeptForecast | Foretold | NoForecast | None
) -> RunAgain:
    """Return what came of simulating a kept forecast again; ``answer`` is None where it was not."""
    recount = _as_row(row, answer) if row and answer else None
    if row is None:
        sentences = [_("No forecast is kept yet: there is nothing to run again.")]
    elif recount is None:
        sentences = [_("There are too many children to run it while you wait."), kept_text(row)]
    elif recount.refusal:
        sentences = [_data_of(row), refusal_text(recount, by_month=True)]
    else:
        sentences = [_data_of(row), _words(recount), _beside(row, recount)]
    return RunAgain(seed=seed, sentences=sentences, is_asked=bool(row) and recount is None)


def kept_text(row: KeptForecast) -> str:
    """Return a kept forecast with the day of its data and the moment at which it was made."""
    words = refusal_text(row, by_month=True) if row.refusal else _words(row)
    return _("Of %(day)s, made %(when)s: %(words)s") % {
        "day": wording.day_text(row.as_of),
        "when": wording.moment_text(row.at),
        "words": words,
    }


def _as_row(row: KeptForecast, answer: KeptForecast | Foretold | NoForecast) -> KeptForecast:
    """Return an answer as a forecast that is kept is told; one that is not kept as well."""
    if isinstance(answer, KeptForecast):
        return answer
    day = datetime.date.fromordinal
    if isinstance(answer, NoForecast):
        since = day(answer.since) if answer.since else None
        return KeptForecast(target=row.target, refusal=answer.why, since=since, track=answer.track)
    return KeptForecast(
        target=row.target,
        as_of=row.as_of,
        low=day(answer.reached.low),
        middle=day(answer.reached.middle),
        high=day(answer.reached.high),
        never=round(1000 * answer.never),
    )


def _data_of(row: KeptForecast) -> str:
    return _("Data of %(day)s.") % {"day": wording.day_text(row.as_of)}


def _beside(row: KeptForecast, recount: KeptForecast) -> str:
    if (recount.low, recount.middle, recount.high) == (row.low, row.middle, row.high):
        return _("This is the forecast that is kept, to the day.")
    if row.refusal:
        return _("None is kept of that day.")
    if row.version != VERSION:
        return _("The one that is kept, by an earlier version of the method: %(words)s") % {
            "words": _words(row)
        }
    return _("The one that is kept: %(words)s") % {"words": _words(row)}


def past_rows(
    slug: str, forecasts: Iterable[KeptForecast], comparisons: Iterable[Came]
) -> list[PastRow]:
    """Return each past forecast with the outcomes that have come, newest first.

    ``slug`` is that of their agreement.
    """
    came: dict[int, list[Came]] = {}
    for each in comparisons:
        came.setdefault(each.forecast.pk, []).append(each)
    return [
        PastRow(
            day=wording.day_text(row.as_of),
            words=refusal_text(row, by_month=True) if row.refusal else _words(row),
            computed_later=wording.as_day(row.at) > row.as_of,
            outcomes=[
                PastOutcome(_outcome(each), _home_url(slug, each)) for each in came.get(row.pk, [])
            ],
            seed=row.seed,
        )
        for row in forecasts
    ]


def _home_url(slug: str, each: Came) -> str:
    """Return where the children home on that day are told; empty where nobody was."""
    query = {"agreement": slug, "counted": Counted.RETURNED.value, "on": each.on.isoformat()}
    return reverse("dashboard-numbers", query=query) if each.home else ""


def _words(row: KeptForecast) -> str:
    return _("%(target)s by about %(when)s. %(range)s") % {
        "target": row.target,
        "when": middle_text(row.middle, on=row.as_of),
        "range": range_text(row),
    }


def _outcome(each: Came) -> str:
    sentence = (
        _("%(day)s: %(low)s to %(high)s foretold, %(home)s home: inside.")
        if each.is_inside
        else _("%(day)s: %(low)s to %(high)s foretold, %(home)s home: outside.")
    )
    return sentence % {
        "day": wording.day_text(each.on),
        "low": each.low,
        "high": each.high,
        "home": each.home,
    }
