"""The answer whether two records are of one person."""

from cases.models import DuplicateAnswer
from cases.vocabulary import Role
from tests import factories
from tests.acts.example import Example, example


@example("pair")
def _() -> Example:
    one, other = factories.family(2).children.order_by("pk")
    typed = {"verdict": "not_same", "reason": "Both were seen in one room."}
    args = (one.reference, other.reference)
    # Whoever was given one of two cases does not see the other, so not the pair.
    worker = factories.user(Role.CASEWORKER, team=one.mother.team)
    return Example(args, typed, DuplicateAnswer.objects.all(), by=worker, child=one)
