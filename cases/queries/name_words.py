"""Searching names by way of the dictionary of the words of names.

Similar words are searched in the dictionary, which is small; an index leads from words to
names. So a search costs about the same in a register of any size.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations, product
from math import isqrt
from operator import and_, or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from cases.models.prepared import Statement

#: Words of one name that are compared, the longest first: chains of forefathers have no end.
COMPARED = 5
#: Dictionary words for one part of the search text; of more, those that begin with it and are
#: short.
MEANINGS = 500
#: Words that are looked for together with others: a hundred and more hold thousands of names.
AT_ONCE = 16
#: Pairs of dictionary words for two parts of the search text; of more, the first words.
PAIRS = 16_000
#: What the likeness of words may be off by, as a number that a computer rounds.
_ROUNDED = 0.001

#: How alike two words are, as ``rules.names.likeness`` counts it.
_NEAR = """
SELECT typed, text, 1 - changes / longer AS alike
FROM (SELECT text FROM cases_nameword WHERE is_key OFFSET 0) AS word,
     unnest(%(typed)s::text[]) AS typed,
     LATERAL (SELECT greatest(length(text), length(typed))::float AS longer) AS l,
     LATERAL (SELECT levenshtein_less_equal(text, typed, (longer * %(most)s)::int)
              AS changes) AS c
WHERE changes <= longer * %(most)s + 0.001
"""

#: Word of the search text -> words on record like it -> likeness.
Near = Mapping[str, Mapping[str, float]]


def containing(parts: Sequence[str]) -> Q | None:
    """Return the names with each of ``parts`` in one of their words; None if there are none."""
    meant = meanings(parts)
    most = max(isqrt(PAIRS), PAIRS // min(map(len, meant), default=1))
    each_of = (each[:most] for each in meant)
    return reduce(and_, (Q(folded_words__overlap=each) for each in each_of)) if meant else None


def meanings(parts: Sequence[str]) -> list[list[str]]:
    """Return the words on record with each of ``parts`` in them; none where one is in none."""
    patterns = [f"%{_literally(part)}%" for part in parts]
    words = [word for (word,) in _CONTAINING.tuples(patterns=patterns)]
    meant = [sorted({word for word in words if part in word}, key=_begins(part)) for part in parts]
    return [each[:MEANINGS] for each in meant] if all(meant) else []


def _begins(part: str) -> Callable[[str], tuple[bool, int, str]]:
    """Return what puts words first that begin with ``part``, and the short ones of these."""
    return lambda word: (not word.startswith(part), len(word), word)


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


def alike_in_two(key: str, near: Near, *, least: float) -> Q:
    """Return the names like ``key`` in two words, or in one if either has only one.

    ``least`` is how alike ``rules.names.likeness`` calls a name that is wanted: the mean of its
    words, so two of them at least come to twice as much.
    """
    each = [near[word] for word in compared_words(key)]
    if len(each) == 1:
        return Q(key_words__overlap=_from(each[0], least))
    pairs = [
        Q(key_words__overlap=one) & Q(key_words__overlap=two)
        for first, second in combinations(filter(None, each), 2)
        for one, two in _together(first, second, 2 * least)
    ]
    return reduce(or_, pairs, Q(match_key__in=_together_from(each, least)))


def _from(words: Mapping[str, float], least: float) -> list[str]:
    """Return the words at least that alike, the likest first."""
    some = [word for word, alike in words.items() if alike > least - _ROUNDED]
    return sorted(some, key=lambda word: (-words[word], word))


def _together(
    first: Mapping[str, float], second: Mapping[str, float], needed: float
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield words of ``first`` with those of ``second`` that come to ``needed`` with them.

    Few words are looked for together with many: the index goes by the few.
    """
    beside: dict[tuple[str, ...], list[str]] = {}
    for alike, words in _by_likeness(first).items():
        if others := tuple(_from(second, needed - alike)):
            beside.setdefault(others, []).extend(words)
    for others, words in beside.items():
        yield sorted(words), list(others)


#: Names by one of many words, those of the first word first: an index that is asked for all of
#: them at once compares each name with each word.
_BY_WORD = """
SELECT person_id, text, match_key, sort_key
FROM unnest(%(words)s::text[]) AS word JOIN cases_personname ON cases_words({column}) @> ARRAY[word]
WHERE withdrawn_at IS NULL
"""
#: Names by one of some words with one of others, which stand in one text each; the first of them
#: first, then names of one word.
_BY_TWO = """
SELECT person_id, text, match_key, sort_key
FROM unnest(%(first)s::text[], %(second)s::text[]) AS pair (first, second)
JOIN cases_personname ON cases_words(match_key) && string_to_array(first, ' ')
    AND cases_words(match_key) && string_to_array(second, ' ')
WHERE withdrawn_at IS NULL
UNION ALL
SELECT person_id, text, match_key, sort_key FROM cases_personname
WHERE match_key = ANY (%(words)s::text[]) AND withdrawn_at IS NULL
"""


class Named(NamedTuple):
    """The statement that finds names, its best first, and its values."""

    sql: str
    values: Mapping[str, Any]


def with_one(words: Sequence[str], column: str) -> Named:
    """Return the names with one of ``words``, those of the first first, in one of its columns."""
    return Named(_BY_WORD.format(column=column), {"words": list(words)})


def likest_in_two(key: str, near: Near, *, least: float) -> Named:
    """Return the names like ``key`` in two words, the likest first.

    Words that are equally alike to one that is typed are looked for together.
    """
    each = [near[word] for word in compared_words(key)]
    if len(each) == 1:
        return with_one(_from(each[0], least), "match_key")
    levels = sorted(
        (
            level
            for first, second in combinations(each, 2)
            for level in _levels(first, second)
            if level[0] > 2 * least - _ROUNDED
        ),
        key=lambda level: -level[0],
    )
    values = {
        "first": [" ".join(ones) for _both, ones, _twos in levels],
        "second": [" ".join(twos) for *_ones, twos in levels],
    }
    return Named(_BY_TWO, {**values, "words": _together_from(each, least)})


def _levels(
    first: Mapping[str, float], second: Mapping[str, float]
) -> Iterator[tuple[float, list[str], list[str]]]:
    """Yield words of both that are equally alike, with what two of them come to.

    Of many a few at a time: whoever has found enough reads no further.
    """
    ones, twos = (_by_likeness(words) for words in (first, second))
    for one, two in product(ones, twos):
        few, many = sorted((ones[one], twos[two]), key=len)
        for at in range(0, len(many), AT_ONCE):
            yield one + two, few, many[at : at + AT_ONCE]


def _by_likeness(words: Mapping[str, float]) -> dict[float, list[str]]:
    levels: dict[float, list[str]] = {}
    for word, alike in sorted(words.items()):
        levels.setdefault(alike, []).append(word)
    return levels


def likest_in_one(key: str, near: Near, *, least: float) -> Named:
    """Return the names with a word at least that alike to one of ``key``, the likest first."""
    return with_one(
        _together_from([near[word] for word in compared_words(key)], least), "match_key"
    )


def _together_from(each: Iterable[Mapping[str, float]], least: float) -> list[str]:
    """Return the words at least that alike to any of some."""
    alike: dict[str, float] = {}
    for words in each:
        for word, its in words.items():
            alike[word] = max(its, alike.get(word, 0))
    return _from(alike, least)
