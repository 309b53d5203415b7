"""A family at once: what each child still needs, requirement by requirement, and who is next."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, User
from cases.pages.doors import DOORS, address, address_of
from cases.pages.facts import Words
from cases.pages.parts import shown_names
from cases.pages.tracks import follow_up_text, line_of
from cases.queries.case_files import CaseFile
from cases.queries.refusals import refusals
from cases.rules.stages import ELIGIBLE_SINCE, HOME
from cases.vocabulary import Act, ClearanceKind, FeeStatus, GiverRole, NeededFor, Stage, TrackState

#: The shape before a state by its tone: done, with somebody else, not yet, bad, to be looked at.
_SIGNS = {"": "ok", "info": "wait", "idle": "off", "bad": "late", "warn": "warn"}
_PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED, FeeStatus.WAIVED)
Subject = ClearanceKind | GiverRole


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a requirement of a child stands: ``url`` is where it is recorded or seen.

    ``mine`` where its reader can do it now.
    """

    status: Words
    sign: str
    alt: str = ""
    url: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A child at the head of a column; without a ``file`` her reader sees the stage alone."""

    child: Child
    name: str
    lang: str
    file: CaseFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A state under the child whose it is."""

    head: Head
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A requirement; ``agreed`` is what all children agree in, ``url`` the form for who need it."""

    label: Words
    cells: tuple[Cell, ...]
    agreed: State | None
    url: str

    @property
    def waiting(self) -> int:
        """For how many children its reader can do it now."""
        return sum(cell.state.mine for cell in self.cells)

    @property
    def names(self) -> str:
        return wording.names_text(cell.head.name for cell in self.cells if cell.state.mine)


Told = Callable[[CaseFile, User], State]
NOT_YET = partial(State, sign="off")
UNSEEN = State(status="–", sign="off")


def heads(children: Iterable[Child], files: Mapping[int, CaseFile], user: User) -> list[Head]:
    """Return the children of a family, each by the name its reader reads."""
    rows = []
    for child in children:
        shown = shown_names(child.person.names.all(), user)
        name = shown.name or child.reference
        rows.append(Head(child=child, name=name, lang=shown.lang, file=files.get(child.pk)))
    return rows


def grid(columns: Sequence[Head], user: User) -> list[Row]:
    """Return the requirements in the order of the way home, with a cell for each child."""
    files = [head.file for head in columns if head.file]
    return [_row(label, told, columns, user) for label, told in _rows(files)] if files else []


def next_of(rows: Iterable[Row]) -> Row | None:
    """Return the first requirement in which its reader can do something now."""
    return next((row for row in rows if row.waiting), None)


def _rows(files: Sequence[CaseFile]) -> Iterator[tuple[Words, Told]]:
    yield from _required(files, NeededFor.VERIFY)
    yield DOORS[Act.VERIFY].label, _verified
    yield _("Assessment"), _assessed
    yield from _required(files, NeededFor.CLEAR)
    yield DOORS[Act.CLEAR].label, _cleared
    yield from _required(files, NeededFor.DEPART)
    yield _("Fee"), _fee
    yield _("Place on a movement"), _seat
    if any(file.child.stage in HOME for file in files):
        yield _("Care"), _care
        yield _("Follow-up"), _follow_up


def _required(files: Iterable[CaseFile], needed: NeededFor) -> Iterator[tuple[Words, Told]]:
    subjects: dict[Subject, None] = {}
    for file in files:
        for track in (*file.clearances, *file.consents):
            if track.needed_for == needed:
                subjects.setdefault(track.subject)
    for subject in subjects:
        consent = isinstance(subject, GiverRole)
        label = _("Consent: %(who)s") % {"who": subject.label} if consent else subject.label
        yield label, partial(_track, subject)


def _row(label: Words, told: Told, columns: Sequence[Head], user: User) -> Row:
    states = [told(head.file, user) if head.file else UNSEEN for head in columns]
    cells = tuple(Cell(head=head, state=state) for head, state in zip(columns, states, strict=True))
    said = {(state.status, state.alt) for state in states}
    agreed = states[0] if len(said) == 1 < len(states) else None
    return Row(label=label, cells=cells, agreed=agreed, url=_form_for(cells))


def _form_for(cells: Iterable[Cell]) -> str:
    """Return the form of the first child who needs it, with the others ticked who do."""
    mine = [cell for cell in cells if cell.state.mine]
    if not mine:
        return ""
    url, others = mine[0].state.url, ",".join(cell.head.child.reference for cell in mine[1:])
    return f"{url}{'&' if '?' in url else '?'}for={others}" if others else url


def _track(subject: Subject, file: CaseFile, user: User) -> State:
    track = next((t for t in (*file.clearances, *file.consents) if t.subject == subject), None)
    if track is None:
        return NOT_YET(status=_("Not needed"))
    line = line_of(track, file, user)
    mine = bool(line.url) and not track.is_met and track.state != TrackState.PENDING
    return State(
        status=line.status,
        sign="todo" if mine and line.tone in ("idle", "info") else _SIGNS[line.tone],
        alt=line.why,
        url=line.url or file.child.get_absolute_url(),
        mine=mine,
    )


def _verified(file: CaseFile, user: User) -> State:
    case = file.child.get_absolute_url()
    if file.child.verified_by_id:
        if file.identity_blocks:
            return State(status=_("To be confirmed again"), sign="wait", url=case)
        return State(status=_("Verified"), sign="ok", url=case)
    return _step(Act.VERIFY, file, user, waits=_("Waits for a reviewer"))


def _assessed(file: CaseFile, user: User) -> State:
    stage, case = Stage(file.child.stage), file.child.get_absolute_url()
    if stage in ELIGIBLE_SINCE:
        return State(status=Stage.ELIGIBLE.label, sign="ok", url=case)
    if stage in (Stage.DEFERRED, Stage.INELIGIBLE):
        return State(status=stage.label, sign="warn", url=case)
    act = Act.DECIDE if file.undecided else Act.ASSESS
    waits = _("Waits for a decision") if file.undecided else _("To be assessed")
    return _step(act, file, user, waits=waits)


def _cleared(file: CaseFile, user: User) -> State:
    if file.child.stage in ELIGIBLE_SINCE - {Stage.ELIGIBLE}:
        return State(status=_("Cleared"), sign="ok", url=file.child.get_absolute_url())
    return _step(Act.CLEAR, file, user, waits=_("Ready to be cleared"))


def _step(act: Act, file: CaseFile, user: User, *, waits: str) -> State:
    """Return how the next step of a case stands: blocked, with somebody else, or its reader's."""
    case = file.child.get_absolute_url()
    if file.next_act != act or file.blocks(act):
        return NOT_YET(status=_("Not yet"), url=case)
    mine = DOORS[act].is_open_to(user) and not refusals(file, act, by=user)
    if not mine:
        return State(status=waits, sign="wait", url=case)
    return State(status=waits, sign="todo", url=address_of(act, file), mine=True)


