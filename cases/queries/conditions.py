"""Whether a constraint of the running database says what the code declares.

PostgreSQL writes a condition in its own words: casts, brackets and ``= ANY (ARRAY[…])`` for
``IN``. What both say is the same columns, values, comparisons, ANDs, ORs and NOTs, as often.
"""

import re
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db import connection

_WORD = re.compile(r"'(?:[^']|'')*'|\d+(?:\.\d+)?|[a-z_]\w*|[<>!~*=]+", re.IGNORECASE)
_CAST = re.compile(
    r"::(?:character varying|timestamp with time zone|double precision|\w+)(?:\(\d+\))?(?:\[\])?"
)
#: The same, in the words of either side.
_SAME = {'"': "", r"'\x'": "''", "<>": " NOT = ", " 0.000000 seconds'": "'"}
_OPERATORS = {"in": "=", "like": "~~"}
#: What one side says and the other does not, or each where it stands otherwise.
_QUIET = re.compile(
    r"any|all|array|check|unique|constraint|index|on|using|btree|gist|exclude|create|public|with|"
    r"include|where|asc|desc|alter|table|add|deferrable|initially|deferred|immediate|coalesce"
)


def parts(definition: str, *names: str) -> Counter[str]:
    """Return how often a definition has each of its parts; ``names`` are of the constraint."""
    for written, meant in _SAME.items():
        definition = definition.replace(written, meant)
    words = _WORD.findall(_CAST.sub("", definition))
    counted = Counter(word if word.startswith("'") else word.lower() for word in words)
    for operator, sign in _OPERATORS.items():
        counted[sign] += counted.pop(operator, 0)
    return Counter(
        {
            part: n
            for part, n in counted.items()
            if n and part not in names and not _QUIET.fullmatch(part)
        }
    )


def declared_constraints() -> Iterator[tuple[str, str, str]]:
    """Yield the table, the name and the definition of each constraint of the models."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model in apps.get_app_config("cases").get_models(include_auto_created=True):
            for one in model._meta.constraints:
                yield model._meta.db_table, one.name, str(one.create_sql(model, editor))
