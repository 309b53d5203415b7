"""The calendar of court hearings, a month a page."""

import datetime
import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import wording
from cases.models import Place
from cases.pages.hearings import court_days, is_quiet, months_around
from cases.queries.hearings import hearings_between
from cases.queries.terms import every_agreement
from cases.rules.months import months_after
from cases.vocabulary import PlacePurpose
from cases.web.agreement_choice import choice_of
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.names_beyond import names_for_a_purpose

#: Hearings on one page of a month.
PER_PAGE = 100
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


@require_safe
@gate("cases.work_case")
@names_for_a_purpose
def calendar(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    first = _month(request, today)
    last = months_after(first, 1) - datetime.timedelta(days=1)
    courts = list(Place.objects.serving(PlacePurpose.COURT))
    court = next((c for c in courts if str(c.pk) == request.GET.get("court")), None)
    choice = choice_of(request, every_agreement(), first_all=True)
    rows = hearings_between(first, last, to=request.user, court=court)
    rows = rows.filter(**choice.narrow("child__agreement"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "choice": choice,
        "page": page,
        "days": court_days(page.object_list, request.user, today=today),
        "month": wording.month_text(first),
        "others": months_around(first, today=today),
        "courts": courts,
        "court": court,
        "quiet": is_quiet(page.object_list, first, today=today),
    }
    count = len(page.object_list)
    return render_on_record(request, "cases/hearings/calendar.html", context, rows=count)


def _month(request: StaffRequest, today: datetime.date) -> datetime.date:
    """Return the first day of the month that an address asks for, else of the present one."""
    month = request.GET.get("month", "")
    if _MONTH.fullmatch(month):
        return datetime.date.fromisoformat(f"{month}-01")
    if month:
        words = _("“%(text)s” is not a month: the present one is shown.") % {"text": month[:40]}
        messages.warning(request, words)
    return today.replace(day=1)
