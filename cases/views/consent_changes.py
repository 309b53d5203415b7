"""A changed consent rule, and the children for whom something else is missing because of it."""

import datetime
from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases import wording
from cases.models import Agreement
from cases.pages.tracks import status_of
from cases.queries import consent_changes as changes
from cases.queries.access import Part, part_of
from cases.queries.case_files import track_sentence
from cases.queries.consent_changes import Affected, Change
from cases.rules.tracks import ConsentRuleFacts, Track
from cases.vocabulary import ConsentPurpose, Stage
from cases.web.gates import StaffRequest, gate, put_on_record

#: Caseworkers and reviewers see the children; whoever keeps the rules sees how many they are.
SEE_CHANGES = ("cases.work_case", "cases.manage_register")
PER_PAGE = 25


@require_safe
@gate(*SEE_CHANGES)
def consent_changes(request: StaffRequest, slug: str) -> HttpResponse:
    agreement, today = get_object_or_404(Agreement, slug=slug), timezone.localdate()
    days = changes.change_days(agreement)
    day = _chosen(request.GET.get("day", ""), days, today)
    found = changes.affected(agreement, day=day, on=today) if day else ()
    page = Paginator(_seen(request, found), PER_PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        put_on_record(request, rows=len(page.object_list))
    context = {
        "agreement": agreement,
        "day": day,
        "is_ahead": bool(day and day > today),
        "tabs": [
            {"label": wording.day_text(each), "day": each.isoformat(), "current": each == day}
            for each in days
        ],
        "changes": [_sentence(c) for c in changes.changes_on(agreement, day=day)] if day else [],
        "counts": _counts(found),
        "total": len({one.child.pk for one in found}),
        "page": page,
        "rows": [_row(one) for one in page],
    }
    return render(request, "cases/agreements/consent_changes.html", context)


def _chosen(
    said: str, days: tuple[datetime.date, ...], today: datetime.date
) -> datetime.date | None:
    """Return the day an address asks for; else the next change to come, or the last one."""
    asked = next((day for day in days if day.isoformat() == said), None)
    ahead = [day for day in days if day > today]
    return asked or min(ahead, default=max(days, default=None))


def _seen(request: StaffRequest, found: tuple[Affected, ...]) -> list[Affected]:
    """Return those whose whole record this person may open."""
    if not request.user.has_perm("cases.work_case"):
        return []
    return [one for one in found if part_of(one.child, to=request.user) is Part.WHOLE]


def _counts(found: tuple[Affected, ...]) -> list[tuple[str, int]]:
    counts = Counter({one.child.pk: one.child.stage for one in found}.values())
    return [(stage.label, counts[stage]) for stage in Stage if counts[stage]]


def _sentence(change: Change) -> str:
    parts = [_("also required: %(who)s") % {"who": _who(rule)} for rule in change.added]
    parts += [_("no longer required: %(who)s") % {"who": _who(rule)} for rule in change.ended]
    return _("%(purpose)s: %(what)s") % {"purpose": change.purpose.label, "what": "; ".join(parts)}


def _who(rule: ConsentRuleFacts) -> str:
    if rule.from_age is None:
        return str(rule.giver_role.label)
    return ngettext(
        "%(who)s from the age of %(years)s year",
        "%(who)s from the age of %(years)s years",
        rule.from_age,
    ) % {"who": rule.giver_role.label, "years": rule.from_age}


def _row(one: Affected) -> dict[str, Any]:
    return {
        "child": one.child,
        "missing": [_missing(one.purpose, track) for track in one.missing],
        "no_longer": [str(track.subject.label) for track in one.no_longer],
        "becomes_complete": one.is_complete and not one.was_complete,
        "becomes_incomplete": one.was_complete and not one.is_complete,
    }


def _missing(purpose: ConsentPurpose, track: Track) -> str:
    if purpose == ConsentPurpose.REPATRIATION:
        return track_sentence(track)
    return _("%(purpose)s (%(who)s): %(state)s") % {
        "purpose": purpose.label,
        "who": track.subject.label,
        "state": status_of(track.subject, track.state),
    }
