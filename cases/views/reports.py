"""Fixed reports with their parameters, as a page and as files, and the log of the files."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.reports import report_period
from cases.models import Agreement
from cases.pages.reports import REPORTS, Report, line_of, url_of
from cases.queries.report_log import report_log
from cases.web.agreement_choice import choice_of
from cases.web.exports import as_file, separator_for
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, may, put_on_record


@require_safe
@gate("cases.view_dashboard")
def report_list(request: StaffRequest) -> HttpResponse:
    own = [each for each in REPORTS.values() if request.user.has_perm(each.permission)]
    log = [line_of(row) for row in report_log(request.user, REPORTS)]
    context = {"reports": own, "log": log}
    return render(request, "cases/reports/list.html", context)


@require_safe
@gate("cases.view_dashboard")
def report(request: StaffRequest, code: str) -> HttpResponse:
    shown = _report(request, code)
    return render(request, "cases/reports/report.html", _read(request, shown))


@require_safe
@gate(*SEE_CHILDREN)
def report_file(request: StaffRequest, code: str, ending: str) -> HttpResponseBase:
    shown = _report(request, code)
    rows = [row.cells for row in _read(request, shown)["rows"]]
    put_on_record(request, rows=len(rows), part=shown.code)
    name, separator = f"report-{shown.code}", separator_for(request.user)
    return as_file(shown.heads, rows, name=name, ending=ending, separator=separator)


def _report(request: StaffRequest, code: str) -> Report:
    if code not in REPORTS:
        raise Http404
    if not request.user.has_perm(REPORTS[code].permission):
        raise PermissionDenied
    return REPORTS[code]


def _read(request: StaffRequest, shown: Report) -> dict[str, Any]:
    """Return a report as the address asks for it: its rows, their sum, and what was asked."""
    on = timezone.localdate()
    form, period = report_period(request.GET, on=on)
    sees_children = may(request.user, SEE_CHILDREN)
    if not sees_children:  # day by day the totals would tell the day of a movement
        period = period.in_whole_months
    agreements = list(Agreement.objects.order_by("title", "pk"))
    choice = choice_of(request, agreements, first_all=True)
    keys = [each.pk for each in agreements if choice.is_all or each == choice.agreement]
    rows = shown.rows(keys, period, on)
    return {
        "report": shown,
        "form": form,
        "period": period,
        "is_taken_away": sees_children,
        "choice": choice,
        "rows": rows,
        "lines": [
            (
                list(zip(shown.heads, shown.in_words(row.cells), strict=True)),
                url_of(row.lead, choice, by=request.user),
            )
            for row in rows
        ],
        "total": sum(row.cells[-1] for row in rows),
        "total_url": url_of(shown.whole(rows, period) if rows else None, choice, by=request.user),
        "query": request.GET.urlencode(),
    }
