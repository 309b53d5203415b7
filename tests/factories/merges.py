"""Two cases of one child, as they are merged."""

from django.utils import timezone

from cases.casework import duplicates, merges
from cases.models import Child, Merge
from cases.vocabulary import DuplicateVerdict, MergedField, Role
from tests.factories.families import family
from tests.factories.fixed import DAY
from tests.factories.people import user


def same_child(*children: Child) -> list[Child]:
    """Return two cases, of one family unless given, that are answered to be one child's."""
    one, other = children or family(2).children.order_by("pk")
    say = {"verdict": DuplicateVerdict.SAME, "reason": "The mother says so."}
    duplicates.answer(one, other, by=user(Role.REVIEWER), on=DAY, **say)
    both = {child.pk: child for child in Child.objects.filter(pk__in=(one.pk, other.pk))}
    return [both[one.pk], both[other.pk]]


def ask_merge(*children: Child, taken: tuple[MergedField, ...] = ()) -> Merge:
    """Request as a caseworker that the second of two cases goes on as the first."""
    keeps, gives_up = same_child(*children)
    return merges.ask(
        keeps=keeps,
        gives_up=gives_up,
        versions=(keeps.version, gives_up.version),
        by=user(Role.CASEWORKER, team=keeps.mother.team),
        on=timezone.localdate(),
        taken=taken,
        reason="The mother has one daughter.",
    )


def versions(merge: Merge) -> tuple[int, int]:
    """Return the versions of both cases as they are now."""
    now = dict(
        Child.objects.filter(pk__in=(merge.keeps_id, merge.gives_up_id)).values_list(
            "pk", "version"
        )
    )
    return now[merge.keeps_id], now[merge.gives_up_id]


def merge(asked: Merge | None = None) -> Merge:
    """Merge two cases as a reviewer."""
    asked = asked or ask_merge()
    reviewer, on = user(Role.REVIEWER), timezone.localdate()
    return merges.approve(merge=asked, versions=versions(asked), by=reviewer, on=on)


def ask_unmerge(made: Merge | None = None) -> Merge:
    """Request as a caseworker that two merged cases are parted."""
    made = made or merge()
    officer, on = user(Role.CASEWORKER), timezone.localdate()
    return merges.ask_to_undo(
        merge=made, versions=versions(made), by=officer, on=on, reason="Two girls after all."
    )
