"""A family as posted, before it is checked: rows of children are added, removed and moved up."""

import re
from collections.abc import Mapping

from django.http import QueryDict

from cases.rules.latin import suggested
from cases.rules.text import whole_number

#: Children on one page; a larger family is registered, then added to.
MOST = 20
#: Fields that a family's page keeps in a draft.
OF_DRAFT = re.compile(r"(mother|child|shared|family|answer)-")
_ROW = re.compile(r"(answer-child-|child-)([0-9]{1,3})([-~].*)", re.DOTALL)


def children_in(data: Mapping[str, str]) -> int:
    """Return how many rows of children a page has, 1 to ``MOST``."""
    count = whole_number(str(data.get("child-TOTAL_FORMS", "")), most=999)
    return min(count or 1, MOST)


def is_filled(data: Mapping[str, str], prefix: str) -> bool:
    """Return whether anything was entered in the row ``prefix``."""
    names = ("name_family", "name_official", "name_travel", "born", "sex")
    return any(data.get(f"{prefix}-{name}", "").strip() for name in names)


def with_one_more(data: QueryDict) -> QueryDict:
    """Return the posted page with an empty row for one more child."""
    data = data.copy()
    data["child-TOTAL_FORMS"] = str(min(children_in(data) + 1, MOST))
    return data


def without(data: QueryDict, position: int) -> QueryDict:
    """Return the posted page without the child at ``position``, if any; those after move up."""
    rest, count = QueryDict(mutable=True), children_in(data)
    if position not in range(count):
        return data
    for name, values in data.lists():
        row = _ROW.fullmatch(name)
        if row is None:
            rest.setlist(name, values)
        elif int(row[2]) != position:
            moved = int(row[2]) - (int(row[2]) > position)
            rest.setlist(f"{row[1]}{moved}{row[3]}", values)
    rest["child-TOTAL_FORMS"] = str(max(count - 1, 1))
    return rest


def without_blanks(data: QueryDict) -> QueryDict:
    """Return the posted page without its empty rows, with at least one row."""
    for position in reversed(range(children_in(data))):
        if not is_filled(data, f"child-{position}"):
            data = without(data, position)
    return data


def with_latin(data: QueryDict, *, mother: str = "") -> QueryDict:
    """Return the posted page with a Latin name suggested where that box is empty.

    ``mother`` is the name of one on record; the page holds a new one's.
    """
    data = data.copy()
    mother = data.get("mother-name_family", mother)
    for person in ("mother", *(f"child-{n}" for n in range(children_in(data)))):
        name, sex = data.get(f"{person}-name_family", ""), data.get(f"{person}-sex", "")
        if name and not data.get(f"{person}-name_travel", "").strip():
            hers = "" if person == "mother" else mother
            data[f"{person}-name_travel"] = suggested(name, mother=hers, sex=sex)
    return data


def to_keep(data: QueryDict) -> dict[str, list[str]]:
    """Return what a draft keeps of a posted page."""
    return {name: values for name, values in data.lists() if OF_DRAFT.match(name)}


def from_draft(draft: dict[str, dict[str, list[str]]]) -> QueryDict:
    """Return the fields that a draft holds, as if they had just been posted."""
    data = QueryDict(mutable=True)
    for name, values in draft["typed"].items():
        data.setlist(name, values)
    return data
