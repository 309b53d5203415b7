"""Totals for outside in words: what leaves, and what a reader computes from it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.figures.outside import AGES, COLUMNS, ROWS
from cases.kept import said
from cases.models import OutsideTotals
from cases.pages.charts import delta_text
from cases.rules.outside import TOTALS
from cases.vocabulary import OutsideGroup, Sex

#: What is shown in place of a number that is not.
NOT_SHOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideTable:
    """The numbers by sex that are shown beside the totals."""

    heads: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideCard:
    """Totals of one day as anybody reads them."""

    totals: OutsideTotals
    day: str
    numbers: list[tuple[str, int]]
    table: OutsideTable | None
    ages: list[str]
    corrects: str


def outside_card(row: OutsideTotals) -> OutsideCard:
    """Return totals in words; what they were corrected from is named."""
    return OutsideCard(
        totals=row,
        day=wording.day_text(row.as_of),
        numbers=[(str(OutsideGroup(name).label), getattr(row, name)) for name in TOTALS],
        table=_table(row.further.get("sexes", {})),
        ages=_ages(row.further.get("ages", {})),
        corrects=_corrects(row.corrects) if row.corrects else "",
    )


def _table(cells: dict[str, list[int | None]]) -> OutsideTable | None:
    if not any(value is not None for line in cells.values() for value in line):
        return None
    heads = [_("Girls"), _("Boys"), str(Sex.UNKNOWN.label)]
    return OutsideTable(
        heads=heads,
        rows=[
            (
                str(group.label),
                [
                    (head, NOT_SHOWN if value is None else str(value))
                    for head, value in zip(heads, cells[group], strict=True)
                ],
            )
            for group in (*ROWS, OutsideGroup.IDENTIFIED)
        ],
    )


def _ages(ranges: dict[str, list[int]]) -> list[str]:
    return [
        _("%(ages)s: %(low)s to %(high)s children")
        % {"ages": str(group.label), "low": ranges[group][0], "high": ranges[group][1]}
        for group in AGES
        if group in ranges
    ]


def _corrects(former: OutsideTotals) -> str:
    numbers = ", ".join(f"{OutsideGroup(name).label} {getattr(former, name)}" for name in TOTALS)
    return _("Corrects what was given for this day before: %(numbers)s.") % {"numbers": numbers}


def file_heads() -> list[str]:
    """Return what stands over the columns of the file of approved totals."""
    totals = [str(OutsideGroup(name).label) for name in TOTALS]
    return [_("As of"), *totals, _("Approved"), _("Agreement")]


def file_rows(rows: Iterable[OutsideTotals]) -> list[list[object]]:
    """Return approved totals as rows of a file."""
    return [
        [
            *(row.as_of, *(getattr(row, name) for name in TOTALS)),
            *(row.approved_at and timezone.localdate(row.approved_at), said(row.agreement.title)),
        ]
        for row in rows
    ]


def told_lines(numbers: Iterable[dict[str, object]]) -> list[str]:
    """Return each number under ten that a reader would compute, as a sentence."""
    return [_told(each) for each in numbers]


def _told(each: dict[str, object]) -> str:
    group = str(OutsideGroup(str(each["group"])).label)
    if "sex" in each:
        column = [str(sex) for sex in COLUMNS].index(str(each["sex"]))
        words = {"group": group, "sex": str(COLUMNS[column].label)}
        if each["low"] == each["high"]:
            return _("%(group)s, %(sex)s: %(n)s") % {**words, "n": each["low"]}
        return _("%(group)s, %(sex)s: between %(low)s and %(high)s") % {
            **words,
            "low": each["low"],
            "high": each["high"],
        }
    if since := each["since"]:
        day = wording.day_text(datetime.date.fromisoformat(str(since)))
        words = {"group": group, "n": delta_text(int(str(each["value"])), 0), "day": day}
        return _("%(group)s, compared with %(day)s: %(n)s") % words
    return _("%(group)s: %(n)s") % {"group": group, "n": each["value"]}
