"""Rows of long lists and choices of filters, by functions: a template takes ten times as long.

Every value passes ``e``; a test compares these rows with a template's, hostile words in each
field. Source: decision 0168.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape as e
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from django import template
from django.core.paginator import Page
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.kept import said
from cases.queries.my_work import ChildTask
from cases.rules.names import with_family
from cases.templatetags.fee_cells import FeeCell, fee_cells
from cases.vocabulary import FeeStatus

if TYPE_CHECKING:
    from cases.models.receipt import FeeWithPapers

register = template.Library()
#: Stand for references in an address that is made once for all rows.
_ANY, _ANY_OTHER = "ANY", "OTHER"


class NamesInWords(Protocol):
    """A name in the script its reader reads, and one more script."""

    name: str
    lang: str
    second: str
    second_lang: str


class OptionInWords(Protocol):
    """One choice of a filter, as ``filters.panel`` puts it."""

    value: str
    checked: bool
    count: int | None

    @property
    def label(self) -> object: ...


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
    due: str
    pick: str


class FoundInWords(Protocol):
    """Somebody who was found, as ``pages.search`` puts it; ``why`` is the spelling that matched."""

    url: str
    reference: str
    names: NamesInWords
    why: Sequence[tuple[str, bool]]
    reason: str
    apart: str


class FoundChildInWords(FoundInWords, Protocol):
    """A child who was found."""

    age: str
    sex: str
    stage: str
    stage_label: str


class FoundMotherInWords(FoundInWords, Protocol):
    """A mother who was found."""

    place: object


@register.simple_tag
def named_lines(rows: Iterable[LineInWords], columns: Sequence[str]) -> SafeString:
    """Return the rows of the list of children for those who see names, the first column aside."""
    case, age, mother = (
        labelled(each) for each in (_("Case"), _("Age today"), _("Mother · place"))
    )
    waiting, days = labelled(_("Waiting for")), labelled(_("Days in stage"))
    assigned, due, overdue = labelled(_("Assigned")), labelled(_("Due")), e(_("overdue"))
    cells: dict[str, Callable[[LineInWords], str]] = {
        "reference": lambda row: (
            f'<td{case}>{_reference(row)} <span class="alt">{e(row.sex)}</span></td>'
        ),
        "age": lambda row: f"<td{age}><bdi>{e(row.age)}</bdi></td>",
        "mother": lambda row: (
            f"<td{mother if row.mother or row.place else ''}>{_mother(row)}{_place(row)}</td>"
        ),
        "stage": lambda row: f"<td>{_stage(row)}</td>",
        "waiting": lambda row: (
            f"<td{waiting if row.waiting else ''}>{e(row.waiting)}{_more(row)}</td>"
        ),
        "days": lambda row: f'<td class="n"{days if row.stage else ""}>{_days(row, overdue)}</td>',
        "caseworker": lambda row: (
            f"<td{assigned if row.caseworker else ''}><bdi>{e(row.caseworker)}</bdi></td>"
        ),
        "due": lambda row: f'<td{due if row.due else ""}><bdi class="nw">{e(row.due)}</bdi></td>',
    }
    shown = [cells[name] for name in columns if name in cells]

    def line(row: LineInWords) -> str:
        return (
            f'<tr>{_pick(row)}<th scope="row"><a class="who" href="{e(row.url)}">'
            f"{_name(row, _reference(row))}</a>{_second(row)}</th>"
            f"{''.join(cell(row) for cell in shown)}</tr>"
        )

    return whole(map(line, rows))


@register.simple_tag
def masked_lines(rows: Iterable[LineInWords], columns: Sequence[str]) -> SafeString:
    """Return the rows of the list of children for those who see no name, the first column aside."""
    sex, age, days = (labelled(each) for each in (_("Sex"), _("Age today"), _("Days in stage")))
    overdue = e(_("overdue"))
    cells: dict[str, Callable[[LineInWords], str]] = {
        "sex": lambda row: f"<td{sex}>{e(row.sex)}</td>",
        "age": lambda row: f"<td{age}><bdi>{e(row.age)}</bdi></td>",
        "stage": lambda row: f"<td>{_stage(row)}</td>" if row.stage else "",
        "days": lambda row: f'<td class="n"{days}>{_days(row, overdue)}</td>' if row.stage else "",
    }
    shown = [cells[name] for name in columns if name in cells]

    def line(row: LineInWords) -> str:
        return (
            f'<tr><th scope="row"><a class="who" href="{e(row.url)}">{_reference(row)}</a></th>'
            f"{''.join(cell(row) for cell in shown)}</tr>"
        )

    return whole(map(line, rows))


@register.simple_tag
def task_lines(
    rows: Iterable[ChildTask], doors: Mapping[int, str], on: datetime.date
) -> SafeString:
    """Return the rows of the list of tasks, each with the tick by which it is given to somebody.

    ``doors`` are the addresses by key where each is done.
    """
    child, due, assigned = (labelled(each) for each in (_("Child"), _("Due"), _("Assigned to")))
    ticking = _("Select %(reference)s: %(task)s")
    reviewer, team, gone = e(_("a reviewer")), e(_("the team")), e(_("can no longer sign in"))

    def tick(row: ChildTask) -> str:
        words = ticking % {"reference": row.child.reference, "task": row.line.sentence}
        box = f'<input type="checkbox" name="task" value="{row.line.key}">'
        return f'<label><span class="vh">{e(words)}</span> {box}</label>'

    def given(row: ChildTask) -> str:
        if row.line.waits_for_reviewer:
            return reviewer
        away = "" if row.line.is_active else f' <span class="alt">{gone}</span>'
        return f"<bdi>{e(row.line.assigned_to)}</bdi>{away}" if row.line.assigned_to else team

    def line(row: ChildTask) -> str:
        mother = getattr(row.child, "mothers_name", None)
        name = with_family(row.child.person.name, mother or "")
        source = f" · <bdi>{e(row.line.source)}</bdi>" if row.line.source else ""
        return (
            f'<tr><td class="pick">{"" if row.line.waits_for_reviewer else tick(row)}</td>'
            f'<th scope="row"><a href="{e(doors[row.line.key])}">{e(row.line.sentence)}</a> '
            f'<span class="alt">{e(str(row.line.rule.label))}{source}</span></th>'
            f'<td{child}><a href="{e(row.child.get_absolute_url())}"><bdi>{e(name)}</bdi> '
            f'<span class="alt"><bdi class="ref">{e(row.child.reference)}</bdi></span></a></td>'
            f"<td{due}>{_day_or_late(row.line.due_on, on)}</td>"
            f"<td{assigned}>{given(row)}</td></tr>"
        )

    return whole(map(line, rows))


@register.simple_tag
def fee_lines(
    rows: "Iterable[tuple[FeeWithPapers, str]]",
    columns: Sequence[str],
    *,
    pickable: bool,
    titled: bool,
    grouped: bool = False,
    on: datetime.date | None = None,
    query: str = "",
    page: Page | None = None,
) -> SafeString:
    """Return the rows of the ledger, fees with their papers and tones; ``titled`` by agreement.

    ``grouped`` puts those of a family behind one cell, whose number leads to them in the list of
    ``query``, if ``page`` holds them all; ``on`` says how long each waits.
    """
    ticking = _("Select %(reference)s")
    waiver = f' <span class="alt">{e(_("waiver requested"))}</span>'
    fee_url = reverse("fee", args=[_ANY, _ANY_OTHER])
    cells = fee_cells(on, with_days="days" not in columns)
    shown = [(_opened(cells[name]), cells[name].of) for name in columns if name in cells]

    def pick(fee: "FeeWithPapers") -> str:
        words = ticking % {"reference": fee.child.reference}
        sum_of = f'data-of="{e(fee.currency)}" data-n="{fee.amount}"'
        box = f'<input type="checkbox" name="fee" value="{fee.pk}" {sum_of}>'
        label = f'<label><span class="vh">{e(words)}</span> {box}</label>'
        return f'<td class="pick">{label if fee.is_payable else ""}</td>' if pickable else ""

    def line(fee: "FeeWithPapers", tone: str, family: str = "") -> str:
        reference = e(fee.child.reference)
        url = fee_url.replace(_ANY, fee.agreement.slug).replace(_ANY_OTHER, fee.child.reference)
        title = f' <span class="alt"><bdi>{e(said(fee.agreement.title))}</bdi></span>'
        is_asked = fee.status == FeeStatus.DUE and fee.waiver_asked_by_id
        return (
            f'<tr>{family}{pick(fee)}<th scope="row"><a href="{e(url)}">'
            f'<bdi class="ref">{reference}</bdi></a>{title if titled else ""}'
            f"{waiver if is_asked else ''}</th>"
            f"{''.join(f'{start}{of((fee, tone))}</td>' for start, of in shown)}</tr>"
        )

    if not grouped:
        return whole(line(fee, tone) for fee, tone in rows)
    families = [list(fees) for _mother, fees in groupby(rows, lambda row: row[0].child.mother_id)]
    # The first and the last family of a page may go on beyond it.
    first = 1 if page and page.has_previous() else 0
    last = len(families) - (1 if page and page.has_next() else 0)
    return whole(
        _family(fees, line, ticked=pickable, query=query if first <= at < last else "")
        for at, fees in enumerate(families)
    )


def _family(
    rows: "Sequence[tuple[FeeWithPapers, str]]",
    line: Callable[..., str],
    *,
    ticked: bool,
    query: str,
) -> str:
    """Return the fees of a family as rows of their own, behind one cell for all of them."""
    first, n = rows[0][0], len(rows)
    reference = e(first.child.mother.reference)
    words = e(ngettext("%(n)s fee", "%(n)s fees", n) % {"n": n}) + _sum(rows)
    if query and n > 1:
        words = f'<a href="?{e(query)}&amp;family={reference}">{words}</a>'
    box = _family_box(reference) if ticked and any(fee.is_payable for fee, _tone in rows) else ""
    cell = (
        f'<th scope="rowgroup" rowspan="{n}" class="fam">{box}'
        f'<a href="?agreement={e(first.agreement.slug)}&amp;family={reference}">'
        f'<bdi class="ref">{reference}</bdi></a> <span class="alt">{words}</span></th>'
    )
    lines = (line(*row, cell if not at else "") for at, row in enumerate(rows))
    return f"<tbody>{whole(lines)}</tbody>"


def _opened(cell: FeeCell) -> str:
    number = ' class="n"' if cell.is_number else ""
    return f"<td{number}{labelled(cell.label) if cell.label else ''}>"


def _sum(rows: "Sequence[tuple[FeeWithPapers, str]]") -> str:
    """Return what the fees of a family come to; nothing where they are in several currencies."""
    if len(rows) < 2 or len({fee.currency for fee, _tone in rows}) > 1:
        return ""
    total = sum((fee.amount for fee, _tone in rows), Decimal(0))
    return f" · <bdi>{e(wording.money_text(total, rows[0][0].currency))}</bdi>"


def _family_box(reference: str) -> str:
    words = e(_("Select the fees of %(reference)s") % {"reference": reference})
    box = '<input type="checkbox" data-pick-group="on">'
    return f'<label class="pick" hidden><span class="vh">{words}</span> {box}</label>'


@register.simple_tag
def found_children(rows: Iterable[FoundChildInWords], *, with_why: bool) -> SafeString:
    """Return the rows of the children that were found, each with why it is among them if wanted."""
    case, age, why = (labelled(each) for each in (_("Case"), _("Age today"), _("Why it matched")))

    def line(row: FoundChildInWords) -> str:
        name = _own_name(row.names) or _reference(row)
        return (
            f"<tr>{_found(row, name)}"
            f'<td{case}>{_reference(row)} <span class="alt">{e(row.sex)}</span></td>'
            f"<td{age}><bdi>{e(row.age)}</bdi></td>"
            f'<td><span class="tag stage-{e(row.stage)}">{e(row.stage_label)}</span></td>'
            f"{_why(row, why) if with_why else ''}</tr>"
        )

    return whole(map(line, rows))


@register.simple_tag
def found_mothers(rows: Iterable[FoundMotherInWords]) -> SafeString:
    """Return the rows of the mothers that were found."""
    family, where = labelled(_("Family")), labelled(_("Where she is now"))
    why, nobody, nowhere = (
        labelled(_("Why it matched")),
        e(_("Mother not known")),
        _("Not known yet"),
    )

    def line(row: FoundMotherInWords) -> str:
        return (
            f"<tr>{_found(row, _own_name(row.names) or nobody)}"
            f"<td{family}>{_reference(row)}</td>"
            f"<td{where}><bdi>{e(str(row.place or nowhere))}</bdi></td>{_why(row, why)}</tr>"
        )

    return whole(map(line, rows))


@register.simple_tag
def filter_options(options: Iterable[OptionInWords], *, name: str = "") -> SafeString:
    """Return the choices of a filter: boxes to tick of that ``name``, else those of a select."""

    def of_select(option: OptionInWords) -> str:
        selected = " selected" if option.checked else ""
        count = "" if option.count is None else f" ({option.count})"
        value, label = e(option.value), e(str(option.label))
        return f'<option value="{value}"{selected}>{label}{count}</option>'

    def box(option: OptionInWords) -> str:
        checked = " checked" if option.checked else ""
        count = "" if option.count is None else f' <span class="count">{option.count}</span>'
        tick = f'<input type="checkbox" name="{e(name)}" value="{e(option.value)}"{checked}>'
        return f'<label class="opt">{tick} {e(str(option.label))}{count}</label>'

    return whole(map(box if name else of_select, options))


def whole(rows: Iterable[str]) -> SafeString:
    """Return rows that were made of escaped words as one safe text."""
    return SafeString("\n".join(rows))


def labelled(words: str) -> str:
    """Return the attribute by which a phone says what a cell is about."""
    return f' data-l="{e(words)}"'


def _pick(row: LineInWords) -> str:
    if not row.pick:
        return ""
    box = f'<input type="checkbox" form="bulk" name="child" value="{e(row.reference)}">'
    return f'<td class="pick"><label><span class="vh">{e(row.pick)}</span>{box}</label></td>'


def _found(row: FoundInWords, name: str) -> str:
    """Return the first cell of somebody who was found; ``name`` is escaped."""
    apart = f' <span class="alt"><bdi>{e(row.apart)}</bdi></span>' if row.apart else ""
    link = f'<a class="who" href="{e(row.url)}">{name}</a>'
    return f'<th scope="row">{link}{apart}{_second(row)}</th>'


def _own_name(names: NamesInWords) -> str:
    return f'<bdi lang="{e(names.lang)}">{e(names.name)}</bdi>' if names.name else ""


def _why(row: FoundInWords, label: str) -> str:
    words = "".join(f"<mark>{e(word)}</mark> " if lit else f"{e(word)} " for word, lit in row.why)
    spelling, beside = (f"<bdi>{words}</bdi> ", ' class="alt"') if row.why else ("", "")
    return f"<td{label}>{spelling}<span{beside}>{e(row.reason)}</span></td>"


def _reference(row: LineInWords | FoundInWords) -> str:
    return f'<bdi class="ref">{e(row.reference)}</bdi>'


def _name(row: LineInWords, reference: str) -> str:
    return f'<bdi lang="{e(row.names.lang)}">{e(row.name)}</bdi>' if row.name else reference


def _second(row: LineInWords | FoundInWords) -> str:
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


def _day_or_late(day: datetime.date | None, on: datetime.date) -> str:
    if day is None:
        return "–"
    words = e(wording.day_text(day))
    if day < on:
        return f'<span class="tag bad nw">{words}</span>'
    return f'<bdi class="nw">{words}</bdi>'


def _days(row: LineInWords, overdue: str) -> str:
    days = "" if row.days is None else str(row.days)
    if not row.tone:
        return days
    late = f'<span class="vh">, {overdue}</span>' if row.tone == "bad" else ""
    return f'<span class="tag {e(row.tone)}">{days}{late}</span>'
