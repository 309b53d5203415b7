"""What was typed for a family, before it is judged: rows of children come, go and move up."""

import re
from collections.abc import Mapping

from django.http import QueryDict

from cases.rules.text import whole_number

#: Children on one page; a larger family is registered, then added to.
MOST = 20
#: Fields that a family's page keeps in a draft.
KEPT = re.compile(r"(mother|child|shared|family|answer)-")
_ROW = re.compile(r"(answer-child-|child-)([0-9]{1,3})([-~].*)", re.DOTALL)


def children_in(typed: Mapping[str, str]) -> int:
    """Return how many rows of children a page has, 1 to ``MOST``."""
    count = whole_number(str(typed.get("child-TOTAL_FORMS", "")), most=999)
    return min(count or 1, MOST)


def is_filled(typed: Mapping[str, str], prefix: str) -> bool:
    """Tell whether anything was typed into the row ``prefix``."""
    names = ("name_family", "name_official", "born", "sex")
    return any(typed.get(f"{prefix}-{name}", "").strip() for name in names)


def with_one_more(typed: QueryDict) -> QueryDict:
    """Return what was typed, with an empty row for one more child."""
    typed = typed.copy()
    typed["child-TOTAL_FORMS"] = str(min(children_in(typed) + 1, MOST))
    return typed


def without(typed: QueryDict, position: int) -> QueryDict:
    """Return what was typed without the child at ``position``, if any; those after it move up."""
    kept, count = QueryDict(mutable=True), children_in(typed)
    if position not in range(count):
        return typed
    for name, values in typed.lists():
        row = _ROW.fullmatch(name)
        if row is None:
            kept.setlist(name, values)
        elif int(row[2]) != position:
            moved = int(row[2]) - (int(row[2]) > position)
            kept.setlist(f"{row[1]}{moved}{row[3]}", values)
    kept["child-TOTAL_FORMS"] = str(max(count - 1, 1))
    return kept


def without_blanks(typed: QueryDict) -> QueryDict:
    """Return what was typed without the empty rows, at least one row."""
    for position in reversed(range(children_in(typed))):
        if not is_filled(typed, f"child-{position}"):
            typed = without(typed, position)
    return typed


def to_keep(typed: QueryDict) -> dict[str, list[str]]:
    """Return what a draft keeps of a posted page."""
    return {name: values for name, values in typed.lists() if KEPT.match(name)}


def from_draft(data: dict) -> QueryDict:
    """Return what a draft kept, as if it had just been typed."""
    typed = QueryDict(mutable=True)
    for name, values in data["typed"].items():
        typed.setlist(name, values)
    return typed
