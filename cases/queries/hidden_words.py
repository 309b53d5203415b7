"""Words of the people that a page may be about, to be left out where names are hidden."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from django.apps import apps
from django.db import connection, models
from django.db.models import F

from cases.models import Child, Mother, NameWord, PersonName, User
from cases.models.prepared import KEYS, AnyOf, Statement, prepared
from cases.rules.names import fold

#: Texts so long may hold a name; shorter columns are codes and numbers.
_LONG = 100


def names_among(words: Iterable[str]) -> set[str]:
    """Return which of ``words``, folded, are words of anybody's name. One query."""
    spelled = NameWord.objects.filter(is_key=False, text__in=sorted(set(words)))
    return set(spelled.values_list("text", flat=True))


def words_beyond(references: Iterable[str], *, by: User) -> dict[str, set[str]]:
    """Return the words of names that are outside the work of ``by``, by case number.

    A child's number stands for the child and the mother, a mother's for the whole family; one
    of the own work alone has no words. Two queries.
    """
    numbers = sorted(set(references))
    persons = _persons_beyond(numbers, by) if numbers else {}
    keys = {key for keys in persons.values() for key in keys}
    words: dict[int, set[str]] = defaultdict(set)
    for person, text in _names().tuples(keys=list(keys)) if keys else ():
        words[person] |= {*words_of(text)}
    return {
        reference: set().union(*(words[key] for key in keys)) for reference, keys in persons.items()
    }


def _persons_beyond(numbers: list[str], by: User) -> dict[str, set[int]]:
    """Return the persons outside the work of ``by`` for whom each case number stands."""
    persons: dict[str, set[int]] = defaultdict(set)
    mothers, families, own = dict[str, int](), dict[str, str](), set[str]()
    for hers, mother, team, reference, child, caseworker in _FAMILIES.tuples(numbers=numbers):
        mothers[hers] = mother
        is_own = caseworker == by.pk or (team is not None and team == by.team_id)
        if is_own:
            own.add(hers)
        elif child is not None:
            persons[reference].add(child)
            persons[hers].add(child)
        if reference is not None:
            families[reference] = hers
    for reference, hers in (families | {hers: hers for hers in mothers}).items():
        if hers not in own:
            persons[reference].add(mothers[hers])
    return persons


#: Each side is found by its index.
_FAMILIES = Statement("""
WITH hers AS (SELECT id FROM cases_mother WHERE reference = ANY (%(numbers)s::text[])
    UNION SELECT mother_id FROM cases_child WHERE reference = ANY (%(numbers)s::text[]))
SELECT m.reference, m.person_id, m.team_id, c.reference, c.person_id, c.caseworker_id
FROM hers JOIN cases_mother m ON m.id = hers.id LEFT JOIN cases_child c ON c.mother_id = m.id
""")


@cache
def _names() -> Statement:
    rows = PersonName.objects.filter(AnyOf(F("person_id"), KEYS)).order_by()
    return prepared(rows.values_list("person", "text"))


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


@lru_cache(maxsize=10_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: the same ones stand on page after page."""
    return tuple(fold(text).split())


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
