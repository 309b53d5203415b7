"""How a list was read last, kept with its rows: a page reads no more of it than it shows.

What a row is by itself is read anew in the language of the page; kept is what only the whole list
can say: where its family begins and what is said of the mother there, which earlier rows it is
compared with, and which order of day and month the other dates have.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Func, Q

from cases.casework.list_changes import changes_of
from cases.casework.list_checks import headings_on_record, matches_of, table_of_rows
from cases.casework.list_trials import Trial, trial_of_read
from cases.casework.listed import ListedChild, ListedFamily
from cases.casework.listed_twice import Question
from cases.models import Child, ImportedList, ImportedRow, Mother
from cases.rules.list_words import Column
from cases.rules.lists import (
    OF_THE_MOTHER,
    Family,
    ReadList,
    is_of_the_mother,
    passed_text,
    row_of,
    row_text,
)
from cases.vocabulary import DuplicateVerdict, RowState

SAME = DuplicateVerdict.SAME
#: What is kept of a row that was not read.
NOT_READ: dict[str, Any] = {
    "family": None,
    "state": "",
    "hers": None,
    "near": [],
    "wrong": [],
    "is_noted": False,
    "is_joining": False,
    "differing": None,
}
_ROW = re.compile(r"row (\d{1,9}) ")
_EARLIER = re.compile(r" mother = row (\d+)$")
_KEEP = """
UPDATE cases_importedrow r SET family = n.family, state = n.state, hers = n.hers, near = n.near,
    wrong = n.wrong, is_noted = n.is_noted, is_joining = n.is_joining, differing = n.differing
FROM jsonb_to_recordset(%s) AS n (number int, family int, state text, hers jsonb, near bigint[],
    wrong bigint[], is_noted boolean, is_joining boolean, differing bigint)
WHERE r.of_list_id = %s AND r.number = n.number
    AND (r.family, r.state, r.hers, r.near, r.wrong, r.is_noted, r.is_joining, r.differing)
    IS DISTINCT FROM
        (n.family, n.state, n.hers, n.near, n.wrong, n.is_noted, n.is_joining, n.differing)
