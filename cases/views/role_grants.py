"""Roles that were given or taken away, told to the auditor."""

import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.pages.role_grants import row
from cases.queries import role_grants as grants
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.middleware import SIGNED_IN_AT
from cases.web.paging import page_of_rows


@require_safe
@gate("cases.view_rolegrant")
def role_grants(request: StaffRequest) -> HttpResponse:
    rows = grants.newest_first()
    page = page_of_rows(rows, request.GET, total=rows.count(), most=0)
    looked = grants.last_look(request.user, before=_signed_in(request))
    context = {"page": page, "grants": [row(grant, looked) for grant in page.rows]}
    return render_on_record(request, "cases/accounts/role_grants.html", context, rows=0)


def _signed_in(request: StaffRequest) -> datetime.datetime:
    """Return when this session began: what is new stays marked until the next one."""
    seconds = request.session.get(SIGNED_IN_AT, 0)
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
