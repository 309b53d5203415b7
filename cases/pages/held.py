"""What is held on a child as a page and as tables in one file."""

import csv
import io
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cases import wording
from cases.models import HeldRequest, User
from cases.pages.doors import address
from cases.pages.facts import Fact
from cases.queries.held import HeldOnChild
from cases.queries.second_person import answer_refusals, hand_out_refusals, withdraw_refusals
from cases.rules.cells import safe_cell
from cases.vocabulary import HELD_FILES, OF_THE_MOTHER

#: The page in the file that a person reads, without any program but a browser.
PAGE = "cases/held/file.html"


def files(held: HeldOnChild, *, day: str) -> dict[str, str]:
    """Return the texts of the file by their names: a readable page, and a table of each kind."""
    texts: dict[str, str] = {"index.html": render_to_string(PAGE, {"held": held, "day": day})}
    for table in held.tables:
        texts[f"{table.name}.csv"] = _csv(table.columns, table.rows)
    if not held.is_whole:
        return texts
    rows = tuple((each.day, each.team, each.roles, str(each.times)) for each in held.views)
    texts["who-saw.csv"] = _csv((_("Day"), _("Team"), _("Roles"), _("Times")), rows)
    return texts


def _csv(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in (columns, *rows))
    return "\ufeff" + text.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """A request with its answer, and what the reader may do about it."""

    wish: HeldRequest
    answer: str
    files: list[str]
    may_answer: bool
    may_withdraw: bool
    may_take: bool
    edit_url: str


def held_row(wish: HeldRequest, *, reader: User) -> HeldRow:
    is_file = wish.kind in HELD_FILES
    return HeldRow(
        wish=wish,
        answer=_answer(wish),
        files=[f"{wording.moment_text(file.at)}: {file.by}" for file in wish.files.all()],
        may_answer=reader.has_perm("cases.approve_held") and not answer_refusals(wish, by=reader),
        may_withdraw=reader.has_perm("cases.work_case") and not withdraw_refusals(wish, by=reader),
        may_take=is_file and not hand_out_refusals(wish, by=reader),
        edit_url="" if is_file or wish.approved_by_id is None else _edit_url(wish),
    )


def _edit_url(wish: HeldRequest) -> str:
    hers = wish.kind in OF_THE_MOTHER
    record, page = (wish.child.mother, "mother-edit") if hers else (wish.child, "child-edit")
    return address(page, record.reference, "identity")


def _answer(wish: HeldRequest) -> str:
    if wish.approved_by and wish.approved_at:
        when = wording.moment_text(wish.approved_at)
        return _("Granted by %(who)s, %(when)s") % {"who": wish.approved_by, "when": when}
    if wish.dropped_by and wish.dropped_at:
        when = wording.moment_text(wish.dropped_at)
        if wish.dropped_by_id == wish.asked_by_id:
            return _("Withdrawn by %(who)s, %(when)s") % {"who": wish.dropped_by, "when": when}
        return _("Refused by %(who)s, %(when)s") % {"who": wish.dropped_by, "when": when}
    return _("Waiting for a second person")


def facts(wish: HeldRequest) -> list[Fact]:
    """Return what was asked for, by whom."""
    return [
        Fact(label=_("What is requested"), value=wish.get_kind_display()),
        Fact(label=_("Who asked, and for what"), value=wish.words),
        Fact(
            label=_("Requested by"),
            value=wish.asked_by,
            alt=wording.moment_text(wish.asked_at),
        ),
    ]
