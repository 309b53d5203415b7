"""The children of a list of whom a text tells: a name, a case number or a place."""

from django.db.models import Q, QuerySet

from cases.models import Child, PersonName, Place, User
from cases.queries.name_words import containing, with_all
from cases.rules.names import fold, match_key
from cases.rules.references import read_reference


def told_of(rows: "QuerySet[Child]", text: str, *, with_names: bool, by: User) -> "QuerySet[Child]":
    """Return those of ``rows`` with ``text`` in a name of theirs or their mother's, or a number.

    Who is not told every name of the list finds by numbers alone.
    """
    matches = Q(reference__icontains=text)
    if number := read_reference(text):
        matches |= Q(reference__contains=number.written("").strip("-"))
    if with_names:
        matches |= _named(text, mothers=by.has_perm("cases.see_family"))
    return rows.filter(matches)


def _named(text: str, *, mothers: bool) -> Q:
    """Return the children of a name like ``text``, in any script, or at a place of that name."""
    words = fold(text).split()
    if not words:
        return Q(pk__in=[])
    names = containing(words) or Q(pk__in=[])
    if key := match_key(text):
        names |= with_all(key)
    people = PersonName.objects.with_words().filter(names).order_by().values("person")
    places = Place.objects.filter(Q(name__icontains=text) | Q(names__name__icontains=text))
    matches = Q(person__in=people) | Q(held_at__in=places.values("pk"))
    return matches | Q(mother__person__in=people) if mothers else matches
