"""Lists on their way into the register: which there are, and what stands in an act's way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Child, ImportedList, ImportedRow, Journal, ListLayout, Mother, User
from cases.models.imported_list import ROWS_OF_ONE
from cases.queries.access import whole_children
from cases.rules.list_headings import headings_at, says_nobody
from cases.vocabulary import Act, RowState, Stage
from cases.wording import day_text

#: Parts of a check beside those of ``RowState``: rows read otherwise than they stand, and all.
OTHERWISE, ALL = "otherwise", "all"
#: States of rows that are a child's and are not set aside.
OF_CHILDREN = (RowState.TO_ANSWER, RowState.READY, RowState.ON_RECORD)
_PARTS = {
    **{state.value: Q(state=state) for state in (*OF_CHILDREN, RowState.ASIDE)},
    OTHERWISE: Q(state=RowState.PASSED) | Q(state__in=OF_CHILDREN, is_noted=True),
    ALL: Q(state__in=[*OF_CHILDREN, RowState.ASIDE]),
}
#: Texts that are corrected at once, on one page.
MOST_REPEATED = 10
_REPEATED = """
SELECT w.at, COALESCE(r.corrections ->> w.at::text, r.cells[w.at + 1], '') AS text,
    count(DISTINCT r.number), min(r.number), min(r.family)
