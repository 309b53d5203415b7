"""The figures of money in words; each leads to the list of exactly the fees it counts."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from cases import wording
from cases.figures.money import MoneyMoved, WaitingFees
from cases.models import FeeSchedule
from cases.pages.facts import Words
from cases.vocabulary import AgeOfMoney, WaitsFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A sum and how many fees it adds; ``url`` is their list, empty where there is none."""

    label: Words
    count: int
    amount: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """What waits for one thing, by the age of the wait."""

    label: Words
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A fee schedule: the agreed rate beside the standard one; ``last`` is empty while it runs."""

    schedule: FeeSchedule
    amount: str
    standard: str
    saved: str
    last: str


def open_rows(
    figures: Mapping[tuple[WaitsFor, AgeOfMoney], WaitingFees],
    currency: str,
    query: Mapping[str, str],
) -> list[OpenRow]:
    """Return what is open and for how long; ``query`` is the address of what is shown."""
    return [
        OpenRow(
            label=waits.label,
            cells=[_waiting(figures[waits, age], currency, query) for age in AgeOfMoney],
        )
        for waits in WaitsFor
    ]


def _waiting(figure: WaitingFees, currency: str, query: Mapping[str, str]) -> Cell:
    narrow = {"waits_for": figure.waits_for.value, "age": figure.age.value}
    return _cell(figure, figure.age.label, currency, {**query, **narrow})


def moved(figure: MoneyMoved, currency: str, period: Mapping[str, str]) -> Cell:
    """Return what moved in a period, which is the query of an address."""
    query = {"moved": figure.moved.value, **period}
    return _cell(figure, figure.moved.label, currency, query)


def _cell(
    figure: WaitingFees | MoneyMoved, label: Words, currency: str, query: Mapping[str, str]
) -> Cell:
    return Cell(
        label=label,
        count=figure.count,
        amount=wording.money_text(figure.amount, currency),
        url=reverse("fees", query=query) if figure.count else "",
    )


def schedule(row: FeeSchedule) -> Schedule:
    """Return a fee schedule with what it saves for one child."""
    standard, end = row.standard_amount, row.during.upper
    saved = None if standard is None else standard - row.amount
    return Schedule(
        schedule=row,
        amount=wording.money_text(row.amount, row.currency),
        standard="" if standard is None else wording.money_text(standard, row.currency),
        saved="" if saved is None else wording.money_text(saved, row.currency),
        last=wording.day_text(end - datetime.timedelta(days=1)) if end else "",
    )
