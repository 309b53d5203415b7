"""The list of children as a table: its columns, and each row put into words."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.filters.children import ChildList, may_sort
from cases.models import Child, User
from cases.pages.facts import NO_NAME, ShownName, Words
from cases.pages.next_steps import follow_up_text
from cases.pages.parts import shown_names
from cases.queries.access import Part
from cases.queries.case_files import CaseFile
from cases.queries.child_rows import ChildRow, shows_stage
from cases.rules.age_bands import age_band
from cases.rules.births import age
from cases.vocabulary import Act, GiverRole, NeededFor, Sex, Stage
from cases.web.paging import address

#: Days before a case becomes overdue from which on its days are marked.
SOON = 7
#: Stands for a reference in an address that is made once for all rows.
_ANY = "REFERENCE"

_WAITS: dict[Act, Words] = {
    Act.VERIFY: gettext_lazy("Verification by a reviewer"),
    Act.ASSESS: gettext_lazy("Assessment"),
    Act.DECIDE: gettext_lazy("Decision of a reviewer"),
    Act.CLEAR: gettext_lazy("Marking as cleared to travel"),
    Act.PROPOSE: gettext_lazy("A place on a movement"),
    Act.LOCK: gettext_lazy("Lock of the passenger list"),
    Act.DEPART: gettext_lazy("Departure"),
    Act.ARRIVE: gettext_lazy("Arrival"),
    Act.HAND_OVER: gettext_lazy("Handover"),
    Act.PLACE: gettext_lazy("Placement"),
    Act.ASK_CLOSE: gettext_lazy("Closing"),
    Act.CLOSE: gettext_lazy("Closing, by a reviewer"),
    Act.REOPEN: gettext_lazy("Reopening, by a reviewer"),
    Act.RECONSIDER: gettext_lazy("A new fact"),
}
_NEEDED = {Act.VERIFY: NeededFor.VERIFY, Act.CLEAR: NeededFor.CLEAR, Act.DEPART: NeededFor.DEPART}


#: The columns for those who see names, and for those who see no name, birth and place.
_COLUMNS = {
    "name": gettext_lazy("Child"),
    "reference": gettext_lazy("Case"),
    "age": gettext_lazy("Age today"),
    "mother": gettext_lazy("Mother · place"),
    "stage": gettext_lazy("Stage"),
    "waiting": gettext_lazy("Waiting for"),
    "days": gettext_lazy("Days in stage"),
    "caseworker": gettext_lazy("Assigned"),
}
#: Columns that stand only where they are asked for.
_MORE = {"due": gettext_lazy("Due")}
_MASKED = {
    "reference": gettext_lazy("Case"),
    "sex": gettext_lazy("Sex"),
    "age": gettext_lazy("Age today"),
    "stage": gettext_lazy("Stage"),
    "days": gettext_lazy("Days in stage"),
}
#: The columns that tell where a case stands.
_STAGED = ("stage", "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of a column: ``url`` is the list sorted by it, empty where it sorts nothing."""

    label: Words
    numeric: bool
    url: str
    aria: str


