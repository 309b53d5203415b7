"""The minister's sheet and the monthly report: the dashboard of a day in words, for paper."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard
from cases.pages.charts import delta_text, progress_bar
from cases.pages.figure_rows import FigureRow, figure_rows, month_figures, titles
from cases.pages.forecasts import forecast_card
from cases.pages.links import Links
from cases.pages.numbers import since_text
from cases.pages.progress import bases, returned_text, sources
from cases.pages.time_charts import RETURNS, charts_of

#: What the sheet compares with the day before.
_SINCE = (
    Counted.RETURNED,
    Counted.IN_FAMILY,
    Counted.TO_TRAVEL,
    Counted.PENDING,
    Counted.INELIGIBLE,
    Counted.CLOSED,
    Counted.IDENTIFIED,
)


def briefing(board: Dashboard, *, whole: bool = False) -> dict[str, Any]:
    """Return the sheet for the minister as the data of a paper; ``whole`` adds every figure."""
    one, far = board.overview.agreement, board.progress
    links = Links(agreement="", counts=board.counts, own=None)
    forecast = _forecast(board)
    return {
        "title": _("Monthly report") if whole else _("Briefing for the Minister"),
        "agreement": str(one) if one else _("All agreements"),
        "facts": [],
        "narrow": True,
        "as_of": _("Figures of %(day)s. Internal, not for publication. No names.")
        % {"day": wording.day_text(board.on)},
        "reference": _("Checksum %(checksum)s") % {"checksum": checksum(board)},
        "answer": [*_home(board), *forecast[:1], meaning_text(board)],
        "stand_title": _("Where we stand"),
        "bar": [
            {"label": str(each.label), "value": each.value, "tone": each.tone}
            for each in progress_bar(far, links).segments
            if each.value
        ],
        "base": sources(board.facts, far.identified)[:2] if one else bases(board.overview.shown),
        "when_title": _("When"),
        "when": forecast,
        "chart": chart_svg(board),
        "chart_title": returned_text(far),
        "since_title": since_text(board) or _("Children"),
        "since_heads": [_("Children"), *titles(board)[3:1:-1], "±"],
        "since": [list(_since(board, kind)) for kind in _SINCE],
        "money_title": _("Money"),
        "money": list(_money(board)),
        "unknown_title": _("What the figures do not say"),
        "unknown": list(_unknown(board)),
        "parts": _parts(board) if whole else [],
        "part_heads": [_("Figure"), *titles(board)[2:]],
    }


def checksum(board: Dashboard) -> str:
    """Return a checksum over every figure, whatever the language."""
    figures = [
        [str(number) for number in (row.value, row.before, row.knew)]
        for row in (*figure_rows(board), *month_figures(board))
    ]
    return hashlib.sha256(json.dumps([str(board.on), figures]).encode()).hexdigest()[:16]


def meaning_text(board: Dashboard) -> str:
    """Return the sentence that the dashboard says of its numbers."""
    context = {"m": board.meaning, "missing": board.progress.not_yet_on_record}
    text = strip_tags(render_to_string("cases/dashboard/meaning.html", context))
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def chart_svg(board: Dashboard) -> str:
    """Return the chart of returns as a picture; empty where nobody has travelled."""
    drawings = charts_of(board)[RETURNS]
    if not drawings:
        return ""
    # The narrow drawing: its letters can be read at half the width of a sheet.
    context = {"chart": drawings[-1], "title": returned_text(board.progress)}
    return render_to_string("cases/dashboard/chart.svg", context)


def _home(board: Dashboard) -> Iterator[str]:
    far = board.progress
    if far.target is None:
        words = ngettext("%(n)s child is home.", "%(n)s children are home.", far.returned)
        yield words % {"n": far.returned}
    else:
        yield _("%(n)s of the %(target)s planned are home.") % {
            "n": far.returned,
            "target": far.target,
        }


def _forecast(board: Dashboard) -> list[str]:
    """Return when the target is reached; of each agreement by its title, where all are shown."""
    one = board.overview.agreement
    sentences = []
    for facts in board.overview.shown:
        card = forecast_card(
            board.forecasts.get(facts.agreement.pk), by_month=True, is_past=board.is_past
        )
        words = " ".join(card.sentences)
        sentences.append(words if one else f"{facts.agreement}: {words}")
    return sentences


def _since(board: Dashboard, kind: Counted) -> Iterator[str]:
    yield str(kind.label)
    now, before = board.counts[kind], board.before
    yield str(before.counts[kind]) if before else "–"
    yield str(now)
    yield delta_text(now, before.counts[kind]) if before else "–"


def _money(board: Dashboard) -> Iterator[str]:
    sentence = _(
        "%(currency)s: paid %(paid)s, due or in a batch %(due)s, of a budget of %(budget)s."
    )
    fees = board.overview.fees
    rows = [(fees.rate.currency, fees.paid, fees.committed, fees.budget)] if fees else []
    rows += [
        (each.currency, each.paid, each.committed, each.budget)
        for each in board.overview.by_currency
    ]
    for currency, *amounts in rows:
        paid, due, budget = (wording.money_text(amount, currency) for amount in amounts)
        yield sentence % {"currency": currency, "paid": paid, "due": due, "budget": budget}
    if not rows:
        yield _("No fee is in force.")


def _unknown(board: Dashboard) -> Iterator[str]:
    missing = board.progress.not_yet_on_record
    if missing:
        words = ngettext(
            "%(n)s published child is not yet in the register.",
            "%(n)s published children are not yet in the register.",
            missing,
        )
        yield words % {"n": missing}
    if board.knew:
        later = board.counts[Counted.RETURNED] - board.knew[Counted.RETURNED]
        yield _("Of those returned by that day, entered or corrected later: %(n)s.") % {
            "n": delta_text(later, 0)
        }
    elif board.counts.is_late_known:
        words = ngettext("%(n)s case is overdue.", "%(n)s cases are overdue.", board.counts.overdue)
        yield words % {"n": board.counts.overdue}
    yield _("An event that nobody has entered yet is not in these figures.")


def _parts(board: Dashboard) -> list[dict[str, Any]]:
    rows = [*figure_rows(board), *month_figures(board)]
    return [
        {"title": part, "rows": [_cells(row) for row in group]}
        for part, group in groupby(rows, key=lambda row: row.part)
    ]


def _cells(row: FigureRow) -> list[str]:
    return [
        row.label,
        *("" if number is None else str(number) for number in (row.value, row.before, row.knew)),
    ]
