"""The first page: what waits for the person who signed in."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.figures.facts import agreement_facts
from cases.figures.ledger import ledger_sums
from cases.filters.tasks import WEEK
from cases.models import Child, Place, User
from cases.pages.budget import Tabs, budget_bars
from cases.pages.drafts import draft_row
from cases.pages.home import due_cards, later_line, nothing_due, open_cases, waiting, with_others
from cases.pages.money_work import due_card, money_cards
from cases.pages.travel_work import travel_cards
from cases.queries import my_work, reviews, role_grants, virus_finds
from cases.queries.money_work import DueFamily, due_longest, money_tasks
from cases.queries.travel_work import TravelWork, travel_work
from cases.web.agreement_choice import choice_of, widened
from cases.web.frame import WORKING
from cases.web.gates import StaffRequest, may, open_to_everyone_signed_in, put_on_record

#: Tasks of each list that the page shows.
SHOWN = 25


@require_safe
@open_to_everyone_signed_in
def home(request: StaffRequest) -> HttpResponse:
    if not request.user.is_superuser and not request.user.get_all_permissions():
        return render(request, "cases/home/no_role.html")
    if not may(request.user, WORKING):
        return redirect(_first_page(request))
    user, today = request.user, timezone.localdate()
    own, travel = _own(request, today), travel_work(user, on=today)
    due = due_longest(user)
    to_review = reviews.waiting_for(user, on=today)
    queues = waiting(to_review, my_work.next_for(user), widened(request), on=today)
    cards = [
        *([queues] if queues else []),
        *(due_cards(own, user, on=today) if own else []),
        *money_cards(money_tasks(user), on=today),
        *due_card(due, on=today),
        *(travel_cards(travel, on=today) if travel else []),
    ]
    opened = my_work.last_opened(user)
    _put_on_record(request, own, travel, opened, due)
    context = {
        "cards": cards,
        "nothing": nothing_due(own),
        "is_teamless": _is_teamless(user),
        "later": later_line(own) if own else None,
        "with_others": with_others(own, on=today) if own else None,
        "stages": open_cases(my_work.open_cases(user)) if own else [],
        "drafts": [draft_row(draft) for draft in my_work.drafts_of(user)],
        "opened": opened,
        **_budget(request, today),
        "names": user.has_perm("cases.see_names"),
    }
    return render(request, "cases/home/home.html", context)


def _is_teamless(user: User) -> bool:
    """Tell whether somebody who works on the cases of a team is in none, and so sees no case."""
    of_team = user.has_perm("cases.view_team_children")
    return of_team and user.team_id is None and not user.has_perm("cases.view_every_child")


def _own(request: StaffRequest, today: datetime.date) -> my_work.OwnWork | None:
    if not request.user.has_perm("cases.work_case"):
        return None
    week = datetime.timedelta(days=WEEK)
    weeks = my_work.Weeks(today + week, today + 2 * week)
    return my_work.own_tasks(request.user, on=today, weeks=weeks, most=SHOWN)


def _budget(request: StaffRequest, today: datetime.date) -> dict[str, Any]:
    """Return the budget of the agreement last chosen, else of all, for those who spend it."""
    if not request.user.has_perm("cases.prepare_payment"):
        return {}
    facts = agreement_facts(on=today)
    choice = choice_of(request, [each.agreement for each in facts], first_all=True)
    shown = [each for each in facts if choice.agreement in (None, each.agreement)]
    tabs = Tabs(query={"agreement": choice.slug}, shown={})
    return {"choice": choice, "bars": budget_bars(ledger_sums(shown), tabs)}


def _put_on_record(
    request: StaffRequest,
    own: my_work.OwnWork | None,
    travel: TravelWork | None,
    opened: list[Child],
    due: list[DueFamily],
) -> None:
    """Put on record how many children the page shows."""
    shown = {child.pk for child in opened}.union(*(family.children for family in due))
    if own:
        shown |= {row.child.pk for tasks in own.lists.values() for row in tasks.rows}
    if travel:
        shown |= {child.pk for child in travel.ready}
    if shown:
        put_on_record(request, rows=len(shown))


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
