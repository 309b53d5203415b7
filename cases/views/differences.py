"""What a difference on the dashboard is made of: those who joined a figure, and those who left."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.figures.differences import DifferenceSums, Wanted, difference, mover, movers
from cases.models import Child
from cases.pages import differences as pages
from cases.views.dashboard import asked_figures, links_of
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.paging import Slice, page_of_rows


@require_safe
@gate("cases.view_dashboard")
def dashboard_difference(request: StaffRequest) -> HttpResponse:
    """Show what leads from one day to another: by stage, month and act; and child by child.

    The children are for those who may follow a figure to its rows.
    """
    days, board = asked_figures(request)
    wanted = pages.wanted_of(board, request.GET) if board else None
    if board is None or wanted is None:
        messages.info(request, _("There is no such figure on that day."))
        return redirect("dashboard")
    sums = difference(wanted)
    page = _movers(request, wanted, sums)
    context = {
        "found": pages.explained(board, wanted, sums, links_of(request, board, days)),
        "days": days,
        "by_clock": wanted.since is None,
        "query": urlencode({"agreement": board.slug} | days.query),
        "agreement": board.overview.agreement,
        "page": page,
        "rows": pages.mover_rows(
            [mover(row) for row in page.rows] if page else [], on=days.on, by_month=days.by_month
        ),
        "others": sums.joined + sums.left - int(page.paginator.count) if page else 0,
    }
    template = "cases/dashboard/difference.html"
    if not page or not page.rows:
        return render(request, template, context)
    return render_on_record(request, template, context, rows=len(page.rows))


def _movers(request: StaffRequest, wanted: Wanted, sums: DifferenceSums) -> Slice | None:
    """Return the children whom the reader may see, a page of them; None for who sees none."""
    user = request.user
    if not user.has_perm("cases.follow_figures"):
        return None
    if user.has_perm("cases.view_every_child"):
        rows, total = movers(wanted, only=None), sums.joined + sums.left
    else:
        visible = Child.objects.visible_to(user).filter(agreement__in=wanted.agreements)
        rows = movers(wanted, only=list(visible.order_by().values_list("pk", flat=True)))
        total = rows.count()
    return page_of_rows(rows, request.GET, total=total, most=0)
