"""The list of papers in words."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.filters.panel import FilterGroup, select
from cases.models import Child, User
from cases.pages.children import counted_text
from cases.pages.doors import DOORS, address
from cases.pages.facts import Tab, Words
from cases.pages.parts import shown_names
from cases.queries.document_lists import ENDING_DAYS, HANDOVER, PaperLine, PaperList, kinds_of
from cases.rules.names import with_family
from cases.vocabulary import Act, ClearanceKind, DocumentKind, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper: whose it is, what is noted of it, and where it is seen or brought on."""

    label: Words
    url: str
    name: str
    lang: str
    reference: str
    whose_url: str
    day: str
    note: Words = ""
    is_late: bool = False


def paper_rows(
    lines: Iterable[PaperLine], which: PaperList, user: User, *, on: datetime.date
) -> list[PaperRow]:
    """Return the rows of a list as its reader reads them; of a sensitive one its kind alone."""
    return [_row(line, which, user, on) for line in lines]


def paper_tabs(counts: Mapping[PaperList, int | None], current: PaperList) -> list[Tab]:
    """Return the lists with their counts."""
    return [
        Tab(
            label=which.label,
            count=counted_text(counts[which]),
            url=f"?{urlencode({'list': which.value})}",
            current=which is current,
            tone="bad" if which is PaperList.ENDING and counts[which] != 0 else "",
        )
        for which in PaperList
    ]


#: What an empty list says.
_NONE = {
    PaperList.ENDING: gettext_lazy("No document ends within %(days)s days."),
    PaperList.NO_SCAN: gettext_lazy("Every clearance and handover has its scan."),
    PaperList.UNTRANSLATED: gettext_lazy("Every document has its translation."),
    PaperList.ON_FILE: gettext_lazy("No document is on file yet."),
}


def none_text(which: PaperList) -> Words:
    """Return what an empty list means."""
    return _NONE[which] % {"days": ENDING_DAYS}


def kind_filter(which: PaperList, kind: str) -> tuple[FilterGroup, ...]:
    """Return the filter by kind of a list."""
    return (select("kind", _("Kind"), kinds_of(which), kind),)


def _row(line: PaperLine, which: PaperList, user: User, on: datetime.date) -> PaperRow:
    shown = shown_names(line.whose.person.names.all(), user)
    name = shown.name
    if isinstance(line.whose, Child) and name:
        name = with_family(name, shown_names(line.whose.mother.person.names.all(), user).name)
    late = which is PaperList.ENDING and line.day is not None and line.day < on
    return PaperRow(
        label=_label(line, which),
        url=_url(line, user),
        name=name,
        lang=shown.lang,
        reference=line.whose.reference,
        whose_url=line.whose.get_absolute_url(),
        day=wording.day_text(line.day) if line.day else "",
        note=_note(line, late=late),
        is_late=late,
    )


def _label(line: PaperLine, which: PaperList) -> Words:
    if line.what == HANDOVER:
        return _("Handover")
    if which.is_of_documents:
        return DocumentKind(line.what).label
    return ClearanceKind(line.what).label


def _note(line: PaperLine, *, late: bool) -> Words:
    if late:
        return _("Expired")
    if line.is_sensitive:
        return _("Sensitive")
    return Language(line.language).label if line.language else ""


def _url(line: PaperLine, user: User) -> str:
    """Return where the paper is seen, or brought by who may; for others the case."""
    if line.key:
        return address("document", line.key)
    door = DOORS[Act.SCAN_HANDOVER if line.what == HANDOVER else Act.CLEARANCE]
    if not door.is_open_to(user):
        return line.whose.get_absolute_url()
    kind = {} if line.what == HANDOVER else {"kind": line.what}
    return address(door.route, line.whose.reference, **kind)
