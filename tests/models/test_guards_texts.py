"""Where a text is asked for, blanks are none: a CHECK that says only ``<> ''`` is not enough."""

from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.db.models import Q

from cases.models.columns import tables
from cases.rules.text import SEEN
from cases.vocabulary import Stage
from tests import factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db

WORD = "Word"
BLANKS = ["", " ", "\n\t", "\u00a0", "\u2003\u200b", "\u200d\ufeff", "\u3164"]
#: What the other columns of a CHECK may hold, by their type, unless they have a vocabulary.
VALUES = {
    "int": ["0", "1", "18", "19"],
    "numeric": ["0", "1"],
    "date": ["'2019-01-01'", "'2019-03-01'"],
    "timestamp": ["'2019-01-01'"],
    "bool": ["true", "false"],
    "char": ["''", "'Word'", repr("6" * 64)],
    "text": ["''", "'Word'"],
}


def checks() -> Iterator[tuple[type[models.Model], models.CheckConstraint]]:
    for model in tables():
        for one in model._meta.constraints:
            if isinstance(one, models.CheckConstraint) and isinstance(one.condition, Q):
                yield model, one


def leaves(condition: Q, is_denied: bool = False) -> Iterator[tuple[str, object, bool]]:
    """Yield each column that a condition asks, with what, and whether it must not be so."""
    is_denied ^= condition.negated
    for part in condition.children:
        if isinstance(part, Q):
            yield from leaves(part, is_denied)
        elif isinstance(part, tuple):  # and no expression, which compares numbers or days
            yield *part, is_denied


def texts(one: models.CheckConstraint) -> list[str]:
    """Return the columns of which a CHECK asks that they say something."""
    asked = {name for name, value, _is_denied in leaves(one.condition) if value == SEEN}
    return sorted(name.removesuffix("__regex") for name in asked)


def test_no_check_is_content_with_blanks_by_its_words():
    content = [
        one.name
        for _model, one in checks()
        for name, value, is_denied in leaves(one.condition)
        if (value == "" and is_denied) or (name.endswith("__regex") and value == r"\S")
    ]

    assert content == []
    assert sum(len(texts(one)) for _model, one in checks()) > 50


def values(model: type[models.Model], column: str, kind: str) -> str:
    field = next(each for each in model._meta.concrete_fields if each.column == column)
    known = [f"'{word}'" for word, _label in field.flatchoices] + ["''"] * field.blank
    words = known if field.choices else next(v for part, v in VALUES.items() if part in kind)
    return f"unnest(ARRAY[{', '.join([*words, *['NULL'] * field.null])}]::{kind}[])"


def answers(model: type[models.Model], one: models.CheckConstraint, text: str) -> list[list[bool]]:
    """Return what the CHECK on the server says to a word and to each blank, whatever else holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod), pg_get_expr(conbin, conrelid) "
            "FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey) "
            "WHERE conname = %s AND conrelid = %s::regclass",
            [one.name, model._meta.db_table],
        )
        columns = cursor.fetchall()
        beside = {
            f'"{name}"': values(model, name, kind) for name, kind, _ in columns if name != text
        }
        worlds = "".join(
            f" CROSS JOIN {each} AS w{n} ({name})" for n, (name, each) in enumerate(beside.items())
        )
        check = columns[0][2].replace("%", "%%")
        cursor.execute(
            f"SELECT array_agg(({check}) IS NOT FALSE ORDER BY n) FROM unnest(%s::text[]) "
            f'WITH ORDINALITY AS said ("{text}", n){worlds} GROUP BY {", ".join([*beside, "()"])}',
            [[WORD, *BLANKS]],
        )
        return [row for (row,) in cursor.fetchall()]


def test_every_check_refuses_blanks_where_it_asks_for_a_text():
    content = []
    for model, one in checks():
        for text in texts(one):
            asked = [row for row in answers(model, one, text) if row[:2] == [True, False]]
            assert asked, (one.name, text)
            content += [one.name for row in asked if any(row[1:])]

    assert content == []


def test_a_note_of_blanks_is_refused():
    child = factories.child(Stage.REGISTERED)

    for blank in BLANKS:
        with refused("note_not_empty"):
            execute(
                "INSERT INTO cases_note (child_id, text, sensitive, by_id) "
                "VALUES (%s, %s, false, %s)",
                *(child.pk, blank, child.registered_by_id),
            )
