"""The first page: what waits for the person who signed in."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_safe

from cases import wording
from cases.casework.drafts import FAMILY
from cases.casework.my_work import (
    Waiting,
    cases_of,
    last_opened,
    returned_to,
    waiting_for,
    with_own_names,
)
from cases.figures.overdue import Late, due_within, overdue, with_due
from cases.models import Child, Draft
from cases.views.frame import WORKING, page_of
from cases.views.gates import StaffRequest, may, open_to_everyone_signed_in, put_on_record

SHOWN = 5
WEEK = 7
#: The sentence of a kind of waiting work, and the page where it is done.
SENTENCES: dict[Waiting, tuple[Any, str]] = {
    Waiting.ASSESSMENTS: (
        ngettext_lazy(
            "%(count)s assessment waits for a decision",
            "%(count)s assessments wait for a decision",
            "count",
        ),
        "reviews",
    ),
    Waiting.CONSENTS: (
        ngettext_lazy(
            "%(count)s consent waits to be verified",
            "%(count)s consents wait to be verified",
            "count",
        ),
        "reviews",
    ),
    Waiting.CLOSINGS: (
        ngettext_lazy(
            "%(count)s closing waits for approval", "%(count)s closings wait for approval", "count"
        ),
        "reviews",
    ),
    Waiting.REOPENINGS: (
        ngettext_lazy(
            "%(count)s reopening waits for approval",
            "%(count)s reopenings wait for approval",
            "count",
        ),
        "reviews",
    ),
    Waiting.LOCKS: (
        ngettext_lazy(
            "%(count)s manifest waits for approval",
            "%(count)s manifests wait for approval",
            "count",
        ),
        "reviews",
    ),
    Waiting.BATCHES: (
        ngettext_lazy(
            "%(count)s payment batch waits for your approval",
            "%(count)s payment batches wait for your approval",
            "count",
        ),
        "batches",
    ),
    Waiting.FEES: (
        ngettext_lazy(
            "%(count)s fee is due and in no batch",
            "%(count)s fees are due and in no batch",
            "count",
        ),
        "fees",
    ),
    Waiting.TRANSFERS: (
        ngettext_lazy(
            "%(count)s approved batch is to be sent to the bank",
            "%(count)s approved batches are to be sent to the bank",
            "count",
        ),
        "batches",
    ),
    Waiting.PLACES: (
        ngettext_lazy(
            "%(count)s child is cleared to travel",
            "%(count)s children are cleared to travel",
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
    """A heading, how many there are in all, and the first of them."""

    title: str
    total: int
    rows: list[Row]


@require_safe
@open_to_everyone_signed_in
def home(request: StaffRequest) -> HttpResponse:
    if not may(request.user, WORKING) and page_of("dashboard"):
        return redirect("dashboard")
    today = timezone.localdate()
    cards = [card for card in _cards(request, today) if card.total]
    opened = last_opened(request.user)
    drafts = Draft.objects.filter(author=request.user, form=FAMILY)
    waiting = _waiting(request)
    shown = {row.child.pk for card in cards for row in card.rows} | {child.pk for child in opened}
    if shown:
        put_on_record(request, rows=len(shown))
    context = {
        "cards": cards,
        "waiting": waiting,
        "drafts": [(draft.pk, wording.moment_text(draft.saved_at)) for draft in drafts],
        "opened": opened,
        "first": next((row.child for card in cards for row in card.rows), None),
        "names": request.user.has_perm("cases.see_names"),
        "may_register": request.user.has_perm("cases.register_child"),
    }
    return render(request, "cases/home/home.html", context)


def _cards(request: StaffRequest, today: datetime.date) -> list[Card]:
    if not request.user.has_perm("cases.work_case"):
        return []
    own = cases_of(request.user)
    return [
        _card(_("Overdue"), overdue(own, on=today).order_by("due_on", "pk"), today),
        _card(
            _("Due this week"), due_within(own, on=today, days=WEEK).order_by("due_on", "pk"), today
        ),
        _card(_("Returned to you"), with_due(returned_to(request.user)), today),
    ]


def _card(title: str, children: "QuerySet[Any]", today: datetime.date) -> Card:
    first = list(with_own_names(children)[: SHOWN + 1])
    total = len(first) if len(first) <= SHOWN else children.count()
    return Card(title, total, [_row(child, today) for child in first[:SHOWN]])


def _row(child: Child, today: datetime.date) -> Row:
    known = vars(child)
    due: datetime.date | None = known["due_on"]
    if due is None:
        return Row(child, "")
    if due < today:
        days = (today - due).days
        return Row(child, ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}, True)
    sentence = _("%(why)s: %(day)s")
    why = {Late.REVIEW: _("Review"), Late.HOLD: _("Hold ends"), Late.STAGE: _("Stage limit")}
    return Row(
        child, sentence % {"why": why[Late(known["late_kind"])], "day": wording.day_text(due)}
    )


def _waiting(request: StaffRequest) -> list[tuple[str, str]]:
    """Return a sentence and an address for each kind of work that waits."""
    found = []
    for kind, count in waiting_for(request.user).items():
        sentence, name = SENTENCES[kind]
        page = page_of(name)
        found.append((sentence % {"count": count}, page[0] if page else ""))
    return found