"""


class PartOfList(NamedTuple):
    """Some families of a list as understood, with the rows that say them."""

    trial: Trial
    rows: list[ImportedRow]


class RowStates:
    """What is to be done with each row of a list, and what is asked of it."""

    def __init__(self, trial: Trial) -> None:
        self._questions: dict[int, list[Question]] = {}
        for question in trial.questions:
            self._questions.setdefault(question.row, []).append(question)
        self._wrong = {problem.row for problem in trial.problems}
        self._wrong_mothers = {p.row for p in trial.problems if p.column in OF_THE_MOTHER}
        self.of_row = {
            child.row: self._state(family, child)
            for family in trial.families
            for child in family.children
        }

    def _state(self, family: ListedFamily, child: ListedChild) -> RowState:
        of_child = self.asked_of_child(child.row)
        is_open = any(not each.answer for each in (*of_child, *self.asked_of_mother(family.row)))
        # The row in which the mother stands may be set aside.
        speaks = family.row if all(each.row != family.row for each in family.children) else 0
        if is_open or child.row in self._wrong or speaks in self._wrong_mothers:
            return RowState.TO_ANSWER
        is_known = any(q.answer == SAME and " child = " in q.key for q in of_child)
        return RowState.ON_RECORD if is_known else RowState.READY

    def asked_of_child(self, number: int) -> list[Question]:
        of_child = (" child = ", " birth near ")
        questions = self._questions.get(number, ())
        return [each for each in questions if any(word in each.key for word in of_child)]

    def asked_of_mother(self, number: int) -> list[Question]:
        of_child = self.asked_of_child(number)
        return [each for each in self._questions.get(number, ()) if each not in of_child]

    def record_of(self, child: ListedChild) -> Child | None:
        """Return whom of the register a row is of, by the answers."""
        same = (each.record for each in self.asked_of_child(child.row) if each.answer == SAME)
        return next((record for record in same if isinstance(record, Child)), None)

    def is_joining(self, family: ListedFamily) -> bool:
        """Return whether the mother of a family is one of the register, by the answers."""
        questions = self.asked_of_mother(family.row)
        return any(isinstance(each.record, Mother) and each.answer == SAME for each in questions)

    def near(self, family: ListedFamily) -> list[int]:
        """Return the earlier families about which it is asked."""
        keys = (each.key for each in self.asked_of_mother(family.row))
        return sorted(int(match[1]) for key in keys if (match := _EARLIER.search(key)))


def keep_reading(listed: ImportedList, trial: Trial) -> None:
    """Keep how a list was read as a whole; the caller saves ``reading``."""
    read = trial.read
    if read is None:
        return
    rows = list(listed.listed.all())
    seen = {row.number for family in read.families for row in family.rows}
    numbers = {child.row for family in trial.families for child in family.children}
    listed.reading = {
        "day_first": trial.with_day_first,
        "places": {q.key: q.row for q in trial.questions if q.key.startswith("place ")},
        "uncompared": len(trial.uncompared),
        "apart": read.apart,
        "bare": read.bare,
        "of_file": any(problem.row <= read.header_row for problem in trial.problems),
    }
    lines = _lines(trial)
    for family in read.families:
        for row in family.rows:
            if row.number not in numbers:
                lines[row.number] = _line(row.number, family.number, RowState.ASIDE)
        lines[family.number]["hers"] = {str(column): text for column, text in family.mother.items()}
    for number, _text in read.passed:
        lines[number] = _line(number, number, RowState.PASSED)
    rest = (row.number for row in rows if row.number not in seen and row.number not in lines)
    _write(listed, [*lines.values(), *(_line(number, None, "") for number in rest)])


def keep_part(listed: ImportedList, families: Sequence[ListedFamily]) -> None:
    """Keep what became of some families that were compared; the caller saves ``reading``."""
    part = part_of(listed, {family.row for family in families})
    hers = {row.number: row.hers for row in part.rows}
    lines = _lines(part.trial)
    wanted = {child.row for family in families for child in family.children}
    for number in wanted & lines.keys():
        lines[number]["hers"] = hers.get(number)
    _write(listed, [line for number, line in lines.items() if number in wanted])
    listed.reading["uncompared"] -= len(families)


def _lines(trial: Trial) -> dict[int, dict[str, Any]]:
    """Return what is kept of each row that is read, by its number."""
    states = RowStates(trial)
    columns = trial.read.columns if trial.read else {}
    places = {column: at for at, column in reversed(columns.items())}
    lines: dict[int, dict[str, Any]] = {}
    for family in trial.families:
        near, joins = states.near(family), states.is_joining(family)
        for child in family.children:
            line = _line(child.row, family.row, states.of_row[child.row])
            record = states.record_of(child)
            differs = record is not None and changes_of(child, record)
            line |= {"near": near, "is_joining": joins}
            line["differing"] = record.pk if differs and record else None
            lines[child.row] = line
    for problem in trial.problems:
        if problem.row in lines and problem.column in places:
            lines[problem.row]["wrong"].append(places[problem.column])
    for note in trial.notes:
        if note.row in lines:
            lines[note.row]["is_noted"] = True
    return lines


def _line(number: int, family: int | None, state: str) -> dict[str, Any]:
    return {**NOT_READ, "number": number, "family": family, "state": str(state), "wrong": []}


def _write(listed: ImportedList, lines: Sequence[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [json.dumps(lines), listed.pk])


def part_of(listed: ImportedList, families: Collection[int]) -> PartOfList:
    """Return some families of a list as understood, by the rows in which they begin.

    The earlier families they are compared with are understood along. A fixed number of queries.
    """
    own = Q(family__in=families)
    near = listed.listed.filter(own).annotate(one=Func(F("near"), function="unnest")).values("one")
    rows = list(listed.listed.filter(own | Q(family__in=near) | Q(number__in=_headers(listed))))
    table = table_of_rows(listed, rows)
    trial = trial_of_read(
        _read(listed, rows),
        table,
        agreement=listed.agreement,
        digest=listed.digest,
        matches_of=lambda each: matches_of(listed, each),
        newest=listed.newest,
        with_day_first=listed.reading.get("day_first", ""),
        asked_places=listed.reading.get("places", {}),
    )
    return PartOfList(trial, rows)


def _headers(listed: ImportedList) -> tuple[int, int]:
    header = listed.header or 0
    return header - 1, header


def questions_of(listed: ImportedList, keys: Collection[str]) -> dict[str, Question]:
    """Return those questions of a list that have one of the ``keys``, by them."""
    places = listed.reading.get("places", {})
    rows = {int(match[1]) for key in keys if (match := _ROW.match(key))}
    rows |= {places[key] for key in keys if key in places}
    families = listed.listed.filter(number__in=rows).values_list("family", flat=True)
    part = part_of(listed, {number for number in families if number})
    return {each.key: each for each in part.trial.questions if each.key in keys}


def _read(listed: ImportedList, rows: Iterable[ImportedRow]) -> ReadList:
    """Return rows of a list as families, as they were found in the whole of it."""
    columns = {at: Column(name) for at, name in enumerate(listed.columns) if name}
    texts = headings_on_record(listed.header, rows).texts
    headings = {at: text for at, text in enumerate(texts) if text}
    families: dict[int, Family] = {}
    passed = []
    above = set()
    for row in rows:
        if row.family is None:
            continue
        cells = row_of(row.number, row.texts, columns, headings)
        if row.state == RowState.PASSED:
            text = passed_text(cells, row.texts, columns, headings)
            passed.append((row.number, text or row_text(row.texts)))
            above |= {row.number} if not text and is_of_the_mother(cells) else set()
            continue
        if row.hers is not None:
            mother = {Column(name): text for name, text in row.hers.items()}
            families[row.family] = Family.of(mother)
        families[row.family].rows.append(cells)
    return ReadList(
        tuple(families.values()),
        listed.as_of,
        columns=columns,
        headings=headings,
        passed=tuple(passed),
        header_row=listed.header or 0,
        apart=tuple((first, last) for first, last in listed.reading.get("apart", ())),
        bare=tuple(listed.reading.get("bare", ())),
        above=frozenset(above),
    )
