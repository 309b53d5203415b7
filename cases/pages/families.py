"""A family at once: what each child still needs, requirement by requirement, and who is next."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Child, Journal, User
from cases.pages import journal
from cases.pages.doors import DOORS, address, address_of
from cases.pages.facts import Words
from cases.pages.journal import Entry
from cases.pages.next_steps import follow_up_text
from cases.pages.parts import shown_names
from cases.pages.tracks import act_on, death_of_father, facts_of, is_replaced, line_of
from cases.pages.work_doors import form_of_task
from cases.queries.case_files import CaseFile
from cases.queries.refusals import refusals
from cases.queries.task_lines import TaskLine
from cases.rules.stages import ELIGIBLE_SINCE, HOME
from cases.rules.tracks import Track
from cases.vocabulary import Act, ClearanceKind, FeeStatus, GiverRole, NeededFor, Stage, TrackState

#: The shape before a state by its tone: done, with somebody else, not yet, bad, to be looked at.
_SIGNS = {"": "ok", "info": "wait", "idle": "off", "bad": "late", "warn": "warn"}
_PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED, FeeStatus.WAIVED)
Subject = ClearanceKind | GiverRole


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementState:
    """How a requirement of a child stands: ``url`` is where it is recorded or seen.

    ``mine`` where its reader can do it now, and ``act`` that in words where the row names a thing.
    """

    status: Words
    sign: str
    alt: str = ""
    url: str = ""
    mine: bool = False
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyHead:
    """A child at the head of a column; without a ``file`` her reader sees the stage alone."""

    child: Child
    name: str
    lang: str
    file: CaseFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementCell:
    """A state under the child whose it is."""

    head: FamilyHead
    state: RequirementState


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow:
    """A requirement; ``same`` is what all children agree in, ``url`` the form for who need it."""

    key: str
    label: Words
    cells: tuple[RequirementCell, ...]
    same: RequirementState | None
    url: str

    @property
    def act(self) -> Words:
        """What its reader does for the first child who needs it."""
        return next((c.state.act for c in self.cells if c.state.mine and c.state.act), self.label)

    @property
    def waiting(self) -> int:
        """For how many children its reader can do it now."""
        return sum(cell.state.mine for cell in self.cells)

    @property
    def names(self) -> str:
        return wording.names_text(cell.head.name for cell in self.cells if cell.state.mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTask:
    """An open task, and whose it is: a head for each child who has it; ``url`` does it for all."""

    sentence: str
    url: str
    heads: list[FamilyHead]
    due_on: datetime.date | None
    late: bool


Reader = Callable[[CaseFile, User], RequirementState]
NOT_YET = partial(RequirementState, sign="off")
UNSEEN = RequirementState(status="–", sign="off")


def heads(children: Iterable[Child], files: Mapping[int, CaseFile], user: User) -> list[FamilyHead]:
    """Return the children of a family, each by the name its reader reads."""
    rows = []
    for child in children:
        shown = shown_names(child.person.names.all(), user)
        name = shown.name or child.reference
        rows.append(FamilyHead(child=child, name=name, lang=shown.lang, file=files.get(child.pk)))
    return rows


def parted(
    columns: Sequence[FamilyHead], rows: Iterable[RequirementRow]
) -> tuple[list[FamilyHead], list[FamilyHead]]:
    """Return the children who stand open, and those who are folded away.

    While a sibling is still on her way, those who are home or closed are folded, but for whom
    the reader has something to do.
    """
    if all(_is_done(head.child) for head in columns):
        return [*columns], []
    due = {cell.head.child.pk for row in rows for cell in row.cells if cell.state.mine}
    open_ = [head for head in columns if head.child.pk in due or not _is_done(head.child)]
    return open_, [head for head in columns if head not in open_]


def _is_done(child: Child) -> bool:
    return child.stage in HOME or not child.is_open


def folded_text(heads_folded: Iterable[FamilyHead]) -> str:
    """Return "2 home, 1 closed"."""
    children = [head.child for head in heads_folded]
    home = sum(child.returned_on is not None for child in children)
    closed = len(children) - home
    words = (
        ngettext("%(n)s home", "%(n)s home", home) % {"n": home} if home else "",
        ngettext("%(n)s closed", "%(n)s closed", closed) % {"n": closed} if closed else "",
    )
    return ", ".join(filter(None, words))


def grid(columns: Sequence[FamilyHead], user: User) -> list[RequirementRow]:
    """Return the requirements in the order of the way home, with a cell for each child."""
    files = [head.file for head in columns if head.file]
    return [_row(*row, columns, user) for row in _rows(files)] if files else []


def fees_due(columns: Iterable[FamilyHead]) -> str:
    """Return what is due for the children, each currency by itself; empty if nothing is."""
    sums: dict[str, Decimal] = {}
    for head in columns:
        fee = head.file.fee if head.file else None
        if fee and fee.status == FeeStatus.DUE:
            sums[fee.currency] = sums.get(fee.currency, Decimal(0)) + fee.amount
    return " + ".join(wording.money_text(sums[each], each) for each in sorted(sums))


def whole_of(columns: Iterable[FamilyHead]) -> list[Child]:
    """Return the children of whom this person is shown the whole record."""
    return [head.child for head in columns if head.file]


def names_of_children(columns: Iterable[FamilyHead]) -> dict[int, str]:
    return {head.child.pk: head.name for head in columns}


def tasks(
    lines: Iterable[TaskLine],
    columns: Sequence[FamilyHead],
    user: User,
    *,
    on: datetime.date,
    beside: str,
) -> list[FamilyTask]:
    """Return the open tasks of a family; what is due of several children alike is one.

    ``beside`` is where the button of the next act leads.
    """
    alike: dict[tuple[str, datetime.date | None], list[TaskLine]] = {}
    for line in lines:
        alike.setdefault((line.sentence, line.due_on), []).append(line)
    return [_task(rows, columns, user, on=on, beside=beside) for rows in alike.values()]


def _task(
    rows: Sequence[TaskLine],
    columns: Sequence[FamilyHead],
    user: User,
    *,
    on: datetime.date,
    beside: str,
) -> FamilyTask:
    keys, line = {row.child_id for row in rows}, rows[0]
    whose = [head for head in columns if head.child.pk in keys]
    references = [head.child.reference for head in whose]
    may = user.has_perm("cases.work_case")
    return FamilyTask(
        sentence=line.sentence,
        url=form_of_task(line, references, user, beside=beside) if may else "",
        heads=whose,
        due_on=line.due_on,
        late=line.is_late(on),
    )


def timeline(entries: Sequence[Journal], columns: Iterable[FamilyHead]) -> list[Entry]:
    """Return the journals of a family as one, each entry with its child."""
    names = names_of_children(columns)
    return [
        replace(line, title=f"{names[entry.child_id]}: {line.title}")
        for entry, line in zip(entries, journal.timeline(entries), strict=True)
    ]


def acts(columns: Sequence[FamilyHead], user: User) -> list[tuple[Words, str]]:
    """Return label and address of what is done for several children in one form.

    The form is that of the first child who is open; her siblings are ticked in the address.
    """
    open_ = [child for child in whole_of(columns) if child.is_open]
    if not open_ or not user.has_perm("cases.work_case"):
        return []
    first, others = open_[0].reference, ",".join(child.reference for child in open_[1:])
    query = {"for": others} if others else {}
    return [
        (label, address(route, first, **query))
        for label, route in (
            (_("Set a hearing"), "child-hearing"),
            (_("Record a consent"), "child-consent"),
            (_("Record a clearance"), "child-clearance"),
        )
    ]


def pairs_text(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the numbers of each pair, and where the two records are compared."""
    return [(wording.names_text(pair), address("pair", *pair)) for pair in pairs]


