"""Children picked from a list, or all that its filter finds: who is skipped, and why."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.models import Child, KeptSum, User
from cases.models.guards import Editable
from cases.models.user import BY_NAME, name_among
from cases.vocabulary import Stage

#: Children for whom one act is done at once, and those of a caseload.
MOST, MOST_OF_ONE = 100, 400


@dataclass(frozen=True, slots=True)
class Skipped:
    """A child for whom it is not done."""

    child: Child
    why: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The children of an act, and those whom it skips; ``seen`` marks how they all stand."""

    children: tuple[Child, ...]
    skipped: tuple[Skipped, ...]
    seen: str
    counted: int

    @property
    def families(self) -> int:
        return len({child.mother_id for child in self.children})


def picked(
    rows: "QuerySet[Child]", *, by: User, to: User | None = None, most: int = MOST
) -> Picked:
    """Return the children of ``rows`` in key order; those who cannot get ``to`` are skipped.

    One more than ``most`` at most are read. One query.
    """
    every = list(rows.order_by("pk").select_related("mother", "person", "caseworker")[: most + 1])
    reasons = [(child, why_not(child, by=by, to=to)) for child in every]
    return Picked(
        children=tuple(child for child, why in reasons if not why),
        skipped=tuple(Skipped(child, why) for child, why in reasons if why),
        seen=state_of(every),
        counted=len(every),
    )


def caseload(of: User, *, by: User) -> "QuerySet[Child]":
    """Return the open cases of a caseworker that ``by`` sees."""
    return Child.objects.visible_to(by).filter(caseworker=of).open()


def caseloads(by: User) -> "QuerySet[User]":
    """Return each caseworker with open cases that ``by`` sees.

    Each with ``open_cases``, how many, and ``name_apart``, which no namesake here has.
    """
    number = Subquery(_open_cases_of(OuterRef("pk"), by=by))
    people = User.objects.annotate(open_cases=Coalesce(number, 0)).filter(open_cases__gt=0)
    return people.order_by("is_active", *BY_NAME).annotate(name_apart=name_among())


def _open_cases_of(caseworker: OuterRef, *, by: User) -> "QuerySet[Any, Any]":
    """Return how many open cases of a caseworker ``by`` sees, from the sums where these tell."""
    sums = KeptSum.objects.filter(kind="own_stage", caseworker_id=caseworker)
    own = Q(team_id=by.team_id) | Q(caseworker_id=by.pk)
    masked = ("cases.view_children_with_fee", "cases.view_travelling_children")
    rows: QuerySet[Any, Any] = sums.exclude(part=Stage.CLOSED)
    number: Any = Sum("n")
    if not by.has_perm("cases.view_every_child"):
        rows = rows.filter(own)
        if any(map(by.has_perm, masked)) or not by.has_perm("cases.view_team_children"):
            # No sum tells both whose child it is and what else her reader sees.
            rows = Child.objects.visible_to(by).open().filter(caseworker=caseworker)
            number = Count("pk")
    counts: QuerySet[Any, Any] = rows.order_by().values("caseworker_id").annotate(number=number)
    return counts.values("number")


def why_not(child: Child, *, by: User, to: User | None) -> str:
    """Return why nothing is given on the case of ``child``, to ``to`` if named; "" if it is."""
    if not child.is_open:
        return _("the case is closed")
    if to is None:
        return ""
    if child.caseworker_id == to.pk:
        return _("already with %(who)s") % {"who": to}
    everywhere = "cases.view_every_child"
    if not (
        child.mother.team_id == to.team_id or by.has_perm(everywhere) or to.has_perm(everywhere)
    ):
        return _("only a reviewer can assign a case to another team")
    return ""


def state_of(children: Iterable[Editable]) -> str:
    """Return a mark of which children these are and how they stand: another after any change."""
    standing: Sequence[tuple[int, int]] = sorted((child.pk, child.version) for child in children)
    return hashlib.sha256(repr(standing).encode()).hexdigest()[:20]
