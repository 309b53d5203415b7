"""What the pages of a list say: how far it is, and what came of its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.casework.list_checks import headings_on_record
from cases.casework.list_trials import Trial
from cases.models import ImportedList, ImportedRow
from cases.vocabulary import RowState
from cases.wording import day_text


def steps(at: int) -> list[dict[str, str]]:
    """Return the steps of a list, of which ``at`` is the current one."""
    labels = [_("File"), _("Sheet and columns"), pgettext("step", "Rows"), _("Apply")]
    states = ["done" if n < at else "current" if n == at else "later" for n in range(len(labels))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list among others: what it is called, how far it is, and who has it."""

    url: str
    name: str
    state: str
    tone: str
    who: str
    at: Any


def line(listed: ImportedList) -> ListLine:
    """Return how far a list is."""
    name = str(listed)
    if listed.as_of:
        name = _("List of %(day)s") % {"day": day_text(listed.as_of)}
    elif listed.name:
        name = listed.name
    state, tone = _state(listed)
    url = reverse("import-rows", args=[listed.pk])
    if listed.as_of is None and listed.is_at_work:
        url = reverse("import-columns", args=[listed.pk])
    return ListLine(url, name, state, tone, str(listed.begun_by), listed.begun_at)


def line_of(listed: ImportedList | None) -> ListLine | None:
    """Return how far another list is, to which a page leads, where there is one."""
    return line(listed) if listed else None


def _state(listed: ImportedList) -> tuple[str, str]:
    states = (
        (listed.dropped_by_id, _("Deleted"), "idle"),
        (listed.undone_by_id, _("Undone"), "idle"),
        (listed.undo_asked_by_id, _("Undoing requested"), "warn"),
        (listed.applied_by_id, _("Applied"), "ok"),
        (listed.approved_by_id, _("Approved, not applied yet"), "info"),
        (listed.asked_by_id, _("Waits for a second person"), "warn"),
        (listed.as_of, _("Rows are being checked"), "info"),
    )
    for reached, words, tone in states:
        if reached:
            return words, tone
    return _("Columns are to be confirmed"), "info"


def result(
    listed: ImportedList, rows: Iterable[ImportedRow], trial: Trial | None
) -> tuple[list[str], Iterator[list[str]]]:
    """Return the headings and the rows of a list with what came of each."""
    problems: dict[int, list[str]] = {}
    for problem in trial.problems if trial else ():
        problems.setdefault(problem.row, []).append(problem.sentence)
    for question in trial.open_questions if trial else ():
        problems.setdefault(question.row, []).append(question.sentence)
    rows = list(rows)
    titles = [_("Row"), _("What came of it"), *headings_on_record(listed.header, rows).texts]
    widest = max((len(row.texts) for row in rows), default=0) + 2
    titles += [""] * (widest - len(titles))
    lines = (
        [str(row.number), _outcome(row, problems.get(row.number, [])), *row.texts]
        for row in rows
        if row.number > (listed.header or 0) and any(row.cells)
    )
    return titles, lines


def _outcome(row: ImportedRow, problems: Sequence[str]) -> str:
    if row.child is not None:
        words = {"reference": row.child.reference}
        if row.is_new:
            return _("Registered: %(reference)s") % words
        return _("In the register already: %(reference)s") % words
    if row.aside:
        return _("Set aside")
    if row.state == RowState.PASSED:
        return _("Not read")
    return " ".join(problems)
