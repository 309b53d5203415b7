"""The minister's sheet and the monthly report: the dashboard of a day in words, for paper."""

import datetime
import hashlib
import html
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard
from cases.figures.fees import FeeFigures, FeesInCurrency
from cases.files.docx import document
from cases.models import Briefing
from cases.pages.charts import delta_text, progress_bar
from cases.pages.figure_rows import FigureRow, Number, figure_rows, month_figures, titles
from cases.pages.forecasts import forecast_card, headline, movers
from cases.pages.links import Links
from cases.pages.progress import bases, returned_text, sources
from cases.pages.time_charts import RETURNS, charts_of, paper_chart
from cases.vocabulary import Stage

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


def briefing(
    board: Dashboard, words: Briefing | None = None, *, whole: bool = False
) -> dict[str, Any]:
    """Return the sheet for the minister as the data of a paper; ``whole`` adds every figure.

    ``words`` are those that a reviewer wrote for it.
    """
    one, far = board.overview.agreement, board.progress
    links = Links(agreement="", counts=board.counts, own=None)
    forecast = _forecast(board)
    bar = progress_bar(far, links)
    return {
        "title": str(one) if one else _("All agreements"),
        "agreement": _monthly(board) if whole else _("Briefing for the Minister"),
        "facts": [],
        "narrow": True,
        "as_of": " ".join(_foot(board, words)),
        "reference": number_text(board, words),
        "answer": [*_home(board), *_underway(board)],
        "answer_when": _when(board),
        "answer_more": [meaning_text(board), *_most(board)],
        "stand_title": _("Where we stand"),
        "target_x": bar.target_x,
        "target": bar.target_label,
        "bar": [
            {"label": str(each.label), "value": each.value, "tone": each.tone}
            for each in bar.segments
            if each.value
        ],
        "base": sources(board.facts, far.identified)[:2] if one else bases(board.overview.shown),
        "when_title": _("When"),
        "when": forecast,
        "chart": chart_svg(board),
        "chart_title": returned_text(far),
        "since_title": _since_day(board),
        "since_heads": [_("Children"), *titles(board)[3:1:-1], "±"],
        "since": [*([*_since(board, kind)] for kind in _SINCE), *_overdue(board)],
        **_questions(words),
        "money_title": _("Money"),
        "money": list(_money(board)),
        "unknown_title": _("What the figures do not say"),
        "unknown": [*([words.unknown] if words and words.unknown else []), *_unknown(board)],
        "parts": _parts(board) if whole else [],
        "part_heads": [_("Figure"), *titles(board)[2:]],
    }


def sheet_page(board: Dashboard, words: Briefing | None, links: Links) -> dict[str, Any]:
    """Return the sheet as a page shows it: its data, the parts of its bar and its drawings.

    Each number of its table has where it leads.
    """
    sheet = briefing(board, words)
    targets = [*([*_targets(board, kind, links)] for kind in _SINCE), ["", links.late(), ""]]
    return {
        "sheet": sheet,
        "since": [
            (label, [*zip(numbers, urls, strict=True)])
            for (label, *numbers), urls in zip(sheet["since"], targets, strict=False)
        ],
        "segments": progress_bar(board.progress, links).segments,
        "charts": charts_of(board)[RETURNS],
        "number": number_text(board, words),
    }


def number_text(board: Dashboard, words: Briefing | None) -> str:
    """Return the number of a sheet, which it has once somebody wrote its words."""
    if words is None:
        return _("Not numbered · checksum %(checksum)s") % {"checksum": checksum(board)}
    return f"{words} · {checksum(board)}"


def sheet_document(sheet: dict[str, Any], *, language: str, rtl: bool) -> bytes:
    """Return a sheet as a .docx: the same words and figures, without the drawings."""
    bar = " · ".join(f"{each['label']} {each['value']}" for each in sheet["bar"])
    parts: list[str | list[Any]] = [
        sheet["title"],
        f"{sheet['agreement']}\n{sheet['as_of']}\n{sheet['reference']}",
        " ".join([*sheet["answer"], sheet["answer_when"], *sheet["answer_more"]]),
        f"{sheet['stand_title']}\n{bar}\n{' '.join(sheet['base'])}",
        f"{sheet['when_title']}\n{' '.join(sheet['when'])}",
        sheet["since_title"],
        [sheet["since_heads"], *sheet["since"]],
    ]
    if sheet["questions"]:
        parts += [sheet["questions_title"], [sheet["questions_heads"], *sheet["questions"]]]
    parts += [
        f"{sheet['money_title']}\n{' '.join(sheet['money'])}",
        f"{sheet['unknown_title']}\n{' '.join(sheet['unknown'])}",
    ]
    return document(parts, language=language, rtl=rtl)


def _monthly(board: Dashboard) -> str:
    month = wording.month_text(board.on)
    return _("Monthly report, %(month)s") % {"month": month}


def _foot(board: Dashboard, words: Briefing | None) -> Iterator[str]:
    yield _("Figures of %(day)s. Internal, not for publication. No names.") % {
        "day": wording.day_text(board.on)
    }
    if words:
        yield _("Words by %(person)s.") % {"person": words.by}
        if words.edition > 1:
            yield _("Edition %(n)s.") % {"n": words.edition}
    if board.is_past:
        yield _("Made again later.")


