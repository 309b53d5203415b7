"""A list as it is understood, compared with the register; nothing is saved."""

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from cases.casework import registration
from cases.casework.list_files import day_of, sheet_of, unread
from cases.casework.listed import ListedFamily, ListReader
from cases.casework.listed_names import ListProblem
from cases.casework.listed_twice import Comparison, Found, Question, facts_key, find
from cases.files.looks import Looks
from cases.files.sheets import read_sheets
from cases.models import Agreement, Child, Mother, Place, User
from cases.rules.date_words import is_not_known
from cases.rules.list_words import Column
from cases.rules.lists import OF_THE_MOTHER, ReadList, read_list
from cases.rules.names import sort_key
from cases.rules.places import spelling
from cases.vocabulary import DuplicateVerdict, PlacePurpose

#: What the register has like families of a list.
Finder = Callable[[Sequence[ListedFamily]], Found]
#: The answer that leaves a place open.
NOT_KNOWN = "-"


@dataclass(frozen=True, slots=True)
class ListTable:
    """The rows of a list as texts, and what a person said of them so far.

    ``header`` is where the headings stand and ``columns`` what each holds; both are matches where
    nobody said so. Rows set ``aside`` are left out, by their numbers.
    """

    rows: Sequence[Sequence[str]]
    looks: Looks = field(default_factory=Looks)
    header: int | None = None
    columns: dict[int, Column] | None = None
    as_of: datetime.date | None = None
    aside: frozenset[int] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """A list compared with the register; nothing is saved."""

    agreement: Agreement
    digest: str
    as_of: datetime.date
    families: tuple[ListedFamily, ...]
    problems: tuple[ListProblem, ...]
    questions: tuple[Question, ...]
    matches: dict[str, Mother | Child]
    notes: tuple[ListProblem, ...] = ()
    #: ``registration.newest_child`` of the register that the list was compared with.
    newest: int = 0
    #: Families that were not compared with the register yet.
    uncompared: tuple[ListedFamily, ...] = ()
    read: ReadList | None = None
    #: A date by which the others are read with the day first; "" where there is none.
    with_day_first: str = ""

    @property
    def rows(self) -> int:
        return sum(len(family.children) for family in self.families)

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if not question.answer]

    @property
    def is_ready(self) -> bool:
        return not (self.problems or self.open_questions or self.uncompared)

    def same(self, key: str) -> bool:
        """Return whether the question ``key`` was answered "same"."""
        answers = {question.key: question.answer for question in self.questions}
        return answers.get(key) == DuplicateVerdict.SAME


def try_list(
    path: Path,
    *,
    agreement: Agreement,
    by: User,
    as_of: datetime.date | None,
    answers: dict[str, str],
    sheet: str = "",
) -> Trial:
    """Read a list on disk; return its families, problems and open questions.

    ``sheet`` is the name of the sheet, where several have a list. Raises ``CannotReadFile``,
    ``CannotReadList``, and ``CannotImport`` if the list has no day or it is not clear which sheet
    is meant.
    """
    listed, notes = sheet_of(read_sheets(path), sheet)
    rows = ListTable(listed.rows, listed.looks, as_of=as_of, answers=answers)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return trial_of(rows, agreement=agreement, digest=digest, by=by, notes=notes)


def trial_of(
    sheet: ListTable,
    *,
    agreement: Agreement,
    digest: str,
    by: User | None = None,
    matches_of: Finder | None = None,
    newest: int = 0,
    notes: Sequence[ListProblem] = (),
) -> Trial:
    """Return a list as it is understood.

    It is compared with what it is like in the register by ``matches_of``, or else, in the name of
    ``by``, looked for there. Raises ``CannotReadList``, and ``CannotImport`` if the list has no
    day.
    """
    if matches_of is None and by is not None:
        newest = registration.newest_child()

        def matches_of(families: Sequence[ListedFamily]) -> Found:
            return dict(find(families, to=by))

    return trial_of_read(
        read_list(sheet.rows, sheet.header, sheet.columns),
        sheet,
        agreement=agreement,
        digest=digest,
        matches_of=matches_of,
        newest=newest,
        notes=notes,
    )


