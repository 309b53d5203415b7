"""Answers for looks that were drawn by lot."""

from cases.models import DrawnLook
from tests import factories
from tests.acts.example import Example, example


@example("audit-answer")
def _() -> Example:
    drawn = factories.drawn_look(factories.child())
    rows = DrawnLook.objects.filter(pk=drawn.pk, answered_by__isnull=False)
    return Example((drawn.pk,), {"version": 1, "words": "Asked by the court."}, rows)
