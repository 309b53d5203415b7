"""Grants and removals of roles, and the auditor's last look at them."""

import datetime
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import AccessRow, RoleGrant, User
from cases.queries.audit import NO_WISH, Asked, Kinds, narrowed
from cases.vocabulary import Role

#: The name of the page in the access log.
PAGE = "role-grants"


#: What the list can be narrowed to, by the word in its address.
KINDS: Kinds = {
    "roles": (_("Roles"), Q(role__in=Role.values)),
    "accounts": (_("Accounts opened and closed"), Q(role__in=("superuser", "active"))),
    "resets": (
        _("Passwords and second factors"),
        Q(role__in=("password", "reset", "second factor")),
    ),
    "sessions": (_("Sessions ended by others"), Q(role="sessions")),
    "permissions": (_("What a role may do"), Q(whom=None)),
}


def newest_first(wish: Asked = NO_WISH) -> "QuerySet[RoleGrant]":
    """Return every grant and removal of a role, with the two users; ``wish`` is about either."""
    rows = RoleGrant.objects.select_related("by", "whom").order_by("-pk")
    if wish.viewer is not None:
        rows = rows.filter(Q(by=wish.viewer) | Q(whom=wish.viewer))
    return narrowed(rows, replace(wish, viewer=None), KINDS)


def last_look(user: User, *, before: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return when ``user`` was last shown the page, ``before`` a moment; None for never."""
    looks = AccessRow.objects.filter(by=user, page=PAGE).order_by("-pk")
    if before is not None:
        looks = looks.filter(at__lt=before)
    return looks.values_list("at", flat=True).first()


def is_unseen(user: User) -> bool:
    """Return whether a role was granted or removed since ``user`` was last shown the page.

    Source: security page, section 1, row 10.
    """
    looked = last_look(user)
    return (RoleGrant.objects.filter(at__gt=looked) if looked else RoleGrant.objects).exists()
