"""People of a list who may be one person, within the list and in the register.

Each is a question, which a person answers; a child of the register who is the same letter by
letter is one without being asked.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

from django.utils.translation import gettext as _

from cases.casework import duplicates
from cases.casework.listed import ListedChild, ListedFamily
from cases.casework.listed_names import ListProblem
from cases.casework.people import span_of
from cases.casework.registration import PersonFacts, same_child
from cases.models import Child, Mother, User
from cases.rules.births import Born
from cases.rules.names import likely_same, match_key
from cases.rules.siblings import same_letters, too_close
from cases.vocabulary import ClosedReason, DuplicateVerdict

#: The answer that confirms births of one mother close to one another.
BOTH_HERS = "both hers"
#: Earlier families of a list about which one is asked, where many mothers have one name.
MOST_ALIKE = 10
#: Families whose words are looked up in the register at once.
TOGETHER = 40


class Match(NamedTuple):
    """A record that may be of a person of a family; ``about`` is the child's position, or None."""

    about: int | None
    record: Mother | Child
    reasons: Sequence[str]


#: What was found in the register, by the ``facts_key`` of a family.
Found = Mapping[str, Sequence[Match]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question only a person can answer, by its ``key``; ``choices`` are the valid answers.

    ``record`` is whom of the register it asks about.
    """

    key: str
    row: int
    sentence: str
    choices: tuple[str, ...]
    answer: str = ""
    record: Mother | Child | None = None
    reasons: tuple[str, ...] = ()


def facts_key(family: ListedFamily) -> str:
    """Return a digest of what a family is compared by: other facts, another key."""
    words: list[object] = [family.mother.held_at and family.mother.held_at.pk]
    for person in _people(family):
        birth = person.birth
        words += [sorted(person.names.items()), str(person.sex)]
        words += [birth and (birth.earliest, birth.latest)]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]


def _people(family: ListedFamily) -> list[PersonFacts]:
    return [family.mother.person, *(child.facts.person for child in family.children)]


def find(families: Sequence[ListedFamily], *, to: User) -> Iterator[tuple[str, list[Match]]]:
    """Yield what the register has like each family, by its ``facts_key``; some ten queries each.

    The words of their names are looked up for ``TOGETHER`` of them at once. A case that was
    entered in error is nobody's.
    """
    for at, family in enumerate(families):
        if at % TOGETHER == 0:
            part = families[at : at + TOGETHER]
            near = duplicates.words_near(person for each in part for person in _people(each))
        facts = [child.facts for child in family.children]
        likely = duplicates.likely(family.mother, facts, to=to, near=near)
        yield (
            facts_key(family),
            [
                Match(each.about, each.record, each.reasons)
                for each in likely
                if not _is_in_error(each.record)
            ],
        )


def _is_in_error(record: Mother | Child) -> bool:
    if isinstance(record, Child):
        return record.closed_reason == ClosedReason.ERROR
    hers = record.children.values_list("closed_reason", flat=True)
    return all(reason == ClosedReason.ERROR for reason in hers)


class Comparison:
    """The families of a list compared with one another and with what the register has."""

    def __init__(
        self, families: Sequence[ListedFamily], matches: Found, answers: Mapping[str, str]
    ) -> None:
        self._answers = answers
        self._facts = {
            child.row: duplicates.facts_of_person(child.facts.person)
            for family in families
            for child in family.children
        }
        self.questions: list[Question] = []
        self.problems: list[ListProblem] = []
        self.matches: dict[str, Mother | Child] = {}
        self._compare_mothers(families)
        for family in families:
            self._compare_with_register(family, matches.get(facts_key(family), ()))
        for family in families:
            self._compare_children(family, self._earlier.get(family.row, ()))

    def _compare_mothers(self, families: Sequence[ListedFamily]) -> None:
        before: dict[str, list[ListedFamily]] = {}
        self._earlier: dict[int, list[ListedFamily]] = {}
        for family in families:
            keys = _keys(family.mother.person)
            others = {other.row: other for key in keys for other in before.get(key, ())}
            self._earlier[family.row] = _likeliest(family, others.values())
            for key in keys:
                before.setdefault(key, []).append(family)
            for other in self._earlier[family.row]:
                self._ask_about_mothers(other, family)

    def _ask_about_mothers(self, one: ListedFamily, other: ListedFamily) -> None:
        sentence = _("Is the mother of row %(row)s the mother of row %(other)s?") % {
            "row": other.row,
            "other": one.row,
        }
        births = [
            (_("row %(row)s") % {"row": child.row}, child.facts.person.birth)
            for child in one.children
        ]
        near = _too_close_to(other, births)
        self._ask(mothers_key(one.row, other.row), other.row, f"{sentence} {near}".strip())

    def _compare_with_register(self, family: ListedFamily, matches: Sequence[Match]) -> None:
        certain = {each.record.pk for each in matches if _is_certain(family, each)}
        hers = {
            each.record.mother_id
            for each in matches
            if isinstance(each.record, Child) and each.record.pk in certain
        }
        sames: list[Mother] = []
        for match in matches:
            row = family.row if match.about is None else family.children[match.about].row
            who = "mother" if match.about is None else "child"
            key = f"row {row} {who} = {match.record.reference}"
            self.matches[key] = match.record
            sentence = _("Is this the same person as %(reference)s of the register?") % {
                "reference": match.record.reference
            }
            near, is_certain = "", match.record.pk in certain
            if isinstance(match.record, Mother):
                births = match.record.children.all()
                near = _too_close_to(family, [(c.reference, span_of(c.person)) for c in births])
                is_certain = match.record.pk in hers
                answer = self._answers.get(key) or (DuplicateVerdict.SAME if is_certain else "")
                sames += [match.record] if answer == DuplicateVerdict.SAME else []
            self._ask(key, row, f"{sentence} {near}".strip(), match=match, is_certain=is_certain)
        for mother in sames:
            self._ask_about_hers(family, mother)

    def _ask_about_hers(self, family: ListedFamily, mother: Mother) -> None:
        """Ask about children of one name once the mother is the same, whatever their births.

        That a birth was corrected is what a list that comes again says most.
        """
        for record, child in product(mother.children.all(), family.children):
            key = f"row {child.row} child = {record.reference}"
            reasons = duplicates.why_one(child.facts.person, record)
            if not reasons or key in self.matches or _is_in_error(record):
                continue
            self.matches[key] = record
            sentence = _("Is this the same person as %(reference)s of the register?") % {
                "reference": record.reference
            }
            self._ask(key, child.row, sentence, match=Match(None, record, reasons))

    def _compare_children(self, family: ListedFamily, others: Iterable[ListedFamily]) -> None:
        before = [
            child
            for other in others
            if self._is_same(mothers_key(other.row, family.row))
            for child in other.children
        ]
        for first, second in product(before, family.children):
            self._compare_two(first, second)
        for first, second in combinations(family.children, 2):
            self._compare_two(first, second)
            if too_close(first.facts.person.birth, second.facts.person.birth):
                self._ask_about_births(first, second)

    def _compare_two(self, first: ListedChild, second: ListedChild) -> None:
        one, other = first.facts.person, second.facts.person
        rows = {"row": second.row, "other": first.row}
        if same_child(one, other):
            sentence = _(
                "Rows %(other)s and %(row)s have the same name, sex and birth. Remove one of them."
            )
            self.problems.append(ListProblem(second.row, sentence % rows))
        elif likely_same(self._facts[first.row], self._facts[second.row]):
            sentence = _("Is the child of row %(row)s the child of row %(other)s?")
            self._ask(f"row {second.row} child = row {first.row}", second.row, sentence % rows)

    def _ask_about_births(self, first: ListedChild, second: ListedChild) -> None:
        sentence = _(
            "Fewer than nine months lie between the births of rows %(other)s and %(row)s. Are both "
            "children hers? If not, correct the list."
        ) % {"row": second.row, "other": first.row}
        key = f"row {second.row} birth near row {first.row}"
        self._ask(key, second.row, sentence, (BOTH_HERS,))

    def _ask(
        self,
        key: str,
        row: int,
        sentence: str,
        choices: Sequence[str] = DuplicateVerdict.values,
        *,
        match: Match | None = None,
        is_certain: bool = False,
    ) -> None:
        answer = self._answers.get(key, "")
        if is_certain and not answer:
            answer = DuplicateVerdict.SAME
        self.questions.append(
            Question(
                key,
                row,
                sentence,
                tuple(choices),
                answer if answer in choices else "",
                match.record if match else None,
                tuple(match.reasons) if match else (),
            )
        )

    def _is_same(self, key: str) -> bool:
        return self._answers.get(key, "") == DuplicateVerdict.SAME


def _likeliest(family: ListedFamily, others: Collection[ListedFamily]) -> list[ListedFamily]:
    """Return the earlier families of whose mother it is asked: of many, those nearest by birth."""
    if len(others) <= MOST_ALIKE:
        return sorted(others, key=lambda each: each.row)
    born = family.mother.person.birth

    def apart(other: ListedFamily) -> tuple[int, int]:
        birth = other.mother.person.birth
        days = abs((birth.earliest - born.earliest).days) if birth and born else 0
        return days, family.row - other.row

    return sorted(sorted(others, key=apart)[:MOST_ALIKE], key=lambda each: each.row)


def _is_certain(family: ListedFamily, match: Match) -> bool:
    """Return whether a child is one of the register letter by letter, and the mother."""
    if match.about is None or not isinstance(match.record, Child):
        return False
    child, record = family.children[match.about].facts.person, match.record
    born, hers = span_of(record.person), family.mother.person.names.values()
    return (
        same_letters(child.names.values(), _texts(record))
        and same_letters(hers, _texts(record.mother))
        and child.sex == record.person.sex
        and child.birth is not None
        and born is not None
        and (child.birth.earliest, child.birth.latest) == (born.earliest, born.latest)
    )


def _texts(record: Mother | Child) -> list[str]:
    return [name.text for name in record.person.names.all()]


def _too_close_to(family: ListedFamily, births: Sequence[tuple[str, Born | None]]) -> str:
    """Return what speaks against one mother: births too close to one another, else ""."""
    for child, (other, birth) in product(family.children, births):
        if too_close(birth, child.facts.person.birth):
            return _(
                "Fewer than nine months would lie between the births of row %(row)s and %(other)s."
            ) % {"row": child.row, "other": other}
    return ""


def mothers_key(one: int, other: int) -> str:
    """Return the key of the question whether the mothers of two rows are one."""
    return f"row {other} mother = row {one}"


def _keys(person: PersonFacts) -> frozenset[str]:
    return frozenset(match_key(text) for text in person.names.values())
