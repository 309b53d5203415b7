"""The rows of a list of children, each with as much of the record as its reader may see."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from cases.models import Agreement, Child, Place, User
from cases.models.task import earliest_day
from cases.queries.access import Part, part_of
from cases.queries.case_files import CaseFile, case_files
from cases.queries.spellings import Spelling, names_of, spellings
from cases.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter: what the address says and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list may be narrowed by, beside the words of the vocabulary."""

    agreements: tuple[Choice, ...]
    places: tuple[Choice, ...]
    caseworkers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One line of a list; without names and without ``file`` where the record is masked."""

    child: Child
    part: Part
    names: tuple[Spelling, ...] = ()
    mother_names: tuple[Spelling, ...] = ()
    file: CaseFile | None = None
    task_due_on: datetime.date | None = None


def sees_every_name(user: User) -> bool:
    """Tell whether ``user`` sees the name of every child on the own list.

    Somebody of two roles may see some children masked: that list cannot be
    sorted or narrowed by what is masked.
    """
    if not user.has_perm("cases.see_names"):
        return False
    if user.is_superuser or user.has_perm("cases.verify_child"):
        return True
    masked = ("cases.view_every_child", "cases.view_children_with_fee")
    return not any(user.has_perm(name) for name in masked)


def shows_stage(part: Part, *, to: User) -> bool:
    """Tell whether ``to``, who is shown ``part`` of a record, sees where the case stands."""
    return part is not Part.MASKED or to.has_perm("cases.view_history")


def sees_every_stage(user: User) -> bool:
    """Tell whether ``user`` sees the stage of every child on the own list.

    If not, that list is neither sorted nor narrowed nor counted by stages.
    """
    return user.has_perm("cases.view_history") or sees_every_name(user)


class FileRow(NamedTuple):
    """The columns of a child in the list as a file; records would take four times as long."""

    reference: str
    sex: str
    born_earliest: datetime.date | None
    born_latest: datetime.date | None
    stage: str
    stage_since: datetime.date
    agreement: str


def file_rows(children: "QuerySet[Child]") -> Iterator[FileRow]:
    """Return the rows of the list as a file, read in pieces."""
    columns = ("reference", "person__sex", "person__born_earliest", "person__born_latest")
    rest = ("stage", "stage_since", "agreement__title")
    return map(FileRow._make, children.values_list(*columns, *rest).iterator(chunk_size=2000))


def list_choices(*, named: bool) -> Choices:
    """Return the agreements, and for those who see names the places and caseworkers. One query."""
    rows = _choice("a", Agreement.objects.all(), "slug", F("title"))
    if named:
        # Only those that any case names: a place is on the list of choices when it is in use.
        held = Place.objects.filter(pk__in=Child.objects.values("held_at"))
        staff = User.objects.filter(pk__in=Child.objects.values("caseworker"))
        full_name = Concat("first_name", Value(" "), "last_name")
        rows = rows.union(
            _choice("p", held, "pk", F("name")), _choice("c", staff, "pk", full_name), all=True
        )
    found: dict[str, list[Choice]] = {"a": [], "p": [], "c": []}
    for kind, value, label in rows:
        found[kind].append(Choice(value, label.strip()))
    return Choices(*(tuple(sorted(each, key=lambda c: c.label)) for each in found.values()))


def _choice(kind: str, rows: "QuerySet[Any]", value: str, label: Any) -> "QuerySet[Any, Any]":
    text = Cast(label, CharField())
    return rows.order_by().values_list(Value(kind), Cast(value, CharField()), text)


#: Stages whose next step depends on what is on record beside the child's own row.
_ON_PAPERS = (Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.CLEARED, Stage.RETURNED)
#: What a row shows or a case file reads; a list is too long for whole records.
_MASKED = (
    *("reference", "stage", "stage_since", "agreement", "caseworker", "mother", "person"),
    *("person__sex", "person__born_earliest", "person__born_latest"),
    *("mother__reference", "mother__team"),
)
_NAMED = (
    *("father_status", "father_evidence", "hold_until", "review_due_on"),
    *("closing_asked_by", "reopening_asked_by", "reopening_approved_by"),
    *("held_at__name", "caseworker__username"),
    *("caseworker__first_name", "caseworker__last_name"),
)


def child_rows(keys: Sequence[int], *, to: User, on: datetime.date) -> list[ChildRow]:
    """Return the children with ``keys`` as ``to`` may see them, in the order of ``keys``.

    At most three queries for children of one agreement; one for those who see no name.
    """
    named = to.has_perm("cases.see_names")
    found = _children(keys, named=named)
    parts = {child.pk: part_of(child, to=to) for child in found}
    shown = [child for child in found if named and parts[child.pk] is not Part.MASKED]
    files = _files(shown, on)
    rows = {child.pk: _row(child, parts[child.pk], files.get(child.pk)) for child in found}
    return [rows[key] for key in keys if key in rows]


def named_rows(keys: Sequence[int], *, to: User) -> list[ChildRow]:
    """Return the children with ``keys`` as ``to`` may see them, without what they wait for.

    One query.
    """
    named = to.has_perm("cases.see_names")
    rows = []
    for child in _children(keys, named=named):
        part = part_of(child, to=to)
        masked = not named or part is Part.MASKED
        names = () if masked else spellings(child.spellings)
        rows.append(ChildRow(child, Part.MASKED if masked else part, names))
    return rows


def _files(children: Sequence[Child], on: datetime.date) -> dict[int, CaseFile]:
    on_papers = [child for child in children if child.stage in _ON_PAPERS]
    files = {child.pk: CaseFile(child, on, (), ()) for child in children}
    return files | (case_files(on_papers, on=on) if on_papers else {})


class Listed(TypedDict):
    """What a list adds to a child; the spellings only for those who see names."""

    task_due_on: datetime.date | None
    spellings: list[dict[str, str]]
    mother_spellings: list[dict[str, str]]


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    ListedChild = WithAnnotations[Child, Listed]


def _children(keys: Sequence[int], *, named: bool) -> "QuerySet[ListedChild]":
    children = Child.objects.filter(pk__in=keys).select_related("person", "mother").order_by()
    children = children.annotate(task_due_on=earliest_day())
    if not named:
        return cast("QuerySet[ListedChild]", children.only(*_MASKED))
    return (
        children.select_related("held_at", "caseworker")
        .only(*_MASKED, *_NAMED)
        .annotate(spellings=names_of("person"), mother_spellings=names_of("mother__person"))
    )


def _row(child: "ListedChild", part: Part, file: CaseFile | None) -> ChildRow:
    if file is None:
        return ChildRow(child, Part.MASKED, task_due_on=child.task_due_on)
    return ChildRow(
        child,
        part,
        names=spellings(child.spellings),
        mother_names=spellings(child.mother_spellings if part is Part.WHOLE else ()),
        file=file,
        task_due_on=child.task_due_on,
    )
