"""The first page: what waits for the person who signed in."""

import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.filters.tasks import ME, WEEK
from cases.models import Draft, Place
from cases.pages.drafts import draft_row
from cases.pages.home import WorkCard, waiting
from cases.queries import reviews, role_grants, virus_finds
from cases.queries.my_work import OwnList, last_opened, next_for, own_tasks
from cases.web.agreement_choice import widened
from cases.web.frame import WORKING
from cases.web.gates import StaffRequest, may, open_to_everyone_signed_in, put_on_record

SHOWN = 5


@require_safe
@open_to_everyone_signed_in
def home(request: StaffRequest) -> HttpResponse:
    if not may(request.user, WORKING):
        return redirect(_first_page(request))
    today = timezone.localdate()
    cards = _cards(request, today)
    opened = last_opened(request.user)
    shown = {row.child.pk for card in cards for row in card.rows} | {child.pk for child in opened}
    if shown:
        put_on_record(request, rows=len(shown))
    context = {
        "cards": cards,
        "on": today,
        "may_work": request.user.has_perm("cases.work_case"),
        "waiting": waiting(
            reviews.waiting_for(request.user, on=today),
            next_for(request.user),
            widened(request),
        ),
        "drafts": [draft_row(draft) for draft in Draft.objects.filter(author=request.user)],
        "opened": opened,
        "first": next((row.child for card in cards for row in card.rows), None),
        "names": request.user.has_perm("cases.see_names"),
        "may_register": request.user.has_perm("cases.register_child"),
    }
    return render(request, "cases/home/home.html", context)


def _first_page(request: StaffRequest) -> str:
    """Return the page of a person without a queue: what is to be told or checked, if anything."""
    if _is_to_be_told(request):
        return "role-grants"
    if request.user.has_perm("cases.manage_register") and _is_to_be_told_of_a_virus():
        return "keeping"
    towns = request.user.has_perm("cases.change_place") and Place.objects.unchecked().exists()
    return "places" if towns else "dashboard"


def _is_to_be_told(request: StaffRequest) -> bool:
    """Tell whether roles were granted since this person, whose work it is to know, last looked."""
    return request.user.has_perm("cases.view_rolegrant") and role_grants.is_unseen(request.user)


def _is_to_be_told_of_a_virus() -> bool:
    return virus_finds.found_since(timezone.now() - datetime.timedelta(days=WEEK))


def _cards(request: StaffRequest, today: datetime.date) -> list[WorkCard]:
    """Return what this person is to do, each number with the list of exactly these tasks."""
    if not request.user.has_perm("cases.work_case"):
        return []
    until = today + datetime.timedelta(days=WEEK)
    tasks = own_tasks(request.user, on=today, until=until, most=SHOWN)
    lists = {
        OwnList.RETURNED: (_("Returned to you"), {"rule": "returned"}),
        OwnList.OVERDUE: (_("Overdue"), {"due": "overdue"}),
        OwnList.WEEK: (_("Due this week"), {"due": "week"}),
    }
    return [
        WorkCard(title, own.total, own.rows, reverse("tasks", query={"assignee": ME, **query}))
        for kind, (title, query) in lists.items()
        if (own := tasks.get(kind))
    ]
