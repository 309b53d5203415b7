"""What the page of a check says: the rows of a list as understood, and what is asked."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from django.utils.translation import gettext as _

from cases.casework.list_changes import changes_of
from cases.casework.list_files import unread_sheets
from cases.casework.list_readings import PartOfList, RowStates
from cases.casework.list_trials import NOT_KNOWN
from cases.casework.listed import ListedChild, ListedFamily
from cases.casework.listed_names import ListProblem
from cases.casework.listed_twice import BOTH_HERS, Question
from cases.casework.registration import PersonFacts
from cases.kept import said
from cases.models import Child, ImportedList, Mother
from cases.models.imported_list import ROWS_OF_ONE
from cases.queries.imports import ALL, OF_CHILDREN, OTHERWISE, CheckCounts, RepeatedText
from cases.rules.list_words import Column
from cases.rules.lists import ListRow
from cases.vocabulary import DuplicateVerdict, RowState, Sentence
from cases.wording import born_text, match_reasons

SAME, NOT_SAME = DuplicateVerdict.SAME, DuplicateVerdict.NOT_SAME
#: Columns of a child, in the order in which the page shows them.
_OF_CHILD = (
    *(Column.SEX, Column.CHILD_BORN, Column.FATHER),
    *(Column.FATHER_NAME, Column.CONSENT),
)
#: Those that are shown only where the list has them.
_WHERE_LISTED = (Column.FATHER_NAME, Column.CONSENT)
#: Columns that are shown only where something is wrong with them.
_HER_OTHERS = (
    *(Column.MOTHER_LATIN, Column.MOTHER_ARABIC),
    *(Column.MOTHER_FAMILY, Column.MOTHER_PATRONYMIC),
)
_OTHERS = (
    *(Column.CHILD_FAMILY, Column.CHILD_PATRONYMIC),
    *(Column.CHILD_ARABIC, Column.CHILD_AGE),
    *(Column.FATHER_FAMILY, Column.FATHER_PATRONYMIC),
)
#: The key of a question about two rows: what of the first, and the number of the other.
_OTHER_ROW = re.compile(r" (mother =|child =|birth near) row (\d+)$")


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell as it is understood, in the words of the list, and what is wrong with it."""

    label: str
    text: str
    original: str
    name: str
    problems: Sequence[str]
    is_corrected: bool
    is_open: bool = False
    draft: str = ""

    @property
    def is_shown(self) -> bool:
        """Return whether it is shown beside a name, where most cells need no word."""
        return bool(self.problems) or self.is_corrected or self.is_open


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A question with its answers, and whom of the register it is about, side by side.

    ``other`` is, of a question about two rows, the number of the other, and who stands there.
    """

    id: int
    key: str
    sentence: str
    choices: Sequence[tuple[str, str]]
    answer: str
    url: str = ""
    record: str = ""
    why: str = ""
    hidden: bool = False
    other: Sequence[str] = ()


@dataclass(slots=True)
class RowShown:
    """A row of a child: its cells, what is asked, and which part of the check it belongs to.

    ``cells`` stand each under its heading; ``others`` only where something is to be said of them.
    """

    number: int
    names: Sequence[str]
    cells: Sequence[ListCell]
    others: Sequence[ListCell]
    state: str
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    questions: Sequence[RowQuestion] = ()
    record_url: str = ""
    record: str = ""
    changes: Sequence[str] = ()
    #: The next row of the page with something to answer, "" for none.
    onward: str = ""
    is_ticked: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == RowState.TO_ANSWER


@dataclass(slots=True)
class FamilyShown:
    """A family of a list: the mother as understood, what is asked of her, and the rows."""

    row: int
    names: Sequence[str]
    facts: Sequence[str]
    cells: Sequence[ListCell]
    questions: Sequence[RowQuestion]
    rows: list[RowShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A text of a column that is wrong in several rows."""

    column: str
    at: int
    original: str
    rows: int
    sentence: str


