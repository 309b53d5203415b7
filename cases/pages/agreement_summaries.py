"""The summary of an agreement in one or two languages: one row is one statement in both."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases import wording
from cases.figures.agreements import AgreementPage
from cases.kept import said
from cases.models import AgreementStatement, OutsideTotals
from cases.pages.agreements import path
from cases.pages.charts import rate_texts
from cases.rules.outside import TOTALS
from cases.vocabulary import OutsideGroup, StatementPart

RIGHT_TO_LEFT = ("ar",)


@dataclass(frozen=True, slots=True)
class SummaryCell:
    """A statement in one language; ``source`` says since when, and by whom.

    ``url`` is where its number stands on record; a paper leaves it out.
    """

    text: str
    source: str = ""
    lacks: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A statement in each language asked for; a ``heading`` begins a section."""

    heading: bool
    cells: tuple[SummaryCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary, with the languages of its columns."""

    languages: tuple[str, ...]
    title: str
    rows: list[SummaryRow]
    reference: str
    checksum: str

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """The name, the language and the direction of each column."""
        return [(name_of(each), each, direction(each)) for each in self.languages]


def languages() -> dict[str, str]:
    """Return the languages a summary may be in, those with a whole catalogue, by their names."""
    return {code: name_of(code) for code, _name in settings.LANGUAGES}


def name_of(language: str) -> str:
    with override(language):
        return str(dict(settings.LANGUAGES)[language])


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def summary(pages: dict[str, AgreementPage], totals: OutsideTotals | None) -> Summary:
    """Return the summary of an agreement from its page in each language; the first one leads.

    ``totals`` are the approved ones, None where there are none: no others leave the ministry.
    """
    page = next(iter(pages.values()))
    columns = []
    for language, each in pages.items():
        with override(language):
            columns.append(dict([*_lines(each, language), *_totals(totals, each)]))
    rows = _side_by_side(tuple(pages), columns)
    checksum = _checksum(page, rows)
    return Summary(
        languages=tuple(pages),
        title=str(page.facts.agreement),
        rows=rows,
        reference=_("Version %(version)s · %(day)s · checksum %(checksum)s")
        % {
            "version": page.facts.agreement.version,
            "day": wording.day_text(page.on),
            "checksum": checksum,
        },
        checksum=checksum,
    )


def _side_by_side(
    languages: tuple[str, ...], columns: "list[dict[_Key, SummaryCell]]"
) -> list[SummaryRow]:
    return [
        SummaryRow(
            heading=key[1] == -1,
            cells=tuple(
                column.get(key) or _untranslated(language)
                for language, column in zip(languages, columns, strict=True)
            ),
        )
        for key in sorted({key for column in columns for key in column})
    ]


def _checksum(page: AgreementPage, rows: list[SummaryRow]) -> str:
    """Return the checksum of what is printed and of nothing else: exact totals could be tried."""
    printed = [[[cell.text, cell.source] for cell in row.cells] for row in rows]
    text = json.dumps([page.facts.agreement.version, str(page.on), printed])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def summary_paper(of: Summary) -> dict[str, Any]:
    """Return the summary as the data of a paper."""
    return {
        "title": _("Summary of the agreement"),
        "agreement": of.title,
        "facts": [],
        "internal": "",  # goes to the other side
        "narrow": True,
        "reference": of.reference,
        "columns": [{"lang": code, "dir": way} for _name, code, way in of.columns],
        "heads": [name for name, _code, _way in of.columns],
        "rows": [
            {"heading": row.heading, "cells": [[cell.text, cell.source] for cell in row.cells]}
            for row in of.rows
        ],
    }


def _untranslated(language: str) -> SummaryCell:
    with override(language):
        return SummaryCell(_("Not translated yet."), lacks=True)


#: Where a section stands, and the row of its heading.
_Key = tuple[int, int]


def _lines(page: AgreementPage, language: str) -> Iterator[tuple[_Key, SummaryCell]]:
    """Return each statement by its section and row: -1 for the heading of the section."""
    agreement = page.facts.agreement
    yield (0, -1), SummaryCell(_("Parties"))
    sides = (agreement.home, agreement.holding)
    names = " · ".join(wording.country_text(side.code, side.name) for side in sides)
    yield (0, 0), SummaryCell(names)
    for number, part in enumerate(StatementPart, start=1):
        if page.statements[part]:
            yield (number, -1), SummaryCell(str(part.label))
            for statement in page.statements[part]:
                yield (number, statement.position), _statement(statement, language)
    yield from _terms(page)
    yield (21, -1), SummaryCell(_("A child's way home in six steps"))
    for number, (title, text) in enumerate(path(page)):
        yield (21, number), SummaryCell(f"{number + 1}. {title}. {text}")


def _totals(
    totals: OutsideTotals | None, page: AgreementPage
) -> Iterator[tuple[_Key, SummaryCell]]:
    if totals is None:
        yield (22, -1), SummaryCell(_("Totals"))
        yield (22, 0), SummaryCell(_("No totals were approved yet."), lacks=True)
        return
    day = {"day": wording.day_text(totals.as_of)}
    url = reverse("outside-totals", args=[page.facts.agreement.slug])
    yield (22, -1), SummaryCell(_("Totals as of %(day)s") % day)
    for number, name in enumerate(TOTALS):
        label = OutsideGroup(name).label
        yield (22, number), SummaryCell(f"{label}: {getattr(totals, name)}", url=url)


def _terms(page: AgreementPage) -> Iterator[tuple[_Key, SummaryCell]]:
    rate, base = page.facts.rate, page.facts.base
    if base or rate:
        yield (20, -1), SummaryCell(_("Target"))
    if base:
        sentence = _(
            "%(target)s of %(identified)s identified children are planned to return, as of %(day)s."
        )
        words = {
            "target": base.target,
            "identified": base.identified,
            "day": wording.day_text(base.as_of),
        }
        url = reverse("published-figures", args=[page.facts.agreement.slug])
        yield (20, 0), SummaryCell(sentence % words, said(base.source), url=url)
    if rate:
        fee = rate_texts(rate, base.target if base else 0)
        url = reverse("agreement", args=[page.facts.agreement.slug])
        yield (20, 1), SummaryCell(_("%(rate)s per child") % {"rate": fee.rate}, url=url)


def _statement(statement: AgreementStatement, language: str) -> SummaryCell:
    text, heading = said(statement.text), said(statement.heading)
    # A section of one clause is not named twice.
    title = "" if heading == str(StatementPart(statement.part).label) else f"{heading}. "
    if not statement.text:
        missing = _("Text to be supplied by the Treaty Department.")
        return SummaryCell(f"{title}{missing}", lacks=True)
    if statement.language != language and text == statement.text:
        return _untranslated(language)
    stated = wording.day_text(statement.stated_on) if statement.stated_on else ""
    source = " · ".join(filter(None, (stated, said(statement.source))))
    return SummaryCell(f"{title}{text}", source)
