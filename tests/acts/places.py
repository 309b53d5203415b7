"""Places."""

from cases.models import Place
from tests import factories
from tests.acts.example import Example, example


@example("place")
def _() -> Example:
    town = factories.typed_town()
    rows = Place.objects.filter(pk=town.pk, checked_at__isnull=False)
    return Example((town.pk,), {"version": 1, "into": ""}, rows)
