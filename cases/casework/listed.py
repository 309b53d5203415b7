"""The rows of a list as facts of families, and the problems in them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.models import Agreement, Place
from cases.rules import lists
from cases.rules.births import Birth, CannotReadBirth, motherhood, read_birth
from cases.rules.date_words import is_not_known
from cases.rules.lists import Column, Family, ListRow
from cases.rules.names import CannotUseName, clean_name
from cases.rules.places import spelling
from cases.rules.text import CannotUseText, clean_text
from cases.vocabulary import BirthBasis, FatherStatus, NameKind, Sentence, Sex
from cases.wording import birth_refusal

_CONSENT_LIMIT = 200
Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class ListProblem:
    """A problem to correct in a row, as numbered by the spreadsheet."""

    row: int
    sentence: str


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


class ListReader:
    """Reads rows one by one and collects every problem, not only the first."""

    def __init__(
        self, agreement: Agreement, as_of: datetime.date, places: dict[str, Place | None]
    ) -> None:
        self.agreement = agreement
        self.as_of = as_of
        self.places = places
        self.problems: list[ListProblem] = []

    def family(self, family: Family) -> ListedFamily:
        """Return the family in the rows of one mother."""
        cells, number = family.mother, family.number
        word = self._known(number, cells[Column.SENTENCE], lists.sentence)
        sentence, months = word or (Sentence.UNKNOWN, None)
        mother = MotherFacts(
            PersonFacts(
                self._names(
                    number,
                    (NameKind.FAMILY, cells[Column.MOTHER]),
                    (NameKind.COURT, cells[Column.MOTHER_LATIN]),
                    (NameKind.OFFICIAL, cells[Column.MOTHER_ARABIC]),
                ),
                self._birth(number, cells[Column.MOTHER_BORN]),
                BirthBasis.MOTHER if cells[Column.MOTHER_BORN] else "",
                Sex.FEMALE,
            ),
            held_at=self.places.get(spelling(cells[Column.HELD_AT])),
            sentence=sentence,
            sentence_months=months,
        )
        listed = ListedFamily(number, mother, cells[Column.HELD_AT])
        listed.children = [self._child(row, mother) for row in family.rows]
        return listed

    def _child(self, row: ListRow, mother: MotherFacts) -> ListedChild:
        names = self._names(
            row.number,
            (NameKind.FAMILY, row[Column.CHILD]),
            (NameKind.OFFICIAL, row[Column.CHILD_ARABIC]),
        )
        if not names:
            self._problem(row.number, _("The child has no name."))
        birth = self._birth(row.number, row[Column.CHILD_BORN])
        if birth is None and (is_not_known(row[Column.CHILD_BORN]) or not row[Column.CHILD_BORN]):
            self._problem(row.number, _("The child has neither a date of birth nor an age."))
        if motherhood(mother.person.birth, birth) == "impossible":
            self._problem(
                row.number,
                _("Check the dates: mother and child are born fewer than 10 years apart."),
            )
        sex = self._known(row.number, row[Column.SEX], lists.sex) or Sex.UNKNOWN
        father = self._known(row.number, row[Column.FATHER], lists.father) or FatherStatus.UNKNOWN
        return ListedChild(
            row.number,
            ChildFacts(
                PersonFacts(names, birth, BirthBasis.MOTHER if birth else "", sex),
                father_status=father,
            ),
            self._note(row),
        )

    def _names(self, number: int, *cells: tuple[NameKind, str]) -> dict[NameKind, str]:
        names = {}
        for kind, text in cells:
            if not text:
                continue
            try:
                names[kind] = clean_name(text)
            except CannotUseName:
                self._problem(
                    number,
                    _("The name in “%(column)s” has hidden characters, or is not a name.")
                    % {"column": kind.label},
                )
        return names

    def _birth(self, number: int, text: str) -> Birth | None:
        if not text or is_not_known(text):
            return None
        try:
            return read_birth(text, on=self.as_of)
        except CannotReadBirth as refusal:
            sentence = _("“%(text)s” is not a possible date of birth or age.") % {"text": text[:40]}
            self._problem(number, f"{sentence} {birth_refusal(refusal)}")
            return None

    def _known(self, number: int, text: str, meaning: Callable[[str], Word | None]) -> Word | None:
        word = meaning(text)
        if word is None:
            self._problem(number, _("“%(text)s” is not understood.") % {"text": text[:40]})
        return word

    def _note(self, row: ListRow) -> str:
        if not row[Column.CONSENT]:
            return ""
        try:
            text = clean_text(row[Column.CONSENT], limit=_CONSENT_LIMIT)
        except CannotUseText:
            self._problem(row.number, _("The consent has hidden characters or is too long."))
            return ""
        return _("Consent of the mother, reported by the embassy on %(day)s: %(said)s") % {
            "day": f"{self.as_of:%d.%m.%Y}",
            "said": text,
        }

    def _problem(self, number: int, sentence: str) -> None:
        self.problems.append(ListProblem(number, sentence))
