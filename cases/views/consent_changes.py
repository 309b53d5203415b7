"""A changed consent rule, and the children for whom something else is missing because of it."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Agreement
from cases.models.prepared import StatementRows
from cases.pages.consent_changes import counts, row, sentence, tabs
from cases.queries import consent_changes as changes
from cases.vocabulary import Stage
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.paging import page_of_rows

#: Caseworkers and reviewers see the children; whoever keeps the rules sees how many they are.
SEE_CHANGES = ("cases.work_case", "cases.manage_register")


@require_safe
@gate(*SEE_CHANGES)
def consent_changes(request: StaffRequest, slug: str) -> HttpResponse:
    agreement, today = get_object_or_404(Agreement, slug=slug), timezone.localdate()
    days = changes.change_days(agreement)
    day = _day(request, days, today)
    change = changes.change_of(agreement, day=day, on=today) if day else None
    to = request.user if request.user.has_perm("cases.work_case") else None
    numbers = changes.numbers(change, to=to) if change else []
    stage = _stage(request, numbers)
    rows: StatementRows | list[Any] = (
        changes.lines(change, to=to, stage=stage) if change and change.purposes and to else []
    )
    total = sum(each.lines for each in numbers if stage in (None, each.stage))
    page = page_of_rows(rows, request.GET, total=total, most=0)
    if page.rows:
        put_on_record(request, rows=len(page.rows))
    context = {
        "agreement": agreement,
        "day": day,
        "is_ahead": bool(day and day > today),
        "tabs": tabs(days, day),
        "changes": [sentence(each) for each in change.rules] if change else [],
        "counts": counts(numbers, day, stage) if day else [],
        "total": sum(each.children for each in numbers),
        "total_query": f"day={day}" if day and all(each.is_seen for each in numbers) else "",
        "page": page,
        "rows": [row(one) for one in changes.affected(change, page.rows)] if change else [],
    }
    return render(request, "cases/agreements/consent_changes.html", context)


def _stage(request: StaffRequest, numbers: list[changes.AffectedNumber]) -> Stage | None:
    """Return the stage of which the children are asked for, where any are affected."""
    text = request.GET.get("stage", "")
    return next((each.stage for each in numbers if each.stage == text), None)


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
