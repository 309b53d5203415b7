"""Saved lists: who may share them, and whom they name."""

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from cases.models import SavedView, User
from cases.models.prepared import Records
from cases.models.reader import May, read_by, standing_for
from cases.rules.text import LARGEST_KEY, whole_number
from cases.vocabulary import SharedWith


def may_share(user: User) -> tuple[SharedWith, ...]:
    """Return with whom ``user`` may share a list; a reviewer with everybody."""
    team = (SharedWith.TEAM,) if user.team_id and user.has_perm("cases.work_case") else ()
    everybody = (SharedWith.EVERYBODY,) if user.has_perm("cases.verify_child") else ()
    return (SharedWith.NOBODY, *team, *everybody)


def away(keys: Iterable[str]) -> list[str]:
    """Return who of these staff can no longer sign in."""
    numbers = [*filter(None, (whole_number(key, most=LARGEST_KEY) for key in keys))]
    gone = User.objects.filter(pk__in=numbers, is_active=False) if numbers else ()
    return [str(user) for user in gone]


def seen_by(user: User) -> list[SavedView]:
    """Return the saved lists that ``user`` sees, in their order. One query."""
    return _seen_by(has_team=user.team_id is not None).of(**read_by(user))


@lru_cache(maxsize=2)
def _seen_by(*, has_team: bool) -> Records[SavedView]:
    reader = standing_for(May(is_superuser=False, granted=frozenset()))
    if not has_team:
        vars(reader)["team_id"] = None
    return Records(SavedView.objects.seen_by(cast("User", reader)))
