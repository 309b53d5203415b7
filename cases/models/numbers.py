"""Numbers of papers and banks, as they are compared and as an index keeps them."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Upper

from cases.rules.references import ALIKE, BETWEEN


def bare_number(column: str) -> Func:
    """Return a column as ``rules.references.bare`` writes it; other signs are left out."""
    alike, latin = ALIKE
    return Func(
        Upper(F(column)),
        Value(alike + alike.lower() + BETWEEN),
        Value(latin + latin),
        function="translate",
        output_field=CharField(),
    )
