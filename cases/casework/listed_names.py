"""The names of people in the rows of a list, by what they are, with the problems in them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.rules import list_words
from cases.rules.date_words import is_not_known
from cases.rules.entered_names import entered_name, says_unknown
from cases.rules.list_words import Column, part_of
from cases.rules.listed_names import in_one_alphabet, is_more, sound_alike, spellings
from cases.rules.lists import ReadList
from cases.rules.names import CannotUseName, alphabet_of, letters, script_of, with_parts
from cases.vocabulary import NameKind, Script

#: A number, a letter with a bracket or a bullet, by which a list written by hand counts names.
_NUMBERED = re.compile(
    r"^\s*(?:(?:№\s*|[(\[])?\d{1,3}\s*[.)\]:–-]*|[^\W\d_]\)|[-–—•·▪►*]+)\s*(?=[^\W\d_]{2})"
)
#: What a spreadsheet shows for a tick or a comparison.
_LOGICAL = frozenset({"true", "false", "истина", "ложь"})
_OF_FATHER = (Column.FATHER_NAME, Column.FATHER_FAMILY, Column.FATHER_PATRONYMIC)
#: What a second spelling in the cell of a name is, as a column of it would be.
_OF_SCRIPT = {
    (Column.MOTHER, Script.LATIN): NameKind.COURT,
    (Column.MOTHER, Script.ARABIC): NameKind.OFFICIAL,
    (Column.CHILD, Script.ARABIC): NameKind.OFFICIAL,
}


@dataclass(frozen=True, slots=True)
class ListProblem:
    """A problem to correct in a row, as numbered by the spreadsheet, and in which of its cells."""

    row: int
    sentence: str
    column: Column | None = None


class NameReader:
    """Reads names and collects every problem, not only the first.

    ``notes`` say what was read otherwise than it stands, or passed over.
    """

    def __init__(self, read: ReadList) -> None:
        self.read = read
        self.problems: list[ListProblem] = []
        self.notes: list[ListProblem] = []

    def _names(
        self, number: int, cells: Mapping[Column, str], *columns: tuple[NameKind, Column]
    ) -> dict[NameKind, str]:
        """Return the names of somebody, each with what other columns hold of it."""
        names = self._by_kind(number, cells, columns)
        kind, person = columns[0]
        parts = [*self._parts(number, cells, person)]
        has_no_other = says_unknown(cells.get(person, "")) or person == Column.FATHER_NAME
        if person != Column.CHILD and has_no_other and not names and parts:
            names, parts = self._of_parts(number, kind, parts), []
        alike: dict[NameKind, list[str]] = {}
        for column, text in parts:
            kinds = [each for each in names if alphabet_of(names[each]) == alphabet_of(text)]
            if names and not kinds:
                sentence = _(
                    "“%(column)s” is in another alphabet than the name. Write both in one."
                )
                self._problem(number, sentence % {"column": self.read.heading(column)}, column)
            for each in kinds[:1]:
                alike.setdefault(each, []).append(text)
        for kind, others in alike.items():
            column = next((at for each, at in columns if each == kind), person)
            names[kind] = self._entered(number, with_parts(names[kind], others), column)
        return {kind: name for kind, name in names.items() if name}

    def _of_parts(
        self, number: int, kind: NameKind, parts: Sequence[tuple[Column, str]]
    ) -> dict[NameKind, str]:
        """Return the name of whom other columns alone name, in the alphabet of the first."""
        column, first = parts[0]
        alike = [text for _at, text in parts if alphabet_of(text) == alphabet_of(first)]
        whole = with_parts("", alike)
        return {kind: self._entered(number, whole, column)}

    def _by_kind(
        self, number: int, cells: Mapping[Column, str], columns: Sequence[tuple[NameKind, Column]]
    ) -> dict[NameKind, str]:
        """Return the names in cells, and then the second spellings that stand beside them."""
        names: dict[NameKind, str] = {}
        beside: list[tuple[NameKind, str]] = []
        for kind, column in columns:
            first, *others = self._spellings(number, cells, column) or [""]
            if first:
                names[kind] = first
            kinds = (_OF_SCRIPT.get((column, script_of(name)), NameKind.ALIAS) for name in others)
            beside += zip(kinds, others, strict=True)
        for kind, name in beside:
            if letters(name) not in map(letters, names.values()):
                names.setdefault(NameKind.ALIAS if kind in names else kind, name)
        return names

    def _parts(
        self, number: int, cells: Mapping[Column, str], person: Column
    ) -> Iterator[tuple[Column, str]]:
        """Yield the parts of a name that stand in columns of their own."""
        for part in (Column.PATRONYMIC, Column.FAMILY):
            column = part_of(person, part)
            if not is_not_known(cells.get(column, "")):
                yield from ((column, name) for name in self._spellings(number, cells, column))

    def _spellings(self, number: int, cells: Mapping[Column, str], column: Column) -> list[str]:
        """Return the name in a cell in each script that it is written in, a Cyrillic one first.

        Of a father one name is on record.
        """
        text = self._name(number, cells, column)
        names = sorted(spellings(text), key=lambda name: script_of(name) != Script.CYRILLIC)
        words = {"text": " ".join(text.split()), "column": self.read.heading(column)}
        if not all(sound_alike(names[0], name) for name in names[1:]):
            sentence = _("“%(text)s” in “%(column)s” does not sound like one name. Keep one.")
            self._problem(number, sentence % words, column)
            return []
        if column in _OF_FATHER:
            names = names[:1]
        entered = [self._entered(number, name, column) for name in names if name]
        is_one_cell = [*self.read.columns.values()].count(column) == 1
        if [text] != names and is_one_cell and all(entered):
            words["name"] = " · ".join(entered)
            self._note_of(number, _("“%(text)s” is read as “%(name)s”.") % words)
        return [name for name in entered if name]

    def _name(self, number: int, cells: Mapping[Column, str], column: Column) -> str:
        text = self._without_number(number, cells.get(column, ""))
        words = {"text": text, "column": self.read.heading(column)}
        sentence = ""
        if list_words.is_ditto(text):
            sentence = _("“%(text)s” in “%(column)s” is a mark of repetition. Write the name.")
        elif text.casefold() in _LOGICAL:
            sentence = _("“%(column)s” shows “%(text)s” in place of a name.")
        elif not text or says_unknown(text):
            return ""
        elif any(map(is_more, spellings(text))):
            sentence = _(
                "“%(text)s” in “%(column)s” is not one name alone. Write the name, and give each "
                "child a row."
            )
        if sentence:
            self._problem(number, sentence % words, column)
            return ""
        return text

    def _entered(self, number: int, text: str, column: Column) -> str:
        name = in_one_alphabet(text)
        if name != text:
            words = {"text": text, "name": name}
            self._note_of(number, _("“%(text)s” is read as “%(name)s”.") % words)
        try:
            return entered_name(name)
        except CannotUseName as refusal:
            sentence = _("The name in “%(column)s” has hidden characters, or is not a name.")
            if refusal.code == "mixed":
                sentence = _("A word of the name in “%(column)s” mixes two alphabets.")
            words = {"column": self.read.heading(column), "text": text[:40]}
            if refusal.code == "not_letters":
                sentence = _("“%(text)s” in “%(column)s” has signs that no name has.")
            if text.startswith("#"):
                sentence = _("“%(column)s” shows the error “%(text)s” in place of a name.")
            self._problem(number, sentence % words, column)
            return ""

    def _without_number(self, number: int, text: str) -> str:
        """Return a name without the number that a list written by hand puts before it."""
        name = _NUMBERED.sub("", text)
        if name != text:
            self._note_of(
                number, _("“%(text)s” is read as “%(name)s”.") % {"text": text, "name": name}
            )
        return name

    def _problem(self, number: int, sentence: str, column: Column | None = None) -> None:
        self.problems.append(ListProblem(number, sentence, column))

    def _note_of(self, number: int, sentence: str) -> None:
        self.notes.append(ListProblem(number, sentence))
