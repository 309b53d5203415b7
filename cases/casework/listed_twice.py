"""People of a list who may be one person, within the list and in the register.

Each is a question with its answer, read from the file of answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from django.utils.translation import gettext as _

from cases.casework import duplicates
from cases.casework.listed import ListedChild, ListedFamily, ListProblem
from cases.casework.people import span_of
from cases.casework.registration import PersonFacts, same_child
from cases.models import Child, Mother, User
from cases.rules.births import Born
from cases.rules.names import likely_same, match_key
from cases.rules.siblings import too_close
from cases.vocabulary import DuplicateVerdict

#: The answer that confirms births of one mother close to one another.
BOTH_HERS = "both hers"


@dataclass(frozen=True, slots=True)
class Question:
    """A question only a person can answer, by its ``key``; ``choices`` are the valid answers.

    ``entered`` is what stands in the file of answers, which may be no choice.
    """

    key: str
    row: int
    sentence: str
    choices: tuple[str, ...]
    answer: str = ""
    entered: str = ""


class Comparison:
    """The families of a list compared with one another and with the register."""

    def __init__(
        self, families: Sequence[ListedFamily], by: User, answers: Mapping[str, str]
    ) -> None:
        self._answers = answers
        self.questions: list[Question] = []
        self.problems: list[ListProblem] = []
        self.matches: dict[str, Mother | Child] = {}
        self._compare_mothers(families)
        for family in families:
            self._compare_with_register(family, by)
        for family in families:
            self._compare_children(family, families)

    def _compare_mothers(self, families: Sequence[ListedFamily]) -> None:
        keys = {family.row: _keys(family.mother.person) for family in families}
        for one, other in combinations(families, 2):
            if keys[one.row] & keys[other.row]:
                sentence = _("Is the mother of row %(row)s the mother of row %(other)s?") % {
                    "row": other.row,
                    "other": one.row,
                }
                births = [(f"row {child.row}", child.facts.person.birth) for child in one.children]
                near = _too_close_to(other, births)
                self._ask(mothers_key(one.row, other.row), other.row, f"{sentence} {near}".strip())

    def _compare_with_register(self, family: ListedFamily, by: User) -> None:
        likely = duplicates.likely(family.mother, [c.facts for c in family.children], to=by)
        for match in likely:
            row = family.row if match.about is None else family.children[match.about].row
            who = "mother" if match.about is None else "child"
            key = f"row {row} {who} = {match.record.reference}"
            self.matches[key] = match.record
            sentence = _("Is this the same person as %(reference)s of the register?") % {
                "reference": match.record.reference
            }
            near = ""
            if isinstance(match.record, Mother):
                hers = match.record.children.select_related("person")
                near = _too_close_to(family, [(c.reference, span_of(c.person)) for c in hers])
            self._ask(key, row, f"{sentence} {near}".strip())

    def _compare_children(self, family: ListedFamily, families: Sequence[ListedFamily]) -> None:
        before = [
            child
            for other in families
            if other.row < family.row and self._is_same(mothers_key(other.row, family.row))
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
        elif likely_same(duplicates.facts_of_person(one), duplicates.facts_of_person(other)):
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
        self, key: str, row: int, sentence: str, choices: Sequence[str] = DuplicateVerdict.values
    ) -> None:
        entered = self._answers.get(key, "").strip()
        answer = entered.casefold() if entered.casefold() in choices else ""
        self.questions.append(Question(key, row, sentence, tuple(choices), answer, entered))

    def _is_same(self, key: str) -> bool:
        return self._answers.get(key, "").strip().casefold() == DuplicateVerdict.SAME


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
