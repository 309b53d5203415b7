"""How much of a child's case a user is shown."""

from enum import Enum

from django.db.models import Q

from cases.models import Child, User
from cases.models.child import TRAVELLING, ChildQuerySet


class Part(Enum):
    """How much of a child's record a user is shown."""

    WHOLE = "whole"
    #: What the list of passengers needs: who travels, from where, and whether all is in order.
    MANIFEST = "manifest"
    #: Reference, age band and sex, besides the role's own subject.
    MASKED = "masked"


def part_of(child: Child, *, to: User) -> Part:
    """Return how much of ``child``, visible to ``to``, is shown to them.

    A caseworker sees the whole record of cases of the own team and of assigned ones,
    whatever another role allows. A user of two roles is shown no more than one of them shows.
    Source: security page, section 2.
    """
    if sees_beyond(to):
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


def whole_children(user: User) -> "ChildQuerySet[Child]":
    """Return the children that ``user`` is shown as ``Part.WHOLE``."""
    if sees_beyond(user):
        return Child.objects.visible_to(user)
    if not user.has_perms(("cases.view_team_children", "cases.see_family")):
        return Child.objects.none()
    return Child.objects.filter(Q(mother__team_id=user.team_id) | Q(caseworker_id=user.pk))


def sees_beyond(user: User) -> bool:
    """Return whether ``user`` is shown the names of children of other teams, as who supervises."""
    return user.is_superuser or user.has_perm("cases.verify_child")


def is_outside(child: Child, *, by: User) -> bool:
    """Return whether ``child`` is neither of the team of ``by`` nor assigned to them."""
    return child.mother.team_id != by.team_id and child.caseworker_id != by.pk
