"""The day a page of figures is asked about, and the one it is compared with, from its address.

A day that cannot be shown is told in a sentence; the page then shows the nearest day it can.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.rules import past_days
from cases.rules.days import CannotReadDay, read_day

#: Words for the day of comparison in an address, beside a day itself.
NOTHING, PUBLISHED = "none", "published"
_LABELS = {
    past_days.WEEK: gettext_lazy("%(day)s – a week ago"),
    past_days.MONTH: gettext_lazy("%(day)s – a month ago"),
    past_days.QUARTER: gettext_lazy("%(day)s – a quarter ago"),
    past_days.YEAR: gettext_lazy("%(day)s – a year ago"),
    PUBLISHED: gettext_lazy("%(day)s – the last published figure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChoice:
    """A day that is offered for comparison."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDays:
    """The day that is shown, the one it is compared with, and why another was asked for in vain.

    ``is_refused`` where a day could not be read or shown; not where the nearest one is shown in
    its place, or where there is nothing to compare.
    """

    on: datetime.date
    vs: datetime.date | None
    today: datetime.date
    refusals: tuple[str, ...]
    choices: tuple[DayChoice, ...]
    by_month: bool
    is_refused: bool = False

    @classmethod
    def today_by_month(cls, today: datetime.date) -> "AskedDays":
        """Return today, compared with the end of the last month, as officials are shown it."""
        last = today.replace(day=1) - datetime.timedelta(days=1)
        return cls(on=today, vs=last, today=today, refusals=(), choices=(), by_month=True)

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    @property
    def query(self) -> dict[str, str]:
        """The days as the query of an address."""
        days = {"on": self.on.isoformat()} if self.is_past else {}
        return days | {"vs": self.vs.isoformat() if self.vs else NOTHING}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDays:
    """What the register knows of days; each is asked only where an address names a past day."""

    first: Callable[[], datetime.date | None]
    published: Callable[[], list[datetime.date]]


def asked_days(
    query: QueryDict, register: RegisterDays, *, today: datetime.date, by_month: bool
) -> AskedDays:
    """Return the days that an address asks for; ``by_month`` for those shown ends of months."""
    published = sorted(register.published())
    first = register.first() if query.get("on") or query.get("vs") else None
    reader = _DayReader(first, published, today, by_month)
    on = reader.day_shown(query.get("on", ""))
    offered = past_days.compared_days(on, by_month=by_month)
    if before := [day for day in published if day < on]:
        offered[PUBLISHED] = before[-1]
    vs = reader.day_before(query.get("vs", "") or past_days.MONTH, on, offered)
    return AskedDays(
        on=on,
        vs=vs,
        today=today,
        refusals=reader.told(),
        choices=tuple(_choices(offered, vs)),
        by_month=by_month,
        is_refused=reader.is_refused,
    )


@dataclass(slots=True)
class _DayReader:
    """Reads days of an address; ``refusals`` say what could not be shown."""

    first: datetime.date | None
    published: list[datetime.date]
    today: datetime.date
    by_month: bool
    refusals: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    is_refused: bool = False

    def told(self) -> tuple[str, ...]:
        """Return what was not shown as it was asked for, in sentences."""
        if not self.replaced:
            return tuple(self.refusals)
        words = {"days": "; ".join(self.replaced)}
        return (
            *self.refusals,
            _("You are shown ends of months and days of published figures: %(days)s.") % words,
        )

    def day_shown(self, text: str) -> datetime.date:
        day = self._read(text) if text else self.today
        if day is None:
            self.refusals.append(_("Today is shown."))
        return day or self.today

    def day_before(
        self, word: str, on: datetime.date, offered: dict[str, datetime.date]
    ) -> datetime.date | None:
        by_value = {day.isoformat(): day for day in offered.values()} | offered
        day = None if word == NOTHING else by_value.get(word) or self._read(word)
        if day is None or day < on:
            return day
        self.refusals.append(
            _("%(vs)s is not before %(day)s: there is nothing to compare.")
            % {"vs": wording.day_text(day), "day": wording.day_text(on)}
        )
        return None

    def _read(self, text: str) -> datetime.date | None:
        """Return the day in ``text``, or the one that is shown in its place."""
        try:
            day = read_day(text)
        except CannotReadDay as refusal:
            words = {"text": text[:40], "reason": wording.day_refusal(refusal)}
            self._refuse(_("“%(text)s”: %(reason)s") % words)
            return None
        if sentence := _refused(day, self.first, self.today):
            self._refuse(sentence)
            return None
        return self._as_shown(day)

    def _refuse(self, sentence: str) -> None:
        self.is_refused = True
        self.refusals.append(sentence)

    def _as_shown(self, day: datetime.date) -> datetime.date:
        if not self.by_month or day == self.today:
            return day
        end = past_days.end_by(day, published=self.published)
        if end != day:
            words = {"shown": wording.day_text(end), "day": wording.day_text(day)}
            self.replaced.append(_("%(shown)s in place of %(day)s") % words)
        return end


def _refused(day: datetime.date, first: datetime.date | None, today: datetime.date) -> str:
    words = {"day": wording.day_text(day)}
    if day > today:
        return _("%(day)s is in the future.") % words
    if first is None:
        return _("The register is empty: there are no figures of %(day)s.") % words
    if day < first:
        return _(
            "There are no figures of %(day)s: the first event in the register is of %(first)s."
        ) % {
            **words,
            "first": wording.day_text(first),
        }
    return ""


def _choices(offered: dict[str, datetime.date], vs: datetime.date | None) -> list[DayChoice]:
    choices = [
        DayChoice(
            value=day.isoformat(),
            label=str(_LABELS[word]) % {"day": wording.day_text(day)},
            chosen=day == vs,
        )
        for word, day in offered.items()
    ]
    if vs and not any(each.chosen for each in choices):
        choices.append(DayChoice(value=vs.isoformat(), label=wording.day_text(vs), chosen=True))
    return [*choices, DayChoice(value=NOTHING, label=_("Nothing"), chosen=vs is None)]
