"""Everything on a child's page."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from cases.models import (
    Assessment,
    BestInterestsNote,
    Child,
    Enquiry,
    FollowUp,
    Journal,
    Note,
    Placement,
    User,
)
from cases.models.prepared import DAY, KEY, Statement, prepared
from cases.models.rows import fetch, read_rows, row_of, rows_of
from cases.models.user import shown_name
from cases.queries.case_files import CaseFile, in_file, read_file
from cases.queries.filed import Filed, filed
from cases.queries.hearings import Chain, chains
from cases.queries.kinship import ClaimLine, claims_in_short
from cases.queries.spellings import Spelling, names_of
from cases.queries.task_lines import TaskColumns, TaskLine, open_tasks, task_line
from cases.rules.entries import ACTS_ABOUT
from cases.vocabulary import (
    Decision,
    EntryKind,
    FollowUpKind,
    FollowUpResult,
    PlacementKind,
    Recommendation,
    Relation,
    Stage,
)

#: Entries of the journal on one page, and notes shown before one asks for all.
ENTRIES, NOTES = 20, 10
#: Documents on one page, withdrawn ones last; far more than a case has ever had.
DOCUMENTS = 100


def _in_care(column: str) -> Subquery:
    """Return a column of the placement in which a child is on the day."""
    care = Placement.objects.filter(child=OuterRef("pk"), during__contains=DAY)
    return Subquery(care.values(column)[:1])


@dataclass(frozen=True, slots=True)
class Sibling:
    """A child of the same mother, or the child of the page; ``care`` is who looks after her."""

    reference: str
    stage: Stage
    born_earliest: Annotated[datetime.date | None, "person__born_earliest"]
    born_latest: Annotated[datetime.date | None, "person__born_latest"]
    names: Annotated[tuple[Spelling, ...], names_of("person")]
    care: Annotated[PlacementKind | None, _in_care("kind")]
    lives_at: Annotated[str | None, _in_care("place__name")]


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment: the proposal, and the decision if there is one."""

    n: int
    proposed: Decision
    assessed_by: Annotated[str, shown_name("assessed_by")]
    decided: Decision | None
    decided_by: Annotated[str, shown_name("decided_by")]
    is_set_aside: bool
    is_withdrawn: bool
    reasons: str


_PLAIN = Case(When(sensitive=False, then="text"), default=Value(""), output_field=TextField())


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on a case; the text of a sensitive one is not fetched."""

    key: Annotated[int, "pk"]
    text: Annotated[str, _PLAIN]
    sensitive: bool
    at: datetime.datetime
    by: Annotated[str, shown_name("by")]


@dataclass(frozen=True, slots=True)
class InterestsLine:
    """A best-interests note on the child's page, without its texts."""

    n: int
    held_on: datetime.date
    recommendation: Recommendation
    written_by: Annotated[str, shown_name("written_by")]
    approved_by: Annotated[str, shown_name("approved_by")]
    asked: Annotated[bool, Q(asked_at__isnull=False)]


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up on the child's page, without its note."""

    n: int
    kind: FollowUpKind
    due_on: datetime.date
    done_on: datetime.date | None
    result: FollowUpResult | None


@dataclass(frozen=True, slots=True)
class EnquiryOf:
    """An enquiry of a relative that was confirmed to be about the child."""

    key: Annotated[int, "pk"]
    relation: Relation
    received_on: datetime.date


@dataclass(frozen=True, slots=True)
class CurrentCare:
    """In whose care a child is on the day, and since when."""

    key: Annotated[int, "pk"]
    kind: PlacementKind
    lives_at: Annotated[str | None, "place__name"]
    since: Annotated[datetime.date, Func(F("during"), function="lower", output_field=DateField())]
    caregiver: Annotated[tuple[Spelling, ...], names_of("caregiver")]
    is_reachable: Annotated[bool, ~Q(contact="")]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the journal, with its author's name."""

    entry: Journal
    username: Annotated[str, "by__username"]
    first_name: Annotated[str, "by__first_name"]
    last_name: Annotated[str, "by__last_name"]


