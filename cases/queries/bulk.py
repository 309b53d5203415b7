"""Children picked from a list, or all that its filter finds: who is skipped, and why."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Child, User

#: Children for whom one act is done at once.
MOST = 100


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


def picked(rows: "QuerySet[Child]", *, by: User, to: User | None = None) -> Picked:
    """Return the children of ``rows`` in key order; those who cannot get ``to`` are skipped.

    One more than ``MOST`` at most are read. One query.
    """
    every = list(rows.order_by("pk").select_related("mother", "person", "caseworker")[: MOST + 1])
    reasons = [(child, why_not(child, by=by, to=to)) for child in every]
    return Picked(
        children=tuple(child for child, why in reasons if not why),
        skipped=tuple(Skipped(child, why) for child, why in reasons if why),
        seen=state_of(every),
        counted=len(every),
    )


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


def state_of(children: Iterable[Child]) -> str:
    """Return a mark of which children these are and how they stand: another after any change."""
    standing: Sequence[tuple[int, int]] = sorted((child.pk, child.version) for child in children)
    return hashlib.sha256(repr(standing).encode()).hexdigest()[:20]
