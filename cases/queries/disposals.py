"""Whether a case, or an enquiry about no child, may be disposed of, who asked, and what was."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases import wording
from cases.models import (
    Agreement,
    AgreementChange,
    Child,
    Disposal,
    DisposalCertificate,
    Enquiry,
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
from cases.queries.retention import due_cases, due_enquiries, enquiry_term
from cases.vocabulary import ClosedReason, KeptFrom, MovementStatus, RetentionClass, Stage


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case or an enquiry past its term: its class, the term, and since when it is due."""

    records: str
    years: int
    counted_from: str
    kept_until: datetime.date
    ended_on: datetime.date | None


def due_case(child: Child, *, on: datetime.date) -> DueCase | None:
    """Return why a case is due on a day; None where it is not. One query."""
    row = due_cases(on=on).filter(pk=child.pk).first()
    if row is None:
        return None
    return DueCase(row.records, row.years, row.counted_from, row.kept_until, row.closed_on)


def due_enquiry(enquiry: Enquiry, *, on: datetime.date) -> DueCase | None:
    """Return why an enquiry is due on a day; None where it is not. Two queries."""
    term = enquiry_term(on=on)
    row = due_enquiries(term, on=on).filter(pk=enquiry.pk).first()
    if row is None or term is None:
        return None
    kind = (RetentionClass.ENQUIRY, term.years, KeptFrom.CLOSING)
    return DueCase(*kind, row.kept_until, row.answered_on)


def due_of(record: Child | Enquiry, *, on: datetime.date) -> DueCase | None:
    """Return why a record is due on a day; None where it is not."""
    if isinstance(record, Child):
        return due_case(record, on=on)
    return due_enquiry(record, on=on)


def disposals_of(record: Child | Enquiry) -> "QuerySet[Disposal]":
    """Return what was asked for about a record. One query."""
    rows = Disposal.objects.select_related("asked_by", "child__mother", "enquiry")
    return rows.filter(child=record) if isinstance(record, Child) else rows.filter(enquiry=record)


def waiting_disposal(record: Child | Enquiry) -> Disposal | None:
    """Return the request that waits for a second person. One query."""
    return disposals_of(record).filter(approved_by=None, dropped_by=None).first()


def certificate_of(child: Child) -> DisposalCertificate | None:
    """Return what a case that was disposed of is certified by. One query, none of an open case."""
    if child.stage != Stage.CLOSED:
        return None
    rows = DisposalCertificate.objects.filter(disposal__child=child)
    people = ("disposal__asked_by", "disposal__approved_by", "disposal__child__agreement")
    return rows.select_related(*people).first()


def certificate_for(record: Child | Enquiry) -> DisposalCertificate | None:
    """Return what a record that was disposed of is certified by. One query at most."""
    if isinstance(record, Child):
        return certificate_of(record)
    rows = DisposalCertificate.objects.filter(disposal__enquiry=record)
    people = ("disposal__asked_by", "disposal__approved_by", "disposal__enquiry")
    return rows.select_related(*people).first()


def is_disposed_enquiry(enquiry: Enquiry) -> bool:
    """Return whether an enquiry was disposed of, by itself or with its child. One query."""
    about = {"child": enquiry.child_id} if enquiry.child_id else {"enquiry": enquiry}
    return Disposal.objects.made().filter(**about).exists()


def disposed_enquiry_sentence() -> str:
    return _("This enquiry was disposed of. Nothing is added to it, or changed.")


def is_disposed_family(mother: Mother) -> bool:
    """Return whether all cases of a family were disposed of. One query, two where one was."""
    cases = Child.objects.filter(mother=mother)
    gone = cases.filter(disposals__approved_by__isnull=False)
    return gone.exists() and not cases.exclude(pk__in=gone).exists()


def is_disposed_page(path: str) -> bool:
    """Return whether a page is of what was disposed of, as the guard of drafts does. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_is_disposed_page(%s)", [path])
        (disposed,) = cursor.fetchone()
    return bool(disposed)


def disposed_family_sentence() -> str:
    return _("This family was disposed of. Nothing is added to its record, or changed.")


def disposed_sentence(certificate: DisposalCertificate) -> str:
    day = wording.day_text(certificate.at)
    return _("This case was disposed of on %(day)s.") % {"day": day}


def newest_certificates(agreement: Agreement | None, most: int) -> "QuerySet[DisposalCertificate]":
    """Return what was disposed of last, of one agreement if it is given. One query.

    Enquiries about no child are of none, and come with each.
    """
    rows = DisposalCertificate.objects.select_related(
        "disposal__child__agreement", "disposal__enquiry"
    )
    if agreement:
        rows = rows.filter(Q(disposal__child=None) | Q(disposal__child__agreement=agreement))
    return rows[:most]


def disposal_refusals(record: Child | Enquiry, *, on: datetime.date) -> tuple[str, ...]:
    """Return why a record cannot be disposed of; empty if it can. Nine queries at most."""
    if isinstance(record, Child):
        return _refusals_of_a_case(record, on=on)
    if is_disposed_enquiry(record):
        return (_("This enquiry was disposed of already."),)
    if due_enquiry(record, on=on) is None:
        return (_("Only an answered enquiry about no child that is past its term is disposed of."),)
    if record.tellings.asked().exists():
        return (_("A request to tell the relative waits for a second person."),)
    return ()


def _refusals_of_a_case(child: Child, *, on: datetime.date) -> tuple[str, ...]:
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
        return (_("No disposal is requested."),)
    own = _("You requested this. A second person must approve it.")
    mine = (own,) if disposal.asked_by_id == by.pk else ()
    return (*mine, *disposal_refusals(record_of(disposal), on=on))


def record_of(disposal: Disposal) -> Child | Enquiry:
    """Return what a disposal is about. Raises ValueError where it is about nothing."""
    record = disposal.child or disposal.enquiry
    if record is None:
        raise ValueError(disposal.pk)
    return record


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
