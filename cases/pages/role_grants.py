"""Roles that were given or taken away, row by row."""

import datetime

from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.models import RoleGrant
from cases.pages.audit import moment
from cases.pages.facts import TableCell, Words
from cases.vocabulary import Role

#: What a row says beside the roles: an account's own marks.
_MARKS = {
    "superuser": gettext_lazy("Superuser"),
    "names": gettext_lazy("May export names"),
    "active": gettext_lazy("Account may sign in"),
    "password": gettext_lazy("Password"),
    "reset": gettext_lazy("Second factor"),
    "second factor": gettext_lazy("Second factor"),
    "sessions": gettext_lazy("Sessions"),
}
_EVERYBODY = gettext_lazy("Everybody of the role")
_SERVER = gettext_lazy("On the server, not in the register")
_NEW = gettext_lazy("New since your last visit")


#: What happened to a role, and to what else an account has.
_ROLES = {True: pgettext_lazy("role", "Assigned"), False: pgettext_lazy("role", "Removed")}
_WHAT = {
    ("password", True): gettext_lazy("Set by an admin"),
    ("reset", True): gettext_lazy("Reset requested"),
    ("second factor", False): gettext_lazy("Reset"),
    ("sessions", False): gettext_lazy("Ended by another person"),
}


def grant_cells(grant: RoleGrant, looked: datetime.datetime | None) -> list[TableCell]:
    """Return a grant in words; it is new where it came after the reader last ``looked``."""
    label = _WHAT.get((grant.role, grant.given)) or _ROLES[grant.given]
    is_new = looked is None or grant.at > looked
    return [
        TableCell(grant.whom or _EVERYBODY, more=_NEW if is_new else ""),
        TableCell(_label(grant.role)),
        TableCell(label, "warn" if grant.given else "idle"),
        TableCell(grant.by or _SERVER),
        moment(grant.at),
    ]


def _label(role: str) -> Words:
    name, of, permission = role.partition(": ")
    if of:
        return f"{_label(name)}: {permission}"
    return Role(role).label if role in Role.values else _MARKS.get(role, role)
