"""Siblings who would stay behind while another travels."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Child, Movement, SiblingException
from cases.rules.journeys import left_behind
from cases.vocabulary import MovementStatus

#: Statuses in which a passenger can still be removed, or left behind.
NOT_YET_GONE = (MovementStatus.PLANNING, MovementStatus.LOCKED)


@dataclass(frozen=True, slots=True)
class Staying:
    """A child who would stay while a sibling travels, and the exception, if requested."""

    child: Child
    exception: SiblingException | None

    @property
    def is_excused(self) -> bool:
        return self.exception is not None and self.exception.approved_by_id is not None


def staying(movement: Movement, aboard: Collection[Child]) -> list[Staying]:
    """Return the open, not yet returned siblings of ``aboard`` who are not aboard. Two queries."""
    families: dict[int, set[int]] = {}
    siblings = {}
    mothers = {child.mother_id for child in aboard}
    for child in Child.objects.not_yet_home().filter(mother_id__in=mothers):
        families.setdefault(child.mother_id, set()).add(child.pk)
        siblings[child.pk] = child
    left = left_behind(
        {mother: frozenset(children) for mother, children in families.items()},
        frozenset(child.pk for child in aboard),
    )
    exceptions = {e.child_id: e for e in movement.exceptions.select_related("asked_by")}
    return [Staying(siblings[pk], exceptions.get(pk)) for pk in sorted(left)]


def left_behind_by(movement: Movement, aboard: Collection[Child]) -> list[Child]:
    """Return the children whom a sibling aboard would leave behind without an exception."""
    return [sibling.child for sibling in staying(movement, aboard) if not sibling.is_excused]


def left_sentence(child: Child) -> str:
    return _(
        "%(child)s would be left behind by a sibling. Let the siblings travel together or "
        "request an exception."
    ) % {"child": child.reference}
