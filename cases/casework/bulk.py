"""One act for many children of a list: for all who are not skipped, or for none."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.casework import cases, messages, task_acts
from cases.casework.journal import CannotMove
from cases.casework.together import One, each
from cases.models import Child, User
from cases.queries.bulk import MOST, MOST_OF_ONE, Picked, caseload, picked


def assign_all(
    *,
    rows: "QuerySet[Child]",
    by: User,
    on: datetime.date,
    caseworker: User,
    counted: int | None,
    seen: str,
) -> Picked:
    """Give the open cases of ``rows`` to ``caseworker``, with their open tasks; return them.

    Raises ``CannotMove`` if ``rows`` are not ``counted`` any more, or not as they were ``seen``,
    if there are too many, or ``caseworker`` does not work on cases.
    """
    cases.refuse_idle(caseworker)

    def act(one: One) -> None:
        cases.assign(child=one.child, version=one.version, by=by, on=on, caseworker=caseworker)

    return _all(picked(rows, by=by, to=caseworker), act, by=by, on=on, counted=counted, seen=seen)


@transaction.atomic
def hand_over_caseload(
    *,
    of: User,
    by: User,
    on: datetime.date,
    caseworker: User,
    counted: int | None,
    seen: str,
) -> Picked:
    """Give every open case of ``of`` to ``caseworker``, with its tasks; tell both; return them.

    Raises ``CannotMove`` as ``assign_all`` does, for more than ``MOST_OF_ONE`` cases.
    """
    cases.refuse_idle(caseworker)

    def act(one: One) -> None:
        cases.assign(child=one.child, version=one.version, by=by, on=on, caseworker=caseworker)

    party = picked(caseload(of, by=by), by=by, to=caseworker, most=MOST_OF_ONE)
    _all(party, act, by=by, on=on, counted=counted, seen=seen, most=MOST_OF_ONE)
    messages.tell_of_caseload(of=of, to=caseworker, by=by, cases=len(party.children))
    return party


def add_task_to_all(
    *,
    rows: "QuerySet[Child]",
    by: User,
    on: datetime.date,
    text: str,
    due_on: datetime.date | None,
    counted: int | None,
    seen: str,
) -> Picked:
    """Add one task to each open case of ``rows``, for its own caseworker; return them.

    Raises ``CannotMove`` as ``assign_all`` does.
    """

    def act(one: One) -> None:
        to = one.child.caseworker
        with_it = to if to and to.has_perm("cases.work_case") else None
        task_acts.add(child=one.child, by=by, text=text, due_on=due_on, assigned_to=with_it)

    return _all(picked(rows, by=by), act, by=by, on=on, counted=counted, seen=seen)


def _all(
    party: Picked,
    act: Callable[[One], None],
    *,
    by: User,
    on: datetime.date,
    counted: int | None,
    seen: str,
    most: int = MOST,
) -> Picked:
    if party.counted > most:
        raise CannotMove(_("At most %(most)s cases can be changed at once.") % {"most": most})
    if (party.counted, party.seen) != (counted, seen):
        raise CannotMove(_("The list has changed. Check the number again."))
    if not party.children:
        raise CannotMove(_("No case of this list can be changed."))
    each([One(child, child.version) for child in party.children], act, by=by, on=on)
    return party
