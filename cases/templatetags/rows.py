"""Rows of long lists, made by functions: a template takes ten times as long for each.

Every value passes ``e``; a test compares these rows with a template's, hostile words in each
field. Source: decision 0168.
"""

from collections.abc import Iterable
from html import escape as e
from typing import Protocol

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


class NamesInWords(Protocol):
    """A name in the script its reader reads, and one more script."""

    lang: str
    second: str
    second_lang: str


class LineInWords(Protocol):
    """One row of the list of children in words, as ``pages.child_table`` puts it."""

    url: str
    reference: str
    sex: str
    age: str
    stage: str
    stage_label: str
    days: int | None
    tone: str
    name: str
    names: NamesInWords
    mother: str
    mother_url: str
    place: str
    waiting: str
    more: str
    caseworker: str
    pick: str


@register.simple_tag
def named_lines(rows: Iterable[LineInWords]) -> SafeString:
    """Return the rows of the list of children for those who see names."""
    case, age, mother = (_label(each) for each in (_("Case"), _("Age today"), _("Mother · place")))
    waiting, days = _label(_("Waiting for")), _label(_("Days in stage"))
    assigned, overdue = _label(_("Assigned")), e(_("overdue"))

    def line(row: LineInWords) -> str:
        reference = f'<bdi class="ref">{e(row.reference)}</bdi>'
        return (
            f'<tr>{_pick(row)}<th scope="row"><a class="who" href="{e(row.url)}">'
            f"{_name(row, reference)}</a>"
            f'{_second(row)}</th><td{case}>{reference} <span class="alt">{e(row.sex)}</span></td>'
            f"<td{age}><bdi>{e(row.age)}</bdi></td>"
            f"<td{mother if row.mother or row.place else ''}>{_mother(row)}{_place(row)}</td>"
            f"<td>{_stage(row)}</td>"
            f"<td{waiting if row.waiting else ''}>{e(row.waiting)}{_more(row)}</td>"
            f'<td class="n"{days if row.stage else ""}>{_days(row, overdue)}</td>'
            f"<td{assigned if row.caseworker else ''}><bdi>{e(row.caseworker)}</bdi></td></tr>"
        )

    return _whole(map(line, rows))


@register.simple_tag
def masked_lines(rows: Iterable[LineInWords]) -> SafeString:
    """Return the rows of the list of children for those who see no name."""
    sex, age, days = (_label(each) for each in (_("Sex"), _("Age today"), _("Days in stage")))
    overdue = e(_("overdue"))

    def line(row: LineInWords) -> str:
        staged = f'<td>{_stage(row)}</td><td class="n"{days}>{_days(row, overdue)}</td>'
        return (
            f'<tr><th scope="row"><a class="who" href="{e(row.url)}"><bdi class="ref">'
            f"{e(row.reference)}</bdi></a></th><td{sex}>{e(row.sex)}</td>"
            f"<td{age}><bdi>{e(row.age)}</bdi></td>{staged if row.stage else ''}</tr>"
        )

    return _whole(map(line, rows))


def _whole(rows: Iterable[str]) -> SafeString:
    return SafeString("\n".join(rows))  # nosec B703


def _label(words: str) -> str:
    return f' data-l="{e(words)}"'


def _pick(row: LineInWords) -> str:
    if not row.pick:
        return ""
    box = f'<input type="checkbox" form="bulk" name="child" value="{e(row.reference)}">'
    return f'<td class="pick"><label><span class="vh">{e(row.pick)}</span>{box}</label></td>'


def _name(row: LineInWords, reference: str) -> str:
    return f'<bdi lang="{e(row.names.lang)}">{e(row.name)}</bdi>' if row.name else reference


def _second(row: LineInWords) -> str:
    if not row.names.second:
        return ""
    lang, name = e(row.names.second_lang), e(row.names.second)
    return f' <span class="alt"><bdi lang="{lang}">{name}</bdi></span>'


def _mother(row: LineInWords) -> str:
    return f'<a href="{e(row.mother_url)}"><bdi>{e(row.mother)}</bdi></a>' if row.mother else ""


def _place(row: LineInWords) -> str:
    return f' <span class="alt"><bdi>{e(row.place)}</bdi></span>' if row.place else ""


def _stage(row: LineInWords) -> str:
    if not row.stage:
        return ""
    return f'<span class="tag stage-{e(row.stage)}">{e(row.stage_label)}</span>'


def _more(row: LineInWords) -> str:
    return f' <span class="alt">{e(row.more)}</span>' if row.more else ""


def _days(row: LineInWords, overdue: str) -> str:
    days = "" if row.days is None else str(row.days)
    if not row.tone:
        return days
    late = f'<span class="vh">, {overdue}</span>' if row.tone == "bad" else ""
    return f'<span class="tag {e(row.tone)}">{days}{late}</span>'