@dataclass(frozen=True, slots=True)
class Entries:
    """One page of the journal, newest first."""

    rows: tuple[Journal, ...]
    number: int
    has_older: bool
    about: EntryKind | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """The parts of a child's page; those the user may not see are empty."""

    file: CaseFile
    names: tuple[Spelling, ...] = ()
    mother_names: tuple[Spelling, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    assessments: tuple[Assessed, ...] = ()
    hearings: tuple[Chain, ...] = ()
    claims: tuple[ClaimLine, ...] = ()
    enquiries: tuple[EnquiryOf, ...] = ()
    interests: tuple[InterestsLine, ...] = ()
    follow_ups: tuple[FollowUpLine, ...] = ()
    care: CurrentCare | None = None
    beside_for: str = ""
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
    """Return the page of ``child`` on a day. Three queries.

    ``named`` adds the names, ``whole`` siblings, assessments, documents and notes,
    ``journal`` that page of the journal (0: none), filtered by ``about``.
    """
    row = _statement(named, whole, journal, about).rows(key=child.pk, on=on)[0]
    return CasePage(
        file=read_file(child, row, on),
        names=read_rows(Spelling, row.get("names", ())),
        mother_names=read_rows(Spelling, row.get("mother_names", ())),
        siblings=read_rows(Sibling, row.get("siblings", ())),
        assessments=read_rows(Assessed, row.get("assessed", ())),
        hearings=chains(child) if whole else (),
        claims=claims_in_short(child) if whole else (),
        enquiries=read_rows(EnquiryOf, row.get("asked_for", ())),
        interests=read_rows(InterestsLine, row.get("weighed_notes", ())),
        follow_ups=read_rows(FollowUpLine, row.get("looks", ())),
        care=next(iter(read_rows(CurrentCare, row.get("cared_for", ()))), None),
        beside_for=row.get("beside_for") or "",
        documents=read_rows(Filed, row.get("filed", ())),
        notes=read_rows(Remark, row.get("remarks", ())),
        tasks=tuple(map(task_line, read_rows(TaskColumns, row.get("to_do", ())))),
        journal=_page(read_rows(_Entry, row.get("entries", ())), journal or 1, about, ENTRIES),
    )


@lru_cache(maxsize=32)
def _statement(names: bool, whole: bool, journal: int, about: EntryKind | None) -> Statement:
    """Return the query of a page, with a column for each part."""
    columns: dict[str, Any] = in_file()
    mine = Q(child=OuterRef("pk"))
    if names:
        columns["names"] = names_of("person")
    if whole:
        family = Child.objects.filter(mother=OuterRef("mother"))
        papers = filed(mine | Q(mother=OuterRef("mother")))
        columns |= {
            "mother_names": names_of("mother__person"),
            "siblings": rows_of(Sibling, family.order_by("pk")),
            "assessed": rows_of(
                Assessed,
                Assessment.objects.filter(mine).order_by("-n"),
                is_set_aside=Q(set_aside_at__isnull=False),
                is_withdrawn=Q(set_aside_by__isnull=False),
            ),
            "to_do": rows_of(TaskColumns, open_tasks(mine)),
            "weighed_notes": rows_of(
                InterestsLine, BestInterestsNote.objects.filter(mine).order_by("-n")
            ),
            "asked_for": rows_of(EnquiryOf, Enquiry.objects.filter(mine).order_by("-pk")),
            "looks": rows_of(FollowUpLine, FollowUp.objects.filter(mine).order_by("due_on", "n")),
            "cared_for": rows_of(CurrentCare, Placement.objects.filter(mine, during__contains=DAY)),
            "beside_for": _reason_of_stage(mine),
            "filed": rows_of(Filed, papers[:DOCUMENTS]),
            "remarks": rows_of(Remark, _notes(mine)[: NOTES + 1]),
        }
    if journal:
        columns["entries"] = rows_of(_Entry, _entries(mine, journal, about, ENTRIES))
    # Older pages of a journal are rarely asked for, and a plan takes a megabyte.
    is_first = journal <= 1 and about is None
    return prepared(Child.objects.filter(pk=KEY).order_by().values(**columns), by_key=is_first)


def _reason_of_stage(mine: Q) -> Subquery:
    """Return the column of the reason for which a child came to stand where she stands."""
    steps = Journal.objects.filter(mine, to_stage=OuterRef("stage")).order_by("-pk")
    return Subquery(steps.values("reason")[:1])


def newest_notes(child: Child, most: int) -> tuple[Remark, ...]:
    """Return the ``most`` newest notes on a case, newest first. One query."""
    rows = _newest_notes(most).tuples(key=child.pk)
    return read_rows(Remark, (row for (row,) in rows))


@cache
def _newest_notes(most: int) -> Statement:
    return prepared(_notes(Q(child=KEY)).values_list(row_of(Remark))[:most])


def _notes(of_child: Q) -> QuerySet[Note]:
    return Note.objects.filter(of_child).order_by("-pk")


def entries(
    child: Child, number: int, *, about: EntryKind | None = None, size: int = ENTRIES
) -> Entries:
    """Return page ``number`` of the journal of ``child``, without counting the rest. One query."""
    rows = fetch(_Entry, _entries(Q(child=child), number, about, size))
    return _page(rows, number, about, size)


def family_entries(children: Collection[Child], number: int, *, size: int = ENTRIES) -> Entries:
    """Return page ``number`` of what was done for any of ``children``. One query."""
    rows = fetch(_Entry, _entries(Q(child__in=children), number, None, size))
    return _page(rows, number, None, size)


def numbers_of_acts(child: Child) -> dict[str, int]:
    """Return how many entries the journal of ``child`` has of each act. One query."""
    rows = Journal.objects.filter(child=child).order_by().values_list("act")
    return dict(rows.annotate(n=Count("pk")))


def _entries(of_child: Q, number: int, about: EntryKind | None, size: int) -> QuerySet[Journal]:
    """Return one page of a journal and one entry more."""
    journal = Journal.objects.filter(of_child).order_by("-pk")
    if about:
        journal = journal.filter(act__in=ACTS_ABOUT[about])
    start = (number - 1) * size
    return journal[start : start + size + 1]


def _page(rows: Sequence[_Entry], number: int, about: EntryKind | None, size: int) -> Entries:
    return Entries(tuple(map(_entry, rows[:size])), number, len(rows) > size, about)


def _entry(row: _Entry) -> Journal:
    row.entry.by = User(
        pk=row.entry.by_id,
        username=row.username,
        first_name=row.first_name,
        last_name=row.last_name,
    )
    return row.entry
