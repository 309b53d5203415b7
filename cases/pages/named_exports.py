"""Exports with names in words: what was asked for, by whom, what was handed out."""

import datetime
from collections.abc import Iterable, Iterator

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import wording
from cases.filters.child_panel import chips
from cases.filters.children import ChildFilter
from cases.kept import said
from cases.models import Child, NamedExport, User
from cases.pages.audit import moment
from cases.pages.facts import Fact, TableCell, Words
from cases.queries.child_rows import Choices
from cases.queries.named_exports import NamedRow, ends_at
from cases.vocabulary import Sex, Stage


def filter_words(export: NamedExport, choices: Choices, *, reader: User) -> str:
    """Return what the list was narrowed to."""
    narrowing = ChildFilter(
        QueryDict(export.filter),
        Child.objects.none(),
        user=reader,
        choices=choices,
        named=True,
        on=wording.as_day(export.asked_at),
    )
    return ", ".join(label for label, _query in chips(narrowing)) or _("All")


def status(export: NamedExport, *, at: datetime.datetime) -> Words:
    """Return how it stands with a request at the moment ``at``."""
    if export.dropped_by_id:
        own = export.dropped_by_id == export.asked_by_id
        return _("Withdrawn") if own else _("Sent back")
    if export.needs_another and not export.approved_by_id:
        return _("Waiting for a second person")
    if at >= ends_at(export):
        return _("Ended")
    return _("Can be taken until %(when)s") % {"when": wording.moment_text(ends_at(export))}


def facts(export: NamedExport, words: str, *, at: datetime.datetime) -> list[Fact]:
    """Return what was asked for, and how it stands."""
    rows = [
        Fact(label=_("Children on the list"), value=export.rows),
        Fact(label=_("Filters"), value=words),
        Fact(label=_("Purpose"), value=export.purpose),
        Fact(
            label=_("Requested by"),
            value=export.asked_by,
            alt=wording.moment_text(export.asked_at),
        ),
    ]
    if export.approved_by and export.approved_at:
        when = wording.moment_text(export.approved_at)
        rows.append(Fact(label=_("Approved"), value=export.approved_by, alt=when))
    return [*rows, Fact(label=_("Status"), value=status(export, at=at))]


def export_cells(
    export: NamedExport, *, choices: Choices, reader: User, at: datetime.datetime
) -> list[TableCell]:
    """Return a request of the auditor's list, with the moments at which files were made."""
    taken = [
        f"{wording.moment_text(file.at)}, {file.ending}" for file in reversed(export.files.all())
    ]
    return [
        TableCell(export, act=_("Open"), url=export.get_absolute_url()),
        TableCell(export.asked_by),
        moment(export.asked_at),
        TableCell(export.rows),
        TableCell(filter_words(export, choices, reader=reader)),
        TableCell(export.purpose),
        TableCell(export.approved_by or "–"),
        TableCell("; ".join(taken) or "–"),
        TableCell(status(export, at=at)),
    ]


def stamp(export: NamedExport, at: datetime.datetime) -> str:
    """Return what stands on each page: which export, who took it, when."""
    return f"{export} · {export.asked_by} ({export.asked_by.username}) · {at:%Y-%m-%d %H:%M %Z}"


def titles() -> list[str]:
    return [
        *(_("Case"), _("Name"), _("Born, earliest"), _("Born, latest"), _("Sex"), _("Stage")),
        *(_("In this stage since"), _("Family"), _("Mother"), _("Place"), _("Team")),
        *(_("Agreement"), _("Exported by")),
    ]


def cells(rows: Iterable[NamedRow], mark: str) -> Iterator[tuple[object, ...]]:
    """Return the cells of each child, with the stamp ``mark`` at the end of each row."""
    sexes, stages = (
        {value: str(label) for value, label in words.choices} for words in (Sex, Stage)
    )

    def lines() -> Iterator[tuple[object, ...]]:
        for row in rows:
            yield (
                *(row.reference, row.name or "", row.born_earliest or "", row.born_latest or ""),
                *(sexes[row.sex], stages[row.stage], row.stage_since, row.mother),
                *(row.mother_name or "", said(row.place or "")),
                *(said(row.team), said(row.agreement), mark),
            )

    return lines()
