"""The summary of an agreement for its other side: two languages, statement beside statement."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases import wording
from cases.kept import said
from cases.models import Agreement, AgreementStatement, OutsideTotals
from cases.rules.outside import TOTALS
from cases.vocabulary import OutsideGroup, StatementPart

#: The parts of the sheet, by what stands above each.
_PARTS = {
    StatementPart.SUMMARY: gettext_lazy("In short"),
    StatementPart.AGREED: gettext_lazy("What was agreed"),
    StatementPart.WHO: gettext_lazy("Who may travel"),
    StatementPart.HOME: gettext_lazy("What the home country does"),
    StatementPart.HOLDING: gettext_lazy("What the holding country does"),
}
_STEPS = (
    gettext_lazy("Registered"),
    gettext_lazy("Identity confirmed"),
    gettext_lazy("Decision on eligibility"),
    gettext_lazy("Documents and fee"),
    gettext_lazy("Movement and handover"),
    gettext_lazy("Care and follow-up"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryCell:
    """One statement in one language; ``is_open`` where its text is missing."""

    text: str
    source: str = ""
    is_head: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The sheet: its two languages, its rows, and what its foot says."""

    left: str
    right: str
    rows: list[tuple[SummaryCell, SummaryCell]]
    checksum: str

    @property
    def cells(self) -> list[list[list[object]]]:
        """The rows as data: text, source, whether it is a heading, whether it is missing."""
        return [
            [[each.text, each.source, each.is_head, each.is_open] for each in row]
            for row in self.rows
        ]


def summary(
    agreement: Agreement,
    statements: list[AgreementStatement],
    totals: OutsideTotals | None,
    *,
    left: str,
    right: str,
) -> Summary:
    """Return the sheet in two languages; both say the same, line by line."""
    columns = [list(_column(agreement, statements, totals, each)) for each in (left, right)]
    rows = list(zip(*columns, strict=True))
    text = json.dumps([[each.text for each in row] for row in rows], ensure_ascii=False)
    checksum = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Summary(left=left, right=right, rows=rows, checksum=checksum)


def language_of(word: str, usual: str) -> str:
    """Return a language of the sheet, ``usual`` for a word that is none."""
    return word if word in dict(settings.LANGUAGES) else usual


def _column(
    agreement: Agreement,
    statements: list[AgreementStatement],
    totals: OutsideTotals | None,
    language: str,
) -> Iterator[SummaryCell]:
    with override(language):
        yield SummaryCell(text=said(agreement.title), is_head=True)
        yield SummaryCell(text=_("This sheet sums up; the agreement’s own text prevails."))
        yield SummaryCell(text=_("Parties"), is_head=True)
        countries = (agreement.home, agreement.holding)
        names = [wording.country_text(each.code, each.name) for each in countries]
        yield SummaryCell(text=" · ".join(names))
        for part, title in _PARTS.items():
            lines = [each for each in statements if each.part == part]
            if lines:
                yield SummaryCell(text=str(title), is_head=True)
                yield from (_statement(each, language) for each in lines)
        yield SummaryCell(text=_("A child's way home in six steps"), is_head=True)
        steps = [f"{number} {step}" for number, step in enumerate(_STEPS, start=1)]
        yield SummaryCell(text=" · ".join(steps))
        yield from _totals(totals)


def _statement(statement: AgreementStatement, language: str) -> SummaryCell:
    is_short = statement.part == StatementPart.SUMMARY  # stands below the same words
    heading = "" if is_short else f"{said(statement.heading)}. "
    if not statement.text:
        supplied = _("Text to be supplied by the Treaty Department.")
        return SummaryCell(text=f"{heading}{supplied}", is_open=True)
    text = said(statement.text)
    if text == statement.text and statement.language != language:
        return SummaryCell(text=_("Not translated yet."), is_open=True)
    day = wording.day_text(statement.stated_on) if statement.stated_on else ""
    return SummaryCell(text=f"{heading}{text}", source=f"{day} · {said(statement.source)}")


def _totals(totals: OutsideTotals | None) -> Iterator[SummaryCell]:
    if totals is None:
        yield SummaryCell(text=_("Totals"), is_head=True)
        yield SummaryCell(text=_("No totals were approved yet."), is_open=True)
        return
    day = wording.day_text(totals.as_of)
    yield SummaryCell(text=_("Totals as of %(day)s") % {"day": day}, is_head=True)
    numbers = (f"{OutsideGroup(name).label}: {getattr(totals, name)}" for name in TOTALS)
    yield SummaryCell(text=" · ".join(numbers))
