"""The list of families: the mothers that a reader may see, the newest first."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.db.models import F

from cases.models import Mother, User
from cases.models.prepared import KEYS, AnyOf, Records, Statement, StatementRows, prepared
from cases.models.reader import May, may_of, read_by, standing_for

if TYPE_CHECKING:
    from cases.models.mother import MotherOfList


def family_keys(user: User) -> StatementRows:
    """Return the keys of the mothers that ``user`` may see, to be cut into pages."""
    return StatementRows(_keys(may_of(user)), read_by(user))


def family_rows(keys: Iterable[int]) -> "list[MotherOfList]":
    """Return the mothers of a page with their names and how many children each has. Two queries."""
    return _rows().of(keys=list(keys))


@lru_cache(maxsize=64)
def _keys(may: May) -> Statement:
    seen = Mother.objects.visible_to(standing_for(may))
    return prepared(seen.order_by("-pk").values_list("pk"))


@cache
def _rows() -> "Records[MotherOfList]":
    rows = Mother.objects.filter(AnyOf(F("pk"), KEYS)).with_names().with_children_counted()
    return Records(rows.select_related("team").order_by("-pk"))
