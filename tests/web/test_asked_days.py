"""Days in the address of a page of figures: each is shown, or told in a sentence."""

import datetime

import pytest
from django.http import QueryDict

from cases.web.asked_days import RegisterDays, asked_days

TODAY = datetime.date(2026, 11, 28)
FIRST = datetime.date(2025, 11, 3)
PUBLISHED = datetime.date(2026, 9, 9)


def asked(query: str, *, by_month: bool = False, first: datetime.date | None = FIRST):
    register = RegisterDays(first=lambda: first, published=lambda: [PUBLISHED])
    return asked_days(QueryDict(query), register, today=TODAY, by_month=by_month)


@pytest.mark.parametrize(
    "text", ["2026-06-01", "01.06.2026", "1 June 2026", "1 июня 2026", "٠١.٠٦.٢٠٢٦"]
)
def test_day_is_read_as_every_date_of_the_register(text):
    found = asked(f"on={text}")

    assert (found.on, found.refusals, found.is_past) == (datetime.date(2026, 6, 1), (), True)
    assert found.vs == datetime.date(2026, 5, 1)


REFUSED = {
    "31.02.2026": "has 28 days",
    "2026-02-30": "has 28 days",
    "03/04/2026": "“03/04/2026”",
    "0001-01-01": "Check the year, 1.",
    "9999-99-99": "“9999-99-99”",
    "yesterday": "not a date",
    "%00": "not a date",
    "1405-03-01": "Islamic",
    "29.11.2026": "29 Nov 2026 is in the future.",
    "2.11.2025": "the first event in the register is of 3 Nov 2025.",
    "1" * 5000: "not a date",
}


@pytest.mark.parametrize("text", REFUSED)
def test_day_that_cannot_be_shown_is_told_and_today_is_shown(text):
    found = asked(f"on={text}")

    assert found.on == TODAY
    assert REFUSED[text] in found.refusals[0]
    assert found.refusals[-1] == "Today is shown."
    compared = asked(f"vs={text}")
    assert (compared.on, compared.vs) == (TODAY, None)
    assert REFUSED[text] in compared.refusals[0]


def test_register_without_an_entry_says_so():
    assert "The register is empty" in asked("on=2026-06-01", first=None).refusals[0]


@pytest.mark.parametrize("by_month", [False, True])
def test_every_choice_is_before_the_day_and_one_is_chosen(by_month):
    for on in ("", "on=2026-03-31&", "on=2025-12-31&"):
        found = asked(on, by_month=by_month)
        days = [each.value for each in found.choices if each.value != "none"]
        assert all(day < found.on.isoformat() for day in days)
        assert sum(each.chosen for each in found.choices) == 1
        for each in found.choices:
            again = asked(f"{on}vs={each.value}", by_month=by_month)
            assert (again.vs.isoformat() if again.vs else "none") == each.value


def test_day_of_comparison_lies_before():
    found = asked("on=2026-06-01&vs=2026-06-01")

    assert found.vs is None
    assert "nothing to compare" in found.refusals[0]


def test_days_shown_in_place_of_two_are_told_in_one_sentence():
    found = asked("on=2026-06-01&vs=2026-03-01", by_month=True)

    (sentence,) = found.refusals
    assert "31 May 2026 in place of 1 Jun 2026; 28 Feb 2026 in place of 1 Mar 2026." in sentence


def test_official_is_shown_ends_of_months_and_published_days_alone():
    shown = {}
    day = FIRST
    while day < TODAY:
        found = asked(f"on={day}&vs=none", by_month=True)
        shown[found.on] = bool(found.refusals)
        if found.on != day and found.on >= FIRST:
            assert "ends of months" in found.refusals[0]
        day += datetime.timedelta(days=1)

    inside = {day for day in shown if day >= FIRST and day != TODAY}
    ends = {day for day in inside if (day + datetime.timedelta(days=1)).day == 1}
    assert inside == ends | {PUBLISHED}
    assert len(ends) == 12
