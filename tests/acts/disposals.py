"""Disposal of closed cases."""

from cases.casework import disposals
from cases.models import Child, Disposal
from cases.vocabulary import ClosedReason, RetentionClass, Role
from tests import clock, factories
from tests.acts.example import Example, example


def _due() -> Child:
    child = factories.child()
    factories.retention_term(child.agreement, RetentionClass.AWAY, 0)
    return factories.close(child, ClosedReason.OTHER_STATE)


def _asked() -> Disposal:
    return disposals.ask(record=_due(), by=factories.user(Role.ADMIN), on=clock.today())


@example("disposal-ask")
def _() -> Example:
    return Example((_due().reference,), {}, Disposal.objects.asked())


@example("disposal-approve")
def _() -> Example:
    disposal = _asked()
    return Example((disposal.child.reference,), {"version": 1}, Disposal.objects.made())


@example("disposal-drop")
def _() -> Example:
    disposal = _asked()
    rows = Disposal.objects.filter(dropped_by__isnull=False)
    return Example((disposal.child.reference,), {"version": 1}, rows)
