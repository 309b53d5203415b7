"""Hearings of a court."""

from tests import factories
from tests.acts.example import EXAMPLES, ON, Example


def _hearing(route: str, outcome: str, **typed: str) -> None:
    def make() -> Example:
        child = factories.child()
        hearing = factories.hearing(child)
        data = {"version": hearing.version, **typed}
        rows = child.hearings.filter(outcome=outcome)
        return Example((child.reference, hearing.n), data, rows, child=child)

    EXAMPLES[route] = make


_hearing("hearing-held", "held", outcome_on=ON)
_hearing("hearing-adjourn", "adjourned", outcome_on=ON, reason="judge")
_hearing("hearing-cancel", "cancelled")
