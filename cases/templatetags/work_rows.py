"""Rows of the first page and of the list of families, by functions as in ``rows``.

Every value passes ``e``; a test compares these rows with a template's.
"""

import datetime
from collections.abc import Iterable, Sequence
from html import escape as e
from typing import TYPE_CHECKING, Protocol

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.models import User
from cases.templatetags.rows import labelled, whole
from cases.templatetags.show import age, name_for, whole_refs

if TYPE_CHECKING:
    from cases.models.mother import MotherOfList

register = template.Library()


class WorkLineInWords(Protocol):
    """One act, as ``pages.work_facts`` puts it; without a ``url`` it is told, and not done here."""

    @property
    def label(self) -> object: ...
    @property
    def url(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def number_url(self) -> str: ...
    @property
    def amount(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def sign(self) -> str: ...


class WorkGroupInWords(Protocol):
    """The lines of one family, as ``pages.work_facts`` puts them."""

    @property
    def lines(self) -> Sequence[WorkLineInWords]: ...
    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def url(self) -> str: ...


@register.simple_tag
def work_lines(groups: Iterable[WorkGroupInWords], *, by_family: bool) -> SafeString:
    """Return the lines of a card of work, those of a group as rows of their own."""
    nothing = e(_("Nothing stands in its way."))
    none = f'<tr><td class="what muted" colspan="3">{nothing}</td></tr>'

    def body(group: WorkGroupInWords) -> str:
        cells = [_family(group) if by_family else "", *[""] * len(group.lines)]
        lines = (
            f"<tr>{cell}{_what(line)}{_about(line)}{_when(line)}</tr>"
            for cell, line in zip(cells, group.lines, strict=False)
        )
        return f"<tbody>{''.join(lines) or none}</tbody>"

    return whole(map(body, groups))


def _family(group: WorkGroupInWords) -> str:
    name = f"<bdi>{e(group.name)}</bdi> " if group.name else ""
    whose = f'{name}<span class="alt"><bdi class="ref">{e(group.reference)}</bdi></span>'
    whose = f'<a href="{e(group.url)}">{whose}</a>' if group.url else whose
    return f'<th scope="rowgroup" rowspan="{len(group.lines)}">{whose}</th>'


def _what(line: WorkLineInWords) -> str:
    words = whole_refs(line.label)
    if not line.url:
        return f'<td class="what">{words}</td>'
    is_count = line.number and not line.amount
    more = f' <span class="count">{e(line.number)}</span>' if is_count else ""
    about = f'<span class="vh"> ({e(line.about)})</span>' if line.about else more
    return f'<td class="what"><a href="{e(line.url)}">{words}{about}</a></td>'


def _about(line: WorkLineInWords) -> str:
    about = f"<bdi>{whole_refs(line.about)}</bdi>" if line.about else ""
    is_beside = (line.number and line.about) or line.amount
    number = f'<span class="nw">{e(line.number)}</span>' if is_beside else ""
    amount = f'<bdi class="nw">{e(line.amount)}</bdi>' if line.amount else ""
    counted = [each for each in (number, amount) if each]
    if counted and line.number_url:
        # One link, and the dot between the cell's own parts stays outside of it.
        counted = [f'<span><a href="{e(line.number_url)}">{" · ".join(counted)}</a></span>']
    return f'<td class="about">{" ".join((about, *counted))}</td>'


def _when(line: WorkLineInWords) -> str:
    sign = f' class="st {e(line.sign)}"' if line.sign else ""
    return f'<td class="n">{f"<span{sign}>{e(line.when)}</span>" if line.when else ""}</td>'


@register.simple_tag
def family_lines(rows: "Iterable[MotherOfList]", reader: User, on: datetime.date) -> SafeString:
    """Return the rows of the list of families: mothers with their names and counted children."""
    family, years, team = (labelled(each) for each in (_("Family"), _("Age"), _("Team")))
    where, children = labelled(_("Where she is now")), labelled(_("Children"))
    nobody, nowhere = _("Mother not known"), _("Not known yet")
    hers = reverse("children", query={"mother": ""})

    def line(mother: "MotherOfList") -> str:
        names = mother.person.names.all()[1:2]
        second = "".join(f'<span class="alt"><bdi>{e(name.text)}</bdi></span>' for name in names)
        return (
            f'<tr><th scope="row"><a class="who" href="{e(mother.get_absolute_url())}">'
            f"<bdi>{e(name_for(mother.person, reader) or nobody)}</bdi></a>{second}</th>"
            f'<td{family}><bdi class="ref">{e(mother.reference)}</bdi></td>'
            f"<td{years}><bdi>{e(age(mother.person, on))}</bdi></td>"
            f"<td{where}><bdi>{e(str(mother.held_at or nowhere))}</bdi></td>"
            f'<td class="n"{children}>{_number(mother, hers)}</td>'
            f"<td{team}><bdi>{e(str(mother.team))}</bdi></td></tr>"
        )

    return whole(map(line, rows))


def _number(mother: "MotherOfList", hers: str) -> str:
    n = mother.children_count
    return f'<a href="{e(hers + mother.reference)}">{n}</a>' if n else "0"