def _underway(board: Dashboard) -> Iterator[str]:
    """Yield how many more are home than before, and who is on the way or has a place."""
    if board.before:
        more = board.progress.returned - board.before.counts[Counted.RETURNED]
        day = wording.day_text(board.before.on)
        if more > 0:
            words = ngettext("%(n)s more than on %(day)s.", "%(n)s more than on %(day)s.", more)
            yield words % {"n": more, "day": day}
    counts = {row.stage: row.count for row in board.counts.stages}
    if away := counts[Stage.IN_TRANSIT]:
        yield ngettext("%(n)s is on the way.", "%(n)s are on the way.", away) % {"n": away}
    if booked := counts[Stage.BOOKED]:
        words = ngettext("%(n)s has a place booked.", "%(n)s have a place booked.", booked)
        yield words % {"n": booked}


def _most(board: Dashboard) -> Iterator[str]:
    """Yield what would move the forecast most, of one agreement."""
    one = board.overview.agreement
    forecast = board.forecasts.get(one.pk) if one else None
    if forecast and not forecast.refusal:
        for mover in movers(forecast, None)[:1]:
            words = {"what": mover.label, "weeks": mover.weeks}
            yield _("What would move it most: %(what)s, %(weeks)s.") % words


def _overdue(board: Dashboard) -> Iterator[list[str]]:
    """Yield the row of the overdue, where they are counted on the day."""
    if not board.counts.is_late_known:
        return
    now, before = board.counts.overdue, board.before and board.before.counts
    if before and before.is_late_known:
        yield [_("Overdue"), str(before.overdue), str(now), delta_text(now, before.overdue)]
    else:
        yield [_("Overdue"), "–", str(now), "–"]


def _questions(words: Briefing | None) -> dict[str, Any]:
    """Return what is to be decided as rows; the part is left out where there is nothing."""
    rows = [
        [each["decision"], each["changes"], each["prepared"], _wanted(each["wanted"])]
        for each in (words.questions if words else [])
    ]
    title = ngettext("%(n)s question for you", "%(n)s questions for you", len(rows))
    return {
        "questions": rows,
        "questions_title": title % {"n": len(rows)},
        "questions_heads": [
            _("Decision"),
            _("What it changes"),
            _("Prepared by"),
            _("Wanted by"),
        ],
    }


def _wanted(day: str) -> str:
    return wording.day_text(datetime.date.fromisoformat(day)) if day else "–"


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
    chart = paper_chart(board)
    if chart is None:
        return ""
    context = {"chart": chart, "title": returned_text(board.progress)}
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


def _when(board: Dashboard) -> str:
    """Return the sentence of a forecast that is carried into the meeting, of one agreement."""
    one = board.overview.agreement
    forecast = board.forecasts.get(one.pk) if one else None
    return headline(forecast) if forecast and not forecast.refusal else ""


def _since_day(board: Dashboard) -> str:
    if board.before is None:
        return _("Children")
    return _("Since %(day)s") % {"day": wording.day_text(board.before.on)}


def _since(board: Dashboard, kind: Counted) -> Iterator[str]:
    yield str(kind.label)
    now, before = board.counts[kind], board.before
    yield str(before.counts[kind]) if before else "–"
    yield str(now)
    yield delta_text(now, before.counts[kind]) if before else "–"


def _targets(board: Dashboard, kind: Counted, links: Links) -> Iterator[str]:
    """Yield where the numbers of a row lead: those of both days, and their difference."""
    now, before = board.counts[kind], board.before
    there = before.counts[kind] if before else 0
    yield links.on(before.on).counted(kind) if before and there else ""
    yield links.counted(kind) if now else ""
    yield links.since(kind, delta=delta_text(now, there) if before else "")


def _money(board: Dashboard) -> Iterator[str]:
    sentence = _(
        "%(currency)s: paid %(paid)s (%(paid_n)s), due or in a batch %(due)s (%(due_n)s), "
        "of a budget of %(budget)s."
    )
    one = board.overview.fees
    sums: list[tuple[str, FeeFigures | FeesInCurrency]] = [
        (each.currency, each) for each in board.overview.by_currency
    ]
    for currency, each in [*([(one.rate.currency, one)] if one else []), *sums]:
        yield sentence % {
            "currency": currency,
            "paid": wording.money_text(each.paid, currency),
            "paid_n": each.paid_children,
            "due": wording.money_text(each.committed, currency),
            "due_n": each.committed_children,
            "budget": wording.money_text(each.budget, currency),
        }
    if one and (over := one.over_budget):
        yield _("Over budget by %(sum)s.") % {"sum": wording.money_text(over, one.rate.currency)}
    elif one:
        left = wording.money_text(one.uncommitted, one.rate.currency)
        yield _("Uncommitted: %(sum)s.") % {"sum": left}
    elif not board.overview.by_currency:
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
    return [row.label, *map(_number, (row.value, row.before, row.knew))]


def _number(number: Number) -> str:
    if isinstance(number, Decimal):
        return wording.money_text(number, "")
    return "" if number is None else str(number)