def next_of(rows: Iterable[RequirementRow]) -> RequirementRow | None:
    """Return the first requirement in which its reader can do something now."""
    return next((row for row in rows if row.waiting), None)


def next_after(rows: Sequence[RequirementRow], key: str) -> RequirementRow | None:
    """Return the next requirement behind the one of ``key``, then from the top; not that one."""
    at = next((number for number, row in enumerate(rows, start=1) if row.key == key), 0)
    return next_of(row for row in (*rows[at:], *rows[:at]) if row.key != key)


def _rows(files: Sequence[CaseFile]) -> Iterator[tuple[str, Words, Reader]]:
    yield from _required(files, NeededFor.VERIFY)
    yield Act.VERIFY, DOORS[Act.VERIFY].label, _verified
    yield Act.ASSESS, _("Assessment"), _assessed
    yield from _required(files, NeededFor.CLEAR)
    yield Act.CLEAR, DOORS[Act.CLEAR].label, _cleared
    yield from _required(files, NeededFor.DEPART)
    yield "fee", _("Fee"), _fee
    yield "seat", _("Place on a movement"), _seat
    if any(file.child.stage in HOME for file in files):
        yield "care", _("Care"), _care
        yield Act.FOLLOW_UP, _("Follow-up"), _follow_up


def _required(files: Iterable[CaseFile], needed: NeededFor) -> Iterator[tuple[str, Words, Reader]]:
    subjects: dict[Subject, None] = {}
    for file in files:
        for track in (*file.clearances, *file.consents):
            if track.needed_for == needed:
                subjects.setdefault(track.subject)
    for subject in subjects:
        consent = isinstance(subject, GiverRole)
        label = _("Consent: %(who)s") % {"who": subject.label} if consent else subject.label
        yield subject.value, label, partial(_track, subject)


