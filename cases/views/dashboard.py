"""The first page of officials: how far we are, where the children are, what it costs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard, FiguresReader
from cases.figures.dashboard import dashboard as read_dashboard
from cases.figures.kept_sums import own_of
from cases.models import Child
from cases.pages import charts
from cases.pages.fee_schedules import waiting_text
from cases.pages.forecasts import forecast_card
from cases.pages.links import Links
from cases.pages.progress import bases, entered_later, returned_text, sources
from cases.queries.fee_schedules import approvers
from cases.web.agreement_choice import choice_of, last_choice
from cases.web.gates import StaffRequest, gate, put_on_record


@require_safe
@gate("cases.view_dashboard")
def dashboard(request: StaffRequest) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    slug, on = last_choice(request), timezone.localdate(now)
    figures = read_dashboard(reader, slug=slug, on=on, at=now)
    if figures is None:
        return render(request, "cases/dashboard/empty.html", {})
    choice = choice_of(request, [each.agreement for each in figures.overview.agreements])
    if figures.late_cases:
        put_on_record(request, rows=len(figures.late_cases))
    context = _context(request, figures, now) | {"choice": choice}
    return render(request, "cases/dashboard/dashboard.html", context)


def reader_of(request: StaffRequest) -> FiguresReader:
    """Return what the person who asks may follow from a figure to its rows."""
    user = request.user
    follows = None
    if user.has_perm("cases.follow_figures"):
        # Inside a subquery no join of the rule can count a child twice.
        follows = Child.objects.filter(
            pk__in=Child.objects.visible_to(user).order_by().values("pk")
        )
    return FiguresReader(
        follows=follows,
        follows_all=user.has_perm("cases.view_every_child"),
        own=own_of(user),
        journeys=user.has_perm("cases.see_movements"),
    )


def _context(request: StaffRequest, found: Dashboard, now: object) -> dict[str, object]:
    figures, fees = found.overview, found.overview.fees
    one = figures.agreement
    links = Links(
        agreement=one.slug if one else "",
        counts=found.counts,
        own=found.own,
        ledger=request.user.has_perm("cases.view_ledger"),
    )
    return {
        "dashboard": found,
        "agreement": one,
        "now": now,
        "returned_url": links.counted(Counted.RETURNED),
        "identified_url": links.counted(Counted.IDENTIFIED),
        "in_family_url": links.counted(Counted.IN_FAMILY),
        "ready_url": links.counted(Counted.READY),
        "overdue_url": links.overdue() if found.own else "",
        "returned_text": returned_text(found.progress),
        "sources": [
            *(sources(found.facts, found.progress.identified) if one else bases(figures.shown)),
            *entered_later(figures.published),
        ],
        "returned": found.counts[Counted.RETURNED],
        "in_family": found.counts[Counted.IN_FAMILY],
        "ready": found.counts[Counted.READY],
        "late": charts.late_rows(found.late_cases),
        "bar": charts.progress_bar(found.progress, links),
        "stages": charts.stage_table(found, links),
        "funnel": charts.funnel_rows(found, links),
        "fees": fees and charts.fee_card(fees, links),
        "cards": [charts.currency_card(each, links) for each in figures.by_currency],
        "waiting_fees": [
            words for each in figures.shown if (words := waiting_text(each.waiting, approvers))
        ],
        "forecasts": [
            forecast_card(
                found.forecasts.get(each.agreement.pk),
                by_month=not request.user.has_perm("cases.see_movements"),
                title="" if one else str(each.agreement),
                links=links if one else None,
            )
            for each in figures.shown
        ],
        "published": found.facts.published if one and not found.own else None,
        "may_register": request.user.has_perm("cases.register_child"),
    }
