"""The rows of a list of children, each with the part of the record the user may see."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast

from django.db.models import BigIntegerField, CharField, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from cases.kept import said
from cases.models import Agreement, Child, KeptSum, Place, Team, User
from cases.models.prepared import KEYS, AnyOf, Records, Statement, prepared
from cases.models.rows import read_row, read_rows
from cases.models.user import name_among, shown_name
from cases.queries.access import Part, part_of
from cases.queries.case_files import CaseFile, case_files
from cases.queries.circumstances import NextFollowUp, next_follow_up
from cases.queries.spellings import Spelling, names_of
from cases.rules.names import sort_key
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter: its value in the URL and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of the filters that are read from the database."""

    agreements: tuple[Choice, ...]
    places: tuple[Choice, ...]
    caseworkers: tuple[Choice, ...]
    teams: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One line of a list; without names and without ``file`` where the record is masked.

    ``late_from`` is the last day before the case is overdue, or the earliest of its open tasks.
    """

    child: Child
    part: Part
    names: tuple[Spelling, ...] = ()
    mother_names: tuple[Spelling, ...] = ()
    file: CaseFile | None = None
    late_from: datetime.date | None = None
    place: str = ""
    caseworker: str = ""


def sees_every_name(user: User) -> bool:
    """Return whether ``user`` sees the name of every child on the own list.

    A user of two roles may see some children masked: that list cannot be sorted or
    filtered by masked columns.
    """
    if not user.has_perm("cases.see_names"):
        return False
    if user.is_superuser or user.has_perm("cases.verify_child"):
        return True
    masked = ("cases.view_every_child", "cases.view_children_with_fee")
    return not any(user.has_perm(name) for name in masked)


def shows_stage(part: Part, *, to: User) -> bool:
    """Return whether ``to``, shown ``part`` of a record, sees its stage."""
    return part is not Part.MASKED or to.has_perm("cases.view_history")


def sees_every_stage(user: User) -> bool:
    """Return whether ``user`` sees the stage of every child on the own list.

    If not, that list is not sorted, filtered or counted by stage.
    """
    return user.has_perm("cases.view_history") or sees_every_name(user)


class FileRow(NamedTuple):
    """The columns of a child in the exported list; model instances take four times as long."""

    reference: str
    sex: str
    born_earliest: datetime.date | None
    born_latest: datetime.date | None
    stage: str
    stage_since: datetime.date
    stage_entered_on: datetime.date
    agreement: str
    beside: tuple[str | None, ...] = ()


#: Columns of the exported list that name more than the case, each for those who may see it.
BESIDE: dict[str, Any] = {
    "team": F("mother__team__name"),
    "mother": F("mother__reference"),
    "place": F("held_at__name"),
    "caseworker": shown_name("caseworker"),
}


def file_rows(children: "QuerySet[Child]", *, beside: Sequence[str] = ()) -> Iterator[FileRow]:
    """Yield the rows of the exported list, with columns of ``BESIDE``; read in chunks."""
    columns = ("reference", "person__sex", "person__born_earliest", "person__born_latest")
    rest = ("stage", "stage_since", "stage_entered_on", "agreement__title")
    more = [BESIDE[name] for name in beside]
    rows = children.values_list(*columns, *rest, *more).iterator(chunk_size=2000)
    return (FileRow._make((*row[:8], row[8:])) for row in rows)


def list_choices(*, named: bool) -> Choices:
    """Return the agreements and, if ``named``, the places, caseworkers and teams. One query."""
    rows = _choices(named).tuples()
    return _in_order(
        tuple((kind, key, label if kind == "c" else said(label)) for kind, key, label in rows)
    )


@lru_cache(maxsize=16)
def _in_order(rows: tuple[tuple[str, str, str], ...]) -> Choices:
    """Return the choices of each kind by their labels; a thousand take longer than the page."""
    choices: dict[str, list[Choice]] = {"a": [], "p": [], "c": [], "t": []}
    for kind, value, label in rows:
        choices[kind].append(Choice(value, label.strip()))
    by_label = (sorted(each, key=lambda c: sort_key(c.label)) for each in choices.values())
    return Choices(*map(tuple, by_label))


@cache
def _choices(named: bool) -> Statement:
    rows = _choice("a", Agreement.objects.all(), "slug", F("title"))
    if named:
        # Only those that any case names: a place is on the list of choices when it is in use.
        held = Place.objects.filter(pk__in=_in_use("place", Cast("part", BigIntegerField())))
        staff = User.objects.filter(pk__in=_in_use("own_stage", F("caseworker_id")))
        rows = rows.union(
            _choice("p", held, "pk", F("name")),
            _choice("c", staff, "pk", name_among()),
            _choice("t", Team.objects.all(), "pk", F("name")),
            all=True,
        )
    return prepared(rows)


def _in_use(kind: str, key: Any) -> "QuerySet[KeptSum, Any]":
    """Return the keys of which a sum of ``kind`` still counts a child."""
    sums = KeptSum.objects.filter(kind=kind).values(key=key).annotate(number=Sum("n"))
    return sums.filter(number__gt=0, key__isnull=False).values("key")


def _choice(kind: str, rows: "QuerySet[Any]", value: str, label: Any) -> "QuerySet[Any, Any]":
    text = Cast(label, CharField())
    return rows.order_by().values_list(Value(kind), Cast(value, CharField()), text)


#: Stages whose next step depends on more than the child's own row.
_ON_PAPERS = (Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.CLEARED, Stage.RETURNED)
#: What a row shows or a case file reads; a list is too long for whole records.
_MASKED = (
    *("reference", "stage", "stage_entered_on", "agreement", "caseworker", "mother", "person"),
    "closed_reason",
    *("person__sex", "person__born_earliest", "person__born_latest"),
    *("mother__reference", "mother__team"),
)
_NAMED = (
    *(
        "father_status",
        "father_evidence",
        "hold_until",
        "review_due_on",
        "returned_on",
        "closed_on",
    ),
    *("closing_asked_by", "reopening_asked_by", "reopening_approved_by"),
)


def child_rows(keys: Sequence[int], *, to: User, on: datetime.date) -> list[ChildRow]:
    """Return the children with ``keys`` as ``to`` may see them, in the order of ``keys``.

    At most three queries for children of one agreement; one for those who see no name.
    """
    sees_names = to.has_perm("cases.see_names")
    children = _children(keys, names=sees_names)
    parts = {child.pk: part_of(child, to=to) for child in children}
    shown = [child for child in children if sees_names and parts[child.pk] is not Part.MASKED]
    files = _files(shown, on)
    rows = {child.pk: _row(child, parts[child.pk], files.get(child.pk)) for child in children}
    return [rows[key] for key in keys if key in rows]


def named_rows(keys: Sequence[int], *, to: User) -> list[ChildRow]:
    """Return the children as ``child_rows`` does, without their case files. One query."""
    sees_names = to.has_perm("cases.see_names")
    rows = []
    for child in _children(keys, names=sees_names):
        part = part_of(child, to=to)
        masked = not sees_names or part is Part.MASKED
        names = () if masked else read_rows(Spelling, child.spellings)
        hers = read_rows(Spelling, child.mother_spellings) if part is Part.WHOLE else ()
        part = Part.MASKED if masked else part
        rows.append(ChildRow(child, part, names, mother_names=() if masked else hers))
    return rows


def _files(children: Sequence["ListedChild"], on: datetime.date) -> dict[int, CaseFile]:
    on_papers = [child for child in children if child.stage in _ON_PAPERS]
    files = {child.pk: _file(child, on) for child in children}
    return files | (case_files(on_papers, on=on) if on_papers else {})


def _file(child: "ListedChild", on: datetime.date) -> CaseFile:
    row = child.follow_up
    return CaseFile(child, on, (), (), next_follow_up=read_row(NextFollowUp, row) if row else None)


class Listed(TypedDict):
    """The annotations of a list; all but ``late_from`` only for users who see names.

    The names of place and caseworker stand for their records, which take as long as the child's.
    """

    late_from: datetime.date | None
    place_name: str | None
    caseworker_name: str | None
    follow_up: list[Any] | None
    spellings: list[list[str]]
    mother_spellings: list[list[str]]


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    ListedChild = WithAnnotations[Child, Listed]


def _children(keys: Sequence[int], *, names: bool) -> "list[ListedChild]":
    return _listed(names).of(keys=list(keys)) if keys else []


@cache
def _listed(names: bool) -> "Records[ListedChild]":
    children = Child.objects.filter(AnyOf(F("pk"), KEYS)).select_related("person", "mother")
    children = children.order_by().annotate(late_from=F("kept__late_from"))
    if not names:
        return Records(cast("QuerySet[ListedChild]", children.only(*_MASKED)))
    return Records(
        children.only(*_MASKED, *_NAMED).annotate(
            place_name=F("held_at__name"),
            caseworker_name=shown_name("caseworker"),
            follow_up=next_follow_up(Q(child=OuterRef("pk"))),
            spellings=names_of("person"),
            mother_spellings=names_of("mother__person"),
        )
    )


def _row(child: "ListedChild", part: Part, file: CaseFile | None) -> ChildRow:
    if file is None:
        return ChildRow(child, Part.MASKED, late_from=child.late_from)
    return ChildRow(
        child,
        part,
        names=read_rows(Spelling, child.spellings),
        mother_names=read_rows(Spelling, child.mother_spellings if part is Part.WHOLE else ()),
        file=file,
        late_from=child.late_from,
        place=said(child.place_name or ""),
        caseworker=child.caseworker_name or "",
    )
