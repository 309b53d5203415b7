"""Roles that were given or taken away, told to the auditor."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.models import RoleGrant
from cases.queries import role_grants as grants
from cases.vocabulary import Role
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.middleware import SIGNED_IN_AT
from cases.web.paging import page_of_rows

#: What a row says beside the roles: an account's own marks.
NAMES: dict[str, Any] = {
    **{role.value: role.label for role in Role},
    "superuser": _("Superuser"),
    "active": _("Account may sign in"),
}


@require_safe
@gate("cases.view_rolegrant")
def role_grants(request: StaffRequest) -> HttpResponse:
    rows = grants.newest_first()
    page = page_of_rows(rows, request.GET, total=rows.count(), most=0)
    looked = grants.last_look(request.user, before=_signed_in(request))
    context = {"page": page, "grants": [_line(row, looked) for row in page.rows]}
    return render_on_record(request, "cases/accounts/role_grants.html", context, rows=0)


def _signed_in(request: StaffRequest) -> datetime.datetime:
    """Return when this session began: what is new stays marked until the next one."""
    seconds = request.session.get(SIGNED_IN_AT, 0)
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)


def _line(row: RoleGrant, looked: datetime.datetime | None) -> dict[str, Any]:
    return {
        "whom": row.whom,
        "role": NAMES.get(row.role, row.role),
        "given": row.given,
        "by": row.by,
        "at": row.at,
        "is_new": looked is None or row.at > looked,
    }
