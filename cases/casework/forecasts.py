"""Keeping the forecast of each agreement, as of a day."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import processes
from cases.casework.refused import Refused
from cases.figures.facts import AgreementFacts, agreement_facts
from cases.models import Agreement, Journal, KeptForecast
from cases.models.kept_forecast import seed_again
from cases.queries.evenings import end_of, evening_of
from cases.rules.forecast import Change, Foretold, forecast
from cases.rules.forecast_facts import SIMULATIONS_OF_CHANGE, VERSION, NoForecast, simulations_of

#: The band goes on for so many months, and no further than the high end of the range.
_MONTHS = 60
#: Open children whose way home is simulated while somebody waits: under a second.
MOST_WHILE_WAITING = 100


class _Rests(TypedDict):
    as_of: datetime.date
    journal: int
    version: str
    target: int | None


def make_all(*, on: datetime.date, of: str = "") -> list[KeptForecast]:
    """Make the forecast of every agreement, but where nothing was entered since the last one.

    ``of`` names one alone, by its address.
    """
    rows = (
        _make(facts, on=on) for facts in agreement_facts(on=on) if of in ("", facts.agreement.slug)
    )
    return [row for row in rows if row]


def ask(agreement: Agreement, *, on: datetime.date) -> None:
    """Let the forecast of an agreement be made in a process of its own.

    Raises ``Refused`` where one is at work, or nothing was entered since the last one.
    """
    if is_at_work(agreement):
        raise Refused(_("The forecast is being made already."))
    (facts,) = (each for each in agreement_facts(on=on) if each.agreement == agreement)
    if KeptForecast.objects.standing().filter(agreement=agreement, **_same(facts, on=on)).exists():
        raise Refused(_("Nothing was entered since the newest forecast: it stands."))
    processes.start("forecast", "--agreement", agreement.slug)


def is_at_work(agreement: Agreement) -> bool:
    """Return whether a process makes the forecast of an agreement. One query."""
    return bool(processes.at_work(f"forecast {agreement.slug}"))


def ask_again(row: KeptForecast | None, *, seed: str) -> None:
    """Let a kept forecast be run again with a seed, in a process of its own.

    Nothing is started where that was done before. Raises ``Refused`` where there is none, or one
    is being run again under its agreement.
    """
    if row is None:
        raise Refused(_("No forecast is kept yet: there is nothing to run again."))
    if again_at_work(row.agreement):
        raise Refused(_("A forecast is being run again already. It stands here when it is done."))
    if not KeptForecast.objects.again(row, seed).exists():
        processes.start("forecast", f"--again={row.pk}", f"--seed={seed}")


class AgainProgress(NamedTuple):
    """How many of the simulations are done."""

    done: int
    total: int


def again_at_work(agreement: Agreement) -> AgainProgress | None:
    """Return how far a process is that runs a forecast again; None where none does. One query."""
    name = processes.at_work(f"again {agreement.pk}")
    if not name:
        return None
    _again, _pk, done, total = name.split()
    return AgainProgress(int(done), int(total))


def make_again(row: KeptForecast, *, seed: str) -> KeptForecast:
    """Run a kept forecast again with a seed, and keep what came of it beside."""
    evening = evening_of(row.agreement_id, on=row.as_of, target=row.target, entered_by=row.at)
    total = simulations_of(evening)
    processes.say(f"again {row.agreement_id} 0 {total}")
    answer = forecast(
        evening,
        seed=seed,
        simulations=total,
        of_change=0,
        say=lambda done: processes.say(f"again {row.agreement_id} {done} {total}"),
    )
    return KeptForecast.objects.create(
        agreement=row.agreement,
        as_of=row.as_of,
        journal=row.journal,
        target=row.target,
        home=row.home,
        booked=row.booked,
        journeys=row.journeys,
        version=VERSION,
        seed=seed_again(seed),
        **_columns(answer),
    )


def make_past(*, on: datetime.date) -> list[KeptForecast]:
    """Make those of month ends before ``on`` that were not made then, of what was on record then.

    They are told from the others by the moment at which they were computed.
    """
    rows = []
    for day in _month_ends_before(on):
        for facts in agreement_facts(on=day):
            mine = KeptForecast.objects.standing().filter(agreement=facts.agreement, as_of=day)
            if not mine.exists() and (row := _make(facts, on=day, changes=0)):
                rows.append(row)
    return rows


def again(row: KeptForecast, *, seed: str) -> Foretold | NoForecast | None:
    """Return a kept forecast simulated again, with a seed; equal to it with its own.

    None where the children are too many to do so while somebody waits.
    """
    evening = evening_of(row.agreement_id, on=row.as_of, target=row.target, entered_by=row.at)
    if len(evening.children) > MOST_WHILE_WAITING:
        return None
    return forecast(evening, seed=seed, simulations=simulations_of(evening), of_change=0)


def _make(
    facts: AgreementFacts, *, on: datetime.date, changes: int = SIMULATIONS_OF_CHANGE
) -> KeptForecast | None:
    agreement, same = facts.agreement, _same(facts, on=on)
    if KeptForecast.objects.standing().filter(agreement=agreement, **same).exists():
        return None
    evening = evening_of(agreement.pk, on=on, target=same["target"])
    seed = f"{agreement.slug}:{on}:{VERSION}"
    answer = forecast(
        evening,
        seed=seed,
        days=[day.toordinal() for day in _month_ends(on)],
        simulations=simulations_of(evening),
        of_change=min(changes, simulations_of(evening)),
    )
    with transaction.atomic():
        # A second process may have begun at the same moment.
        Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
        if KeptForecast.objects.standing().filter(agreement=agreement, **same).exists():
            return None
        return KeptForecast.objects.create(
            agreement=agreement,
            seed=seed,
            home=evening.home,
            booked=sum(trip.children for trip in evening.booked),
            journeys=len(evening.past),
            **same,
            **_columns(answer),
        )


def _same(facts: AgreementFacts, *, on: datetime.date) -> _Rests:
    """Return what a forecast rests on: a second one of the same would be equal."""
    entries = Journal.objects.filter(child__agreement=facts.agreement, at__lt=end_of(on))
    newest = entries.order_by("-pk").values_list("pk", flat=True).first() or 0
    target = facts.base.target if facts.base else None
    return {"as_of": on, "journal": newest, "version": VERSION, "target": target}


def _columns(answer: Foretold | NoForecast) -> dict[str, object]:
    if isinstance(answer, NoForecast):
        since = datetime.date.fromordinal(answer.since) if answer.since else None
        return {"refusal": answer.why.value, "since": since, "track": answer.track}
    reached = answer.reached
    days = (reached.low, reached.middle, reached.high)
    low, middle, high = (datetime.date.fromordinal(day) for day in days)
    band = [(day, each) for day, each in answer.band if day <= reached.high + 31]
    return {
        "low": low,
        "middle": middle,
        "high": high,
        "never": round(1000 * answer.never),
        "band": [
            [datetime.date.fromordinal(day).isoformat(), each.low, each.middle, each.high]
            for day, each in band
        ],
        "changes": [_change(each) for each in answer.changes],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "lever": change.lever.value,
        "track": change.track,
        "children": change.children,
        "weeks": round(change.weeks),
    }


def _month_ends(on: datetime.date) -> Iterator[datetime.date]:
    """Yield the last day of the month of ``on``, and of each one after it."""
    month = on.replace(day=1)
    for _n in range(_MONTHS):
        month = (month + datetime.timedelta(days=31)).replace(day=1)
        yield month - datetime.timedelta(days=1)


def _month_ends_before(on: datetime.date) -> Iterator[datetime.date]:
    first = Journal.objects.order_by("happened_on").values_list("happened_on", flat=True).first()
    for day in _month_ends(first) if first else ():
        if day < on:
            yield day
