"""The first page: what waits for the person who signed in."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_safe

from cases import wording
from cases.casework import reviews, role_grants
from cases.casework.drafts import FAMILY
from cases.casework.my_work import (
    Next,
    cases_of,
    last_opened,
    next_for,
    returned_to,
    with_own_names,
)
from cases.figures.overdue import Late, due_within, overdue, with_due
from cases.models import Child, Draft
from cases.views.frame import WORKING, page_of
from cases.views.gates import StaffRequest, may, open_to_everyone_signed_in, put_on_record
from cases.views.reviews import PAGES

SHOWN = 5
WEEK = 7
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
            "%(count)s child is cleared and has no place yet",
            "%(count)s children are cleared and have no place yet",
            "count",
        ),
        "movements",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case on the page: ``note`` says why it stands there."""

    child: Child
    note: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A heading, how many there are in all, the first of them, and the list of all."""

    title: str
    total: int
    rows: list[Row]
    url: str = ""


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
    if not request.user.has_perm("cases.work_case"):
        return []
    own = cases_of(request.user)
    return [
        _card(
            _("Overdue"),
            overdue(own, on=today).order_by("due_on", "pk"),
            today,
            url=reverse("children", query={"mine": "1", "overdue": "1"}),
        ),
        _card(
            _("Due this week"), due_within(own, on=today, days=WEEK).order_by("due_on", "pk"), today
        ),
        _card(_("Returned to you"), with_due(returned_to(request.user)), today),
    ]


def _card(title: str, children: "QuerySet[Any]", today: datetime.date, url: str = "") -> Card:
    first = list(with_own_names(children)[: SHOWN + 1])
    total = len(first) if len(first) <= SHOWN else children.count()
    return Card(title, total, [_row(child, today) for child in first[:SHOWN]], url)


def _row(child: Child, today: datetime.date) -> Row:
    known = vars(child)
    due: datetime.date | None = known["due_on"]
    if due is None:
        return Row(child, "")
    if due < today:
        days = (today - due).days
        return Row(child, ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}, True)
    why = {Late.REVIEW: _("Review"), Late.HOLD: _("Hold ends"), Late.STAGE: _("Stage limit")}
    return Row(
        child,
        _("%(why)s: %(day)s")
        % {"why": why[Late(known["late_kind"])], "day": wording.day_text(due)},
    )


def _waiting(request: StaffRequest, today: datetime.date) -> list[tuple[str, str]]:
    """Return a sentence and an address for each kind of work that waits for this person."""
    found = []
    for queue in reviews.waiting_for(request.user, on=today):
        if count := sum(not line.own and not line.block for line in queue.lines):
            number = _("over %(count)s") % {"count": count} if queue.more else str(count)
            sentence = _("%(what)s: %(number)s")
            title, _route = PAGES[queue.kind]
            found.append((sentence % {"what": title, "number": number}, reverse("reviews")))
    for kind, count in next_for(request.user).items():
        counted, name = SENTENCES[kind]
        found.append((counted % {"count": count}, reverse(name)))
    return found


def _drafts(request: StaffRequest) -> list[dict[str, Any]]:
    """Return where each draft of this person is continued."""
    drafts = Draft.objects.filter(author=request.user)
    return [
        {"pk": draft.pk, "saved": wording.moment_text(draft.saved_at), **_place_of(draft)}
        for draft in drafts
    ]


def _place_of(draft: Draft) -> dict[str, str]:
    if draft.form == FAMILY:
        return {"url": reverse("family-new", query={"draft": draft.pk}), "about": ""}
    reference = draft.form.rpartition(" ")[2]
    return {"url": reverse("child-assess", args=[reference]), "about": reference}
