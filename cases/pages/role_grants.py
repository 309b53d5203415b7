"""Roles that were given or taken away, row by row."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from cases.models import RoleGrant, User
from cases.pages.facts import Words
from cases.vocabulary import Role

#: What a row says beside the roles: an account's own marks.
_MARKS = {
    "superuser": gettext_lazy("Superuser"),
    "active": gettext_lazy("Account may sign in"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """A role that was given to ``whom`` or taken away; ``by`` is None for the server's own."""

    whom: User
    role: Words
    given: bool
    by: User | None
    at: datetime.datetime
    is_new: bool


def row(grant: RoleGrant, looked: datetime.datetime | None) -> GrantRow:
    """Return a grant in words; it is new where it came after the reader last ``looked``."""
    return GrantRow(
        whom=grant.whom,
        role=_label(grant.role),
        given=grant.given,
        by=grant.by,
        at=grant.at,
        is_new=looked is None or grant.at > looked,
    )


def _label(role: str) -> Words:
    return Role(role).label if role in Role.values else _MARKS.get(role, role)
