"""What is counted, one rule each: dashboard, lists, agreement and exports all use these.

A count starts from ``standing``: the children with the state of their cases on a day.
Source: domain page, section 5.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from cases.models import Assessment, Child, Fee, Journal, Placement
from cases.models.child import NOT_COUNTED
from cases.models.prepared import Day, is_past
from cases.vocabulary import Act, FeeStatus, PlacementKind, Stage

TO_TRAVEL = (Stage.ELIGIBLE, Stage.CLEARED, Stage.BOOKED, Stage.IN_TRANSIT)
PENDING = (Stage.REGISTERED, Stage.VERIFIED, Stage.DEFERRED)
READY = (Stage.CLEARED, Stage.BOOKED)
PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED)
IN_A_FAMILY = (PlacementKind.RELATIVE, PlacementKind.FOSTER)


class Counted(TextChoices):
    """What a figure counts; in addresses of lists it is ``counted=…``."""

    IDENTIFIED = "identified", _("Identified")
    RETURNED = "returned", _("Returned home")
    TO_TRAVEL = "to_travel", _("Eligible, not yet travelled")
    PENDING = "pending", _("Pending decision")
    INELIGIBLE = "ineligible", _("Not eligible under current rules")
    CLOSED = "closed", _("Closed without return")
    ASSESSED = "assessed", _("Assessed")
    ELIGIBLE = "eligible", _("Eligible")
    FEE_PAID = "fee_paid", _("Fee paid")
    IN_FAMILY = "in_family", _("In a family")
    READY = "ready", _("Ready to travel")


#: Kinds that follow from the stage alone: the stages they count of children who are
#: not home, and whether they count those who are.
BY_STAGE: dict[Counted, tuple[tuple[Stage, ...], bool]] = {
    Counted.IDENTIFIED: (tuple(Stage), True),
    Counted.RETURNED: ((), True),
    Counted.TO_TRAVEL: (TO_TRAVEL, False),
    Counted.PENDING: (PENDING, False),
    Counted.INELIGIBLE: ((Stage.INELIGIBLE,), False),
    Counted.CLOSED: ((Stage.CLOSED,), False),
    Counted.ELIGIBLE: (TO_TRAVEL, True),
    Counted.READY: (READY, False),
}


def standing(children: "QuerySet[Child]", *, on: Day, today: Day) -> "QuerySet[Any]":
    """Return ``children`` registered by the day ``on``, with the state of each case that day.

    Adds ``at_stage``, ``at_since``, ``at_reason`` (of closing) and
    ``at_assessed``. For today they come from the record, and ``at_since`` is the day from
    which work is counted; for an earlier day from the journal, by the day of the event and
    not the day of its entry.
    """
    children = children.filter(registered_on__lte=on)
    if not is_past(on, today=today):
        decided = Assessment.objects.filter(child=OuterRef("pk"), decided__isnull=False)
        return children.annotate(
            at_stage=F("stage"),
            at_since=F("stage_entered_on"),
            at_reason=F("closed_reason"),
            at_assessed=Exists(decided),
        )
    journal = Journal.objects.filter(child=OuterRef("pk"), happened_on__lte=on)
    # What was undone, and its undoing, are as if they had not been.
    stands = journal.filter(undoes__isnull=True, undone_by__undoes=None)
    newest = stands.filter(to_stage__isnull=False).order_by("-pk")
    return children.annotate(
        at_stage=Subquery(newest.values("to_stage")[:1]),
        at_since=Subquery(newest.values("happened_on")[:1]),
        at_reason=Subquery(newest.values("detail")[:1]),
        at_assessed=Exists(journal.filter(act=Act.DECIDE)),
    )


def is_counted(kind: Counted, *, on: Day, today: Day) -> Q:
    """Return the condition on ``standing`` children by which ``kind`` counts them."""
    if kind in BY_STAGE:
        stages, with_home = BY_STAGE[kind]
        elsewhere = ~is_home(on) & Q(at_stage__in=stages)
        return identified() & (is_home(on) | elsewhere if with_home else elsewhere)
    facts = {
        Counted.ASSESSED: lambda: Q(at_assessed=True),
        Counted.FEE_PAID: lambda: Q(_fee_paid(on, today)),
        Counted.IN_FAMILY: lambda: Q(_in_family(on)),
    }
    return identified() & facts[kind]()


def identified() -> Q:
    """Return the condition by which ``standing`` children are counted at all."""
    return ~Q(at_stage=Stage.CLOSED, at_reason__in=NOT_COUNTED)


def is_home(on: Day) -> Q:
    """Return the condition that a child had returned by a day."""
    return Q(returned_on__isnull=False, returned_on__lte=on)


def counted(children: "QuerySet[Child]", kind: Counted, *, on: Day, today: Day) -> "QuerySet[Any]":
    """Return the ``children`` that ``kind`` counts on a day."""
    return standing(children, on=on, today=today).filter(is_counted(kind, on=on, today=today))


def _fee_paid(on: Day, today: Day) -> Exists:
    paid = Fee.objects.filter(child=OuterRef("pk"), status__in=PAID)
    if is_past(on, today=today):
        paid = paid.filter(payments__released=False, payments__batch__value_date__lte=on)
    return Exists(paid)


def _in_family(on: Day) -> Exists:
    return Exists(
        Placement.objects.filter(child=OuterRef("pk"), kind__in=IN_A_FAMILY, during__contains=on)
    )
