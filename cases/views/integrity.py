"""What does not add up, for those who supervise: how many cases, which, and how to mend them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.integrity import BY_CODE
from cases.figures.integrity import integrity as found_by_checks
from cases.figures.readiness import needs_of_all
from cases.figures.recount import wrong_sums
from cases.models import Child
from cases.pages import seals
from cases.queries import safeguards
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.paging import page_of


@require_safe
@gate("cases.check_register")
def integrity(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    results = found_by_checks(Child.objects.visible_to(request.user), on=on)
    context = {
        "on": on,
        "seals": seals.state(timezone.now()),
        "fallen": safeguards.fallen(),
        "wrong": [each for each in results if each.count],
        "unready": [each for each in needs_of_all(on=on) if each.missing],
        "wrong_sums": wrong_sums(),
        "right": [each.check for each in results if not each.count],
    }
    return render(request, "cases/integrity/list.html", context)


@require_safe
@gate("cases.check_register")
def integrity_check(request: StaffRequest, code: str) -> HttpResponse:
    """Show the cases that one check finds, those that wait longest first."""
    check = BY_CODE.get(code)
    if check is None:
        raise Http404
    on = timezone.localdate()
    rows = check.find(Child.objects.visible_to(request.user), on)
    rows = rows.select_related("caseworker", "mother").order_by("stage_since", "pk")
    page = page_of(rows, request.GET)
    put_on_record(request, rows=len(page.rows))
    context = {"check": check, "page": page, "on": on}
    return render(request, "cases/integrity/detail.html", context)
