"""Whoever reads, in a statement that is compiled once for all who are granted the same."""

from typing import NamedTuple, cast

from django.db.models import BigIntegerField

from cases.models.prepared import Parameter
from cases.models.user import User


class May(NamedTuple):
    """What somebody is granted: all by whom a QuerySet is narrowed, but the key and the team."""

    is_superuser: bool
    granted: frozenset[str]


class Reader(Parameter):
    """Stands in a QuerySet for a user who is granted something."""

    def __init__(self, may: May) -> None:
        super().__init__("reader", BigIntegerField())
        self.is_superuser, self.granted = may
        self.pk, self.team_id = self, Parameter("team", BigIntegerField())

    def has_perm(self, name: str) -> bool:
        return self.is_superuser or name in self.granted

    def has_perms(self, names: tuple[str, ...]) -> bool:
        return all(map(self.has_perm, names))


def may_of(user: User) -> May:
    """Return what ``user`` is granted, by which statements are kept."""
    return May(user.is_superuser, frozenset(user.get_all_permissions()))


def standing_for(may: May) -> User:
    """Return who stands for every user who is granted that."""
    return cast("User", Reader(may))


def read_by(user: User) -> dict[str, int | None]:
    """Return the values of a statement for whom ``standing_for`` stood."""
    return {"reader": user.pk, "team": user.team_id}
