"""Roles that were given or taken away, row by row."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.models import RoleGrant, User
from cases.pages.facts import Words
from cases.vocabulary import Role

#: What a row says beside the roles: an account's own marks.
_MARKS = {
    "superuser": gettext_lazy("Superuser"),
    "names": gettext_lazy("May export names"),
    "active": gettext_lazy("Account may sign in"),
    "password": gettext_lazy("Password"),
    "reset": gettext_lazy("Second factor"),
    "second factor": gettext_lazy("Second factor"),
}


#: What happened to a role, and to what else an account has.
_ROLES = {True: pgettext_lazy("role", "Assigned"), False: pgettext_lazy("role", "Removed")}
_WHAT = {
    ("password", True): gettext_lazy("Set by an admin"),
    ("reset", True): gettext_lazy("Reset requested"),
    ("second factor", False): gettext_lazy("Reset"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """A role that was given to ``whom`` or taken away; ``by`` is None for the server's own."""

    whom: User
    role: Words
    given: bool
    what: Words
    by: User | None
    at: datetime.datetime
    is_new: bool


def row(grant: RoleGrant, looked: datetime.datetime | None) -> GrantRow:
    """Return a grant in words; it is new where it came after the reader last ``looked``."""
    return GrantRow(
        whom=grant.whom,
        role=_label(grant.role),
        given=grant.given,
        what=_WHAT.get((grant.role, grant.given)) or _ROLES[grant.given],
        by=grant.by,
        at=grant.at,
        is_new=looked is None or grant.at > looked,
    )


def _label(role: str) -> Words:
    return Role(role).label if role in Role.values else _MARKS.get(role, role)
