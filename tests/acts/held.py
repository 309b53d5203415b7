"""What somebody asks about the own data."""

from cases.models import HeldRequest
from tests import factories
from tests.acts.example import Example, example


@example("held-ask")
def _() -> Example:
    child = factories.child()
    typed = {"kind": "file", "words": "Her aunt, by letter"}
    return Example((child.reference,), typed, child.held_requests.all(), child=child)


@example("held-answer")
def _() -> Example:
    wish = factories.held_request(factories.child())
    rows = HeldRequest.objects.filter(approved_by__isnull=False)
    args = (wish.child.reference, wish.pk)
    return Example(args, {"version": 1, "word": "approve"}, rows, child=wish.child)


@example("held-withdraw")
def _() -> Example:
    wish = factories.held_request(factories.child())
    rows = HeldRequest.objects.filter(dropped_by=wish.asked_by)
    args = (wish.child.reference, wish.pk)
    return Example(args, {"version": 1}, rows, by=wish.asked_by, child=wish.child)
