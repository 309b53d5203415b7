"""Hearings: chains of adjournments, and those of a range of days."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Hearing, Place, User
from cases.models.hearing import HearingQuerySet
from cases.models.prepared import KEY, Records
from cases.queries.access import whole_children
from cases.queries.spellings import name_of
from cases.vocabulary import AdjournmentReason, HearingOutcome


@dataclass(frozen=True, slots=True)
class Chain:
    """A hearing after the adjourned ones it continues, oldest first."""

    hearings: tuple[Hearing, ...]

    @property
    def newest(self) -> Hearing:
        return self.hearings[-1]

    @property
    def reasons(self) -> tuple[AdjournmentReason, ...]:
        """The reason of each adjournment."""
        codes = (hearing.adjournment_reason for hearing in self.hearings)
        return tuple(AdjournmentReason(code) for code in codes if code)


def chains(child: Child) -> tuple[Chain, ...]:
    """Return the hearings of ``child`` as chains, newest first. One query."""
    rows = {row.pk: row for row in _hearings().of(key=child.pk)}
    for row in rows.values():
        row.child = child
    followed = {row.adjourned_to_id: row for row in rows.values() if row.adjourned_to_id}
    newest = (row for row in rows.values() if row.adjourned_to_id is None)
    return tuple(Chain(_back_from(row, followed)) for row in newest)


@cache
def _hearings() -> "Records[Hearing]":
    return Records(Hearing.objects.filter(child=KEY).select_related("court", "clearance"))


def _back_from(hearing: Hearing, followed: dict[int, Hearing]) -> tuple[Hearing, ...]:
    earlier = followed.get(hearing.pk)
    return (*(_back_from(earlier, followed) if earlier else ()), hearing)


def open_hearings(children: Iterable[Child]) -> dict[int, tuple[Hearing, ...]]:
    """Return the hearings without an outcome by key of child, earliest first. One query."""
    hearings: dict[int, tuple[Hearing, ...]] = {}
    rows = Hearing.objects.open().filter(child__in=[child.pk for child in children])
    for row in rows.select_related("court").order_by("scheduled_on", "pk"):
        hearings[row.child_id] = (*hearings.get(row.child_id, ()), row)
    return hearings


def hearings_between(
    first: datetime.date, last: datetime.date, *, to: User, court: Place | None = None
) -> HearingQuerySet:
    """Return the hearings from ``first`` to ``last`` that ``to`` may see, by day.

    Those of one family are adjacent. Two queries with the names.
    """
    rows = Hearing.objects.filter(
        scheduled_on__range=(first, last), child__in=whole_children(to).values("pk")
    )
    if court is not None:
        rows = rows.filter(court=court)
    together = ("scheduled_on", "child__mother", "court", "child", "pk")
    rows = rows.select_related("child__person", "child__mother", "court", "adjourned_to")
    rows = rows.annotate(mothers_name=name_of("child__mother__person"))
    return rows.prefetch_related("child__person__names").order_by(*together)


def outcome_blocks(hearing: Hearing, *, held_on: datetime.date | None = None) -> tuple[str, ...]:
    """Return why no outcome can be recorded; ``held_on`` is given to record it as held."""
    if hearing.outcome != HearingOutcome.SCHEDULED:
        return (_("The outcome of this hearing is already recorded."),)
    if held_on and hearing.scheduled_on > held_on:
        sentence = _("The hearing is on %(day)s. Record it as held on or after that date.")
        return (sentence % {"day": wording.day_text(hearing.scheduled_on)},)
    return ()
