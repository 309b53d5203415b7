"""A search, which is itself on record."""

from cases.models import AccessRow
from cases.vocabulary import Stage
from tests import factories
from tests.acts.example import Example, example


@example("search")
def _() -> Example:
    child = factories.child(Stage.CLEARED)
    rows = AccessRow.objects.filter(page="search")
    return Example((), {"q": child.reference}, rows, child=child)


@example("search-suggest")
def _() -> Example:
    child = factories.child(Stage.CLEARED)
    rows = AccessRow.objects.filter(page="search-suggest")
    return Example((), {"q": child.reference}, rows, child=child)
