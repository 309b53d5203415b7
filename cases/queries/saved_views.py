"""Saved lists: who may share them, and whom they name."""

from collections.abc import Iterable

from cases.models import User
from cases.vocabulary import SharedWith


def may_share(user: User) -> tuple[SharedWith, ...]:
    """Return with whom ``user`` may share a list; a reviewer with everybody."""
    team = (SharedWith.TEAM,) if user.team_id and user.has_perm("cases.work_case") else ()
    everybody = (SharedWith.EVERYBODY,) if user.has_perm("cases.verify_child") else ()
    return (SharedWith.NOBODY, *team, *everybody)


def away(keys: Iterable[str]) -> list[str]:
    """Return who of these staff can no longer sign in."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    gone = User.objects.filter(pk__in=numbers, is_active=False) if numbers else ()
    return [str(user) for user in gone]
