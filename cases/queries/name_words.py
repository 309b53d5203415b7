"""Searching names by way of the dictionary of the words of names.

Similar words are searched in the dictionary, which is small; an index leads from words to
names. So a search costs about the same in a register of any size.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import and_, or_

from django.db import connection
from django.db.models import Q

from cases.models.prepared import Statement

#: Words of one name that are compared, the longest first: chains of forefathers have no end.
COMPARED = 5
#: Dictionary words for one part of the search text; of more, the shortest.
MEANINGS = 500

#: How alike two words are, as ``rules.names.likeness`` counts it.
_NEAR = """
SELECT typed, text, 1 - changes / longer AS alike
FROM unnest(%(typed)s::text[]) AS typed, cases_nameword,
     LATERAL (SELECT greatest(length(text), length(typed))::float AS longer) AS l,
     LATERAL (SELECT levenshtein_less_equal(text, typed, (longer * %(most)s)::int)
              AS changes) AS c
WHERE is_key AND changes <= longer * %(most)s + 0.001
"""

#: Word of the search text -> words on record like it -> likeness.
Near = Mapping[str, Mapping[str, float]]


def containing(parts: Sequence[str]) -> Q | None:
    """Return the names with each of ``parts`` in one of their words; None if there are none."""
    patterns = [f"%{_literally(part)}%" for part in parts]
    words = [word for (word,) in _CONTAINING.tuples(patterns=patterns)]
    meant = [sorted({word for word in words if part in word}, key=len) for part in parts]
    if not all(meant):
        return None
    return reduce(and_, (Q(folded_words__overlap=each[:MEANINGS]) for each in meant))


#: The parts that are typed decide whether the index is worth asking.
_CONTAINING = Statement(
    "SELECT text FROM cases_nameword WHERE text LIKE ANY (%(patterns)s::text[]) AND NOT is_key",
    by_key=False,
)


def _literally(part: str) -> str:
    """Return ``part`` for LIKE, where nothing of it stands for other letters."""
    return re.sub(r"([\\%_])", r"\\\1", part)


def compared_words(key: str) -> list[str]:
    """Return the words of ``key`` that are compared."""
    return sorted(set(key.split()), key=lambda word: (-len(word), word))[:COMPARED]


def near_words(keys: Iterable[str], *, least: float) -> Near:
    """Return the words on record like each word of ``keys``, by likeness 0 to 1. One query."""
    near: dict[str, dict[str, float]] = {
        word: {} for key in sorted(keys) for word in compared_words(key)
    }
    if near:
        with connection.cursor() as cursor:
            cursor.execute(_NEAR, {"typed": list(near), "most": 1 - least})
            for word, text, alike in cursor.fetchall():
                near[word][text] = alike
    return near


def with_all(key: str) -> Q:
    """Return the names that have every word of ``key``."""
    return Q(key_words__contains=compared_words(key))


def alike_in_two(key: str, near: Near) -> Q:
    """Return the names like ``key`` in two words, or in one if either has only one."""
    each = [list(near[word]) for word in compared_words(key)]
    if len(each) == 1:
        return Q(key_words__overlap=each[0])
    pairs = [
        Q(key_words__overlap=one) & Q(key_words__overlap=two)
        for one, two in combinations(filter(None, each), 2)
    ]
    return reduce(or_, pairs, Q(match_key__in=sorted({word for words in each for word in words})))


def alike_in_one(key: str, near: Near, *, least: float) -> Q:
    """Return the names with a word at least that alike to one of ``key``."""
    matches = (near[word].items() for word in compared_words(key))
    words = {word for each in matches for word, alike in each if alike >= least}
    return Q(key_words__overlap=sorted(words))
