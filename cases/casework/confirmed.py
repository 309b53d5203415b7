"""Several confirmations of a second person at once: for all that stand as they were seen."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import consents, restatements
from cases.casework.cases import lock_child
from cases.casework.journal import CannotMove
from cases.models import Consent, User
from cases.queries.confirmations import Confirmation, Party, Pick, party


@transaction.atomic
def confirm_all(*, picks: Sequence[Pick], seen: str, by: User, on: datetime.date) -> Party:
    """Confirm what documents on file show, one confirmation each; return them.

    Raises ``CannotMove`` if there is nothing, or it is not as it was ``seen``.
    """
    for one in party(picks, by=by).rows:  # in the order of their keys
        lock_child(one.child)
    together = party(picks, by=by)
    if together.seen != seen:
        raise CannotMove(_("The list has changed. Check the number again."))
    if not together.rows:
        raise CannotMove(_("Nothing is waiting to be confirmed."))
    for one in together.rows:
        _confirm(one, by=by, on=on)
    return together


def _confirm(one: Confirmation, *, by: User, on: datetime.date) -> None:
    if isinstance(one.what, Consent):
        consents.verify(consent=one.what, by=by, on=on)
    else:
        restatements.confirm(child=one.child, part=one.what, seen=one.newest, by=by, on=on)
