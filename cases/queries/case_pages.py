"""Everything on a child's page, in one reading of one query."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import JSONObject

from cases.models import (
    Assessment,
    BestInterestsNote,
    Child,
    FollowUp,
    Journal,
    Note,
    User,
)
from cases.models.prepared import KEY, RowsOf, Statement, prepared
from cases.models.user import shown_name
from cases.queries.case_files import CaseFile, in_file, read_file
from cases.queries.filed import Filed, filed, read_filed
from cases.queries.hearings import Chain, chains
from cases.queries.kinship import ClaimLine, claims_in_short
from cases.queries.spellings import Spelling, names_of, spellings
from cases.queries.task_lines import TaskLine, open_lines, read_line
from cases.rules.entries import ACTS_ABOUT
from cases.vocabulary import (
    Decision,
    EntryKind,
    FollowUpKind,
    FollowUpResult,
    Recommendation,
    Stage,
)

#: Entries of the journal on one page, and notes shown before one asks for all.
ENTRIES, NOTES = 20, 10
#: Documents on one page, withdrawn ones last; far more than a case has ever had.
DOCUMENTS = 100
#: What a user is called by.
_WHO = ("username", "first_name", "last_name")


@dataclass(frozen=True, slots=True)
class Sibling:
    """A child of the same mother; the child of the page is among them."""

    reference: str
    stage: Stage
    born_earliest: datetime.date | None
    born_latest: datetime.date | None
    names: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """What one person proposed, and another decided, if anybody has."""

    n: int
    proposed: Decision
    assessed_by: str
    decided: Decision | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on a case; the text of a sensitive one is not fetched."""

    key: int
    text: str
    sensitive: bool
    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True)
class InterestsLine:
    """A best-interests note on the child's page: what it comes to, without its texts."""

    n: int
    held_on: datetime.date
    recommendation: Recommendation
    written_by: str
    approved_by: str
    asked: bool


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up on the child's page, without its note."""

    n: int
    kind: FollowUpKind
    due_on: datetime.date
    done_on: datetime.date | None
    result: FollowUpResult | None