def may_pick(user: User) -> bool:
    """Return whether anything is done for several children of the list at once."""
    return user.has_perm("cases.assign_child") or user.has_perm("cases.work_case")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that may be chosen."""

    name: str
    label: Words
    shown: bool


def default_columns(*, masked: bool) -> dict[str, Words]:
    """Return the columns of the list with their headings; the first one always stands."""
    return dict(_MASKED if masked else _COLUMNS)


def shown_columns(listing: ChildList, *, masked: bool) -> list[str]:
    """Return the columns that are asked for, in the order of the list; else the usual ones."""
    usual, *_rest = names = list(default_columns(masked=masked))
    offered = names if masked else [*names, *_MORE]
    if masked and not listing.staged:
        offered = [name for name in offered if name not in _STAGED]
    wanted = [name for name in offered if name in listing.columns or name == usual]
    return wanted if len(wanted) > 1 else [name for name in offered if name not in _MORE]


def columns(listing: ChildList, *, masked: bool) -> tuple[ColumnChoice, ...]:
    """Return what may be chosen beside the first column."""
    labels, shown = default_columns(masked=masked), shown_columns(listing, masked=masked)
    if not masked:
        labels |= _MORE
    return tuple(
        ColumnChoice(name, label, name in shown)
        for name, label in list(labels.items())[1:]
        if name not in _STAGED or listing.staged or not masked
    )


def headings(listing: ChildList, *, masked: bool, sorts: bool = True) -> tuple[Heading, ...]:
    """Return the columns of the list; only what its reader may sort by leads anywhere.

    Nothing does where the list ``sorts`` not at all.
    """
    labels, names = default_columns(masked=masked) | _MORE, shown_columns(listing, masked=masked)
    heads = (_heading(name, labels[name], listing) for name in names)
    return tuple(heads if sorts else (replace(head, url="", aria="") for head in heads))


def _heading(name: str, label: Words, listing: ChildList) -> Heading:
    following = f"-{name}" if name == "days" else name  # the longest first
    aria = ""
    if listing.sort.removeprefix("-") == name:
        following = name if listing.sort.startswith("-") else f"-{name}"
        aria = "descending" if listing.sort.startswith("-") else "ascending"
    may = may_sort(name, named=listing.named, staged=listing.staged)
    url = address(listing.filter.data, sort=following) if may else ""
    return Heading(label=label, numeric=name == "days", url=url, aria=aria)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row in words. What its reader may not see is empty."""

    url: str
    reference: str
    sex: str
    age: str
    stage: str = ""
    stage_label: str = ""
    days: int | None = None
    tone: str = ""
    name: str = ""
    names: ShownName = NO_NAME
    mother: str = ""
    mother_url: str = ""
    place: str = ""
    waiting: str = ""
    more: str = ""
    caseworker: str = ""
    due: str = ""
    pick: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts rows into words: for one reader, on one day, each word translated once."""

    user: User
    on: datetime.date
    sexes: dict[str, str]
    stages: dict[str, str]
    child_url: str
    mother_url: str
    pick: str

    @classmethod
    def to(cls, user: User, *, on: datetime.date) -> "Teller":
        return cls(
            user=user,
            on=on,
            sexes={sex.value: str(sex.label) for sex in Sex},
            stages={stage.value: stage.short for stage in Stage},
            child_url=reverse("child", args=[_ANY]),
            mother_url=reverse("mother", args=[_ANY]),
            pick=_("Select %(reference)s") if may_pick(user) else "",
        )

    def line(self, row: ChildRow) -> Line:
        """Put one row into words."""
        child, on = row.child, self.on
        return Line(
            url=self.child_url.replace(_ANY, child.reference),
            reference=child.reference,
            sex=self.sexes[child.person.sex],
            age=masked_age(child, on) if row.file is None else age_text(child, on),
            **self._staged(row) if shows_stage(row.part, to=self.user) else {},
            **self._named(row, row.file) if row.file else {},
        )

    def _staged(self, row: ChildRow) -> dict[str, Any]:
        child = row.child
        return {
            "stage": child.stage,
            "stage_label": self.stages[child.stage],
            "days": (self.on - child.stage_entered_on).days,
            "tone": _tone(child, self.on, row.late_from),
        }

    def _named(self, row: ChildRow, file: CaseFile) -> dict[str, Any]:
        child, names = row.child, shown_names(row.names, self.user)
        waiting, more = waits_for(file)
        hers = {
            "mother": shown_names(row.mother_names, self.user).name or _("Mother not known"),
            "mother_url": self.mother_url.replace(_ANY, child.mother.reference),
        }
        return {
            "name": names.name,
            "names": names,
            "place": row.place,
            "waiting": waiting,
            "more": more,
            "caseworker": row.caseworker,
            "due": wording.day_text(row.late_from) if row.late_from and child.is_open else "",
            "pick": self.pick and self.pick % {"reference": child.reference},
            **(hers if row.part is Part.WHOLE else {}),
        }


def masked_age(child: Child, on: datetime.date) -> str:
    """Return the age of a child in words that tell no birth."""
    return str(age_band(child.person.born_earliest, child.person.born_latest, on=on).label)


def waits_for(file: CaseFile) -> tuple[str, str]:
    """Return what a case waits for, and how much more stands in the way of its next step."""
    act = file.next_act
    if file.child.hold_until:
        day = wording.day_text(file.child.hold_until)
        return _("On hold until %(day)s") % {"day": day}, ""
    if act is None:
        return "", ""
    # As the figures count what is missing first: consents, then papers.
    unmet = file.unmet(_NEEDED[act]) if act in _NEEDED else ()
    unmet = tuple(sorted(unmet, key=lambda track: not isinstance(track.subject, GiverRole)))
    if not unmet:
        return _waits(act, file), ""
    subject = unmet[0].subject
    label = (
        _("Consent (%(who)s)") % {"who": subject.label}
        if isinstance(subject, GiverRole)
        else str(subject.label)
    )
    rest = len(unmet) - 1
    more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest}
    return label, more if rest else ""


def age_text(child: Child, on: datetime.date) -> str:
    """Return the age of a child on a day, or that it is not known."""
    born = child.person
    if born.born_earliest is None or born.born_latest is None:
        return _("not known yet")
    return wording.age_text(age(born.born_earliest, born.born_latest, on))


def _waits(act: Act, file: CaseFile) -> str:
    if act == Act.CLEAR and file.fee_missing:
        return _("Payment of the fee")
    if act == Act.RECONSIDER and file.child.review_due_on:
        day = wording.day_text(file.child.review_due_on)
        return _("Review on %(day)s") % {"day": day}
    if act == Act.FOLLOW_UP and file.next_follow_up:
        return follow_up_text(file.next_follow_up)
    return str(_WAITS.get(act, ""))


def _tone(child: Child, on: datetime.date, due_on: datetime.date | None) -> str:
    if due_on is None or not child.is_open:
        return ""
    if due_on < on:
        return "bad"
    return "warn" if (due_on - on).days < SOON else ""
