"""Enquiries of relatives: recorded, compared by a person, answered by ready sentences alone."""

import datetime
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Child, Enquiry, EnquiryAnswer, Telling, User
from cases.queries.disposals import disposed_enquiry_sentence, is_disposed_enquiry
from cases.queries.enquiries import (
    agreed_telling,
    ask_refusals,
    change_refusals,
    choose_refusals,
    may_be_told,
)
from cases.queries.second_person import answer_refusals, withdraw_refusals
from cases.rules.births import Birth
from cases.vocabulary import TELLING, EnquiryWay, MayBeTold, Relation


class CannotEnquire(Refused):
    """The enquiry stays as it is; the message says why."""


class EnquiryFacts(TypedDict):
    """Who asks for whom, as it was written down."""

    received_on: datetime.date
    came_by: EnquiryWay
    asker: str
    relation: Relation
    contact: str
    child_name: str
    mother_name: str
    born: Birth | None
    place: str
    words: str


@transaction.atomic
def record(*, facts: EnquiryFacts, by: User) -> Enquiry:
    """Write down an enquiry. Raises ``CannotEnquire`` where ``by`` has no team that answers it."""
    if by.team is None:
        raise CannotEnquire(_("%(user)s has no team that answers enquiries.") % {"user": by})
    return Enquiry.objects.create(team=by.team, recorded_by=by, **_columns(facts))


@transaction.atomic
def correct(*, enquiry: Enquiry, version: int | None, facts: EnquiryFacts) -> Enquiry:
    """Put right what was written down. Raises ``CannotEnquire``, and ``Stale``."""
    enquiry = _kept(enquiry, version)
    if refusals := change_refusals(enquiry):
        raise CannotEnquire(*refusals)
    answered = enquiry.answers.order_by("given_on", "pk").first()
    if answered and facts["received_on"] > answered.given_on:
        day = wording.day_text(answered.given_on)
        raise CannotEnquire(
            _("The relative was answered on %(day)s. Enter that day or an earlier one.")
            % {"day": day},
            field="received_on",
        )
    columns = _columns(facts)
    for name, value in columns.items():
        setattr(enquiry, name, value)
    save(enquiry, *columns)
    return enquiry


def _kept(enquiry: Enquiry, version: int | None) -> Enquiry:
    """Lock and return an enquiry. Raises ``Stale``, ``CannotEnquire`` if it was disposed of."""
    enquiry = take(Enquiry.objects.all(), enquiry.pk, version)
    if is_disposed_enquiry(enquiry):
        raise CannotEnquire(disposed_enquiry_sentence())
    return enquiry


def _columns(facts: EnquiryFacts) -> dict[str, object]:
    columns: dict[str, object] = {**facts}
    birth = facts["born"]
    del columns["born"]
    return columns | {
        "born_earliest": birth and birth.earliest,
        "born_latest": birth and birth.latest,
        "born_stated_on": birth and birth.stated_on,
    }


@transaction.atomic
def choose(*, enquiry: Enquiry, version: int | None, by: User, child: Child | None) -> Enquiry:
    """Say that an enquiry is about ``child``, or, with None, about nobody on record.

    Raises ``CannotEnquire``, and ``Stale``.
    """
    enquiry = _kept(enquiry, version)
    if refusals := choose_refusals(enquiry, child, by=by):
        raise CannotEnquire(*refusals)
    enquiry.child, enquiry.decided_by, enquiry.decided_at = child, by, timezone.now()
    save(enquiry, "child", "decided_by", "decided_at")
    return enquiry


@transaction.atomic
def ask_to_tell(*, enquiry: Enquiry, version: int | None, by: User) -> Telling:
    """Ask a reviewer that the relative is told whether a child is on record.

    Raises ``CannotEnquire``, and ``Stale``.
    """
    enquiry = _kept(enquiry, version)
    if refusals := ask_refusals(enquiry):
        raise CannotEnquire(*refusals)
    says = MayBeTold.ON_RECORD if enquiry.child_id else MayBeTold.NOT_ON_RECORD
    return Telling.objects.create(enquiry=enquiry, says=says, asked_by=by, asked_at=timezone.now())


@transaction.atomic
def approve_telling(*, telling: Telling, version: int | None, by: User) -> Telling:
    """Agree as the second person that the relative is told. Raises ``CannotEnquire``, ``Stale``."""
    telling = _waiting(telling, version, by)
    telling.approved_by, telling.approved_at = by, timezone.now()
    save(telling, "approved_by", "approved_at")
    return telling


@transaction.atomic
def refuse_telling(*, telling: Telling, version: int | None, by: User, answer: str) -> Telling:
    """Refuse as the second person; ``answer`` says why. Raises ``CannotEnquire``, ``Stale``."""
    telling = _waiting(telling, version, by)
    telling.dropped_by, telling.dropped_at, telling.answer = by, timezone.now(), answer
    save(telling, "dropped_by", "dropped_at", "answer")
    return telling


def _waiting(telling: Telling, version: int | None, by: User) -> Telling:
    telling = take(Telling.objects.all(), telling.pk, version)
    if refusals := answer_refusals(telling, by=by):
        raise CannotEnquire(*refusals)
    return telling


@transaction.atomic
def withdraw_telling(*, telling: Telling, version: int | None, by: User) -> Telling:
    """Withdraw what one asked for oneself. Raises ``CannotEnquire``, and ``Stale``."""
    telling = take(Telling.objects.all(), telling.pk, version)
    if refusals := withdraw_refusals(telling, by=by):
        raise CannotEnquire(*refusals)
    telling.dropped_by, telling.dropped_at = by, timezone.now()
    save(telling, "dropped_by", "dropped_at")
    return telling


@transaction.atomic
def answer(
    *,
    enquiry: Enquiry,
    version: int | None,
    by: User,
    says: MayBeTold,
    given_on: datetime.date,
    given_by_way: EnquiryWay,
) -> EnquiryAnswer:
    """Put on record what the relative was told.

    Raises ``CannotEnquire`` for a sentence of a record on which two people did not agree, and
    ``Stale``.
    """
    enquiry = _kept(enquiry, version)
    if says not in may_be_told(enquiry):
        raise CannotEnquire(_("A second person must agree before this is told."), field="says")
    row = EnquiryAnswer.objects.create(
        enquiry=enquiry,
        says=says,
        telling=agreed_telling(enquiry) if says in TELLING else None,
        given_on=given_on,
        given_by_way=given_by_way,
        by=by,
    )
    save(enquiry)
    return row
