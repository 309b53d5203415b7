"""Whether a case may be disposed of, who asked for it, and what was disposed of."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases import wording
from cases.models import (
    Agreement,
    AgreementChange,
    Child,
    Disposal,
    DisposalCertificate,
    MissedFee,
    Mother,
    MotherChange,
    Passenger,
    Reversal,
    User,
)
from cases.models.movement import SEATED
from cases.models.user import holders
from cases.queries.missed_fees import money_left_open
from cases.queries.retention import due_cases
from cases.vocabulary import ClosedReason, MovementStatus, Stage


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case past its term: its class, the term, and since when it is due."""

    records: str
    years: int
    counted_from: str
    kept_until: datetime.date


def due_case(child: Child, *, on: datetime.date) -> DueCase | None:
    """Return why a case is due on a day; None where it is not. One query."""
    row = due_cases(on=on).filter(pk=child.pk).first()
    if row is None:
        return None
    return DueCase(row.records, row.years, row.counted_from, row.kept_until)


def waiting_disposal(child: Child) -> Disposal | None:
    """Return the request that waits for a second person. One query."""
    rows = Disposal.objects.asked().filter(child=child)
    return rows.select_related("asked_by", "child__mother").first()


def certificate_of(child: Child) -> DisposalCertificate | None:
    """Return what a case that was disposed of is certified by. One query, none of an open case."""
    if child.stage != Stage.CLOSED:
        return None
    rows = DisposalCertificate.objects.filter(disposal__child=child)
    people = ("disposal__asked_by", "disposal__approved_by", "disposal__child__agreement")
    return rows.select_related(*people).first()


def is_disposed_family(mother: Mother) -> bool:
    """Return whether all cases of a family were disposed of. One query, two where one was."""
    cases = Child.objects.filter(mother=mother)
    gone = cases.filter(disposals__approved_by__isnull=False)
    return gone.exists() and not cases.exclude(pk__in=gone).exists()


def disposed_family_sentence() -> str:
    return _("This family was disposed of. Nothing is added to its record, or changed.")


def disposed_sentence(certificate: DisposalCertificate) -> str:
    day = wording.day_text(certificate.at)
    return _("This case was disposed of on %(day)s.") % {"day": day}


def newest_certificates(agreement: Agreement | None, most: int) -> "QuerySet[DisposalCertificate]":
    """Return what was disposed of last, of one agreement if it is given. One query."""
    rows = DisposalCertificate.objects.select_related("disposal__child__agreement")
    if agreement:
        rows = rows.filter(disposal__child__agreement=agreement)
    return rows[:most]


def disposal_refusals(child: Child, *, on: datetime.date) -> tuple[str, ...]:
    """Return why a case cannot be disposed of; empty if it can. Nine queries at most."""
    if Disposal.objects.made().filter(child=child).exists():
        return (_("This case was disposed of already."),)
    if child.stage != Stage.CLOSED:
        return (_("The case is open. Only a closed case is disposed of."),)
    if due_case(child, on=on) is None:
        return (_("The case is not past the term for which its agreement keeps it."),)
    return (*money_left_open(child), *_money_waits(child), *_work(child), *_requests(child))


def approval_refusals(disposal: Disposal | None, *, by: User, on: datetime.date) -> tuple[str, ...]:
    """Return why ``by`` cannot approve a disposal; empty if they can."""
    if disposal is None or disposal.approved_by_id or disposal.dropped_by_id:
        return (_("No disposal is requested for this case."),)
    own = _("You requested this. A second person must approve it.")
    mine = (own,) if disposal.asked_by_id == by.pk else ()
    return (*mine, *disposal_refusals(disposal.child, on=on))


def approvers(disposal: Disposal) -> list[User]:
    """Return who may approve a disposal. One query."""
    return list(holders("approve_disposal").exclude(pk=disposal.asked_by_id))


def _money_waits(child: Child) -> Iterator[str]:
    if MissedFee.objects.asked().filter(child=child).exists():
        yield _("A missed fee waits for a second person.")
    if Reversal.objects.asked().filter(fee__child=child).exists():
        yield _("A refund or credit waits for a second person.")


def _work(child: Child) -> Iterator[str]:
    """Yield what of a closed case somebody still works on, a sentence each."""
    if child.tasks.open().exists():
        yield _("A task of this case is open.")
    planned = child.follow_ups.filter(done_on__isnull=True)
    unexplained = child.closed_reason == ClosedReason.COMPLETED and not child.closing_note
    if unexplained and planned.exists():
        yield _("A follow-up of this case is not done.")
    seats = Passenger.objects.filter(child=child, status__in=SEATED)
    if seats.exclude(movement__status=MovementStatus.ARRIVED).exists():
        yield _("The child has a place on a movement that is not over.")


def _requests(child: Child) -> Iterator[str]:
    if child.claims.open().exists():
        yield _("A kinship claim waits for a decision.")
    if child.reopening_asked_by_id and not child.reopening_approved_by_id:
        yield _("The reopening of this case is requested.")
    if child.held_requests.asked().exists():
        yield _("A request about what is held on the child waits for an answer.")
    if AgreementChange.objects.asked().filter(mother=child.mother_id).exists():
        yield _("The move of the family to another agreement is requested.")
    if MotherChange.objects.asked().filter(moved__child=child).exists():
        yield _("The move of the child to another mother is requested.")
