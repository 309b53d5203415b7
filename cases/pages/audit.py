"""Looks of the whole register, row by row, on a page and in a file."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import wording
from cases.models import AccessRow, DrawnLook, RefusedAttempt, User
from cases.pages.access import page_name
from cases.pages.facts import TableCell, Words
from cases.queries.audit import DRAWN_KINDS, REFUSED_KINDS, Often
from cases.vocabulary import Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One look: who was shown what, and whether the record was part of their work on that day."""

    by: User
    at: datetime.datetime
    page: Words
    reference: str
    rows: int
    assigned: Words
    is_outside: bool
    purpose: Words


def audit_row(row: AccessRow) -> AuditRow:
    record = row.child or row.mother
    return AuditRow(
        by=row.by,
        at=row.at,
        page=page_name(row.page),
        reference=record.reference if record else "",
        rows=row.rows,
        assigned=row.get_assigned_display(),
        is_outside=row.assigned == Assignment.OUTSIDE,
        purpose=row.get_purpose_display(),
    )


def titles() -> list[str]:
    return [
        *(_("Who"), _("User name"), _("When"), _("What was shown"), _("Case number")),
        *(_("People on it"), _("Assigned then"), _("Purpose")),
    ]


def cells(rows: Iterable[AccessRow]) -> Iterator[tuple[object, ...]]:
    """Return the cells of each look."""
    for each in rows:
        row = audit_row(each)
        yield (
            *(str(row.by), row.by.username, f"{row.at:%Y-%m-%d %H:%M:%S%z}", str(row.page)),
            *(row.reference, row.rows, str(row.assigned or ""), str(row.purpose or "")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """A look drawn by lot; ``may_answer`` is whether the reader may say why it was."""

    drawn: DrawnLook
    look: AuditRow
    may_answer: bool


def drawn_row(drawn: DrawnLook, reader: User) -> DrawnRow:
    may = reader.has_perm("cases.answer_look") and drawn.look.by_id != reader.pk
    return DrawnRow(
        drawn=drawn,
        look=audit_row(drawn.look),
        may_answer=may and drawn.answered_by_id is None,
    )


def moment(at: datetime.datetime) -> TableCell:
    return TableCell(wording.moment_text(at), plain=f"{at:%Y-%m-%d %H:%M:%S%z}")


def often_cells(row: Often) -> list[TableCell]:
    views = reverse("audit", query={"viewer": row.user.pk, "kind": "records"})
    usual = [round(Decimal(each), 1) for each in (row.own_usual, row.role_usual)]
    return [
        TableCell(row.user, act=_("Views"), url=views),
        *(TableCell(each) for each in (row.recent, row.outside, *usual)),
        TableCell(_("Unusual"), "bad") if row.is_unusual else TableCell("–"),
    ]


def refused_cells(row: RefusedAttempt) -> list[TableCell]:
    kind = REFUSED_KINDS["role" if row.status == HTTPStatus.FORBIDDEN else "record"]
    return [TableCell(row.by), moment(row.at), TableCell(page_name(row.page)), TableCell(kind[0])]


def failed_cells(row: dict[str, Any]) -> list[TableCell]:
    day = TableCell(wording.day_text(row["day"]), plain=f"{row['day']:%Y-%m-%d}")
    return [
        *(
            day,
            TableCell(row["address"] or "–"),
            TableCell(row["failures"]),
            TableCell(row["names"]),
        ),
        moment(row["last"]),
    ]


def drawn_cells(row: DrawnRow) -> list[TableCell]:
    look, drawn = row.look, row.drawn
    words = TableCell(drawn.answer, more=f"{drawn.answered_by}, {_when(drawn)}")
    if drawn.answered_by is None:
        url = reverse("audit-answer", args=[drawn.pk]) if row.may_answer else ""
        words = TableCell(DRAWN_KINDS["open"][0], "warn", act=_("Answer"), url=url)
    return [
        *(TableCell(look.by), moment(look.at), TableCell(look.page), TableCell(look.reference)),
        *(TableCell(drawn.asked_of or "–"), words),
    ]


def _when(drawn: DrawnLook) -> str:
    return wording.moment_text(drawn.answered_at) if drawn.answered_at else ""