@dataclass(slots=True)
class ListCheck:
    """A page of a check: what is to be done with the rows of a list, and some of its families."""

    counts: dict[str, int]
    tab: str
    columns: list[str]
    families: list[FamilyShown]
    aside: list[tuple[int, str, str]]
    passed: list[ListProblem]
    repeated: list[Repeated]
    notes: list[ListProblem]
    file_problems: list[str]
    uncompared: int
    has_other_tables: bool
    is_ready: bool
    rows: int
    families_new: int
    changed: int

    @classmethod
    def of(
        cls,
        listed: ImportedList,
        part: PartOfList,
        counts: CheckCounts,
        *,
        tab: str,
        numbers: Collection[int],
        repeated: Sequence[RepeatedText],
        seen: set[Mother | Child],
        draft: Mapping[str, str] = MappingProxyType({}),
        correcting: int | None = None,
    ) -> "ListCheck":
        """Return the families of a page, by their ``numbers``; of the register only who was
        ``seen``.

        A ``draft`` that could not be saved stands in its fields; ``correcting`` is the row
        of which every cell can be corrected.
        """
        teller = _RowWords(part, seen, draft, correcting)
        families = [each for each in part.trial.families if each.row in numbers]
        header, is_of_file = listed.header or 0, listed.reading.get("of_file", False)
        uncompared = listed.reading.get("uncompared", 0)
        return cls(
            counts=counts.rows,
            tab=tab,
            columns=teller.columns,
            families=teller.shown(families) if tab != RowState.ASIDE else [],
            aside=list(teller.aside(numbers)) if tab in (RowState.ASIDE, ALL) else [],
            passed=list(teller.passed(numbers)) if tab == OTHERWISE else [],
            repeated=[teller.repeated(each) for each in repeated],
            notes=[
                *unread_sheets(listed.sheets, listed.sheet),
                *(note for note in part.trial.notes if note.row <= header and note.sentence),
            ],
            file_problems=[p.sentence for p in part.trial.problems if p.row <= header],
            uncompared=uncompared,
            has_other_tables=bool(listed.reading.get("apart")),
            is_ready=not (counts.rows[RowState.TO_ANSWER] or uncompared or is_of_file),
            rows=counts.children,
            families_new=counts.new,
            changed=counts.differing,
        )

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        names = {
            **{str(state): str(state.label) for state in (*OF_CHILDREN, RowState.ASIDE)},
            OTHERWISE: _("Read otherwise"),
            ALL: _("All rows"),
        }
        return [(tab, label, self.counts[tab]) for tab, label in names.items()]

    @property
    def needs_another(self) -> bool:
        return self.rows > ROWS_OF_ONE


def first_tab(counts: CheckCounts) -> str:
    """Return the part of a check that is shown first."""
    if counts.rows[RowState.TO_ANSWER]:
        return RowState.TO_ANSWER
    return RowState.READY if counts.rows[RowState.READY] else ALL


