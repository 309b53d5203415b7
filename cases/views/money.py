"""The figures of money: what is open and for how long, what moved in a period, what was saved."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import wording
from cases.figures.facts import AgreementFacts, agreement_facts
from cases.figures.money import Movement, Waiting, ageing, movements, saving
from cases.forms.fees import PeriodForm
from cases.models import Agreement, Fee, FeeSchedule
from cases.pages.totals import totals
from cases.vocabulary import AgeOfMoney, WaitsFor
from cases.web.gates import StaffRequest, gate


@dataclass(frozen=True, slots=True)
class Asked:
    """Which agreement an address asks for, and which days; none where they cannot be read."""

    named: str
    agreements: list[Agreement]
    current: AgreementFacts | None
    form: PeriodForm
    since: datetime.date | None
    until: datetime.date | None


def asked_figures(request: StaffRequest) -> Asked:
    """Return what figures of money the address of ``request`` asks for."""
    slug = request.GET.get("agreement", "")
    facts = agreement_facts(on=timezone.localdate())
    current = next((each for each in facts if each.agreement.slug == slug), next(iter(facts), None))
    form = PeriodForm(request.GET if {"since", "until"} & set(request.GET) else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    agreements = [each.agreement for each in facts]
    return Asked(slug, agreements, current, form, days.get("since"), days.get("until"))


@require_safe
@gate("cases.view_ledger")
def money_figures(request: StaffRequest) -> HttpResponse:
    asked = asked_figures(request)
    context = {
        "form": asked.form,
        "agreements": asked.agreements,
        "current": asked.current,
        "ages": AgeOfMoney.labels,
    }
    if asked.current is not None:
        context |= _figures(request, asked.current, asked)
    return render(request, "cases/fees/figures.html", context)


def _figures(request: StaffRequest, current: AgreementFacts, asked: Asked) -> dict[str, Any]:
    fees = Fee.objects.visible_to(request.user).filter(agreement=current.agreement)
    on, since, until = timezone.localdate(), asked.since, asked.until
    to_list = _To(current, since, until)
    currency = current.rate.currency if current.rate else "USD"
    found = ageing(fees, on=on)
    saved = saving(fees)
    return {
        "amounts": totals(fees, current, on=on),
        "open": [
            {
                "label": waits.label,
                "cells": [to_list.waiting(found[waits, age], currency) for age in AgeOfMoney],
            }
            for waits in WaitsFor
        ],
        "moves": [
            to_list.moved(each, currency) for each in movements(fees, since=since, until=until)
        ],
        "period": urlencode(to_list.period),
        "schedules": [_schedule(each) for each in _agreed(current)],
        "saved": wording.money_text(saved, currency) if saved is not None else "",
    }


def _agreed(current: AgreementFacts) -> "QuerySet[FeeSchedule]":
    return current.agreement.fee_schedules.agreed().order_by("-during")


def _schedule(schedule: FeeSchedule) -> dict[str, Any]:
    """Return a fee schedule in words: the agreed rate beside the standard one."""
    standard, end = schedule.standard_amount, schedule.during.upper
    saved = None if standard is None else standard - schedule.amount
    return {
        "schedule": schedule,
        "amount": wording.money_text(schedule.amount, schedule.currency),
        "standard": "" if standard is None else wording.money_text(standard, schedule.currency),
        "saved": "" if saved is None else wording.money_text(saved, schedule.currency),
        "last": wording.day_text(end - datetime.timedelta(days=1)) if end else "",
    }


class _To:
    """Addresses of the lists that hold exactly the fees a figure counts."""

    def __init__(
        self, facts: AgreementFacts, since: datetime.date | None, until: datetime.date | None
    ) -> None:
        self.slug = facts.agreement.slug
        days = {"since": since, "until": until}
        self.days = {name: day.isoformat() for name, day in days.items() if day}
        self.period = {"agreement": self.slug, **self.days}

    def waiting(self, figure: Waiting, currency: str) -> dict[str, Any]:
        narrow = {"waits_for": figure.waits_for.value, "age": figure.age.value}
        return self._cell(figure, figure.age.label, currency, narrow)

    def moved(self, figure: Movement, currency: str) -> dict[str, Any]:
        narrow = {"moved": figure.moved.value, **self.days}
        return self._cell(figure, figure.moved.label, currency, narrow)

    def _cell(
        self, figure: Waiting | Movement, label: str, currency: str, narrow: dict[str, str]
    ) -> dict[str, Any]:
        address = f"{reverse('fees')}?{urlencode({'agreement': self.slug, **narrow})}"
        return {
            "label": label,
            "count": figure.count,
            "amount": wording.money_text(figure.amount, currency),
            "url": address if figure.count else "",
        }
