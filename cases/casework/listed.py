"""The rows of a list as facts of families, and the problems in them."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.listed_names import NameReader
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.files.looks import Looks
from cases.models import Agreement, Place
from cases.rules import list_words
from cases.rules.births import Birth, CannotReadBirth, age, motherhood, read_birth
from cases.rules.date_words import is_not_known, respelt
from cases.rules.days import both_readings, with_day_first
from cases.rules.list_words import Column
from cases.rules.listed_names import spellings
from cases.rules.lists import Family, ListRow, ReadList
from cases.rules.places import spelling
from cases.rules.text import CannotUseText, clean_text
from cases.vocabulary import BirthBasis, FatherStatus, NameKind, Sentence, Sex
from cases.wording import birth_refusal, born_text

_CONSENT_LIMIT = 200
#: Years from which on a list's child is somebody else, or an age typed into a cell of days.
_GROWN = 30
Word = TypeVar("Word")
#: What to write where a word is not understood.
_WRITTEN = {
    Column.SENTENCE: gettext_lazy("Write “15 years”, “life” or “death”, or leave it empty."),
    Column.SEX: gettext_lazy("Write “boy” or “girl”, or leave it empty."),
}
_OF_FATHER = (
    *(Column.FATHER, Column.FATHER_NAME),
    *(Column.FATHER_FAMILY, Column.FATHER_PATRONYMIC),
)
#: Cells that hold one fact of one person.
_ONE_FACT = (
    *(Column.MOTHER, Column.MOTHER_FAMILY, Column.MOTHER_PATRONYMIC, Column.MOTHER_BORN),
    *(Column.CHILD, Column.CHILD_FAMILY, Column.CHILD_PATRONYMIC, Column.CHILD_ARABIC),
    *(Column.CHILD_BORN, Column.CHILD_AGE, Column.SEX, *_OF_FATHER),
)


@dataclass(slots=True)
class ListedChild:
    """A child of a list; ``note`` is the embassy's report of the consent."""

    row: int
    facts: ChildFacts
    note: str = ""


@dataclass(slots=True)
class ListedFamily:
    """A mother of a list with her children; ``place`` is the cell as written."""

    row: int
    mother: MotherFacts
    place: str
    children: list[ListedChild] = field(default_factory=list)


