"""Follow-ups after the return."""

from cases.models import FollowUp
from cases.vocabulary import Role, Stage
from tests import clock, factories
from tests.acts.example import Example, example
from tests.factories import DAY


@example("child-follow-ups")
def _() -> Example:
    child = factories.child(Stage.PLACED)
    typed = {"kind": "medical", "due_on": clock.typed()}
    return Example((child.reference,), typed, child.follow_ups.all(), child=child)


@example("follow-up")
def _() -> Example:
    child = factories.child(Stage.PLACED)
    FollowUp.objects.create(
        child=child, n=1, kind="visit", due_on=DAY, planned_by=factories.user(Role.CASEWORKER)
    )
    typed = {"version": 1, "done_on": "12.03.2019", "result": "well"}
    rows = child.follow_ups.filter(done_on__isnull=False)
    return Example((child.reference, 1), typed, rows, child=child)