FROM cases_importedrow r, unnest(r.wrong) AS w (at) WHERE r.of_list_id = %s
GROUP BY 1, 2 HAVING count(DISTINCT r.number) > 1 ORDER BY 3 DESC, 4 LIMIT %s
"""
#: What a list itself writes in the journal of a case.
_OF_THE_LIST = (Act.REGISTER, Act.NOTE, Act.ANSWER_DUPLICATE)


def same_file(digest: str, *, by: User) -> str:
    """Return what to say of a file that was sent before, "" for a new one."""
    same = ImportedList.objects.filter(
        digest=digest, dropped_by__isnull=True, undone_by__isnull=True
    ).first()
    if same is None:
        return ""
    if same.applied_at:
        words = {"day": day_text(timezone.localdate(same.applied_at)), "user": same.applied_by}
        return _("This file was imported on %(day)s by %(user)s. Nothing was saved.") % words
    if ImportedList.objects.visible_to(by).filter(pk=same.pk).exists():
        begun = {"list": same, "user": same.begun_by}
        return _("This file is being checked already: %(list)s, begun by %(user)s.") % begun
    return _("Another team is checking this file.")


def rest_of(listed: ImportedList, *, by: User) -> ImportedList | None:
    """Return the list in which the rows of ``listed`` that were set aside go on. One query."""
    rows = ImportedList.objects.visible_to(by).defer("content", "answers", "matches", "reading")
    return rows.filter(digest=listed.digest_of_rest).select_related("begun_by").first()


def origin_of(listed: ImportedList, *, by: User) -> ImportedList | None:
    """Return the list of which ``listed`` has the rows that were set aside. One query."""
    rows = ImportedList.objects.visible_to(by).defer("content", "answers", "matches", "reading")
    return rows.gone_on_in(listed).select_related("begun_by").first()


def change_refusals(listed: ImportedList) -> list[str]:
    """Return why the rows of a list cannot be changed."""
    if listed.applied_by_id:
        return [_("This list was applied. Nothing was saved.")]
    if listed.dropped_by_id:
        return [_("This list was deleted.")]
    if listed.asked_by_id:
        return [_("Somebody asked to apply this list. Take the request back to change it.")]
    return []


def same_refusals(records: Iterable[Mother | Child], *, by: User) -> list[str]:
    """Return why ``by`` cannot say that rows are of these records: some are not shown whole."""
    records = set(records)
    if records - seen_records(records, by=by):
        return [_("Another team has this record. Ask a reviewer.")]
    return []


def ask_refusals(*, is_ready: bool) -> list[str]:
    """Return why nobody can be asked to approve a list."""
    if not is_ready:
        return [_("The list has problems or open questions. Nothing was saved.")]
    return []


def approve_refusals(listed: ImportedList, *, by: User) -> list[str]:
    """Return why ``by`` cannot approve a list."""
    if listed.asked_by_id is None or listed.applied_by_id or listed.dropped_by_id:
        return [_("Nobody asked to apply this list.")]
    if listed.approved_by_id:
        return [_("This list is approved.")]
    if listed.asked_by_id == by.pk:
        return [_("You requested this. A second person must approve it.")]
    if not by.has_perm("cases.verify_child"):
        return [_("A reviewer approves a list of more than %(rows)s rows.") % {"rows": ROWS_OF_ONE}]
    return []


def apply_refusals(listed: ImportedList, *, by: User, rows: int, is_ready: bool) -> list[str]:
    """Return why ``by`` cannot apply a list of ``rows`` rows."""
    if listed.applied_by_id or listed.dropped_by_id:
        return change_refusals(listed)
    if not is_ready:
        return [_("The list has problems or open questions. Nothing was saved.")]
    if rows > ROWS_OF_ONE and listed.approved_by_id is None:
        words = {"rows": ROWS_OF_ONE}
        return [_("A second person must approve a list of more than %(rows)s rows.") % words]
    if listed.approved_by_id == by.pk:
        return [_("You approved this list. Another person applies it.")]
    return []


def undo_refusals(listed: ImportedList) -> list[str]:
    """Return why a list cannot be undone: it never was applied, or something follows from it."""
    if not listed.applied_by_id or listed.undone_by_id:
        return [_("This list is not applied.")]
    if listed.undo_asked_by_id:
        return [_("Already requested. It is waiting for a second person.")]
    if again := _again_refusals(listed):
        return again
    followed = sorted(set(_followed(listed)))
    if followed:
        references = ", ".join(followed[:10])
        sentence = _("Work was done on cases of this list: %(references)s. Close them one by one.")
        return [sentence % {"references": references}]
    return []


def _again_refusals(listed: ImportedList) -> list[str]:
    """Return that lists applied since have rows of children who came of this one."""
    new = listed.listed.filter(is_new=True).values("child")
    later = ImportedList.objects.filter(applied_by__isnull=False, undone_by__isnull=True)
    again = later.filter(listed__child__in=new).exclude(pk=listed.pk)
    lists = ", ".join(str(each) for each in again.only("pk").order_by("pk").distinct())
    sentence = _("Children of this list came again in %(lists)s. Undo that first.")
    return [sentence % {"lists": lists}] if lists else []


def _followed(listed: ImportedList) -> list[str]:
    """Return the references of the cases of a list on which somebody has worked since."""
    children = Child.objects.filter(pk__in=listed.listed.filter(is_new=True).values("child"))
    moved = children.exclude(stage=Stage.REGISTERED).values_list("reference", flat=True)
    worked = Journal.objects.filter(child__in=children).exclude(act__in=_OF_THE_LIST)
    documented = children.filter(documents__isnull=False).values_list("reference", flat=True)
    return [*moved, *worked.values_list("child__reference", flat=True), *documented]


def undone_refusals(listed: ImportedList, *, by: User) -> list[str]:
    """Return why ``by`` cannot approve the undoing of a list."""
    if listed.undo_asked_by_id is None or listed.undone_by_id:
        return [_("Nobody asked to undo this list.")]
    if listed.undo_asked_by_id == by.pk:
        return [_("You requested this. A second person must approve it.")]
    return _again_refusals(listed)


def layouts_for(rows: Sequence[Sequence[str]]) -> list[ListLayout]:
    """Return the layouts that were kept for headings like one of the rows, the newest first."""
    filled = {tuple(row) for row in rows if any(row)}
    if not filled:
        return []
    alike = reduce(or_, (Q(headings=list(row)) for row in sorted(filled)))
    return list(ListLayout.objects.filter(alike).select_related("saved_by").order_by("-pk"))


def layout_refusals(name: str, headings: Sequence[str]) -> list[str]:
    """Return why a match of columns cannot be kept under ``name``."""
    other = ListLayout.objects.filter(name=name).exclude(headings=list(headings))
    if other.exists():
        return [_("Lists with other headings have a layout of this name. Choose another name.")]
    return []


def columns_before(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]] | None:
    """Return which of the rows has the headings of an earlier list, and its columns as confirmed.

    The newest such list counts; None where there is none, or where its headings do not say by
    themselves whose each name is. One query.
    """
    filled = {
        tuple(row): number
        for number, row in enumerate(rows, start=1)
        if any(row) and not headings_at(rows, number - 1).is_grouped and not says_nobody(row)
    }
    if not filled:
        return None
    alike = reduce(or_, (Q(cells=list(row)) for row in filled))
    headings = ImportedRow.objects.filter(
        alike, number=F("of_list__header"), of_list__as_of__isnull=False
    )
    latest = headings.select_related("of_list").order_by("-of_list").first()
    if latest is None:
        return None
    return filled[tuple(latest.cells)], latest.of_list.columns


def seen_records(records: Iterable[Mother | Child], *, by: User) -> set[Mother | Child]:
    """Return those of the records that ``by`` is shown whole. Two queries."""
    mothers = {each.pk for each in records if isinstance(each, Mother)}
    children = {each.pk for each in records if isinstance(each, Child)}
    seen: set[Mother | Child] = set()
    if mothers:
        seen |= {*Mother.objects.visible_to(by).filter(pk__in=mothers)}
    if children:
        seen |= {*whole_children(by).filter(pk__in=children)}
    return seen


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """How many rows, and how many families, each part of a check has, by the last reading."""

    rows: dict[str, int]
    families: dict[str, int]
    new: int
    differing: int

    @property
    def children(self) -> int:
        return sum(self.rows[state] for state in OF_CHILDREN)


def check_counts(listed: ImportedList, *, by: User) -> CheckCounts:
    """Count the rows of a list; one query, and one where the list says something else.

    Of the records it says something else of, those that ``by`` is shown whole are counted.
    """
    wanted = {f"rows_{part}": Count("pk", filter=which) for part, which in _PARTS.items()}
    wanted |= {
        f"families_{part}": Count("family", filter=which, distinct=True)
        for part, which in _PARTS.items()
    }
    new = Q(state__in=(RowState.TO_ANSWER, RowState.READY), is_joining=False)
    counts = listed.listed.aggregate(
        **wanted, new=Count("family", filter=new, distinct=True), differing=Count("differing")
    )
    differing = counts["differing"]
    if differing:
        rows = listed.listed.filter(differing__isnull=False)
        differing = whole_children(by).filter(pk__in=rows.values("differing")).count()
    return CheckCounts(
        {part: counts[f"rows_{part}"] for part in _PARTS},
        {part: counts[f"families_{part}"] for part in _PARTS},
        counts["new"],
        differing,
    )


def families_of(listed: ImportedList, part: str) -> "QuerySet[ImportedRow, int | None]":
    """Return the rows in which the families of a part of the check begin, in their order."""
    rows = listed.listed.filter(_PARTS.get(part, Q(pk=None))).order_by("family")
    return rows.values_list("family", flat=True).distinct()


class RepeatedText(NamedTuple):
    """A text that is wrong in several rows of a column; the first of them, and its family."""

    at: int
    text: str
    rows: int
    number: int
    family: int


def repeated_texts(listed: ImportedList) -> list[RepeatedText]:
    """Return the texts that are wrong in most rows of a column. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_REPEATED, [listed.pk, MOST_REPEATED])
        return [RepeatedText(*row) for row in cursor.fetchall()]
