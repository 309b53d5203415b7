"""Registering a family, or one more child, from a submitted form.

In one transaction: claim the form's token, compare with whoever was registered since the form
was, register the people, save the answers on likely duplicates, delete the draft.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import drafts, names, registration
from cases.casework.duplicates import Duplicate, likely, remember
from cases.casework.refused import Refused
from cases.casework.registration import CannotRegister, ChildFacts, MotherFacts
from cases.casework.submissions import take_once
from cases.models import Agreement, Child, FeeSchedule, Mother, Submission, Team, User
from cases.vocabulary import DuplicateVerdict, NameKind

Answers = Sequence[tuple[Duplicate, DuplicateVerdict]]


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """A family as entered: the mother, her children, the answers on likely duplicates."""

    mother: MotherFacts
    children: Sequence[ChildFacts]
    answers: Answers = ()
    #: ``registration.newest_child`` of the register that the answers are about.
    newest: int = 0


class RegisteredMeanwhile(Refused):
    """Somebody who may be one of these people was registered after they were compared."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another person has just registered somebody who may be the same. "
                "Nothing was saved: answer the question, then press again."
            )
        )


@transaction.atomic
def register(
    *,
    token: uuid.UUID,
    agreement: Agreement,
    team: Team,
    family: FamilyEntry,
    by: User,
    on: datetime.date,
) -> Mother:
    """Register a new family from the form ``token``.

    Raises ``AlreadyTaken``, ``RegisteredMeanwhile``, and as ``registration.register_family``.
    """
    submission = take_once(token, by=by)
    _compare_again(family, by=by)
    mother = registration.register_family(
        agreement=agreement,
        team=team,
        mother=family.mother,
        children=family.children,
        by=by,
        on=on,
        caseworker=_caseworker(by),
    )
    if family.answers:
        _remember(family.answers, mother, list(mother.children.order_by("pk")), by=by, on=on)
    _done(submission, mother.get_absolute_url(), by=by)
    return mother


@transaction.atomic
def join(
    *, token: uuid.UUID, mother: Mother, family: FamilyEntry, by: User, on: datetime.date
) -> Mother:
    """Add the children of the form ``token`` to a mother who is registered already.

    The names entered for her are added as further spellings. Raises as ``register``.
    """
    submission = take_once(token, by=by)
    _compare_again(family, by=by)
    _keep_spellings(mother, family.mother)
    added = _add(mother, family.children, by=by, on=on)
    _remember(family.answers, mother, added, by=by, on=on)
    _done(submission, mother.get_absolute_url(), by=by)
    return mother


@transaction.atomic
def add_child(
    *, token: uuid.UUID, mother: Mother, family: FamilyEntry, by: User, on: datetime.date
) -> Child:
    """Register one more child of a mother on record. Raises as ``register``."""
    submission = take_once(token, by=by)
    _compare_again(family, by=by, record=mother)
    added = _add(mother, family.children, by=by, on=on)
    _remember(family.answers, mother, added, by=by, on=on)
    _done(submission, mother.get_absolute_url(), by=by)
    return added[0]


def _compare_again(family: FamilyEntry, *, by: User, record: Mother | None = None) -> None:
    """Hold off other registrations; refuse who was registered meanwhile and not asked about."""
    if registration.hold_registering() == family.newest:
        return
    answered = {duplicate.key for duplicate, _verdict in family.answers}
    matches = likely(family.mother, family.children, to=by, record=record)
    if any(match.key not in answered for match in matches):
        raise RegisteredMeanwhile


def fee_in_force(agreement: Agreement, *, on: datetime.date) -> FeeSchedule | None:
    """Return the fee for one child under ``agreement`` on a day."""
    return FeeSchedule.objects.in_force(on=on).filter(agreement=agreement).first()


def proposed_fee(agreement: Agreement) -> FeeSchedule | None:
    """Return the fee schedule of the agreement that waits for a second person. One query."""
    return agreement.fee_schedules.proposed().first()


def _add(
    mother: Mother, children: Sequence[ChildFacts], *, by: User, on: datetime.date
) -> list[Child]:
    added = []
    for position, child in enumerate(children):
        try:
            one = registration.add_child(
                mother=mother, child=child, by=by, on=on, caseworker=_caseworker(by)
            )
        except CannotRegister as refusal:
            raise CannotRegister(str(refusal), child=position) from refusal
        added.append(one)
    return added


def _keep_spellings(mother: Mother, facts: MotherFacts) -> None:
    texts = set(mother.person.names.values_list("text", flat=True))
    has_travel_name = mother.person.names.filter(kind=NameKind.TRAVEL).exists()
    for kind, text in facts.person.names.items():
        if text not in texts:
            stays = kind == NameKind.TRAVEL and not has_travel_name
            known_as = kind if stays else NameKind.ALIAS
            names.add_name(mother.person, text, kind=known_as, is_primary=not texts)
            texts.add(text)


def _remember(
    answers: Answers, mother: Mother, children: list[Child], *, by: User, on: datetime.date
) -> None:
    for duplicate, verdict in answers:
        record = mother if duplicate.about is None else children[duplicate.about]
        if record.person_id != duplicate.record.person_id:
            remember(record.person, duplicate.record, verdict, by=by, on=on)


def _done(submission: Submission, location: str, *, by: User) -> None:
    submission.location = location
    submission.save(update_fields=["location"])
    drafts.discard(token=submission.token, by=by)


def _caseworker(by: User) -> User | None:
    """Return the case's caseworker: ``by`` if a caseworker registers it, None for a reviewer."""
    return by if by.has_perm("cases.assess_child") else None
