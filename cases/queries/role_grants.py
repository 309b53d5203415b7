"""Grants and removals of roles, and the auditor's last look at them."""

import datetime

from django.db.models import QuerySet

from cases.models import AccessRow, RoleGrant, User

#: The name of the page in the access log.
PAGE = "role-grants"


def newest_first() -> "QuerySet[RoleGrant]":
    """Return every grant and removal of a role, with the two users."""
    return RoleGrant.objects.select_related("by", "whom").order_by("-pk")


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
