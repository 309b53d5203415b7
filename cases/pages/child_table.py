"""The list of children as a table: its columns, and each row put into words."""

import datetime
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.models import Child, User
from cases.pages.parts import shown_names
from cases.queries.access import Part
from cases.queries.case_files import CaseFile
from cases.queries.child_rows import ChildRow, shows_stage
from cases.rules.age_bands import age_band
from cases.rules.births import age
from cases.vocabulary import Act, GiverRole, NeededFor, Sex, Stage

#: Days before a case becomes overdue from which on its days are marked.
SOON = 7
#: Stands for a reference in an address that is made once for all rows.
_ANY = "REFERENCE"

_WAITS: dict[Act, str | Promise] = {
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


class OnePage(tables.data.TableListData):
    """Rows that the database has sorted already."""

    def order_by(self, aliases: Any) -> None:
        pass


class ChildTable(tables.Table):
    """The columns for those who see names. ``data-l`` is the label of a cell on a phone."""

    name = tables.Column(gettext_lazy("Child"))
    reference = tables.Column(gettext_lazy("Case"))
    age = tables.Column(gettext_lazy("Age today"))
    mother = tables.Column(gettext_lazy("Mother · place"), orderable=False)
    stage = tables.Column(gettext_lazy("Stage"))
    waiting = tables.Column(gettext_lazy("Waiting for"), orderable=False)
    days = tables.Column(
        gettext_lazy("Days in stage"), initial_sort_descending=True, attrs={"th": {"class": "n"}}
    )
    caseworker = tables.Column(gettext_lazy("Assigned"), orderable=False)

    class Meta:
        template_name = "cases/children/table.html"
        order_by_field = "sort"


class MaskedTable(tables.Table):
    """The columns for those who see no name, no birth date and no place."""

    reference = tables.Column(gettext_lazy("Case"))
    sex = tables.Column(gettext_lazy("Sex"), orderable=False)
    age = tables.Column(gettext_lazy("Age today"), orderable=False)
    stage = tables.Column(gettext_lazy("Stage"))
    days = tables.Column(
        gettext_lazy("Days in stage"), initial_sort_descending=True, attrs={"th": {"class": "n"}}
    )

    class Meta:
        template_name = "cases/children/table_masked.html"
        order_by_field = "sort"


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
    names: dict[str, str]
    mother: str = ""
    mother_url: str = ""
    place: str = ""
    waiting: str = ""
    more: str = ""
    caseworker: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts rows into words: for one reader, on one day, each word translated once."""

    user: User
    on: datetime.date
    sexes: dict[str, str]
    stages: dict[str, str]
    child_url: str
    mother_url: str

    @classmethod
    def to(cls, user: User, *, on: datetime.date) -> "Teller":
        return cls(
            user=user,
            on=on,
            sexes={sex.value: str(sex.label) for sex in Sex},
            stages={stage.value: stage.short for stage in Stage},
            child_url=reverse("child", args=[_ANY]),
            mother_url=reverse("mother", args=[_ANY]),
        )

    def line(self, row: ChildRow, due_on: datetime.date | None) -> Line:
        """Put one row into words; ``due_on`` is the last day before the case is overdue."""
        child, on = row.child, self.on
        common = {
            "url": self.child_url.replace(_ANY, child.reference),
            "reference": child.reference,
            "sex": self.sexes[child.person.sex],
            **(self._stage(child, due_on) if shows_stage(row.part, to=self.user) else {}),
        }
        if row.file is None:
            band = age_band(child.person.born_earliest, child.person.born_latest, on=on)
            return Line(**common, age=str(band.label), names={})
        names = shown_names(row.names, self.user)
        waiting, more = waits_for(row.file)
        return Line(
            **common,
            age=age_text(child, on),
            name=names["name"],
            names=names,
            **self._family(row),
            place=str(child.held_at or ""),
            waiting=waiting,
            more=more,
            caseworker=str(child.caseworker or ""),
        )

    def _stage(self, child: Child, due_on: datetime.date | None) -> dict[str, Any]:
        return {
            "stage": child.stage,
            "stage_label": self.stages[child.stage],
            "days": (self.on - child.stage_since).days,
            "tone": _tone(child, self.on, due_on),
        }

    def _family(self, row: ChildRow) -> dict[str, str]:
        if row.part is not Part.WHOLE:
            return {}
        name = shown_names(row.mother_names, self.user)["name"]
        url = self.mother_url.replace(_ANY, row.child.mother.reference)
        return {"mother": name or _("Mother not known"), "mother_url": url}


def waits_for(file: CaseFile) -> tuple[str, str]:
    """Return what a case waits for, and how much more stands in the way of its next step."""
    act = file.next_act
    if file.child.hold_until:
        day = wording.day_text(file.child.hold_until)
        return _("On hold until %(day)s") % {"day": day}, ""
    if act is None:
        return "", ""
    unmet = file.unmet(_NEEDED[act]) if act in _NEEDED else ()
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
    return str(_WAITS.get(act, ""))


def _tone(child: Child, on: datetime.date, due_on: datetime.date | None) -> str:
    if due_on is None or not child.is_open:
        return ""
    if due_on < on:
        return "bad"
    return "warn" if (due_on - on).days < SOON else ""
