"""Fees: waived, reversed, refunded, missed."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from cases.casework import cases, fees, missed_fees, reversals
from cases.models import Child, Fee, MissedFee, Reversal
from cases.queries.bulk import state_of
from cases.vocabulary import BatchStatus, Reason, ReversalKind, Role, Stage
from tests import factories
from tests.acts.example import EXAMPLES, ON, Example, example
from tests.factories import DAY


def _of_fee(
    route: str, before: Callable[[], Fee], after: dict[str, Any], change: int = 1, **typed: str
) -> None:
    def make() -> Example:
        fee = before()
        data = {"version": fee.version, **typed}
        rows = Fee.objects.filter(pk=fee.pk, **after)
        return Example((fee.agreement.slug, fee.child.reference), data, rows, change=change)

    EXAMPLES[route] = make


def _waiver_asked() -> Fee:
    (fee,) = factories.due_fees()
    officer = factories.user(Role.FINANCE_OFFICER)
    fees.ask_waiver(fee=fee, version=fee.version, by=officer, reason=Reason.HEALTH)
    fee.refresh_from_db()
    return fee


def _paid_in_vain() -> Fee:
    """Return the paid fee of a child who does not travel."""
    fee = Fee.objects.get(lines__batch=factories.batch(BatchStatus.SENT, fees=1))
    cases.defer(
        child=fee.child,
        version=fee.child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=Reason.CONSENT,
        review_due_on=factories.AHEAD,
    )
    fee.refresh_from_db()
    return fee


def _refund_asked() -> Fee:
    fee, officer = _paid_in_vain(), factories.user(Role.FINANCE_OFFICER)
    reversals.ask(
        fee=fee,
        version=fee.version,
        by=officer,
        kind=ReversalKind.REFUND,
        reason=Reason.CONSENT,
    )
    fee.refresh_from_db()
    return fee


def _refund_due() -> Fee:
    fee, approver = _refund_asked(), factories.user(Role.FINANCE_APPROVER)
    reversals.approve(fee=fee, version=fee.version, by=approver, on=DAY)
    fee.refresh_from_db()
    return fee


_ASKED = {"waiver_asked_by__isnull": False}
_DROPPED = {"reversals__in": Reversal.objects.asked()}
_of_fee("waiver-ask", lambda: factories.due_fees()[0], _ASKED, reason="health")
_of_fee("waiver-approve", _waiver_asked, {"status": "waived"})
_of_fee("waiver-drop", _waiver_asked, _ASKED, change=-1)
_of_fee("reversal-ask", _paid_in_vain, _DROPPED, kind="refund", reason="consent")
_of_fee("reversal-approve", _refund_asked, {"status": "refund_due"})
_of_fee("reversal-drop", _refund_asked, _DROPPED, change=-1)
_of_fee("refund-record", _refund_due, {"status": "refunded"}, refunded_on=ON, bank_reference="B-7")


@example("waivers-ask")
def _() -> Example:
    (fee,) = factories.due_fees()
    typed = {"fee": [fee.pk], "counted": 1, "seen": state_of([fee]), "reason": "health"}
    return Example((), typed, Fee.objects.filter(pk=fee.pk, **_ASKED))


def _missed() -> Child:
    """Return a child who was found eligible while the fee schedule was not approved."""
    made = factories.agreement()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM cases_feeschedule")
        cursor.execute("SET session_replication_role = origin")
    child = factories.child(Stage.ELIGIBLE)
    factories.fee_schedule(made)
    return child


def _missed_asked() -> MissedFee:
    return missed_fees.ask(child=_missed(), by=factories.user(Role.FINANCE_OFFICER))


@example("missed-ask")
def _() -> Example:
    child = _missed()
    return Example((child.reference,), {}, child.missed_fees.asked(), child=child)


@example("missed-approve")
def _() -> Example:
    missed = _missed_asked()
    child = missed.child
    return Example((child.reference,), {"version": 1}, Fee.objects.filter(child=child), child=child)


@example("missed-drop")
def _() -> Example:
    missed = _missed_asked()
    child = missed.child
    rows = MissedFee.objects.filter(child=child, dropped_by__isnull=False)
    return Example((child.reference,), {"version": 1}, rows, child=child)