@dataclass(frozen=True, slots=True)
class Entries:
    """One page of the journal, newest first."""

    rows: tuple[Journal, ...]
    number: int
    has_older: bool
    about: EntryKind | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """What a child's page is made of. Empty is also what somebody may not see."""

    file: CaseFile
    names: tuple[Spelling, ...] = ()
    mother_names: tuple[Spelling, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    assessments: tuple[Assessed, ...] = ()
    hearings: tuple[Chain, ...] = ()
    claims: tuple[ClaimLine, ...] = ()
    interests: tuple[InterestsLine, ...] = ()
    follow_ups: tuple[FollowUpLine, ...] = ()
    documents: tuple[Filed, ...] = ()
    notes: tuple[Remark, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    journal: Entries = Entries((), 1, False)


def case_page(
    child: Child,
    *,
    on: datetime.date,
    named: bool,
    whole: bool,
    journal: int = 0,
    about: EntryKind | None = None,
) -> CasePage:
    """Read the page of ``child`` on a day. Three queries.

    ``named`` with the names, ``whole`` with siblings, assessments, documents and notes,
    ``journal`` with that page of the journal (0: without), narrowed to what it is ``about``.
    """
    row = _statement(named, whole, journal, about).rows(key=child.pk, on=on)[0]
    return CasePage(
        file=read_file(child, row, on),
        names=spellings(row.get("names", ())),
        mother_names=spellings(row.get("mother_names", ())),
        siblings=tuple(map(_sibling, row.get("siblings", ()))),
        assessments=tuple(map(_assessed, row.get("assessed", ()))),
        hearings=chains(child) if whole else (),
        claims=claims_in_short(child) if whole else (),
        interests=tuple(map(_interests_line, row.get("weighed_notes", ()))),
        follow_ups=tuple(map(_follow_up_line, row.get("looks", ()))),
        documents=tuple(map(read_filed, row.get("filed", ()))),
        notes=tuple(map(_remark, row.get("remarks", ()))),
        tasks=tuple(map(read_line, row.get("to_do", ()))),
        journal=_journal(row.get("entries", ()), journal or 1, about, ENTRIES),
    )


@lru_cache(maxsize=32)
def _statement(named: bool, whole: bool, journal: int, about: EntryKind | None) -> Statement:
    """Return the query of a page of these parts; a further part is one more column of it."""
    columns = in_file()
    if named:
        columns["names"] = names_of("person")
    if whole:
        columns |= {
            "mother_names": names_of("mother__person"),
            "siblings": _siblings(),
            "assessed": _assessments(),
            "to_do": RowsOf(open_lines(Q(child=OuterRef("pk")))),
            "weighed_notes": _interests(),
            "looks": _follow_ups(),
            "filed": RowsOf(filed(_of_case())[:DOCUMENTS]),
            "remarks": RowsOf(_remarks(Q(child=OuterRef("pk")))[: NOTES + 1]),
        }
    if journal:
        mine = Q(child=OuterRef("pk"))
        columns["entries"] = RowsOf(_entries(mine, journal, about, ENTRIES))
    return prepared(Child.objects.filter(pk=KEY).order_by().values(**columns))


def _siblings() -> RowsOf:
    family = Child.objects.filter(mother=OuterRef("mother")).order_by("pk")
    facts = JSONObject(
        reference="reference",
        stage="stage",
        earliest="person__born_earliest",
        latest="person__born_latest",
        names=names_of("person"),
    )
    return RowsOf(family.values(facts=facts))


def _sibling(row: Mapping[str, Any]) -> Sibling:
    born = (_day(row["earliest"]), _day(row["latest"]))
    return Sibling(row["reference"], Stage(row["stage"]), *born, spellings(row["names"]))


def _of_case() -> Q:
    """Return whose papers a case rests on: the child's and her mother's."""
    return Q(child=OuterRef("pk")) | Q(mother=OuterRef("mother"))


def _assessments() -> RowsOf:
    assessments = Assessment.objects.filter(child=OuterRef("pk")).order_by("-n")
    facts = JSONObject(
        n="n",
        proposed="proposed",
        assessed_by=shown_name("assessed_by"),
        decided="decided",
        decided_by=shown_name("decided_by"),
    )
    return RowsOf(assessments.values(facts=facts))


def _assessed(row: Mapping[str, Any]) -> Assessed:
    decided = Decision(row["decided"]) if row["decided"] else None
    proposal = (row["n"], Decision(row["proposed"]), row["assessed_by"])
    return Assessed(*proposal, decided, row["decided_by"] or "")


def _interests() -> RowsOf:
    notes = BestInterestsNote.objects.filter(child=OuterRef("pk")).order_by("-n")
    facts = JSONObject(
        n="n",
        held_on="held_on",
        recommendation="recommendation",
        written_by=shown_name("written_by"),
        approved_by=shown_name("approved_by"),
        asked_at="asked_at",
    )
    return RowsOf(notes.values(facts=facts))


def _interests_line(row: Mapping[str, Any]) -> InterestsLine:
    return InterestsLine(
        row["n"],
        datetime.date.fromisoformat(row["held_on"]),
        Recommendation(row["recommendation"]),
        row["written_by"],
        row["approved_by"] or "",
        row["asked_at"] is not None,
    )


def _follow_ups() -> RowsOf:
    rows = FollowUp.objects.filter(child=OuterRef("pk")).order_by("due_on", "n")
    facts = ("n", "kind", "due_on", "done_on", "result")
    return RowsOf(rows.values(facts=JSONObject(**{name: F(name) for name in facts})))


def _follow_up_line(row: Mapping[str, Any]) -> FollowUpLine:
    result = FollowUpResult(row["result"]) if row["result"] else None
    due_on = datetime.date.fromisoformat(row["due_on"])
    return FollowUpLine(row["n"], FollowUpKind(row["kind"]), due_on, _day(row["done_on"]), result)


def newest_notes(child: Child, most: int) -> tuple[Remark, ...]:
    """Return the ``most`` newest notes on a case, newest first. One query."""
    rows = _remarks(Q(child=child)).values_list("facts", flat=True)
    return tuple(map(_remark, rows[:most]))


def _remarks(of_child: Q) -> "QuerySet[Any, Any]":
    plain = Case(When(sensitive=False, then=F("text")), default=Value(""), output_field=TextField())
    facts = JSONObject(key="pk", text=plain, sensitive="sensitive", at="at", by=shown_name("by"))
    return Note.objects.filter(of_child).order_by("-pk").values(facts=facts)


def _remark(row: Mapping[str, Any]) -> Remark:
    at = datetime.datetime.fromisoformat(row["at"])
    return Remark(row["key"], row["text"], row["sensitive"], at, row["by"])


def entries(
    child: Child, number: int, *, about: EntryKind | None = None, size: int = ENTRIES
) -> Entries:
    """Return page ``number`` of the journal of ``child``, without counting the rest. One query."""
    rows = _entries(Q(child=child), number, about, size).values_list("facts", flat=True)
    return _journal(list(rows), number, about, size)


def _entries(of_child: Q, number: int, about: EntryKind | None, size: int) -> "QuerySet[Any, Any]":
    """Return one page of a journal and one entry more."""
    journal = Journal.objects.filter(of_child).order_by("-pk")
    if about:
        journal = journal.filter(act__in=ACTS_ABOUT[about])
    columns = [field.attname for field in Journal._meta.concrete_fields]
    who = {name: F(f"by__{name}") for name in _WHO}
    facts = JSONObject(**{column: F(column) for column in columns}, **who)
    start = (number - 1) * size
    return journal.values(facts=facts)[start : start + size + 1]


def _journal(
    rows: Sequence[dict[str, Any]], number: int, about: EntryKind | None, size: int
) -> Entries:
    found = tuple(map(_entry, rows[:size]))
    return Entries(found, number, len(rows) > size, about)


def _entry(row: dict[str, Any]) -> Journal:
    row["happened_on"] = datetime.date.fromisoformat(row["happened_on"])
    row["at"] = datetime.datetime.fromisoformat(row["at"])
    by = User(pk=row.pop("by_id"), **{name: row.pop(name) for name in _WHO})
    return Journal(**row, by=by)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
