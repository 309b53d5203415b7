"""The order of the Tajik alphabet, for the database: by its code Ғ, Қ, Ҳ and Ҷ stand after Я."""

from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.functions import Collate, Lower

from cases.rules.names import ALPHABET, ORDER


def in_alphabet(column: str) -> Expression:
    """Return what sorts the rows by a column of words as ``rules.names.sort_key`` does."""
    signs = Func(
        Lower(F(column)),
        Value(ALPHABET),
        Value(ORDER),
        function="translate",
        output_field=TextField(),
    )
    return Collate(signs, "C")
