"""Changes that a second person confirms: which documents show them, and who may confirm them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Child, Document, Restatement, User
from cases.queries.bulk import state_of
from cases.queries.waiting_rows import named, names_of
from cases.rules.papers import SHOWS
from cases.vocabulary import RestatedPart

#: A child by reference, and the part of the record that changed.
Pick = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The unconfirmed change of a part of a record; ``why`` it is not confirmed with others."""

    child: Child
    part: RestatedPart
    name: str
    newest: int
    papers: tuple[Document, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Changes to confirm together, and those that are left out; ``seen`` marks how they stand."""

    rows: tuple[Confirmation, ...]
    left_out: tuple[Confirmation, ...]
    seen: str


def with_papers(picks: Iterable[Pick]) -> dict[Pick, list[Document]]:
    """Return the documents on file that show each change; none where there is none. Two queries."""
    picks = list(picks)
    children = Child.objects.filter(reference__in={reference for reference, _part in picks})
    by_reference = {child.reference: child for child in children.only("reference", "mother")}
    keys, mothers = [], []
    for child in by_reference.values():
        keys.append(child.pk)
        mothers.append(child.mother_id)
    of_them = Q(child__in=keys) | Q(mother__in=mothers)
    on_file = list(Document.objects.on_file().filter(of_them).order_by("pk")) if keys else []
    shown: dict[Pick, list[Document]] = {}
    for reference, part in picks:
        if (of := by_reference.get(reference)) is not None:
            shown[reference, part] = [
                paper
                for paper in on_file
                if paper.kind in SHOWS[RestatedPart(part)]
                and (paper.child_id == of.pk or paper.mother_id == of.mother_id)
            ]
    return shown


def party(picks: Iterable[Pick], *, by: User) -> Party:
    """Return the changes of ``picks`` as they stand now, in the order of the children's keys.

    Three queries.
    """
    wanted = {pick for pick in picks if pick[1] in RestatedPart}
    visible = Child.objects.visible_to(by)
    waiting = Restatement.objects.waiting().filter(
        child__in=visible, child__reference__in={reference for reference, _part in wanted}
    )
    by_pick: dict[Pick, list[Restatement]] = {}
    for row in waiting.select_related("child").annotate(**names_of("child__")).order_by("-pk"):
        by_pick.setdefault((row.child.reference, row.part), []).append(row)
    changes = {pick: rows for pick, rows in by_pick.items() if pick in wanted}
    papers = with_papers(changes)
    each = [_one(rows, papers[pick], by) for pick, rows in changes.items()]
    each.sort(key=lambda one: (one.child.pk, one.part))
    return Party(
        rows=tuple(one for one in each if not one.why),
        left_out=tuple(one for one in each if one.why),
        seen="-".join([state_of({one.child for one in each}), *(str(one.newest) for one in each)]),
    )


def _one(rows: list[Restatement], papers: list[Document], by: User) -> Confirmation:
    newest, why = rows[0], ""
    if any(row.by_id == by.pk for row in rows):
        why = _("you made this change")
    elif not papers:
        why = _("no document on file")
    part, name = RestatedPart(newest.part), named(newest)
    return Confirmation(newest.child, part, name, newest.pk, tuple(papers), why)
