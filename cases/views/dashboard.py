"""The first page of officials: how far we are, where the children are, what it costs."""

import datetime
from collections.abc import Hashable
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard, FiguresReader
from cases.figures.dashboard import dashboard as read_dashboard
from cases.figures.fees import FeeSum
from cases.figures.kept_sums import own_of
from cases.kept import kept_words
from cases.models import Child, OutsideTotals
from cases.models.reader import may_of
from cases.models.same_answers import same_answers
from cases.pages import board as cards
from cases.pages import charts, numbers, outside, time_charts
from cases.pages.fee_parts import fees_made_of
from cases.pages.fee_schedules import waiting_text
from cases.pages.figure_rows import clock_rows, compared, figure_rows, month_figures, titles
from cases.pages.forecasts import forecast_card
from cases.pages.links import Links
from cases.pages.progress import (
    as_published,
    bases,
    entered_later,
    returned_text,
    sources,
)
from cases.pages.waits import waits_of
from cases.queries.fee_schedules import approvers
from cases.web.agreement_choice import choice_of, last_choice
from cases.web.asked_days import AskedDays
from cases.web.days_shown import days_of, of_a_day_shown
from cases.web.exports import as_file, separator_for
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, may, put_on_record


@require_safe
@gate("cases.view_dashboard")
def dashboard(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    days, figures, board = same_answers(_reading(request, now), partial(_board, request, now))
    if figures is None:
        return render(request, "cases/dashboard/empty.html", {"days": days})
    choice = choice_of(request, [each.agreement for each in figures.overview.agreements])
    if figures.late_cases:
        put_on_record(request, rows=len(figures.late_cases))
    context = {
        "dashboard": figures,
        "choice": choice,
        "days": days,
        "now": now,
        "query": urlencode({"agreement": figures.slug} | days.query),
        "board": board,
        "may_register": request.user.has_perm("cases.register_child"),
    }
    return render(request, "cases/dashboard/dashboard.html", context)


def _board(
    request: StaffRequest, now: datetime.datetime
) -> tuple[AskedDays, Dashboard | None, str]:
    """Return the days, their figures and the cards of these.

    They follow from the database, and from what ``_reading`` says, alone.
    """
    days = days_of(request, now)
    figures = figures_of(request, days)
    if figures is None:
        return days, None, ""
    context = _context(request, figures, days)
    return days, figures, render_to_string("cases/dashboard/cards.html", context)


def _reading(request: StaffRequest, now: datetime.datetime) -> Hashable:
    """Return who reads, in which language, and what was asked for."""
    user, reader = request.user, reader_of(request)
    follows_some = reader.follows and not reader.follows_all
    return (
        last_choice(request),
        *(request.GET.get(name, "") for name in ("on", "vs")),
        timezone.localdate(now),
        get_language(),
        kept_words().moment,
        may_of(user),
        reader.own,
        user.pk if follows_some else None,
    )


@require_safe
@gate("cases.view_dashboard")
def dashboard_numbers(request: StaffRequest) -> HttpResponse:
    """Show what a figure is made of, for those who may not see its rows: stage, month, reason."""
    days = days_of(request, timezone.now())
    figures = figures_of(request, days)
    made_of = figures and _made_of(figures, request.GET)
    if figures is None or made_of is None:
        messages.info(request, _("There is no such figure on that day."))
        return redirect("dashboard")
    query = urlencode({"agreement": figures.slug} | days.query)
    context = {
        "found": made_of,
        "days": days,
        "query": query,
        "agreement": figures.overview.agreement,
    }
    return render(request, "cases/dashboard/numbers.html", context)


def _made_of(figures: Dashboard, query: QueryDict) -> numbers.MadeOf | None:
    of = query.get("fees", "")
    if of in FeeSum.values:
        return fees_made_of(figures, FeeSum(of), query.get("currency", ""))
    return numbers.made_of(figures, query)


@require_safe
@gate("cases.view_dashboard")
@of_a_day_shown("dashboard")
def dashboard_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """Hand out every figure of the page as csv or xlsx; approved totals to who sees no child."""
    days, figures = _asked(request)
    is_exact = may(request.user, SEE_CHILDREN)
    rows = [*figure_rows(figures), *month_figures(figures)]
    return as_file(
        titles(figures) if is_exact else outside.file_heads(),
        [row.cells for row in rows] if is_exact else outside.file_rows(_approved(figures)),
        name=f"{'figures' if is_exact else 'approved-totals'}-{figures.slug}-{days.on}",
        ending=ending,
        separator=separator_for(request.user),
        leaves=not is_exact,
    )


@require_safe
@gate("cases.view_dashboard")
@of_a_day_shown("dashboard")
def dashboard_chart(request: StaffRequest, chart: str) -> HttpResponse:
    """Hand out a chart as a picture, to who works on cases: it tells exact numbers."""
    days, figures = _asked(request)
    if not may(request.user, SEE_CHILDREN):
        messages.info(
            request, _("Only approved totals are for a file. The chart stays on this page.")
        )
        return redirect("dashboard")
    drawings = time_charts.charts_of(figures)[chart]
    if not drawings:
        messages.info(request, _("No child has travelled yet."))
        return redirect("dashboard")
    context = {"chart": drawings[0], "title": returned_text(figures.progress)}
    response = render(
        request, "cases/dashboard/chart.svg", context, content_type="image/svg+xml; charset=utf-8"
    )
    name = f"{chart}-{figures.slug}-{days.on}-internal.svg"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _approved(figures: Dashboard) -> QuerySet[OutsideTotals]:
    """Return the approved totals of what is shown, none of a later day."""
    shown = [each.agreement.pk for each in figures.overview.shown]
    rows = OutsideTotals.objects.standing().filter(agreement__in=shown, as_of__lte=figures.on)
    return rows.select_related("agreement").order_by("-as_of", "agreement")


def _asked(request: StaffRequest) -> tuple[AskedDays, Dashboard]:
    days, figures = asked_figures(request)
    if figures is None:
        raise Http404
    return days, figures


def asked_figures(request: StaffRequest) -> tuple[AskedDays, Dashboard | None]:
    """Return the day that the address asks about, and its figures; None without an agreement."""
    days = days_of(request, timezone.now())
    return days, figures_of(request, days)


def figures_of(request: StaffRequest, days: AskedDays) -> Dashboard | None:
    """Return the figures that the address asks for, as this person may see them."""
    return read_dashboard(reader_of(request), slug=last_choice(request), days=days)


def reader_of(request: StaffRequest) -> FiguresReader:
    """Return what the person who asks may follow from a figure to its rows."""
    user = request.user

    def follows() -> "QuerySet[Child]":
        # Inside a subquery no join of the rule can count a child twice.
        seen = Child.objects.visible_to(user).order_by().values("pk")
        return Child.objects.filter(pk__in=seen)

    return FiguresReader(
        follows=follows if user.has_perm("cases.follow_figures") else None,
        follows_all=user.has_perm("cases.view_every_child"),
        own=own_of(user),
        journeys=user.has_perm("cases.see_movements"),
    )


def links_of(request: StaffRequest, board: Dashboard, days: AskedDays) -> Links:
    """Return where the figures lead whoever asks."""
    one = board.overview.agreement
    return Links(
        agreement=one.slug if one else "",
        counts=board.counts,
        own=board.own,
        ledger=request.user.has_perm("cases.view_ledger") and not board.is_past,
        days=days.query,
    )


def _context(request: StaffRequest, board: Dashboard, days: AskedDays) -> dict[str, object]:
    figures, fees = board.overview, board.overview.fees
    one, links = figures.agreement, links_of(request, board, days)
    forecast = board.forecasts.get(one.pk) if one else None
    query = urlencode({"agreement": board.slug} | days.query)
    is_exact, drawings = may(request.user, SEE_CHILDREN), time_charts.charts_of(board)
    return {
        "dashboard": board,
        "days": days,
        "past_day": days.on if days.is_past else None,
        "before": board.before.on if board.before else None,
        "days_query": f"&{urlencode(days.query)}",
        "agreement": one,
        "hero": cards.hero(board, links),
        "identified": board.progress.identified,
        "identified_url": links.counted(Counted.IDENTIFIED),
        "eligible_url": links.counted(Counted.ELIGIBLE) if board.progress.eligible else "",
        "pending_url": links.counted(Counted.PENDING) if board.progress.pending else "",
        "published_url": links.published(),
        "overdue_url": links.overdue() if board.own else links.late(),
        "clocks": clock_rows(board, links),
        "compared": compared(board),
        "sources": (
            *(sources(board.facts, board.progress.identified) if one else bases(figures.shown)),
            *entered_later(figures.published),
        ),
        "late": charts.late_rows(board.late_cases),
        "stages": charts.stage_table(board, links),
        "waits": () if board.is_past else waits_of(board, links),
        "funnel": charts.funnel_rows(board, links),
        "family": cards.family(
            board, links, drawings[time_charts.FAMILY], picture=query if is_exact else ""
        ),
        "fees": fees and charts.fee_card(fees, links),
        "cards": tuple(charts.currency_card(each, links) for each in figures.by_currency),
        "waiting_fees": tuple(
            words for each in figures.shown if (words := waiting_text(each.waiting, approvers))
        ),
        "forecasts": [
            forecast_card(
                board.forecasts.get(each.agreement.pk),
                by_month=not request.user.has_perm("cases.see_movements"),
                title="" if one else str(each.agreement),
                links=links if one else None,
                is_past=board.is_past,
            )
            for each in figures.shown
        ],
        "returns": cards.Returns(
            drawings=drawings[time_charts.RETURNS],
            months=time_charts.month_rows(board.home, forecast, links, on=board.on),
            query=query,
            is_exact=is_exact,
        ),
        "published": as_published(board.facts) if one and not board.own else None,
        "ahead": cards.ahead(board, links),
    }