def _fee(file: CaseFile, _user: User) -> State:
    case = file.child.get_absolute_url()
    if file.fee is None:
        return NOT_YET(status=_("Not due yet"), url=case)
    status = FeeStatus(file.fee.status)
    sum_of_it = wording.money_text(file.fee.amount, file.fee.currency)
    sign = "ok" if status in _PAID else "wait"
    return State(status=status.label, sign=sign, alt=sum_of_it, url=case)


def _seat(file: CaseFile, _user: User) -> State:
    if file.seat:
        return State(status=file.seat, sign="ok", url=address("movement", file.seat))
    case = file.child.get_absolute_url()
    if file.child.returned_on:
        return State(status=_("Came home"), sign="ok", url=case)
    return NOT_YET(status=_("Not yet"), url=case)


def _care(file: CaseFile, user: User) -> State:
    case = file.child.get_absolute_url()
    if file.in_care:
        return State(status=Stage.PLACED.label, sign="ok", url=case)
    if file.child.stage != Stage.RETURNED:
        return NOT_YET(status=_("Not yet"), url=case)
    act = Act.PLACE if file.handed_over else Act.HAND_OVER
    return _step(act, file, user, waits=str(DOORS[act].label))


def _follow_up(file: CaseFile, user: User) -> State:
    case = file.child.get_absolute_url()
    if file.next_follow_up is None:
        return NOT_YET(status=_("None planned"), url=case)
    late = file.next_follow_up.due_on < file.on
    mine = late and DOORS[Act.FOLLOW_UP].is_open_to(user) and file.next_act == Act.FOLLOW_UP
    return State(
        status=follow_up_text(file.next_follow_up),
        sign="late" if late else "off",
        alt=_("late") if late else "",
        url=address_of(Act.FOLLOW_UP, file) if mine else case,
        mine=mine,
    )
