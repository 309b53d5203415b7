"""Names of people as given, with the keys by which they are searched."""

from cases.models import Person, PersonName
from cases.rules.names import clean_name, fold, match_key, script_of, sort_key
from cases.vocabulary import NameKind


def add_name(person: Person, text: str, *, kind: NameKind, is_primary: bool = False) -> PersonName:
    """Add one spelling of a name. Raises ``CannotUseName`` for hidden characters."""
    text = clean_name(text)
    return PersonName.objects.create(
        person=person, kind=kind, is_primary=is_primary, **keys_of(text)
    )


def keys_of(text: str) -> dict[str, str]:
    """Return the columns of a name that are derived from its text."""
    return {
        "text": text,
        "script": script_of(text),
        "folded": fold(text),
        "sort_key": sort_key(text),
        "match_key": match_key(text),
    }
