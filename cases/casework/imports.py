"""Importing a list of children: a trial first, then all or nothing.

Questions only a person can answer - where an unknown place is, whether two mothers are
one - go to a file of answers, which the trial writes and the import reads.
"""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cases.casework import journal, registration
from cases.casework.cases import add_note
from cases.casework.list_files import CannotImport, day_of, sheet_of, unread
from cases.casework.listed import ListedChild, ListedFamily, ListProblem, ListReader
from cases.casework.listed_twice import Comparison, Question, mothers_key
from cases.files.sheets import read_sheets
from cases.models import Agreement, Child, ImportedList, Mother, Place, Team, User
from cases.rules.date_words import is_not_known
from cases.rules.list_words import Column
from cases.rules.lists import ReadList, read_list
from cases.rules.places import spelling
from cases.vocabulary import DuplicateVerdict, PlacePurpose, Role

#: From so many rows on, a list is applied only with the approval of a reviewer.
ROWS_OF_ONE = 25
#: The answer that leaves a place open.
NOT_KNOWN = "-"


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

    @property
    def rows(self) -> int:
        return sum(len(family.children) for family in self.families)

    @property
    def is_ready(self) -> bool:
        return not self.problems and all(question.answer for question in self.questions)

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
    """Read a list; return its families, problems and open questions.

    ``sheet`` is the name of the sheet, where several have a list. Raises ``CannotReadFile``,
    ``CannotReadList``, and ``CannotImport`` if the list has no day, it is not clear which sheet
    is meant, or the same file was imported before.
    """
    listed, notes = sheet_of(read_sheets(path), sheet)
    read = read_list(listed.rows)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if ImportedList.objects.filter(digest=digest).exists():
        raise CannotImport(_("This file was imported before. Nothing was saved."))
    day = as_of or day_of(read)
    places, place_questions = _places(read, agreement, answers)
    newest = registration.newest_child()
    reader = ListReader(agreement, day, places, read, listed.looks)
    families = tuple(reader.family(family) for family in read.families)
    compared = Comparison(families, by, answers)
    return Trial(
        agreement=agreement,
        digest=digest,
        as_of=day,
        families=families,
        problems=tuple(
            sorted([*reader.problems, *compared.problems], key=lambda problem: problem.row)
        ),
        questions=(*place_questions, *compared.questions),
        matches=compared.matches,
        notes=(*notes, *unread(read), *reader.notes),
        newest=newest,
    )


def refuse_people(by: User, approved_by: User, rows: int) -> Team:
    """Return the team to register for. Raises ``CannotImport`` unless ``by`` and ``approved_by``
    differ and each may do their part for ``rows`` rows.
    """
    if by.pk == approved_by.pk:
        raise CannotImport(_("A list is imported by one person and approved by a second person."))
    if not by.is_active or not by.has_perm("cases.register_child"):
        raise CannotImport(_("%(user)s may not register children.") % {"user": by})
    if by.team is None:
        raise CannotImport(_("%(user)s has no team to register for.") % {"user": by})
    wanted = "cases.verify_child" if rows > ROWS_OF_ONE else "cases.register_child"
    if not approved_by.is_active or not approved_by.has_perm(wanted):
        raise CannotImport(
            _("%(user)s may not approve a list of %(rows)s rows.")
            % {"user": approved_by, "rows": rows}
        )
    return by.team


@dataclass(frozen=True, slots=True)
class Share:
    """How many children of a list a caseworker has got."""

    caseworker: User
    children: int


@transaction.atomic
def apply(trial: Trial, *, by: User, approved_by: User, on: datetime.date) -> tuple[Share, ...]:
    """Register every family of a trial, or none; return how the children are shared out.

    Each family goes to the caseworker of the team with the fewest children of the list.
    ``on`` is the day of entry; the registrations are dated by the list. Raises
    ``CannotImport`` for open problems and people without the permission; the database
    refuses the same file twice.
    """
    team = refuse_people(by, approved_by, trial.rows)
    if not trial.is_ready:
        raise CannotImport(_("The list has problems or open questions. Nothing was saved."))
    if trial.as_of > on:
        raise CannotImport(_("The date of the list is in the future."))
    _compare_again(trial, by=by)
    ImportedList.objects.create(
        digest=trial.digest,
        as_of=trial.as_of,
        rows=trial.rows,
        asked_by=by,
        approved_by=approved_by,
    )
    mothers: dict[int, Mother] = {}
    shares = dict.fromkeys(_caseworkers_of(team) or (by,), 0)
    for family in trial.families:
        mother = _known_mother(family, trial, mothers)
        new = [child for child in family.children if not _known_child(child, trial)]
        to = _siblings_caseworker(mother, shares) or min(shares, key=shares.__getitem__)
        mothers[family.row], children = _register(mother, family, new, trial, team, by, to)
        for child, listed in zip(children, new, strict=True):
            if listed.note:
                add_note(child=child, by=by, on=on, text=listed.note)
        shares[to] += len(children)
    journal.settle()
    return tuple(Share(caseworker, number) for caseworker, number in shares.items())