def _row(
    key: str, label: Words, read: Reader, columns: Sequence[FamilyHead], user: User
) -> RequirementRow:
    states = [read(head.file, user) if head.file else UNSEEN for head in columns]
    cells = tuple(
        RequirementCell(head=head, state=state) for head, state in zip(columns, states, strict=True)
    )
    return RequirementRow(
        key=key, label=label, cells=cells, same=_same(states), url=_form_for(cells)
    )


def _same(states: Sequence[RequirementState]) -> RequirementState | None:
    """Return the state of several children who agree; what differs beside it is left out."""
    first, *others = states
    alike = all((each.status, each.mine) == (first.status, first.mine) for each in others)
    if not others or not alike:
        return None
    return first if all(each.alt == first.alt for each in others) else replace(first, alt="")


def _form_for(cells: Iterable[RequirementCell]) -> str:
    """Return the form of the first child who needs it, with the others ticked who do."""
    mine = [cell for cell in cells if cell.state.mine]
    if not mine:
        return ""
    url, others = mine[0].state.url, ",".join(cell.head.child.reference for cell in mine[1:])
    return f"{url}{'&' if '?' in url else '?'}for={others}" if others else url


def _track(subject: Subject, file: CaseFile, user: User) -> RequirementState:
    track = next((t for t in (*file.clearances, *file.consents) if t.subject == subject), None)
    if track is None:
        return NOT_YET(status=_("Not needed"))
    line = line_of(track, file, user)
    # What was needed for the journey may end when it is behind her: nobody has to renew it.
    wanted = file.child.stage not in HOME and not track.is_met
    mine = bool(line.url) and wanted and track.state != TrackState.PENDING
    return RequirementState(
        status=_("To record") if mine and track.state == TrackState.MISSING else line.status,
        sign="todo" if mine and line.tone in ("idle", "info") else _SIGNS[line.tone],
        alt=" · ".join((*_by_death(track, file), *facts_of(track, file))),
        url=line.url or file.child.get_absolute_url(),
        mine=mine,
        act=act_on(track),
    )


def _by_death(track: Track, file: CaseFile) -> Iterator[str]:
    if is_replaced(track):
        yield death_of_father(file)


