"""Words of the people that a page may be about, to be left out where names are hidden."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from cases.models import Child, Mother, NameWord, PersonName, User
from cases.rules.names import fold

#: Texts so long may hold a name; shorter columns are codes and numbers.
_LONG = 100


def names_among(words: Iterable[str]) -> set[str]:
    """Return which of ``words``, folded, are words of anybody's name. One query."""
    spelled = NameWord.objects.filter(is_key=False, text__in=sorted(set(words)))
    return set(spelled.values_list("text", flat=True))


def words_beyond(references: Iterable[str], *, by: User) -> set[str]:
    """Return the words of names of these children and families that are outside the work of ``by``.

    A word that somebody of the own work bears on the same page is not among them. Two queries.
    """
    numbers = sorted(set(references))
    people = _people_of(numbers, by) if numbers else {}
    words: dict[bool, set[str]] = {True: set(), False: set()}
    for person, text in PersonName.objects.filter(person__in=people).values_list("person", "text"):
        words[people[person]] |= {*words_of(text)}
    return words[True] - words[False]


def _people_of(numbers: list[str], by: User) -> dict[int, bool]:
    """Return the persons of these families, each with whether it is outside the work of ``by``."""
    numbered = Q(reference__in=numbers) | Q(children__reference__in=numbers)
    rows = Mother.objects.filter(pk__in=Mother.objects.filter(numbered).values("pk")).order_by()
    own = Q(team=by.team_id) if by.team_id else Q(pk__isnull=True)
    columns = ("person", "children__person", "children__caseworker")
    people: dict[int, bool] = {}
    for hers, child, caseworker, is_own in rows.annotate(
        is_own=models.Case(models.When(own, then=True), default=False)
    ).values_list(*columns, "is_own"):
        outside = not (is_own or caseworker == by.pk)
        people[child] = outside
        people[hers] = people.get(hers, True) and outside
    return {person: outside for person, outside in people.items() if person}


def texts_about(references: Iterable[str]) -> list[str]:
    """Return whatever was typed about these children and families, the longest first.

    It may hold a name that is of no person on record: of a father, of who handed a child over,
    in a note, in the name of a file. One query.
    """
    numbers = sorted(set(references))
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_every_text(), {"numbers": numbers})
        texts = {text.strip() for (text,) in cursor.fetchall()}
    return sorted((text for text in texts if len(text) > 2), key=len, reverse=True)


def words_of(text: str) -> list[str]:
    return fold(text).split()


@cache
def _every_text() -> str:
    """Return the SQL of every long text of a child or a mother, found from the models."""
    parts = []
    for model in apps.get_app_config("cases").get_models():
        table = model._meta.db_table
        whose = [each.name for each in model._meta.concrete_fields if _is_of(each)]
        if hasattr(model, "pgh_tracked_model"):
            continue
        if model in (Child, Mother):
            whose = ["id"]
        for owner in whose:
            column = "id" if owner == "id" else f"{owner}_id"
            of = "mother" if owner == "mother" or model is Mother else "child"
            parts += [
                f"SELECT {each.column} AS text FROM {table} "  # noqa: S608 - names of our columns
                f"WHERE {each.column} <> '' AND {column} IN (SELECT id FROM {of})"
                for each in model._meta.concrete_fields
                if _is_text(each)
            ]
    return f"WITH {_WHOSE} " + " UNION ALL ".join(parts)


_WHOSE = """
mother AS (SELECT m.id FROM cases_mother m WHERE m.reference = ANY(%(numbers)s)
    OR m.id IN (SELECT mother_id FROM cases_child WHERE reference = ANY(%(numbers)s))),
child AS (SELECT c.id FROM cases_child c WHERE c.reference = ANY(%(numbers)s)
    OR c.mother_id IN (SELECT id FROM mother))
"""


def _is_of(each: "models.Field[object, object]") -> bool:
    return isinstance(each, models.ForeignKey) and each.related_model in (Child, Mother)


def _is_text(each: "models.Field[object, object]") -> bool:
    long = isinstance(each, models.TextField) or (each.max_length or 0) >= _LONG
    return isinstance(each, (models.CharField, models.TextField)) and long and not each.choices
