"""Roles that were given or taken away, told to the auditor."""

import datetime
from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from cases.forms.audit import AuditForm, Listing
from cases.pages.role_grants import grant_cells
from cases.queries import role_grants as grants
from cases.views.listings import as_csv, shown
from cases.web.gates import StaffRequest, gate
from cases.web.middleware import SIGNED_IN_AT

GRANTS = Listing(
    title=gettext_lazy("Roles assigned"),
    sub=gettext_lazy(
        "Every role assigned or removed, every password or second factor reset by others, every "
        "session ended by others, and what a role may do, newest first"
    ),
    empty=gettext_lazy("No role assigned yet"),
    heads=(
        pgettext_lazy("role", "User"),
        gettext_lazy("Role"),
        gettext_lazy("What happened"),
        gettext_lazy("Who"),
        gettext_lazy("When"),
    ),
    form=partial(AuditForm, kinds=grants.KINDS, about=""),
    rows=grants.newest_first,
)


@require_safe
@gate("cases.view_rolegrant")
def role_grants(request: StaffRequest) -> HttpResponse:
    looked = grants.last_look(request.user, before=_signed_in(request))
    return shown(request, GRANTS, partial(grant_cells, looked=looked), file="role-grants-csv")


@require_safe
@gate("cases.view_rolegrant")
def role_grants_file(request: StaffRequest) -> HttpResponseBase:
    cells = partial(grant_cells, looked=datetime.datetime.max.replace(tzinfo=datetime.UTC))
    return as_csv(request, GRANTS, cells, name="roles")


def _signed_in(request: StaffRequest) -> datetime.datetime:
    """Return when this session began: what is new stays marked until the next one."""
    seconds = request.session.get(SIGNED_IN_AT, 0)
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
