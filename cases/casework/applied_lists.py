"""A list applied whole, or not at all; and undone whole, while nothing follows from it."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import closings, duplicates, imports, journal, messages, registration, task_acts
from cases.casework.cases import add_note
from cases.casework.editing import save, take
from cases.casework.list_changes import changes_of
from cases.casework.list_checks import check_of, headings_on_record
from cases.casework.list_files import CannotImport
from cases.casework.list_readings import keep_reading
from cases.casework.list_trials import Trial
from cases.casework.listed import ListedChild, ListedFamily
from cases.casework.listed_twice import Comparison, Question, find, mothers_key
from cases.files.sheets import read_sheets
from cases.models import Child, ImportedList, ImportedRow, Mother, Team, User
from cases.models.imported_list import ROWS_OF_ONE
from cases.queries.imports import apply_refusals, undo_refusals, undone_refusals
from cases.vocabulary import ClosedReason, DuplicateVerdict, Role

SAME = DuplicateVerdict.SAME


#: Which child each row became; of a row without one, but for the headings, nothing is kept.
_KEEP_CHILDREN = """
UPDATE cases_importedrow r SET child_id = n.child, is_new = COALESCE(n.is_new, false),
    cells = CASE WHEN n.child IS NULL AND r.number IS DISTINCT FROM %s THEN '{}' ELSE r.cells END,
    corrections = CASE WHEN n.child IS NULL AND r.number IS DISTINCT FROM %s THEN '{}'
        ELSE r.corrections END,
    family = NULL, state = '', hers = NULL, near = '{}', wrong = '{}', is_noted = false,
    is_joining = false, differing = NULL
FROM cases_importedrow o LEFT JOIN unnest(%s::int[], %s::bigint[], %s::boolean[])
    AS n (number, child, is_new) USING (number)