class _RowWords:
    """Puts families of a list into words."""

    def __init__(
        self,
        part: PartOfList,
        seen: set[Mother | Child],
        draft: Mapping[str, str],
        correcting: int | None,
    ) -> None:
        trial = part.trial
        self.draft, self.correcting = draft, correcting
        self.trial, self.seen, self.states = trial, seen, RowStates(trial)
        self.rows = {row.number: row for row in part.rows}
        self.ids: dict[str, int] = {}
        for at, question in enumerate(trial.questions):
            self.ids.setdefault(question.key, at)
        self.problems: dict[tuple[int, Column | None], list[str]] = {}
        for problem in trial.problems:
            self.problems.setdefault((problem.row, problem.column), []).append(problem.sentence)
        self.notes: dict[int, list[str]] = {}
        for note in trial.notes:
            self.notes.setdefault(note.row, []).append(note.sentence)
        columns = trial.read.columns if trial.read else {}
        self.places = {column: at for at, column in reversed(columns.items())}
        families = trial.read.families if trial.read else ()
        self.listed_rows = {row.number: row for family in families for row in family.rows}

    def shown(self, families: Iterable[ListedFamily]) -> list[FamilyShown]:
        """Return families in words; each row to answer leads to the next one."""
        shown = [self.family(family) for family in families]
        rows = [row for family in shown for row in family.rows if row.is_open]
        for row, following in pairwise(rows):
            row.onward = str(following.number)
        return shown

    def changes(self, child: ListedChild) -> list[str]:
        """Return what a row says otherwise than a record that the reader may see."""
        record = self.states.record_of(child)
        return changes_of(child, record) if record and record in self.seen else []

    @property
    def columns(self) -> list[str]:
        """The headings of the cells of a child."""
        names = [_("Sex"), _("Born"), _("Father"), _("Father’s name"), _("Consent")]
        return [name for name, column in zip(names, _OF_CHILD, strict=True) if self._has(column)]

    def _has(self, column: Column) -> bool:
        """Return whether a column of a child is shown."""
        return column not in _WHERE_LISTED or column in self.places

    def family(self, family: ListedFamily) -> FamilyShown:
        mother, row = family.mother, family.row
        place = mother.held_at
        facts = [
            _born(mother.person),
            sentence_text(mother.sentence, mother.sentence_months),
            str(place) if place else _("place not known"),
        ]
        columns = (Column.MOTHER, Column.MOTHER_BORN, Column.SENTENCE, Column.HELD_AT)
        cells = [self._cell(row, column, "") for column in columns]
        cells += [self._cell(row, each, "") for each in _HER_OTHERS if self._is_told(row, each)]
        return FamilyShown(
            row,
            list(mother.person.names.values()) or [_("Mother not known")],
            facts,
            [cell for cell in cells if cell is not None],
            [self._asked(question) for question in self.states.asked_of_mother(row)],
            [self._row(child, of=row) for child in family.children],
        )

    def _is_told(self, number: int, column: Column) -> bool:
        """Return whether a cell that is not shown otherwise is shown to be corrected."""
        return number == self.correcting or (number, column) in self.problems

    def _row(self, child: ListedChild, *, of: int) -> RowShown:
        number, facts = child.row, child.facts
        texts = {
            Column.SEX: str(facts.person.sex.label),
            Column.CHILD_BORN: _born(facts.person),
            Column.FATHER: str(facts.father_status.label),
            Column.FATHER_NAME: facts.father_name,
            Column.CONSENT: self._said(number, Column.CONSENT),
        }
        of_child = filter(self._has, _OF_CHILD)
        cells = [self._cell(number, column, texts[column]) for column in of_child]
        more = [self._cell(number, Column.CHILD, "")]
        more += [self._cell(number, at, "") for at in _OTHERS if self._is_told(number, at)]
        if number == self.correcting and number != of:
            more.append(self._cell(number, Column.MOTHER, ""))
        titled = zip(cells, self.columns, strict=True)
        shown = [replace(cell, label=title) for cell, title in titled if cell is not None]
        others = [cell for cell in more if cell is not None]
        record = self.states.record_of(child)
        return RowShown(
            number,
            list(facts.person.names.values()),
            shown,
            others,
            self.states.of_row[number],
            self.problems.get((number, None), []),
            self.notes.get(number, []),
            [self._asked(question) for question in self.states.asked_of_child(number)],
            record.get_absolute_url() if record and record in self.seen else "",
            record.reference if record else "",
            self.changes(child),
            is_ticked=f"aside-{number}" in self.draft,
        )

    def _said(self, number: int, column: Column) -> str:
        row = self.listed_rows.get(number)
        return row[column] if isinstance(row, ListRow) else ""

    def _cell(self, number: int, column: Column, text: str) -> ListCell | None:
        at = self.places.get(column)
        if at is None:
            return ListCell("", text, "", "", (), False) if text else None
        row = self.rows.get(number)
        original = "".join(row.texts[at : at + 1]) if row else ""
        heading = self.trial.read.headings.get(at, "") if self.trial.read else ""
        name = f"cell-{number}-{at}"
        return ListCell(
            heading,
            text,
            original,
            name,
            self.problems.get((number, column), ()),
            str(at) in row.corrections if row else False,
            is_open=number == self.correcting,
            draft=self.draft.get(name, original),
        )

    def _asked(self, question: Question) -> RowQuestion:
        record = question.record
        is_seen = record in self.seen
        choices = [(each, _choice_text(each, question.key)) for each in question.choices]
        if record is not None and not is_seen:
            choices = [pair for pair in choices if pair[0] != SAME]
        return RowQuestion(
            self.ids[question.key],
            question.key,
            question.sentence,
            choices,
            self._answer(question),
            record.get_absolute_url() if record and is_seen else "",
            _record_text(record) if record and is_seen else "",
            " · ".join(match_reasons(question.reasons)),
            record is not None and not is_seen,
            self._other(question) if record is None else (),
        )

    def _answer(self, question: Question) -> str:
        number = self.ids[question.key]
        is_of_draft = self.draft.get(f"key-{number}") == question.key
        return self.draft.get(f"answer-{number}", "") if is_of_draft else question.answer

    def _other(self, question: Question) -> Sequence[str]:
        """Return the other row of a question about two, and who stands there; else nothing."""
        match = _OTHER_ROW.search(question.key)
        if match is None:
            return ()
        person = self._people.get((match[1] == "mother =", int(match[2])))
        return (match[2], *person.names.values(), _born(person)) if person else ()

    @cached_property
    def _people(self) -> dict[tuple[bool, int], PersonFacts]:
        """The people of the list, by whether they are mothers and by their rows."""
        families = self.trial.families
        mothers = {(True, family.row): family.mother.person for family in families}
        children = (child for family in families for child in family.children)
        return mothers | {(False, child.row): child.facts.person for child in children}

    def aside(self, families: Collection[int]) -> Iterator[tuple[int, str, str]]:
        """Yield the rows of families that were set aside: number, texts, why the file has them."""
        for number, row in self.rows.items():
            if row.state == RowState.ASIDE and row.family in families:
                why = _("hidden in the file") if row.is_hidden else ""
                why = _("struck out in the file") if row.is_struck else why
                yield number, " · ".join(filter(None, row.texts)), why

    def passed(self, numbers: Collection[int]) -> Iterator[ListProblem]:
        """Yield what is said of rows that name no child."""
        for note in self.trial.notes:
            row = self.rows.get(note.row)
            if row and row.state == RowState.PASSED and note.row in numbers:
                yield note

    def repeated(self, each: RepeatedText) -> Repeated:
        """Return a text that is wrong in several rows, with what is wrong with it."""
        columns = self.trial.read.columns if self.trial.read else {}
        heading = self.trial.read.headings.get(each.at, "") if self.trial.read else ""
        sentences = self.problems.get((each.number, columns.get(each.at)), ())
        return Repeated(heading, each.at, each.text, each.rows, next(iter(sentences), ""))


