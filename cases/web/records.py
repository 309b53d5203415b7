"""The record that an address names, as far as this person may see it; else 404, like none."""

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise

from cases.figures.overdue import with_due
from cases.forms.versions import VersionField, token_from
from cases.models import Child, Document, Fee, Merge, Mother, Movement, Passenger, PaymentBatch
from cases.models.prepared import DAY, Parameter, Records
from cases.models.reader import May, may_of, read_by, standing_for
from cases.models.receipt import with_papers
from cases.queries.access import Part, part_of
from cases.queries.disposals import certificate_of
from cases.queries.merges import merged_into
from cases.web.gates import StaffRequest, Whose

if TYPE_CHECKING:
    from cases.figures.overdue import ChildWithDue
    from cases.models.batch import BatchWithTotals


class NoLonger(Http404):
    """What an address named is used up: a sentence that says so, and the page to go on from."""

    def __init__(self, sentence: str | Promise, page: str, title: str) -> None:
        super().__init__(sentence)
        self.page, self.title = page, title


_REFERENCE = Parameter("reference", CharField())


def child_for(request: StaffRequest, reference: str) -> "ChildWithDue":
    """Return the child that ``reference`` names, if this person may see the record; else 404.

    A number that was given up is no record of its own any more: 404 too.
    """
    values = {"reference": reference, "on": timezone.localdate(), **read_by(request.user)}
    children = _called(may_of(request.user)).of(**values)
    # The case it goes on as is led to by ``web/former.py``.
    if not children or merged_into(children[0]):
        raise Http404
    return children[0]


@lru_cache(maxsize=64)
def _called(may: May) -> "Records[ChildWithDue]":
    """Return the query of the child of a reference, as far as who is granted that may see it."""
    visible = Child.objects.visible_to(standing_for(may)).select_related(
        *("person__birthplace", "mother__person", "held_at", "caseworker", "agreement__holding")
    )
    merged = Merge.objects.standing().filter(keeps=OuterRef("pk"))
    rows = with_due(visible, on=DAY).annotate(goes_on_for_others=Exists(merged))
    return Records(rows.filter(reference=_REFERENCE))


def case_for(request: StaffRequest, reference: str) -> Child:
    """Return the child of a case this person may work on; else 404, like none.

    One that was disposed of is not worked on: see ``web/former.py``.
    """
    record = child_for(request, reference)
    if part_of(record, to=request.user) is not Part.WHOLE or certificate_of(record):
        raise Http404
    return record


def whose_page(record: Child | Mother | Document) -> Whose:
    """Return whose record a page of ``record`` shows."""
    if isinstance(record, Document):
        return {"child": record.child, "mother": record.mother, "document": record}
    return {"child": record} if isinstance(record, Child) else {"mother": record}


def movement_for(request: StaffRequest, reference: str) -> Movement:
    """Return a movement that this person may know, as it stands now."""
    rows = Movement.objects.visible_to(request.user).with_route()
    rows = rows.select_related(
        *("planned_by", "changed_by", "lock_asked_by", "lock_approved_by", "lock_returned_by")
    )
    return get_object_or_404(rows, reference=reference)


#: More than anybody will ever be added to a movement; the database reads no longer number.
MOST_NUMBERED = 100_000


def passenger_for(movement: Movement, seat: int) -> Passenger:
    """Return the passenger who was added as number ``seat``."""
    rows = movement.passengers.order_by("pk").select_related("child", "escort", "movement")
    passenger = rows[seat - 1 : seat].first() if 0 < seat < MOST_NUMBERED else None
    if passenger is None:
        raise Http404
    return passenger


def batch_for(request: StaffRequest, reference: str) -> "BatchWithTotals":
    """Return the batch of this reference with its totals; 404 where there is none."""
    batches = PaymentBatch.objects.visible_to(request.user).with_totals()
    batches = batches.select_related(
        *("agreement__home", "agreement__holding"),
        *("prepared_by", "submitted_by", "approved_by", "returned_by"),
    )
    return get_object_or_404(batches, reference=reference)


def posted_version(request: StaffRequest) -> int | None:
    """Return the version the posted form was opened at, None where it is missing or mangled."""
    return VersionField().clean(request.POST.get("version"))


def fee_for(request: StaffRequest, agreement: str, child: str) -> Fee:
    fees = with_papers(Fee.objects.visible_to(request.user))
    fees = fees.select_related("child", "agreement", "waiver_asked_by", "waiver_approved_by")
    return get_object_or_404(fees, agreement__slug=agreement, child__reference=child)


def token_of(request: StaffRequest) -> uuid.UUID | None:
    """Return the token of the posted form, None where it is missing or no token."""
    return token_from(request.POST.get("token", ""))
