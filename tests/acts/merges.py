"""Two cases merged, and parted again."""

from cases.models import Merge
from cases.vocabulary import Role, Stage
from tests import factories
from tests.acts.example import Example, example


def _decision(merge: Merge, rows) -> Example:
    kept, given = factories.versions(merge)
    typed = {"version": kept, "other_version": given, "word": "approve"}
    return Example((merge.pk,), typed, rows, child=merge.keeps)


@example("pair-merge")
def _() -> Example:
    one, other = factories.same_child()
    typed = {
        "version": one.version,
        "other_version": other.version,
        "keep": one.reference,
        "name": other.reference,
        "reason": "The mother has one daughter.",
    }
    worker = factories.user(Role.CASEWORKER, team=one.mother.team)
    args = (one.reference, other.reference)
    return Example(args, typed, Merge.objects.asked(), by=worker, child=one)


@example("merge-decide")
def _() -> Example:
    merge = factories.ask_merge()
    return _decision(merge, Merge.objects.standing())


@example("merge-undo")
def _() -> Example:
    merge = factories.merge()
    kept, given = factories.versions(merge)
    typed = {"version": kept, "other_version": given, "reason": "Two girls after all."}
    worker = factories.user(Role.CASEWORKER, team=merge.keeps.mother.team)
    return Example((merge.pk,), typed, Merge.objects.undoing(), by=worker, child=merge.keeps)


@example("merge-undo-decide")
def _() -> Example:
    merge = factories.ask_unmerge()
    rows = type(merge.gives_up).objects.filter(stage=Stage.REGISTERED)
    return _decision(merge, rows)