def trial_of_read(
    read: ReadList,
    sheet: ListTable,
    *,
    agreement: Agreement,
    digest: str,
    matches_of: Finder | None,
    newest: int = 0,
    notes: Sequence[ListProblem] = (),
    with_day_first: str | None = None,
    asked_places: Mapping[str, int] | None = None,
) -> Trial:
    """Return rows that were read as they are understood, all of a list or some families of it.

    Of some, the whole list says ``with_day_first`` and in which rows places are asked about.
    Raises ``CannotImport`` if the list has no day.
    """
    day = sheet.as_of or day_of(read)
    places, place_questions = _places(read, agreement, sheet.answers, sheet.aside)
    if asked_places is not None:
        place_questions = [q for q in place_questions if asked_places.get(q.key, q.row) == q.row]
    reader = ListReader(agreement, day, places, read, sheet.looks, with_day_first)
    families = _without(sheet.aside, [reader.family(family) for family in read.families])
    matches = matches_of(families) if matches_of else {}
    compared = Comparison(families, matches, sheet.answers)
    problems = [*_of_rows(reader.problems, families, read), *compared.problems]
    return Trial(
        agreement=agreement,
        digest=digest,
        as_of=day,
        families=families,
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        questions=(*place_questions, *compared.questions),
        matches=compared.matches,
        notes=(*notes, *unread(read), *reader.notes),
        newest=newest,
        uncompared=tuple(each for each in families if facts_key(each) not in matches),
        read=read,
        with_day_first=reader.with_day_first,
    )


def _without(aside: frozenset[int], families: Sequence[ListedFamily]) -> tuple[ListedFamily, ...]:
    """Return the families without the children whose rows were set aside."""
    for family in families:
        family.children = [child for child in family.children if child.row not in aside]
    return tuple(family for family in families if family.children)


def _of_rows(
    problems: Sequence[ListProblem], families: Sequence[ListedFamily], read: ReadList
) -> list[ListProblem]:
    """Return the problems of the list and of rows that are not set aside, their mother's too."""
    children = {child.row for family in families for child in family.children}
    mothers = {family.row for family in families}
    return [
        problem
        for problem in problems
        if problem.row in children
        or problem.row <= read.header_row
        or (problem.row in mothers and problem.column in OF_THE_MOTHER)
    ]


def _places(
    read: ReadList, agreement: Agreement, answers: Mapping[str, str], aside: frozenset[int]
) -> tuple[dict[str, Place | None], list[Question]]:
    """Return the place of each cell by name or alias, and a question for each unknown one."""
    custody = Place.objects.serving(PlacePurpose.CUSTODY).filter(country=agreement.holding_id)
    by_name = {spelling(place.name): place for place in custody.order_by("pk")}
    places = dict(by_name)
    for place in custody.called().order_by("pk"):
        for name in place.names.all():
            places.setdefault(spelling(name.name), place)
    choices = sorted((place.name for place in by_name.values()), key=sort_key)
    matches: dict[str, Place | None] = {}
    questions: list[Question] = []
    for family in read.families:
        text = family.mother[Column.HELD_AT]
        key = spelling(text)
        if not text or key in matches or is_not_known(text):
            continue
        if all(row.number in aside for row in family.rows):
            continue
        matches[key] = places.get(key)
        if matches[key] is None:
            answer = answers.get(f"place {text}", "")
            matches[key] = by_name.get(spelling(answer))
            taken = answer if answer == NOT_KNOWN or matches[key] else ""
            sentence = _("Which place is “%(text)s”?") % {"text": text}
            questions.append(
                Question(f"place {text}", family.number, sentence, (*choices, NOT_KNOWN), taken)
            )
    return matches, questions
