"""The first page: what waits for the person who signed in."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from cases import wording
from cases.casework.drafts import FAMILY, UNSENT
from cases.casework.statements import FORM as STATEMENT
from cases.filters.tasks import ME, WEEK
from cases.models import Draft, Task
from cases.pages.access import page_title
from cases.queries import reviews, role_grants
from cases.queries.my_work import Next, TaskRow, last_opened, next_for, task_rows
from cases.views.reviews import PAGES
from cases.vocabulary import TaskRule
from cases.web.frame import WORKING, page_of
from cases.web.gates import StaffRequest, may, open_to_everyone_signed_in, put_on_record

SHOWN = 5
#: The sentence of what a role does next, and the page where it is done.
SENTENCES: dict[Next, tuple[Any, str]] = {
    Next.FEES: (
        ngettext_lazy(
            "%(count)s fee is due and in no batch",
            "%(count)s fees are due and in no batch",
            "count",
        ),
        "fees",
    ),
    Next.RETURNED: (
        ngettext_lazy(
            "%(count)s batch was sent back to you",
            "%(count)s batches were sent back to you",
            "count",
        ),
        "batches",
    ),
    Next.TRANSFERS: (
        ngettext_lazy(
            "%(count)s approved batch is to be sent to the bank",
            "%(count)s approved batches are to be sent to the bank",
            "count",
        ),
        "batches",
    ),
    Next.PLACES: (
        ngettext_lazy(
            "%(count)s child is cleared to travel and has no place yet",
            "%(count)s children are cleared to travel and have no place yet",
            "count",
        ),
        "movements",
    ),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A heading, how many there are in all, the first of them, and the list of all."""

    title: str
    total: int
    rows: list[TaskRow]
    url: str


@require_safe
@open_to_everyone_signed_in
def home(request: StaffRequest) -> HttpResponse:
    if not may(request.user, WORKING) and page_of("dashboard"):
        return redirect("role-grants" if _is_to_be_told(request) else "dashboard")
    today = timezone.localdate()
    cards = [card for card in _cards(request, today) if card.total]
    opened = last_opened(request.user)
    shown = {row.child.pk for card in cards for row in card.rows} | {child.pk for child in opened}
    if shown:
        put_on_record(request, rows=len(shown))
    context = {
        "cards": cards,
        "on": today,
        "may_work": request.user.has_perm("cases.work_case"),
        "waiting": _waiting(request, today),
        "drafts": _drafts(request),
        "opened": opened,
        "first": next((row.child for card in cards for row in card.rows), None),
        "names": request.user.has_perm("cases.see_names"),
        "may_register": request.user.has_perm("cases.register_child"),
    }
    return render(request, "cases/home/home.html", context)


def _is_to_be_told(request: StaffRequest) -> bool:
    """Tell whether roles were granted since this person, whose work it is to know, last looked."""
    return request.user.has_perm("cases.view_rolegrant") and role_grants.is_unseen(request.user)


def _cards(request: StaffRequest, today: datetime.date) -> list[Card]:
    """Return what this person is to do, each number with the list of exactly these tasks."""
    if not request.user.has_perm("cases.work_case"):
        return []
    own = Q(assigned_to=request.user)
    week = (today, today + datetime.timedelta(days=WEEK))
    returned = Q(rule=TaskRule.RETURNED)
    return [
        _card(request, _("Returned to you"), own & returned, rule="returned"),
        _card(request, _("Overdue"), own & Q(due_on__lt=today), due="overdue"),
        _card(request, _("Due this week"), own & Q(due_on__range=week), due="week"),
    ]


def _card(request: StaffRequest, title: str, of: Q, **query: str) -> Card:
    rows = task_rows(of, to=request.user, most=SHOWN + 1)
    total = len(rows)
    if total > SHOWN:
        total = Task.objects.visible_to(request.user).open().filter(of).count()
    url = reverse("tasks", query={"assignee": ME, **query})
    return Card(title, total, rows[:SHOWN], url)


def _waiting(request: StaffRequest, today: datetime.date) -> list[tuple[str, str]]:
    """Return a sentence and an address for each kind of work that waits for this person."""
    found = []
    for queue in reviews.waiting_for(request.user, on=today):
        if count := sum(not line.own and not line.block for line in queue.lines):
            number = _("over %(count)s") % {"count": count} if queue.more else str(count)
            sentence = _("%(what)s: %(number)s")
            title, _route = PAGES[queue.kind]
            found.append(
                (
                    sentence % {"what": title, "number": number},
                    f"{reverse('reviews')}#q-{queue.kind}",
                )
            )
    for kind, count in next_for(request.user).items():
        counted, name = SENTENCES[kind]
        found.append((counted % {"count": count}, reverse(name)))
    return found


_STATEMENT = ("statement-try", "statement-discard")


def _drafts(request: StaffRequest) -> list[dict[str, Any]]:
    """Return where each draft of this person is continued."""
    drafts = Draft.objects.filter(author=request.user)
    return [
        {"pk": draft.pk, "saved": wording.moment_text(draft.saved_at), **_place_of(draft)}
        for draft in drafts
    ]


def _place_of(draft: Draft) -> dict[str, str]:
    discard = reverse("draft-discard", args=[draft.pk])
    if draft.form == FAMILY:
        url = reverse("family-new", query={"draft": draft.pk})
        return {"title": _("A family"), "url": url, "discard": discard}
    if draft.form == STATEMENT:
        url, discard = (reverse(name, args=[draft.pk]) for name in _STATEMENT)
        return {"title": _("Bank statement"), "url": url, "discard": discard}
    if draft.form == UNSENT:
        url, about = reverse("draft", args=[draft.pk]), page_title(draft.data["path"])
        title = _("Unsent form")
        return {"title": title, "about": about, "url": url, "discard": discard}
    reference = draft.form.rpartition(" ")[2]
    url = reverse("child-assess", args=[reference])
    return {"title": _("Assessment"), "about": reference, "url": url, "discard": discard}
