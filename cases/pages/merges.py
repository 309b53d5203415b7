"""A merge of two cases in words: what differs, what moves, what stays, and who said so."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.forms import BoundField
from django.utils.translation import gettext as _

from cases import wording
from cases.forms.merges import Differing, MergeForm
from cases.kept import said
from cases.models import Child, Country, Journal, Merge, Place, Task, User
from cases.pages.doors import address
from cases.pages.facts import Fact, Words
from cases.pages.journal import Entry, timeline
from cases.pages.parts import Notice, born
from cases.queries.merges import TABLES, Moving
from cases.vocabulary import MergedField


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """A fact of both records; ``field`` where one of them is chosen."""

    label: Words
    one: str
    other: str
    field: BoundField | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """A merge in the list of them, and how it stands."""

    keeps: str
    gives_up: str
    reason: str
    by: str
    since: str
    state: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """What moves of one kind: how many, and each in words where it tells nothing sensitive."""

    label: Words
    count: int
    items: list[str]


def facts_of_both(one: Child, other: Child) -> Differing:
    """Return how each record says the facts that a merge can take from either."""
    first, second = (_facts(child) for child in (one, other))
    return {field: (first[field], second[field]) for field in MergedField}


def differing(both: Differing) -> Differing:
    """Return the facts on which the records differ."""
    return {
        field: (words[0] or "–", words[1] or "–")
        for field, words in both.items()
        if words[0] != words[1]
    }


def _facts(child: Child) -> dict[MergedField, str]:
    person = child.person
    father = (child.father_name, str(child.get_father_status_display()), child.father_evidence)
    return {
        MergedField.NAME: person.name,
        MergedField.SEX: str(person.get_sex_display()),
        MergedField.BIRTH: born(person),
        MergedField.BIRTHPLACE: _place(person.birthplace),
        MergedField.NATIONALITY: _country(person.nationality),
        MergedField.FATHER: " · ".join(filter(None, father)),
        MergedField.PLACE: _place(child.held_at),
    }


def _place(place: Place | None) -> str:
    return said(place.name) if place else ""


def _country(country: Country | None) -> str:
    return wording.country_text(country.code, country.name) if country else ""


def merge_rows(both: Differing, form: MergeForm) -> list[MergeRow]:
    """Return the facts of two records, with what is to be chosen of those that differ."""
    rows = [MergeRow(label=form["keep"].label, one="", other="", field=form["keep"])]
    for field, (one, other) in both.items():
        box = form[field.value] if field.value in form.fields else None
        rows.append(MergeRow(label=field.label, one=one, other=other, field=box))
    return rows


def moved_lines(moving: Moving) -> list[MovedLine]:
    """Return what moves, kind by kind; of notes only how many, since some are sensitive."""
    return [
        MovedLine(
            label=TABLES[table],
            count=len(rows),
            items=[] if table == "cases_note" else sorted(map(_item, rows)),
        )
        for table, rows in moving.items()
    ]


def _item(row: Model) -> str:
    return row.text if isinstance(row, Task) else str(row)


def merge_facts(merge: Merge) -> list[Fact]:
    """Return which case goes on as which, why, and who said so."""
    taken = [str(MergedField(field).label) for field in merge.taken]
    facts = [
        Fact(label=_("Goes on as"), value=merge.keeps, url=merge.keeps.get_absolute_url()),
        Fact(
            label=_("Given up"),
            value=merge.gives_up,
            alt=_("It opens the case that is kept.") if merge_state(merge)[1] != "idle" else "",
        ),
        Fact(label=_("Taken from the case given up"), value=", ".join(taken) or _("No fact")),
        Fact(label=_("Reason"), value=merge.reason),
        _who(_("Requested by"), merge.asked_by, merge.asked_at),
    ]
    if merge.approved_by:
        facts.append(_who(_("Approved by"), merge.approved_by, merge.approved_at))
    if merge.dropped_by:
        facts.append(_who(_("Sent back or withdrawn"), merge.dropped_by, merge.dropped_at))
    if merge.undo_asked_by:
        facts.append(Fact(label=_("Why it is undone"), value=merge.undo_reason))
        facts.append(_who(_("Undoing requested by"), merge.undo_asked_by, merge.undo_asked_at))
    if merge.undo_approved_by:
        facts.append(_who(_("Undone by"), merge.undo_approved_by, merge.undo_approved_at))
    return facts


def _who(label: str, who: User, at: datetime.datetime | None) -> Fact:
    return Fact(label=label, value=who, alt=wording.moment_text(at) if at else "")


def staying(entries: Iterable[Journal]) -> list[Entry]:
    """Return the journal that stays with the number given up."""
    return timeline(entries)


def merge_lines(merges: Iterable[Merge]) -> list[MergeLine]:
    """Return a line for each merge of the queue."""
    return [
        MergeLine(
            keeps=merge.keeps.reference,
            gives_up=merge.gives_up.reference,
            reason=merge.reason,
            by=str(merge.asked_by),
            since=wording.day_text(merge.asked_at),
            state=state,
            tone=tone,
            url=address("merge", merge.pk),
        )
        for merge in merges
        for state, tone in [merge_state(merge)]
    ]


def merge_state(merge: Merge) -> tuple[str, str]:
    """Return how a merge stands, and the tone of that word."""
    if merge.dropped_by_id:
        return _("Sent back or withdrawn"), "idle"
    if merge.undo_approved_by_id:
        return _("Undone"), "idle"
    if merge.undo_asked_by_id:
        return _("Undoing requested"), "warn"
    if merge.approved_by_id:
        return _("Merged"), "ok"
    return _("Waits for a second person"), "warn"


def refused(
    children: Sequence[Child], blocks: Sequence[Sequence[str]]
) -> list[tuple[str, list[str]]]:
    """Return what stands in the way of keeping either number, and of keeping one of them."""
    both = [sentence for sentence in blocks[0] if sentence in blocks[1]]
    parts = [(_("Whichever number is kept:"), both)]
    parts += [
        (
            _("If %(reference)s is to be kept:") % {"reference": child.reference},
            [sentence for sentence in sentences if sentence not in both],
        )
        for child, sentences in zip(children, blocks, strict=True)
    ]
    return [part for part in parts if part[1]]


def merged_notices(merges: Iterable[Merge]) -> list[Notice]:
    """Return which numbers go on as this case, each with where it is shown."""
    return [
        Notice(
            text=_("%(reference)s was merged into this case.")
            % {"reference": merge.gives_up.reference},
            url=address("merge", merge.pk),
        )
        for merge in merges
    ]
