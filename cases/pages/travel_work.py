"""The work of a travel officer in words: what stands in the way of each departure."""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.pages.home import waits, when
from cases.pages.work_facts import WorkCard, WorkGroup, WorkLine
from cases.queries.movements import escort_rule
from cases.queries.travel_work import EndingPaper, TravelWork
from cases.rules.journeys import Headcount, is_early
from cases.vocabulary import ClearanceKind, MovementStatus

if TYPE_CHECKING:
    from cases.queries.travel_work import MovementAhead, ReadyChild


def travel_cards(work: TravelWork, *, on: datetime.date) -> list[WorkCard]:
    """Return each movement ahead with what is to be done, then who is ready without a place."""
    cards = [_movement(movement, work, on) for movement in work.movements]
    return [*cards, _ready(work, on=on)] if work.ready else cards


def _movement(movement: "MovementAhead", work: TravelWork, on: datetime.date) -> WorkCard:
    words = {"origin": movement.origin, "destination": movement.destination}
    day = wording.moment_text(movement.departs_at)
    seats = {"taken": movement.seats_taken, "seats": movement.seats}
    url = movement.get_absolute_url()
    return WorkCard(
        title=movement.reference,
        head=_("%(origin)s to %(destination)s") % words,
        note=day,
        seats=_("%(taken)s of %(seats)s seats taken") % seats,
        seats_url=f"{url}#passengers" if movement.seats_taken else "",
        url=url,
        groups=[WorkGroup(lines=list(_lines(movement, work, on)))],
    )


def _lines(movement: "MovementAhead", work: TravelWork, on: datetime.date) -> Iterator[WorkLine]:
    leaves, arrives = (wording.as_day(at) for at in (movement.departs_at, movement.arrives_at))
    party = _party(movement)
    if movement.status == MovementStatus.DEPARTED:
        yield _step(_("Record the arrival"), "movement-arrive", movement, arrives, on, party)
        return
    yield from (_ending(paper) for paper in work.ending if paper.movement == movement.pk)
    if movement.status == MovementStatus.LOCKED:
        yield _step(_("Print the passenger list"), "movement-manifest", movement, leaves, on, party)
        if not is_early(leaves, on=on):
            label = _("Record the departure")
            yield _step(label, "movement-depart", movement, leaves, on, party)
        return
    if movement.lock_asked_by_id and movement.lock_asked_at:
        since = wording.as_day(movement.lock_asked_at)
        waiting = waits(since, on=on)
        yield WorkLine(label=_("A reviewer decides on the lock"), when=waiting, sign="wait")
        return
    yield from _planning(movement, work, leaves, on)


def _planning(
    movement: "MovementAhead", work: TravelWork, leaves: datetime.date, on: datetime.date
) -> Iterator[WorkLine]:
    party = Headcount(movement.children, movement.infants, movement.escorts)
    if escort_rule(movement.agreement).missing(party):
        yield _step(_("Add an escort"), "movement-escort", movement, leaves, on, _party(movement))
    free = movement.seats - movement.seats_taken
    ready = sum(child.agreement_id == movement.agreement_id for child in work.ready)
    if free > 0 and ready:
        seats = ngettext("%(n)s seat free", "%(n)s seats free", free) % {"n": free}
        label = _("Add ready children")
        yield _step(label, "movement-propose", movement, leaves, on, seats)
    if movement.children:
        label, about = _("Request the lock"), _party(movement)
        if movement.lock_returned_by_id:
            about = _("Sent back: %(reason)s") % {"reason": movement.lock_returned_reason}
        yield _step(label, "movement-lock", movement, leaves, on, about)


def _step(
    label: str,
    route: str,
    movement: "MovementAhead",
    day: datetime.date,
    on: datetime.date,
    about: str,
) -> WorkLine:
    words, sign = when(day, on=on)
    url = reverse(route, args=[movement.reference])
    return WorkLine(label=label, url=url, about=about, when=words, sign=sign)


def _party(movement: "MovementAhead") -> str:
    children = ngettext("%(n)s child", "%(n)s children", movement.children)
    escorts = ngettext("%(n)s escort", "%(n)s escorts", movement.escorts)
    return f"{children % {'n': movement.children}}, {escorts % {'n': movement.escorts}}"


def _ending(paper: EndingPaper) -> WorkLine:
    day = wording.day_text(paper.until)
    kind = ClearanceKind(paper.kind).label
    return WorkLine(
        label=_("%(what)s: ends on %(day)s") % {"what": kind, "day": day},
        url=reverse("child", args=[paper.child]),
        about=paper.child,
        when=_("before the arrival"),
        sign="late",
    )


def _ready(work: TravelWork, *, on: datetime.date) -> WorkCard:
    families: dict[int, list[ReadyChild]] = {}
    for child in work.ready:
        families.setdefault(child.mother_id, []).append(child)
    groups = [_family(children, on) for children in families.values()]
    return WorkCard(title=_("Ready, without a place"), total=work.ready_total, groups=groups)


def _family(children: "Sequence[ReadyChild]", on: datetime.date) -> WorkGroup:
    """Return who is ready in a family, each by the case: who plans movements opens no family."""
    first = children[0]
    return WorkGroup(
        name=first.mothers_name or _("Mother not known"),
        reference=first.mother.reference,
        lines=[
            WorkLine(
                label=child.person.name or child.reference,
                url=child.get_absolute_url(),
                about=_papers(child),
                when=waits(child.stage_entered_on, on=on),
            )
            for child in children
        ],
    )


def _papers(child: "ReadyChild") -> str:
    if not child.papers_until:
        return ""
    return _("documents until %(day)s") % {"day": wording.day_text(child.papers_until)}