def _verified(file: CaseFile, user: User) -> RequirementState:
    case = file.child.get_absolute_url()
    if file.child.verified_by_id:
        if file.identity_blocks:
            return RequirementState(status=_("To be confirmed again"), sign="wait", url=case)
        return RequirementState(status=_("Verified"), sign="ok", url=case)
    return _step(Act.VERIFY, file, user, waits=_("Waits for a reviewer"))


def _assessed(file: CaseFile, user: User) -> RequirementState:
    stage, case = Stage(file.child.stage), file.child.get_absolute_url()
    if stage in ELIGIBLE_SINCE:
        return RequirementState(status=Stage.ELIGIBLE.label, sign="ok", url=case)
    if stage in (Stage.DEFERRED, Stage.INELIGIBLE):
        return RequirementState(status=stage.label, sign="warn", url=case)
    act = Act.DECIDE if file.undecided else Act.ASSESS
    waits = _("Waits for a decision") if file.undecided else _("To be assessed")
    return _step(act, file, user, waits=waits)


def _cleared(file: CaseFile, user: User) -> RequirementState:
    if file.child.stage in ELIGIBLE_SINCE - {Stage.ELIGIBLE}:
        return RequirementState(status=_("Cleared"), sign="ok", url=file.child.get_absolute_url())
    return _step(Act.CLEAR, file, user, waits=_("Ready to be cleared"))


def _step(act: Act, file: CaseFile, user: User, *, waits: str) -> RequirementState:
    """Return how the next step of a case stands: blocked, with somebody else, or its reader's."""
    case = file.child.get_absolute_url()
    if file.next_act != act or file.blocks(act):
        return NOT_YET(status=_("Not yet"), url=case)
    mine = DOORS[act].is_open_to(user) and not refusals(file, act, by=user)
    if not mine:
        return RequirementState(status=waits, sign="wait", url=case)
    return RequirementState(status=waits, sign="todo", url=address_of(act, file), mine=True)


def _fee(file: CaseFile, _user: User) -> RequirementState:
    case = file.child.get_absolute_url()
    if file.fee is None:
        return NOT_YET(status=_("Not due yet"), url=case)
    status = FeeStatus(file.fee.status)
    sum_of_it = wording.money_text(file.fee.amount, file.fee.currency)
    sign = "ok" if status in _PAID else "wait"
    return RequirementState(status=status.label, sign=sign, alt=sum_of_it, url=case)


def _seat(file: CaseFile, _user: User) -> RequirementState:
    if file.seat:
        return RequirementState(status=file.seat, sign="ok", url=address("movement", file.seat))
    case = file.child.get_absolute_url()
    if file.child.returned_on:
        return RequirementState(status=_("Came home"), sign="ok", url=case)
    return NOT_YET(status=_("Not yet"), url=case)


def _care(file: CaseFile, user: User) -> RequirementState:
    case = file.child.get_absolute_url()
    if file.in_care:
        return RequirementState(status=Stage.PLACED.label, sign="ok", url=case)
    if file.child.stage != Stage.RETURNED:
        return NOT_YET(status=_("Not yet"), url=case)
    act = Act.PLACE if file.handed_over else Act.HAND_OVER
    return _step(act, file, user, waits=str(DOORS[act].label))


def _follow_up(file: CaseFile, user: User) -> RequirementState:
    case = file.child.get_absolute_url()
    if file.next_follow_up is None:
        return NOT_YET(status=_("None planned"), url=case)
    late = file.next_follow_up.due_on < file.on
    mine = late and DOORS[Act.FOLLOW_UP].is_open_to(user) and file.next_act == Act.FOLLOW_UP
    return RequirementState(
        status=follow_up_text(file.next_follow_up),
        sign="late" if late else "off",
        alt=_("late") if late else "",
        url=address_of(Act.FOLLOW_UP, file) if mine else case,
        mine=mine,
    )