class ListReader(NameReader):
    """Reads rows one by one and collects every problem, not only the first.

    ``notes`` say what was read otherwise than it stands, or passed over.
    """

    def __init__(
        self,
        agreement: Agreement,
        as_of: datetime.date,
        places: dict[str, Place | None],
        read: ReadList,
        looks: Looks | None = None,
        day_first: str | None = None,
    ) -> None:
        super().__init__(read)
        self.agreement = agreement
        self.as_of = as_of
        self.places = places
        #: A date of the list by which 03/04/2017 is 3 April; "" where there is none.
        self.with_day_first = with_day_first(_births(read)) if day_first is None else day_first
        self.is_order_noted = False
        self._look_at(looks or Looks())
        for row, heading, other in read.differing:
            sentence = _("“%(heading)s” and “%(other)s” differ in this row. Keep the right column.")
            self._problem(row, sentence % {"heading": heading, "other": other})
        for row, text in read.passed:
            sentence = _("“%(text)s”: not read, since it names no child.")
            if row in read.above:
                sentence = _("“%(text)s”: the mother of the children in the rows below.")
            if any(first <= row <= last for first, last in read.apart):
                sentence = _("“%(text)s”: not read, since it stands below other headings.")
            self._note_of(row, sentence % {"text": text})

    def family(self, family: Family) -> ListedFamily:
        """Return the family in the rows of one mother."""
        cells, number = family.mother, family.number
        if family.is_asked:
            self._problem(
                number,
                _("Whose child is this? Nothing above names the mother: write her in this row."),
                Column.MOTHER,
            )
        word = self._known(number, cells, Column.SENTENCE, list_words.sentence)
        sentence, months = word or (Sentence.UNKNOWN, None)
        birth = self._birth(number, cells[Column.MOTHER_BORN], Column.MOTHER_BORN)
        mother = MotherFacts(
            PersonFacts(
                self._names(
                    number,
                    cells,
                    (NameKind.FAMILY, Column.MOTHER),
                    (NameKind.COURT, Column.MOTHER_LATIN),
                    (NameKind.OFFICIAL, Column.MOTHER_ARABIC),
                ),
                birth,
                BirthBasis.MOTHER if birth else "",
                Sex.FEMALE,
            ),
            held_at=self.places.get(spelling(cells[Column.HELD_AT])),
            sentence=sentence,
            sentence_months=months,
        )
        for row in family.rows:
            self._note_repeated(row, Column.MOTHER, next(iter(mother.person.names.values()), ""))
        for column, text in cells.items():
            if column != Column.MOTHER:
                self._note_repeated(family.rows[0], column, text)
        listed = ListedFamily(number, mother, cells[Column.HELD_AT])
        father: dict[Column, str] = {}
        consent = ""
        for row in family.rows:
            father = self._cells_of_father(row, father)
            consent = self._consent(row, consent)
            listed.children.append(self._child(row, mother, father, consent))
        return listed

    def _consent(self, row: ListRow, above: str) -> str:
        """Return what a row says of the consent; a mark is what the row above it says."""
        text = row[Column.CONSENT]
        if not list_words.is_ditto(text):
            return text
        self._note_repeated(row, Column.CONSENT, above)
        if not above:
            sentence = _("“%(text)s” is not understood.") % {"text": text[:40]}
            self._problem(row.number, sentence, Column.CONSENT)
        return above

    def _cells_of_father(self, row: ListRow, above: Mapping[Column, str]) -> dict[Column, str]:
        """Return what a row says of the father.

        A mark is what the row above of the family says; so is a blank beside a marked name.
        """
        is_his = list_words.is_ditto(row[Column.FATHER_NAME])
        cells = {}
        for column in _OF_FATHER:
            text = cells[column] = row[column]
            if above.get(column) and (list_words.is_ditto(text) or (is_his and not text)):
                cells[column] = above[column]
                self._note_repeated(row, column, above[column])
        return cells

    def _note_repeated(self, row: ListRow, column: Column, above: str) -> None:
        """Tell of a mark that stands for what is said above of the mother, or the father."""
        text = row[column]
        if above and list_words.is_ditto(text):
            self._note_of(
                row.number, _("“%(text)s” is read as “%(name)s”.") % {"text": text, "name": above}
            )

    def _look_at(self, looks: Looks) -> None:
        """Tell of what does not meet the eye, or meets it as struck out."""
        for place, column in self.read.columns.items():
            words = {"heading": self.read.headings.get(place, "")}
            if place in looks.hidden_columns:
                sentence = _("The column “%(heading)s” is hidden. Show it or remove it.")
                self._problem(self.read.header_row, sentence % words)
            for row in self._rows() if looks.uncalculated else ():
                if (row.number, place) in looks.uncalculated and not row[column]:
                    sentence = _(
                        "“%(heading)s” has a formula without its value. Open the file in a "
                        "spreadsheet, save it and import that."
                    )
                    self._problem(row.number, sentence % words, column)
        for row in self._rows():
            if row.number in looks.hidden_rows:
                self._problem(row.number, _("The row is hidden. Show it or remove it."))
            if row.number in looks.struck_rows:
                sentence = _("The row is struck out. Remove it, or the line through it.")
                self._problem(row.number, sentence)

    def _rows(self) -> Iterator[ListRow]:
        return (row for family in self.read.families for row in family.rows)

    def _child(
        self, row: ListRow, mother: MotherFacts, father: Mapping[Column, str], consent: str
    ) -> ListedChild:
        if row[Column.REMARK]:
            sentence = _("The list remarks: “%(text)s”.")
            self._note_of(row.number, sentence % {"text": " ".join(row[Column.REMARK].split())})
        if (column := self._two_lines(row)) is not None:
            sentence = _("“%(heading)s” has two lines in one cell. Give each child a row.")
            self._problem(row.number, sentence % {"heading": self.read.heading(column)}, column)
            return ListedChild(row.number, ChildFacts(PersonFacts({})))
        names = self._names(
            row.number,
            row.cells,
            (NameKind.FAMILY, Column.CHILD),
            (NameKind.OFFICIAL, Column.CHILD_ARABIC),
        )
        if not names:
            self._problem(row.number, _("The child has no name."), Column.CHILD)
        birth = self._birth_of_child(row)
        if motherhood(mother.person.birth, birth) == "impossible":
            self._problem(
                row.number,
                _("Check the dates: mother and child are born fewer than 10 years apart."),
                self._column_of_birth(),
            )
        sex = self._known(row.number, row.cells, Column.SEX, list_words.sex) or Sex.UNKNOWN
        father_name, father_status = self._father(row.number, father)
        return ListedChild(
            row.number,
            ChildFacts(
                PersonFacts(names, birth, BirthBasis.MOTHER if birth else "", sex),
                father_name=father_name,
                father_status=father_status,
            ),
            self._note(row.number, consent),
        )

    def _father(self, number: int, cells: Mapping[Column, str]) -> tuple[str, FatherStatus]:
        """Return the father's name, and what became of him, in whichever column it stands."""
        column, text = Column.FATHER_NAME, cells[Column.FATHER_NAME]
        words, fate = list_words.name_and_fate(text)
        status = list_words.father(cells[Column.FATHER])
        if status is None:
            sentence = _("“%(text)s” is not understood.")
            if not cells[Column.FATHER].startswith("#"):  # the error of a formula
                sentence = _(
                    "“%(text)s” does not say what became of the father. If this is his name, "
                    "choose “Father’s name” for the column."
                )
            words_of_fate = list_words.fate_at_the_start(cells[Column.FATHER])
            if words_of_fate:
                sentence = _("“%(text)s” says more than became of the father. Leave “%(words)s”.")
            texts = {"text": cells[Column.FATHER][:40], "words": words_of_fate}
            self._problem(number, sentence % texts, Column.FATHER)
        if fate is not None and status in (None, fate, FatherStatus.UNKNOWN):
            status = fate
            read_as = " · ".join(filter(None, [words, str(fate.label)]))
            sentence = _("“%(text)s” is read as “%(name)s”.")
            self._note_of(number, sentence % {"text": text, "name": read_as})
        elif fate is not None:
            sentence = _("“%(text)s” and the column “%(column)s” differ. Keep what is right.")
            heading = self.read.heading(Column.FATHER)
            self._problem(number, sentence % {"text": text[:40], "column": heading}, column)
        cells = {**cells, column: "" if is_not_known(words) else words}
        names = self._names(number, cells, (NameKind.FAMILY, column))
        return next(iter(names.values()), ""), status or FatherStatus.UNKNOWN

    def _two_lines(self, row: ListRow) -> Column | None:
        """Return the column of a cell with two lines, of those that hold one fact."""
        cells = ((column, row[column].strip()) for column in _ONE_FACT)
        return next((at for at, text in cells if "\n" in text and spellings(text) == [text]), None)

    def _birth_of_child(self, row: ListRow) -> Birth | None:
        columns = (Column.CHILD_BORN, Column.CHILD_AGE)
        if all(not row[column] or is_not_known(row[column]) for column in columns):
            self._problem(
                row.number,
                _("The child has neither a date of birth nor an age."),
                self._column_of_birth(),
            )
        births = [
            birth for column in columns if (birth := self._birth(row.number, row[column], column))
        ]
        if births and (years := self._years_of(births[0])) >= _GROWN:
            sentence = _("This child would be %(years)s years old. Check the birth, or the column.")
            self._problem(row.number, sentence % {"years": years}, self._column_of_birth())
        if len(births) > 1 and (
            births[0].earliest > births[1].latest or births[1].earliest > births[0].latest
        ):
            sentence = _("The date of birth and the age do not agree.")
            self._problem(row.number, sentence, self._column_of_birth())
        return births[0] if births else None

    def _years_of(self, birth: Birth) -> int:
        return age(birth.earliest, birth.latest, self.as_of).youngest_years

    def _column_of_birth(self) -> Column:
        has_born = Column.CHILD_BORN in self.read.columns.values()
        return Column.CHILD_BORN if has_born else Column.CHILD_AGE

    def _birth(self, number: int, text: str, column: Column) -> Birth | None:
        if not text or is_not_known(text):
            return None
        try:
            return read_birth(text, on=self.as_of)
        except CannotReadBirth as refusal:
            if refusal.code == "day_order" and self.with_day_first:
                self._note_order(number, text)
                return read_birth(both_readings(refusal)[0], on=self.as_of)
            if refusal.code == "unreadable" and (with_month := respelt(text)):
                birth = self._birth(number, with_month, column)
                if birth:
                    name = born_text(birth.earliest, birth.latest)
                    words = {"text": text[:40], "name": name}
                    self._note_of(number, _("“%(text)s” is read as “%(name)s”.") % words)
                return birth
            sentence = _("“%(text)s” is not a possible date of birth or age.") % {"text": text[:40]}
            self._problem(number, f"{sentence} {birth_refusal(refusal)}", column)
            return None

    def _note_order(self, number: int, text: str) -> None:
        """Say once that the other dates of the list tell where the day stands."""
        if not self.is_order_noted:
            sentence = _("Dates such as “%(text)s” are read with the day first, as “%(other)s”.")
            self._note_of(number, sentence % {"text": text[:40], "other": self.with_day_first[:40]})
        self.is_order_noted = True

    def _known(
        self,
        number: int,
        cells: Mapping[Column, str],
        column: Column,
        meaning: Callable[[str], Word | None],
    ) -> Word | None:
        text = cells.get(column, "")
        word = meaning(text)
        if word is None:
            sentence = _("“%(text)s” is not understood.") % {"text": text[:40]}
            self._problem(number, f"{sentence} {_WRITTEN[column]}", column)
        return word

    def _note(self, number: int, consent: str) -> str:
        if not consent:
            return ""
        try:
            text = clean_text(consent, limit=_CONSENT_LIMIT)
        except CannotUseText:
            sentence = _("The consent has hidden characters or is too long.")
            self._problem(number, sentence, Column.CONSENT)
            return ""
        return _("Consent of the mother, reported by the embassy on %(day)s: %(said)s") % {
            "day": f"{self.as_of:%d.%m.%Y}",
            "said": text,
        }


def _births(read: ReadList) -> Iterator[str]:
    for family in read.families:
        yield family.mother[Column.MOTHER_BORN]
        yield from (row[Column.CHILD_BORN] for row in family.rows)
