"""Data checks: each finds the cases with one kind of error.

The database refuses most errors; a check is for what it cannot refuse (time
passes, people leave), and for what should never happen.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.figures.recount import wrongly_kept
from cases.models import Assessment, Child, FollowUp, Journal, Place, Placement, Task
from cases.models.missed_fee import never_made_due
from cases.rules.stages import ELIGIBLE_SINCE, HOME, WAY_HOME
from cases.vocabulary import ClosedReason, Decision, NeededFor, Stage

#: Siblings so many stages apart will hardly travel together.
FAR_APART = 3

Find = Callable[["QuerySet[Child]", datetime.date], "QuerySet[Child]"]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of error: ``code`` in its address, how to fix it, and the query that finds it."""

    code: str
    title: str | Promise
    mend: str | Promise
    find: Find


@dataclass(frozen=True, slots=True)
class CheckCount:
    """How many cases a check found."""

    check: Check
    count: int


def integrity(children: "QuerySet[Child]", *, on: datetime.date) -> tuple[CheckCount, ...]:
    """Return what each check finds among ``children`` on a day, in the order of ``CHECKS``.

    One query for each check.
    """
    return tuple(CheckCount(check, check.find(children, on).count()) for check in CHECKS)


def _open(children: "QuerySet[Child]") -> "QuerySet[Child]":
    return children.exclude(stage=Stage.CLOSED)


def _without_facts(children: "QuerySet[Child]", on: datetime.date) -> "QuerySet[Child]":
    decided = Assessment.objects.filter(child=OuterRef("pk"), decided=Decision.ELIGIBLE)
    placed = Placement.objects.filter(child=OuterRef("pk"), during__contains=on)
    return children.filter(
        Q(~Exists(decided), stage__in=sorted(ELIGIBLE_SINCE))
        | Q(~Exists(placed), stage=Stage.PLACED)
    )


def _unlike_journal(children: "QuerySet[Child]", _on: datetime.date) -> "QuerySet[Child]":
    newest = Journal.objects.filter(child=OuterRef("pk"), to_stage__isnull=False).order_by("-pk")
    rows = children.annotate(in_journal=Subquery(newest.values("to_stage")[:1]))
    return rows.filter(Q(in_journal__isnull=True) | ~Q(stage=F("in_journal")))


def _unmet(stage: Stage, *needed_for: NeededFor) -> Find:
    """Return the check by the database functions that also guard the act."""

    def find(children: "QuerySet[Child]", on: datetime.date) -> "QuerySet[Child]":
        unmet = RawSQL(
            """
            WITH judged AS (SELECT ARRAY(SELECT id FROM cases_child WHERE stage = %s) AS keys,
                %s::text[] AS aims, %s::date AS day)
            SELECT child_id FROM judged, cases_unmet_requirements(keys, aims, day)
            UNION SELECT child_id FROM judged, cases_missing_consents(keys, 'repatriation', day)
            """,
            (stage, list(needed_for), on),
        )
        return children.filter(stage=stage, pk__in=unmet)

    return find


def _far_from_siblings(children: "QuerySet[Child]", _on: datetime.date) -> "QuerySet[Child]":
    way = Child.objects.filter(stage__in=WAY_HOME).annotate(rank=_RANK)
    further = way.filter(mother=OuterRef("mother"), rank__gte=OuterRef("rank") + FAR_APART)
    return children.filter(stage__in=WAY_HOME).annotate(rank=_RANK).filter(Exists(further))


_RANK = Case(
    *(When(stage=stage, then=Value(rank)) for rank, stage in enumerate(WAY_HOME)),
    output_field=IntegerField(),
)


def _registered_twice(children: "QuerySet[Child]", _on: datetime.date) -> "QuerySet[Child]":
    """Return who shares name, sex, birth and mother with another case, with no answer on both."""
    return children.filter(pk__in=RawSQL("SELECT cases_registered_twice()", ()))


def _in_another_country(children: "QuerySet[Child]", _on: datetime.date) -> "QuerySet[Child]":
    """Return open cases of families who are in another country than the one of their agreement."""
    away = _open(children).exclude(stage__in=HOME)
    holding = F("agreement__holding")
    mothers = Q(mother__held_at__isnull=False) & ~Q(mother__held_at__country=holding)
    own = Q(held_at__isnull=False) & ~Q(held_at__country=holding)
    return away.filter(mothers | own)


def _unfollowed(children: "QuerySet[Child]", _on: datetime.date) -> "QuerySet[Child]":
    open_ones = FollowUp.objects.filter(child=OuterRef("pk"), done_on__isnull=True)
    return children.filter(Exists(open_ones), closed_reason=ClosedReason.COMPLETED)


CHECKS = (
    Check(
        "facts",
        _("Stage without the records it needs"),
        _("Open the case, and record the missing decision or placement, or take the case back."),
        _without_facts,
    ),
    Check(
        "journal",
        _("Stage not in the journal"),
        _("The database was changed by hand. Change nothing; tell the auditor."),
        _unlike_journal,
    ),
    Check(
        "booked",
        _("Booked, but a requirement is no longer met"),
        _("Renew the clearance or consent, or have the child removed from the list."),
        _unmet(Stage.BOOKED, *NeededFor),
    ),
    Check(
        "cleared",
        _("Cleared to travel, but a requirement is no longer met"),
        _("Withdraw “cleared to travel” (automatic each night), or renew what has ended."),
        _unmet(Stage.CLEARED, NeededFor.VERIFY, NeededFor.CLEAR),
    ),
    Check(
        "kept",
        _("Not counted as it stands"),
        _("Triggers were switched off. The operator runs “recount --rebuild” on the server."),
        lambda children, _on: wrongly_kept(children),
    ),
    Check(
        "task",
        _("A closed case with an open task"),
        _("The database was changed by hand. Change nothing; tell the auditor."),
        lambda children, _on: children.filter(
            Exists(Task.objects.open().filter(child=OuterRef("pk"))), stage=Stage.CLOSED
        ),
    ),
    Check(
        "follow_ups",
        _("Closed as completed with follow-ups open"),
        _("Read why it was closed so. If the child is still to be visited, reopen the case."),
        _unfollowed,
    ),
    Check(
        "siblings",
        _("Well behind a sibling's case"),
        _("Move this case forward, or the family will be split; or put the sibling on hold."),
        _far_from_siblings,
    ),
    Check(
        "fee",
        _("A fee is missing"),
        _("Open the case's fee: one person asks that it be made due, another approves."),
        lambda children, _on: never_made_due(children),
    ),
    Check(
        "twice",
        _("Possibly one child with two cases"),
        _("Compare the two cases. If they are of one child, close one as a duplicate."),
        _registered_twice,
    ),
    Check(
        "place",
        _("In another country than the agreement's"),
        _("Correct the place, or ask on the family's page to move it to another agreement."),
        _in_another_country,
    ),
    Check(
        "town",
        _("A place that nobody has checked"),
        _("An admin confirms the place or joins it with another one."),
        lambda children, _on: children.filter(held_at__in=Place.objects.unchecked()),
    ),
    Check(
        "nobody",
        _("An open case without a caseworker"),
        _("Assign the case."),
        lambda children, _on: _open(children).filter(caseworker__isnull=True),
    ),
    Check(
        "left",
        _("Open case of a caseworker who can no longer sign in"),
        _("Assign the case to another caseworker."),
        lambda children, _on: _open(children).filter(caseworker__is_active=False),
    ),
)
BY_CODE = {check.code: check for check in CHECKS}
