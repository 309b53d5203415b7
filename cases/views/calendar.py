"""The calendar of court hearings, a month a page."""

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import wording
from cases.models import Hearing, Place, User
from cases.pages.hearings import tag
from cases.pages.parts import shown_names
from cases.queries.hearings import hearings_between
from cases.rules.months import months_after, months_before
from cases.vocabulary import HearingOutcome, PlaceKind
from cases.web.gates import StaffRequest, gate, render_on_record

#: Hearings on one page of a month.
PER_PAGE = 100
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


@require_safe
@gate("cases.work_case")
def calendar(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    last = months_after(first, 1) - datetime.timedelta(days=1)
    courts = list(Place.objects.filter(kind=PlaceKind.COURT))
    court = next((c for c in courts if str(c.pk) == request.GET.get("court")), None)
    rows = hearings_between(first, last, to=request.user, court=court)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "days": list(_days(page.object_list, request.user, today)),
        "month": wording.month_text(first),
        "others": _others(first, today),
        "courts": courts,
        "court": court,
        "quiet": _today_is_quiet(page.object_list, first, today),
    }
    count = len(page.object_list)
    return render_on_record(request, "cases/hearings/calendar.html", context, rows=count)


def _month(said: str, today: datetime.date) -> datetime.date:
    if _MONTH.fullmatch(said):
        return datetime.date.fromisoformat(f"{said}-01")
    return today.replace(day=1)


def _others(first: datetime.date, today: datetime.date) -> dict[str, Any]:
    shown = {"previous": months_before(first, 1), "next": months_after(first, 1)}
    if first != today.replace(day=1):
        shown["this"] = today.replace(day=1)
    return {
        name: {"value": f"{day:%Y-%m}", "label": wording.month_text(day)}
        for name, day in shown.items()
    }


def _days(rows: Iterable[Hearing], user: User, today: datetime.date) -> Iterator[dict[str, Any]]:
    """Return a line for each family, court and day; children of one family stand together."""
    for (day, mother, court), together in groupby(rows, key=_family):
        yield {
            "day": wording.day_text(day),
            "weekday": wording.weekday_text(day),
            "iso": f"{day:%Y-%m-%d}",
            "today": day == today,
            "mother": mother,
            "court": court,
            "hearings": [_hearing(row, user, today) for row in together],
        }


def _family(row: Hearing) -> tuple[Any, ...]:
    return row.scheduled_on, row.child.mother, row.court


def _hearing(row: Hearing, user: User, today: datetime.date) -> dict[str, Any]:
    following = row.adjourned_to
    note = ""
    if following is not None:
        note = _("next on %(day)s") % {"day": wording.day_text(following.scheduled_on)}
    elif row.outcome == HearingOutcome.ADJOURNED:
        note = _("no new date yet")
    reason = row.get_adjournment_reason_display() if row.adjournment_reason else ""
    return {
        "child": row.child,
        "name": shown_names(row.child.person.names.all(), user),
        "purpose": row.get_purpose_display(),
        "tag": tag(row, on=today),
        "note": " · ".join(filter(None, (str(reason), note))),
    }


def _today_is_quiet(rows: Iterable[Hearing], first: datetime.date, today: datetime.date) -> bool:
    """Tell whether the page is of this month and today is a day without a hearing."""
    return first == today.replace(day=1) and not any(row.scheduled_on == today for row in rows)
