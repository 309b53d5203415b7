"""A changed consent rule, and the children for whom something else is missing because of it."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Agreement
from cases.pages.consent_changes import counts, row, sentence, tabs
from cases.queries import consent_changes as changes
from cases.queries.access import Part, part_of
from cases.queries.consent_changes import Affected
from cases.web.gates import StaffRequest, gate, put_on_record

#: Caseworkers and reviewers see the children; whoever keeps the rules sees how many they are.
SEE_CHANGES = ("cases.work_case", "cases.manage_register")
PER_PAGE = 25


@require_safe
@gate(*SEE_CHANGES)
def consent_changes(request: StaffRequest, slug: str) -> HttpResponse:
    agreement, today = get_object_or_404(Agreement, slug=slug), timezone.localdate()
    days = changes.change_days(agreement)
    day = _day(request, days, today)
    affected = changes.affected(agreement, day=day, on=today) if day else ()
    page = Paginator(_seen(request, affected), PER_PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        put_on_record(request, rows=len(page.object_list))
    context = {
        "agreement": agreement,
        "day": day,
        "is_ahead": bool(day and day > today),
        "tabs": tabs(days, day),
        "changes": [sentence(c) for c in changes.changes_on(agreement, day=day)] if day else [],
        "counts": counts(affected),
        "total": len({one.child.pk for one in affected}),
        "page": page,
        "rows": [row(one) for one in page],
    }
    return render(request, "cases/agreements/consent_changes.html", context)


def _day(
    request: StaffRequest, days: tuple[datetime.date, ...], today: datetime.date
) -> datetime.date | None:
    """Return the day an address asks for; else the next change to come, or the last one."""
    text = request.GET.get("day", "")
    wanted = next((day for day in days if day.isoformat() == text), None)
    if text and wanted is None:
        words = _("No rule changes on “%(text)s”: another day is shown.") % {"text": text[:40]}
        messages.warning(request, words)
    ahead = [day for day in days if day > today]
    return wanted or min(ahead, default=max(days, default=None))


def _seen(request: StaffRequest, affected: tuple[Affected, ...]) -> list[Affected]:
    """Return those whose whole record this person may open."""
    if not request.user.has_perm("cases.work_case"):
        return []
    return [one for one in affected if part_of(one.child, to=request.user) is Part.WHOLE]
