"""Correcting the record of a mother, one section at a time."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.acting import acting
from cases.casework.editing import restated, save, take
from cases.casework.people import CannotEdit, Identity, name_on_travel_document, restate, span_of
from cases.casework.places import Typed, usable
from cases.models import Mother, User
from cases.queries.disposals import disposed_family_sentence, is_disposed_family
from cases.rules.births import motherhood
from cases.vocabulary import Act, PlacePurpose, Proceedings, Sentence


@transaction.atomic
def edit_identity(
    mother: Mother, *, version: int | None, by: User, on: datetime.date, identity: Identity
) -> bool:
    """Correct the names and the birth of a mother; return whether anything is new.

    Raises ``Stale`` if the record was changed since ``version``, ``CannotEdit`` if one of
    her children could not be hers.
    """
    mother = _take(mother, version)
    birth = identity.birth
    for child in mother.children.select_related("person"):
        if motherhood(birth, span_of(child.person)) == "impossible":
            raise CannotEdit(
                _("%(child)s is born fewer than 10 years after the mother. Check the dates.")
                % {"child": child.reference},
                field="born",
            )
    with acting(by):
        if not restate(mother.person, identity, by=by, country=mother.agreement.home):
            return False
    save(mother)
    return _journal(mother, "mother-identity", by=by, on=on)


@transaction.atomic
def edit_travel_name(
    mother: Mother, *, version: int | None, by: User, on: datetime.date, name: str
) -> bool:
    """Record the name on a mother's travel document; return if it is new. Raises ``Stale``."""
    mother = _take(mother, version)
    with acting(by):
        if not name_on_travel_document(mother.person, name):
            return False
    save(mother)
    return _journal(mother, "mother-identity", by=by, on=on)


@transaction.atomic
def edit_place(
    mother: Mother, *, version: int | None, by: User, on: datetime.date, held_at: Typed
) -> bool:
    """Update where a mother is now; her children's places stay. Return whether it is new.

    Raises ``CannotUsePlace`` and ``Stale``.
    """
    mother = _take(mother, version)
    place = usable(held_at, PlacePurpose.CUSTODY, by=by)
    if not restated(mother, {"held_at_id": place and place.pk}):
        return False
    return _journal(mother, "mother-place", by=by, on=on)


@transaction.atomic
def edit_legal(
    mother: Mother,
    *,
    version: int | None,
    by: User,
    on: datetime.date,
    proceedings: Proceedings,
    sentence: Sentence,
    sentence_months: int | None,
    sentenced_on: datetime.date | None,
) -> bool:
    """Update what a court has decided on a mother; return whether it is new. Raises ``Stale``."""
    mother = _take(mother, version)
    court = {
        "proceedings": proceedings,
        "sentence": sentence,
        "sentence_months": sentence_months,
        "sentenced_on": sentenced_on,
    }
    if not restated(mother, court):
        return False
    return _journal(mother, "mother-legal", by=by, on=on)


def _take(mother: Mother, version: int | None) -> Mother:
    mother = take(Mother.objects.select_related("person"), mother.pk, version)
    if is_disposed_family(mother):
        raise CannotEdit(disposed_family_sentence())
    return mother


def _journal(mother: Mother, section: str, *, by: User, on: datetime.date) -> bool:
    for child in mother.children.all():
        journal.record(child, act=Act.EDIT, by=by, on=on, detail=section)
    return True
