"""How much of a child's case somebody is shown."""

from enum import Enum

from django.db.models import Q, QuerySet

from cases.models import Child, User
from cases.models.child import TRAVELLING


class Part(Enum):
    """How much of a child's record somebody is shown."""

    WHOLE = "whole"
    #: What the list of passengers needs: who travels, from where, and whether all is in order.
    MANIFEST = "manifest"
    #: Reference, age band and sex, beside what the role itself works on.
    MASKED = "masked"


def part_of(child: Child, *, to: User) -> Part:
    """Return how much of ``child``, whom ``to`` may see, is shown to them.

    A caseworker sees the whole record of the own team's and of assigned
    cases, whatever else another role lets through. One who holds two roles
    is shown no more than one of them shows.
    Source: security page, section 2.
    """
    if to.is_superuser or to.has_perm("cases.verify_child"):
        return Part.WHOLE
    if (
        not is_outside(child, by=to)
        and to.has_perm("cases.view_team_children")
        and to.has_perm("cases.see_family")
    ):
        return Part.WHOLE
    if child.stage in TRAVELLING and to.has_perm("cases.view_travelling_children"):
        return Part.MANIFEST
    return Part.MASKED


def whole_children(user: User) -> "QuerySet[Child]":
    """Return the children whose whole record is shown to ``user``: those of ``Part.WHOLE``."""
    if user.is_superuser or user.has_perm("cases.verify_child"):
        return Child.objects.visible_to(user)
    if not user.has_perms(("cases.view_team_children", "cases.see_family")):
        return Child.objects.none()
    return Child.objects.filter(Q(mother__team_id=user.team_id) | Q(caseworker_id=user.pk))


def is_outside(child: Child, *, by: User) -> bool:
    """Tell whether ``child`` is neither of the team of ``by`` nor assigned to them."""
    return child.mother.team_id != by.team_id and child.caseworker_id != by.pk
