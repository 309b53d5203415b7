"""Exports with names: what stands in the way of one, and all that there were."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Child, NamedExport, User
from cases.models.named_export import HOLDS
from cases.queries.access import whole_children
from cases.queries.audit import REQUEST_KINDS, Asked, narrowed
from cases.queries.second_person import open_refusals
from cases.queries.spellings import name_of


class NamedRow(NamedTuple):
    """A child on a list with names."""

    reference: str
    name: str | None
    born_earliest: datetime.date | None
    born_latest: datetime.date | None
    sex: str
    stage: str
    stage_since: datetime.date
    mother: str
    mother_name: str | None
    place: str | None
    team: str
    agreement: str


def named(children: "QuerySet[Child]", *, to: User) -> "QuerySet[Child]":
    """Return those of ``children`` whose names ``to`` is shown."""
    return children.filter(pk__in=whole_children(to).order_by().values("pk"))


def keys_of(children: "QuerySet[Child]") -> list[int]:
    """Return the keys of ``children`` in the order of keys."""
    return list(children.order_by("pk").values_list("pk", flat=True))


def named_rows(export: NamedExport, *, to: User) -> Iterator[NamedRow]:
    """Yield the children of an export; read in chunks."""
    children = named(Child.objects.filter(pk__in=export.children), to=to)
    rows = children.order_by("mother_id", "pk").values_list(
        *("reference", name_of("person"), "person__born_earliest", "person__born_latest"),
        *("person__sex", "stage", "stage_since", "mother__reference", name_of("mother__person")),
        *(F("held_at__name"), F("mother__team__name"), F("agreement__title")),
    )
    return map(NamedRow._make, rows.iterator(chunk_size=2000))


def exports() -> "QuerySet[NamedExport]":
    """Return all requests with the files that were handed out, newest first. Two queries."""
    rows = NamedExport.objects.with_taken().select_related("asked_by", "approved_by", "dropped_by")
    return rows.prefetch_related("files").order_by("-pk")


def exports_asked(wish: Asked) -> "QuerySet[NamedExport]":
    """Return the requests that the auditor asks for."""
    return narrowed(exports(), wish, REQUEST_KINDS, by="asked_by", at="asked_at")


def ask_refusals(children: Sequence[int], *, by: User) -> list[str]:
    """Return why ``by`` cannot take this list away with names."""
    if not by.exports_names:
        return [_("Your account may not export names. An admin can allow it.")]
    return [] if children else [_("There is nobody on this list whose name you are shown.")]


def change_refusals(export: NamedExport, children: Sequence[int]) -> list[str]:
    """Return that the list is not the one that was asked for, where it is another by now."""
    if list(children) == export.children:
        return []
    return [
        _(
            "The list has changed since it was requested: %(then)s children then, %(now)s now, "
            "or others than then. It must be requested again."
        )
        % {"then": export.rows, "now": len(children)}
    ]


def answer_refusals(export: NamedExport) -> list[str]:
    """Return that a request waits for nobody any more."""
    if refusals := open_refusals(export):
        return refusals
    return [] if export.needs_another else [_("So short a list needs no second person.")]


def approve_refusals(export: NamedExport, children: Sequence[int], *, by: User) -> list[str]:
    """Return why ``by`` cannot agree that these names leave."""
    if refusals := answer_refusals(export):
        return refusals
    if export.asked_by_id == by.pk:
        return [_("You requested this. A second person must approve it.")]
    return change_refusals(export, children)


def ends_at(export: NamedExport) -> datetime.datetime:
    """Return until when the file can be taken."""
    return (export.approved_at or export.asked_at) + HOLDS


def take_refusals(
    export: NamedExport, children: Sequence[int], *, by: User, at: datetime.datetime
) -> list[str]:
    """Return why ``by`` cannot take the file away at this moment."""
    if export.asked_by_id != by.pk:
        return [_("Only the person who requested this list takes it.")]
    if export.dropped_by_id:
        return [_("This request was refused or withdrawn.")]
    if export.needs_another and not export.approved_by_id:
        return [_("It waits for a second person.")]
    if at >= ends_at(export):
        return [_("More than a day has passed. It must be requested again.")]
    return ask_refusals(children, by=by) or change_refusals(export, children)