def _caseworkers_of(team: Team) -> Sequence[User]:
    members = User.objects.filter(team=team, is_active=True, groups__name=Role.CASEWORKER)
    return list(members.order_by("pk"))


def _siblings_caseworker(mother: Mother | None, team: Iterable[User]) -> User | None:
    """Return who of ``team`` works on the children of ``mother`` already."""
    if mother is None:
        return None
    busy = set(mother.children.open().values_list("caseworker", flat=True))
    return next((user for user in team if user.pk in busy), None)


def _compare_again(trial: Trial, *, by: User) -> None:
    """Hold off other registrations; refuse a list of people who were registered since the trial."""
    if registration.hold_registering() == trial.newest:
        return
    now = Comparison(trial.families, by, {})
    new = now.matches.keys() - trial.matches.keys()
    rows = {question.row for question in now.questions if question.key in new}
    if rows:
        raise CannotImport(
            _(
                "Somebody was registered meanwhile who may be one of the people of row %(rows)s. "
                "Nothing was saved: run the trial again and answer the questions."
            )
            % {"rows": ", ".join(map(str, sorted(rows)))}
        )


def _register(
    mother: Mother | None,
    family: ListedFamily,
    new: Sequence[ListedChild],
    trial: Trial,
    team: Team,
    by: User,
    caseworker: User,
) -> tuple[Mother, list[Child]]:
    if mother is not None:
        return mother, [
            registration.add_child(
                mother=mother, child=child.facts, by=by, on=trial.as_of, caseworker=caseworker
            )
            for child in new
        ]
    mother = registration.register_family(
        agreement=trial.agreement,
        team=team,
        mother=family.mother,
        children=[child.facts for child in new],
        by=by,
        on=trial.as_of,
        caseworker=caseworker,
    )
    return mother, list(mother.children.order_by("pk"))


def _known_mother(family: ListedFamily, trial: Trial, mothers: dict[int, Mother]) -> Mother | None:
    for row, mother in mothers.items():
        if trial.same(mothers_key(row, family.row)):
            return mother
    for key, record in trial.matches.items():
        if key.startswith(f"row {family.row} mother = ") and trial.same(key):
            return record if isinstance(record, Mother) else None
    return None


def _known_child(child: ListedChild, trial: Trial) -> bool:
    """Return whether the child is one of another row, or of the register, by the answers."""
    key = f"row {child.row} child = "
    return any(q.answer == DuplicateVerdict.SAME for q in trial.questions if q.key.startswith(key))


def _places(
    read: ReadList, agreement: Agreement, answers: dict[str, str]
) -> tuple[dict[str, Place | None], list[Question]]:
    """Return the place of each cell by name or alias, and a question for each unknown one."""
    custody = Place.objects.serving(PlacePurpose.CUSTODY).filter(country=agreement.holding_id)
    by_name = {spelling(place.name): place for place in custody.order_by("pk")}
    places = dict(by_name)
    for place in custody.called().order_by("pk"):
        for name in place.names.all():
            places.setdefault(spelling(name.name), place)
    choices = sorted(place.name for place in by_name.values())
    matches: dict[str, Place | None] = {}
    questions: list[Question] = []
    for family in read.families:
        text = family.mother[Column.HELD_AT]
        key = spelling(text)
        if not text or key in matches or is_not_known(text):
            continue
        matches[key] = places.get(key)
        if matches[key] is None:
            answer = answers.get(f"place {text}", "")
            matches[key] = by_name.get(spelling(answer))
            taken = answer if answer == NOT_KNOWN or matches[key] else ""
            questions.append(
                Question(
                    f"place {text}",
                    family.number,
                    _("Which place is “%(text)s”?") % {"text": text},
                    (*choices, NOT_KNOWN),
                    taken,
                    answer,
                )
            )
    return matches, questions