WHERE o.of_list_id = %s AND r.id = o.id
"""


#: After so many families the server is told how the tables have grown; decision 0302.
FAMILIES_BETWEEN = 50


@dataclass(frozen=True, slots=True)
class Share:
    """How many children of a list a caseworker has got."""

    caseworker: User
    children: int


@transaction.atomic
def apply(
    *,
    listed: ImportedList,
    version: int | None,
    by: User,
    on: datetime.date,
    say: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Share, ...]:
    """Register every family of a list, or none; return how the children are shared out.

    Each family goes to the caseworker of the team with the fewest children of the list. ``on`` is
    the day of entry; the registrations are dated by the list. Rows set aside go on in a list of
    their own; of the others that no child came of, nothing is kept. ``say`` is told how many of
    the families are done. Raises ``CannotImport``, and ``Stale``.
    """
    listed = take(ImportedList.objects.select_related("agreement", "team"), listed.pk, version)
    trial = check_of(listed)
    if refusals := apply_refusals(listed, by=by, rows=trial.rows, is_ready=trial.is_ready):
        raise CannotImport(*refusals)
    if trial.as_of > on:
        raise CannotImport(_("The date of the list is in the future."))
    _compare_again(trial, by=by)
    applying = _Applying(listed, trial, by=by, on=on)
    for number, family in enumerate(trial.families):
        say(number, len(trial.families))
        if number and number % FAMILIES_BETWEEN == 0:
            with connection.cursor() as cursor:
                cursor.execute("SELECT cases_count_grown_tables()")
        applying.take_family(family)
    journal.settle()
    applying.keep_rows()
    listed.applied_by, listed.applied_at, listed.rows = by, timezone.now(), trial.rows
    imports.forget(listed)
    save(listed, "applied_by", "applied_at", "rows", *imports.OF_THE_FILE)
    return tuple(Share(user, number) for user, number in applying.shares.items())


@transaction.atomic
def apply_file(
    path: Path, trial: Trial, *, by: User, approved_by: User | None, sheet: str = ""
) -> tuple[Share, ...]:
    """Apply a list on disk that needs no answer, as the pages do. Raises ``CannotImport``."""
    if not by.is_active or not by.has_perm("cases.register_child"):
        raise CannotImport(_("%(user)s may not register children.") % {"user": by})
    sheets = read_sheets(path)
    listed = imports.begin(
        name=path.name,
        content=path.read_bytes(),
        sheets=sheets,
        encoding="",
        agreement=trial.agreement,
        by=by,
    )
    if sheet and sheet != listed.sheet:
        version = listed.version
        imports.read_again(listed=listed, version=version, sheets=sheets, sheet=sheet, encoding="")
        listed.refresh_from_db()
    listed = imports.choose(
        listed=listed,
        version=listed.version,
        header=listed.header or 1,
        columns=listed.columns,
        as_of=trial.as_of,
        with_hidden=False,
        with_struck=False,
        by=by,
    )
    while trial.rows and check_of(listed).uncompared:
        listed = imports.compare_more(listed=listed, version=listed.version, by=by)
    if trial.rows > ROWS_OF_ONE and approved_by is not None:
        listed = imports.ask(listed=listed, version=listed.version, by=by)
        listed = imports.approve(listed=listed, version=listed.version, by=approved_by)
    return apply(listed=listed, version=listed.version, by=by, on=timezone.localdate())


class _Applying:
    """The families of a list on their way into the register, one after the other."""

    def __init__(self, listed: ImportedList, trial: Trial, *, by: User, on: datetime.date) -> None:
        self.listed, self.trial, self.by, self.on = listed, trial, by, on
        self.of_row: dict[int, list[Question]] = {}
        for question in trial.questions:
            self.of_row.setdefault(question.row, []).append(question)
        self.mothers: dict[int, Mother] = {}
        self.children: dict[int, tuple[Child, bool]] = {}
        self.shares = dict.fromkeys(_caseworkers_of(listed.team) or (by,), 0)

    def take_family(self, family: ListedFamily) -> None:
        """Register who of a family is new, and note what the list says of the others."""
        new, same = [], {}
        for child in family.children:
            record = self._known_child(child)
            if isinstance(record, Child):
                self.children[child.row] = record, False
                self._note_changes(child, record)
            elif record is not None:
                same[child.row] = record
            else:
                new.append(child)
        mother = self._known_mother(family)
        if new or mother is not None:
            self._take_new(mother, family, new)
        for row, earlier in same.items():
            self.children[row] = self.children[earlier][0], False

    def _take_new(
        self, mother: Mother | None, family: ListedFamily, new: Sequence[ListedChild]
    ) -> None:
        to = _siblings_caseworker(mother, self.shares) or min(
            self.shares, key=self.shares.__getitem__
        )
        mother, added = self._register(mother, family, new, to)
        self.mothers[family.row] = mother
        self.shares[to] += len(added)
        for record, child in zip(added, new, strict=True):
            self.children[child.row] = record, True
            if child.note:
                add_note(child=record, by=self.by, on=self.on, text=child.note)
        self._remember(family, mother, dict(zip((c.row for c in new), added, strict=True)))

    def keep_rows(self) -> None:
        """Save which child each row became; of a row without one nothing is kept here."""
        rows = list(self.listed.listed.all())
        self._go_on_with([row for row in rows if row.aside], rows)
        keys = [child.pk for child, _new in self.children.values()]
        news = [is_new for _child, is_new in self.children.values()]
        header, numbers = self.listed.header, list(self.children)
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_CHILDREN, [header, header, numbers, keys, news, self.listed.pk])

    def _go_on_with(self, aside: Sequence[ImportedRow], rows: Sequence[ImportedRow]) -> None:
        """Keep the rows that were set aside in a list that is still being checked."""
        if not any(any(row.cells) for row in aside):
            return
        origin = self.listed
        rest = ImportedList.objects.create(
            agreement=origin.agreement,
            team=origin.team,
            name=origin.name,
            digest=origin.digest_of_rest,
            sheet=origin.sheet,
            hidden_columns=origin.hidden_columns,
            header=origin.header,
            columns=origin.columns,
            as_of=origin.as_of,
            begun_by=self.by,
        )
        heads = {origin.header}
        if origin.header and headings_on_record(origin.header, rows).is_grouped:
            heads.add(origin.header - 1)
        copied = [row for row in rows if row.aside or row.number in heads]
        ImportedRow.objects.bulk_create(
            ImportedRow(
                of_list=rest,
                number=row.number,
                cells=row.cells,
                corrections=row.corrections,
                uncalculated=row.uncalculated,
                is_hidden=row.is_hidden,
                is_struck=row.is_struck,
                aside=row.aside,
            )
            for row in copied
        )
        with suppress(CannotImport):  # rows that name no child
            keep_reading(rest, check_of(rest))
            save(rest, "reading")

    def _known_child(self, child: ListedChild) -> Child | int | None:
        """Return who of the register, or which earlier row, the child is by the answers."""
        for question in self.of_row.get(child.row, ()):
            if question.answer != SAME or " child = " not in question.key:
                continue
            if isinstance(question.record, Child):
                return question.record
            return int(question.key.rpartition(" ")[2])
        return None

    def _known_mother(self, family: ListedFamily) -> Mother | None:
        questions = self.of_row.get(family.row, ())
        same = {question.key for question in questions if question.answer == SAME}
        for row, mother in self.mothers.items() if same else ():
            if mothers_key(row, family.row) in same:
                return mother
        for question in questions:
            if question.answer == SAME and isinstance(question.record, Mother):
                return question.record
        rows = {child.row for child in family.children}
        mothers = [child.mother for row, (child, _new) in self.children.items() if row in rows]
        return mothers[0] if mothers else None

    def _register(
        self,
        mother: Mother | None,
        family: ListedFamily,
        new: Sequence[ListedChild],
        caseworker: User,
    ) -> tuple[Mother, list[Child]]:
        on = self.trial.as_of
        if mother is not None:
            return mother, [
                registration.add_child(
                    mother=mother, child=child.facts, by=self.by, on=on, caseworker=caseworker
                )
                for child in new
            ]
        mother = registration.register_family(
            agreement=self.listed.agreement,
            team=self.listed.team,
            mother=family.mother,
            children=[child.facts for child in new],
            by=self.by,
            on=on,
            caseworker=caseworker,
        )
        return mother, list(mother.children.order_by("pk"))

    def _note_changes(self, child: ListedChild, record: Child) -> None:
        """Ask the caseworker to confirm what the list says otherwise than the register."""
        changes = changes_of(child, record)
        if changes and record.is_open:
            words = {"day": f"{self.trial.as_of:%d.%m.%Y}", "changes": "; ".join(changes)}
            text = _("The list of %(day)s says otherwise: %(changes)s") % words
            task_acts.add(child=record, by=self.by, text=text[:500], due_on=self.on)

    def _remember(self, family: ListedFamily, mother: Mother, added: dict[int, Child]) -> None:
        """Save who of the register is another person, so that it is never asked again."""
        for row in {family.row, *added}:
            for question in self.of_row.get(row, ()):
                about = added.get(row) if " child = " in question.key else mother
                record = question.record
                if record is None or about is None or question.answer == SAME:
                    continue
                if about.person_id != record.person_id and added:
                    verdict = DuplicateVerdict.NOT_SAME
                    duplicates.remember(about.person, record, verdict, by=self.by, on=self.on)


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
    now = Comparison(trial.families, dict(find(trial.families, to=by)), {})
    new = now.matches.keys() - trial.matches.keys()
    rows = {question.row for question in now.questions if question.key in new}
    if rows:
        raise CannotImport(
            _(
                "Somebody was registered meanwhile who may be one of the people of row %(rows)s. "
                "Nothing was saved: compare the list again and answer the questions."
            )
            % {"rows": ", ".join(map(str, sorted(rows)))}
        )


@transaction.atomic
def ask_undo(
    *, listed: ImportedList, version: int | None, by: User, on: datetime.date
) -> ImportedList:
    """Ask that all the cases of a list are closed as entered in error.

    Raises ``CannotImport`` where anything follows from them, and ``Stale``.
    """
    listed = take(ImportedList.objects.all(), listed.pk, version)
    if refusals := undo_refusals(listed):
        raise CannotImport(*refusals)
    for child in _new_children(listed):
        closings.ask_to_close(
            child=child, version=child.version, by=by, on=on, reason=ClosedReason.ERROR
        )
    listed.undo_asked_by, listed.undo_asked_at = by, timezone.now()
    save(listed, "undo_asked_by", "undo_asked_at")
    return listed


@transaction.atomic
def undo(*, listed: ImportedList, version: int | None, by: User, on: datetime.date) -> ImportedList:
    """Close all the cases of a list as entered in error, as the second person.

    Their references are never given again; the same list can come once more. Raises
    ``CannotImport``, and ``Stale``.
    """
    listed = take(ImportedList.objects.all(), listed.pk, version)
    if refusals := undone_refusals(listed, by=by):
        raise CannotImport(*refusals)
    with journal.told_together() as entries:
        for child in _new_children(listed):
            closings.approve_closing(child=child, version=child.version, by=by, on=on)
    listed.undone_by, listed.undone_at = by, timezone.now()
    save(listed, "undone_by", "undone_at")
    messages.tell_of_list(listed, entries)
    return listed


def _new_children(listed: ImportedList) -> list[Child]:
    rows = listed.listed.filter(is_new=True).values("child")
    return list(Child.objects.filter(pk__in=rows).order_by("mother", "pk"))
