"""Papers and checks; the newest of its kind counts."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.documents import NewDocument, keeps_file, put_on_file
from cases.casework.journal import CannotMove
from cases.casework.lapses import lapse_if_blocked, lock_place
from cases.casework.submissions import claim, done
from cases.models import Child, Clearance, Document, User
from cases.queries.kept_words import is_of_agreement
from cases.vocabulary import Act, ClearanceKind, ClearanceStatus


@keeps_file
@transaction.atomic
def record(
    *,
    child: Child,
    by: User,
    on: datetime.date,
    kind: ClearanceKind,
    others: Sequence[ClearanceKind] = (),
    status: ClearanceStatus,
    number: str = "",
    issued_on: datetime.date | None = None,
    valid_until: datetime.date | None = None,
    issuer: str = "",
    document: Document | None = None,
    new: NewDocument | None = None,
    token: uuid.UUID | None = None,
) -> Clearance:
    """Record the result of a paper or check; earlier rows stay on record.

    One paper may settle ``others`` as well: each kind has a row and an entry of its own.
    It may rest on a ``document`` on file or on a ``new`` one, which is filed with it.
    A cleared child for whom a requirement no longer holds lapses at once.

    Raises ``CannotMove`` for a kind of another agreement, a granted clearance without a day of
    issue, a day of issue in the future, or an end before it, and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    place = lock_place(child)
    child = lock_child(child)
    if status == ClearanceStatus.GRANTED and issued_on is None:
        raise CannotMove(_("Enter the date a granted clearance was issued."))
    kinds = list(dict.fromkeys((kind, *others)))
    if not all(is_of_agreement(each, child.agreement_id) for each in kinds):
        raise CannotMove(_("This kind of clearance is not one of the agreement."))
    if issued_on and issued_on > on:
        raise CannotMove(_("A clearance cannot be issued in the future."))
    if valid_until and (issued_on is None or valid_until < issued_on):
        raise CannotMove(_("A clearance cannot end before it is issued."))
    document = put_on_file(child, new, by=by, on=on) if new else document
    rows = []
    for each in kinds:
        rows.append(
            Clearance.objects.create(
                child=child,
                kind=each,
                status=status,
                number=number,
                issued_on=issued_on,
                valid_until=valid_until,
                issuer=issuer,
                document=document,
                recorded_by=by,
            )
        )
        journal.record(child, act=Act.CLEARANCE, by=by, on=on, detail=f"{each}:{status}")
    lapse_if_blocked(child, place, by=by, on=on)
    journal.settle(child, by=by)
    done(submission, child)
    return rows[0]
