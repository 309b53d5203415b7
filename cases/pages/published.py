"""Published figures beside the register: rows, sums and reasons in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.figures.cohorts import SAME_DAY, SINCE, BothReadings, Cohort, CohortLine
from cases.figures.published import BesideRegister
from cases.kept import said
from cases.models import FigureExplanation, PublishedFigure
from cases.pages.facts import Fact, Tab
from cases.vocabulary import CohortChange, Measure

#: The views of the list, and what each shows.
VIEWS = {
    "": gettext_lazy("All"),
    "differ": gettext_lazy("Differ"),
    "explain": gettext_lazy("To explain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """A line of a sum: what it says, with its sign but for the first and the last.

    ``url`` leads to the figures of a day where they say the same number.
    """

    label: str
    value: str
    url: str = ""
    is_total: bool = False
    by_months: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A published figure as the list shows it; ``alarm`` is what nobody has explained."""

    key: int
    url: str
    day: str
    year: int
    measure: str
    value: str
    was: str
    past: str
    then_url: str
    speaker: str
    source: str
    definition: str
    verdict: str
    alarm: str
    lines: list[SumLine]
    corrects: str
    corrected: str


def views_of(rows: Sequence[BesideRegister], current: str, *, url: str) -> list[Tab]:
    """Return the tabs of the list; one figure alone needs none."""
    if len(rows) < 2:
        return []
    return [
        Tab(
            label=label,
            count=len(narrowed(rows, view)),
            url=f"{url}?show={view}" if view else url,
            current=view == current,
            tone="bad" if view == "explain" and narrowed(rows, view) else "",
        )
        for view, label in VIEWS.items()
    ]


def narrowed(rows: Sequence[BesideRegister], view: str) -> list[BesideRegister]:
    """Return the figures of a view; of those to explain none that was corrected."""
    if view == "differ":
        return [row for row in rows if row.is_counted and not row.is_same]
    if view == "explain":
        return [row for row in rows if is_open(row)]
    return sorted(rows, key=lambda row: not is_open(row))


def is_open(row: BesideRegister) -> bool:
    """Return whether a difference waits for an explanation."""
    return bool(row.remainder) and not hasattr(row.figure, "corrected_by")


def statement_rows(rows: Iterable[BesideRegister]) -> list[StatementRow]:
    return [statement_row(row) for row in rows]


def statement_row(row: BesideRegister) -> StatementRow:
    """Return a figure with what the register says of its day, in words."""
    figure = row.figure
    corrected = getattr(figure, "corrected_by", None)
    return StatementRow(
        key=figure.pk,
        url=reverse("published-figure", args=[figure.agreement.slug, figure.pk]),
        day=wording.day_text(figure.published_on),
        year=figure.published_on.year,
        measure=figure.get_measure_display(),
        value=_value(figure.value, figure.currency),
        was="–" if row.evening is None or row.before else str(row.evening.was),
        past=_past(row),
        then_url=_then_url(row),
        speaker=said(figure.speaker),
        source=figure.source,
        definition=figure.definition,
        verdict=_verdict(row),
        alarm=_alarm(row) if is_open(row) else "",
        lines=sum_lines(row) if row.evening and not row.is_same else [],
        corrects=_named(figure.corrects) if figure.corrects else "",
        corrected=_named(corrected) if corrected else "",
    )


def _then_url(row: BesideRegister) -> str:
    """Return the figures of the day of a statement, by both clocks; empty of a day without any."""
    if row.evening is None or not (row.evening.was or row.evening.past):
        return ""
    day = {"agreement": row.figure.agreement.slug, "on": row.figure.published_on.isoformat()}
    return reverse("dashboard", query=day)


def sum_lines(row: BesideRegister) -> list[SumLine]:
    """Return how the register's count of that evening leads to what was published."""
    if row.evening is None:
        return []
    was, url = str(row.evening.was), _then_url(row)
    lines = [SumLine(label=_("The register said that day"), value=was, url=url)]
    lines += changes(row.evening, SAME_DAY)
    if not row.is_same:
        lines += [
            SumLine(label=f"{each.get_reason_display()}: {each.note}", value=f"{each.amount:+d}")
            for each in row.agreed
        ]
        if row.remainder:
            lines.append(SumLine(label=_("Not explained"), value=f"{row.remainder:+d}"))
        lines.append(
            SumLine(label=_("Published"), value=_value(row.figure.value, ""), is_total=True)
        )
    return lines


