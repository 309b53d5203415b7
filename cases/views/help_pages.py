"""The help of the register."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from cases.pages.help_pages import WORDS, helps
from cases.queries.fee_schedules import holders_of
from cases.web.gates import StaffRequest, may, open_to_everyone_signed_in

ADMIN = "manage_register"


@require_safe
@open_to_everyone_signed_in
def help_page(request: StaffRequest) -> HttpResponse:
    """Show the tasks of one's own roles first; a task leads to its page for whom may open it."""
    rows = helps(set(request.user.groups.values_list("name", flat=True)))
    routes = {task.route for row in rows for task in row.tasks}
    context = {
        "own": [row for row in rows if row.is_own],
        "others": [row for row in rows if not row.is_own],
        "words": WORDS,
        "open": {route for route in routes if _is_open(request, route)},
        "admins": holders_of([ADMIN])[ADMIN],
    }
    return render(request, "cases/help/help.html", context)


def _is_open(request: StaffRequest, route: str) -> bool:
    permissions: tuple[str, ...] = vars(resolve(reverse(route)).func)["permissions"]
    return may(request.user, permissions)
