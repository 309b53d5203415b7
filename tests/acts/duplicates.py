"""The answer whether two records are of one person."""

from cases.models import DuplicateAnswer
from tests import factories
from tests.acts.example import Example, example


@example("pair")
def _() -> Example:
    one, other = factories.family(2).children.order_by("pk")
    typed = {"verdict": "not_same", "reason": "Both were seen in one room."}
    args = (one.reference, other.reference)
    return Example(args, typed, DuplicateAnswer.objects.all())