def child_lines(lines: Iterable[CohortLine], *, by_month: bool) -> list[tuple[CohortLine, str]]:
    """Return each child with its day; ``by_month`` for who may not learn the day of a journey."""
    words = wording.month_text if by_month else wording.day_text
    return [(line, words(line.day)) for line in lines]


def since_lines(row: BesideRegister, cohort: Cohort) -> list[SumLine]:
    """Return how that day, as known now, leads to the register of today."""
    past, today = str(cohort.past), str(cohort.today)
    first = SumLine(label=_("That day, as known now"), value=past, url=_then_url(row))
    counted = {"agreement": row.figure.agreement.slug, "counted": row.figure.measure}
    url = reverse("dashboard-numbers", query=counted) if cohort.today else ""
    last = SumLine(label=_("Today"), value=today, url=url, is_total=True)
    return [first, *changes(cohort, SINCE), last]


def changes(evening: BothReadings, signs: dict[CohortChange, int]) -> Iterator[SumLine]:
    """Yield each change with its number, and how many of it fell in which month."""
    for change, sign in signs.items():
        if n := evening.total(change):
            months = [
                f"{wording.month_text(move.month)}: {move.n}"
                for move in evening.moves
                if move.change == change
            ]
            yield SumLine(
                label=str(change.label), value=f"{sign * n:+d}", by_months=", ".join(months)
            )


def facts(row: BesideRegister) -> list[Fact]:
    """Return what was said, by whom and where, and what it means."""
    words = statement_row(row)
    figure = row.figure
    return [
        Fact(label=_("Published on"), value=words.day),
        Fact(label=_("Who said it"), value=said(figure.speaker)),
        Fact(label=figure.get_measure_display(), value=words.value),
        Fact(label=_("Definition"), value=said(figure.definition) or "–"),
        Fact(label=_("Source"), value=said(figure.source) or "–"),
        *([Fact(label=_("Corrects"), value=words.corrects)] if words.corrects else []),
        *([Fact(label=_("Corrected by"), value=words.corrected)] if words.corrected else []),
    ]


def explanation_text(each: FigureExplanation) -> str:
    """Return an explanation in one line."""
    return f"{each.amount:+d} · {each.get_reason_display()}: {each.note}"


def _named(figure: PublishedFigure) -> str:
    return _("%(value)s, published on %(day)s") % {
        "value": _value(figure.value, figure.currency),
        "day": wording.day_text(figure.published_on),
    }


def _value(value: Decimal, currency: str) -> str:
    if currency:
        return wording.money_text(value, currency)
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value.normalize():f}"


def _past(row: BesideRegister) -> str:
    if row.evening:
        return str(row.evening.past)
    return "–" if row.in_force is None else _value(row.in_force, row.figure.currency)


def _verdict(row: BesideRegister) -> str:
    """Return the sentence of a figure that needs no sum."""
    if row.evening is None:
        if row.in_force is None:
            return _("Not counted in the register.")
        in_force = {
            Measure.TARGET: _("The target in force that day"),
            Measure.FEE: _("The fee in force that day"),
        }
        return in_force[Measure(row.figure.measure)]
    if row.before:
        return _("No case was in the register yet.")
    if row.is_same:
        later = row.evening.past - row.evening.was
        return _("Same. Known later: %(n)s") % {"n": f"{later:+d}"} if later else _("Same")
    return ""


def _alarm(row: BesideRegister) -> str:
    n = row.remainder
    if n > 0:
        words = ngettext(
            "%(n)s more than the register, not explained",
            "%(n)s more than the register, not explained",
            n,
        )
    else:
        words = ngettext(
            "%(n)s fewer than the register, not explained",
            "%(n)s fewer than the register, not explained",
            -n,
        )
    return words % {"n": abs(n)}