def _choice_text(choice: str, key: str) -> str:
    of_mother = _("The same: her children are of one family")
    texts = {
        SAME.value: of_mother if " mother = " in key else _("The same: nothing is added"),
        NOT_SAME.value: _("Not the same"),
        BOTH_HERS: _("Both are hers"),
        NOT_KNOWN: _("Place not known"),
    }
    return texts.get(choice) or said(choice)  # the name of a place


def _record_text(record: Mother | Child) -> str:
    person = record.person
    parts = [record.reference, " / ".join(name.text for name in person.names.all())]
    if person.born_earliest and person.born_latest:
        parts.append(born_text(person.born_earliest, person.born_latest))
    if isinstance(record, Child):
        parts.append(", ".join(name.text for name in record.mother.person.names.all()))
    if record.held_at:
        parts.append(str(record.held_at))
    return " · ".join(filter(None, parts))


def _born(person: PersonFacts) -> str:
    if person.birth is None:
        return _("birth not known")
    return born_text(person.birth.earliest, person.birth.latest)


def sentence_text(sentence: Sentence, months: int | None) -> str:
    """Return a sentence with its years and months."""
    if months is None:
        return str(sentence.label)
    years, rest = divmod(months, 12)
    words = {"sentence": sentence.label, "years": years, "months": rest}
    if rest:
        return _("%(sentence)s: %(years)s y %(months)s m") % words
    return _("%(sentence)s: %(years)s y") % words
