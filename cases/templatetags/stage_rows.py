"""Rows of the table of stages, by functions as in ``rows``: each change of a case moves its bars.

Every value passes ``e``; a test compares these rows with a template's.
"""

from collections.abc import Sequence
from html import escape as e
from typing import Protocol

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.templatetags.bars import bar, key
from cases.templatetags.rows import whole

register = template.Library()


class StageInWords(Protocol):
    """What a part of the identified and one of its stages both say, as ``pages.charts`` puts it."""

    @property
    def label(self) -> object: ...
    @property
    def count(self) -> int: ...
    @property
    def delta(self) -> str: ...
    @property
    def delta_url(self) -> str: ...
    @property
    def median(self) -> int | None: ...
    @property
    def median_url(self) -> str: ...
    @property
    def overdue(self) -> int: ...
    @property
    def tone(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def overdue_url(self) -> str: ...


class StageRowInWords(StageInWords, Protocol):
    """A stage: ``w`` is its bar in percent of the longest, ``own`` those of who reads it."""

    @property
    def w(self) -> float: ...
    @property
    def own(self) -> int | None: ...
    @property
    def own_url(self) -> str: ...


class StagePartInWords(StageInWords, Protocol):
    """A part of the identified, and the rows of its stages, if it has several."""

    @property
    def stages(self) -> Sequence[StageRowInWords]: ...


@register.simple_tag
def stage_lines(groups: "Sequence[StagePartInWords]", *, compared: bool) -> SafeString:
    """Return the rows of the table of stages, with what has changed since if ``compared``."""
    own, median, overdue = (
        _("%(n)s yours"),
        _("%(stage)s, median days: %(n)s"),
        _("%(stage)s, overdue: %(n)s"),
    )

    def cells(row: StageInWords, days: str) -> str:
        stage = str(row.label)
        count = _linked(row.url if row.count else "", row.count, f"{stage}: {row.count}")
        changed = _linked(row.delta_url, row.delta, f"{stage}: {row.delta}")
        late = {"stage": stage, "n": row.overdue}
        return (
            f'<td class="n strong">{count}</td>'
            + (f'<td class="n med"><bdi class="delta nw">{changed}</bdi></td>' if compared else "")
            + f'<td class="n med">{days}</td><td class="n">{_late(row, overdue % late)}</td></tr>'
        )

    def days_of(row: StageInWords) -> str:
        url = row.median_url if row.median is not None else ""
        shown = "–" if row.median is None else row.median
        return _linked(url, shown, median % {"stage": str(row.label), "n": row.median})

    def part(row: StagePartInWords) -> str:
        is_linked = row.median_url and row.median is not None
        days = days_of(row) if is_linked or row.median or not row.stages else ""
        return (
            f'<tr class="part"><th scope="row" colspan="2">{key(row.tone)} {e(str(row.label))}'
            f"</th>{cells(row, days)}"
        )

    def stage(row: StageRowInWords) -> str:
        mine = e(own % {"n": row.own})
        yours = f' <a class="small no-print" href="{e(row.own_url)}">{mine}</a>'
        return (
            f'<tr><th scope="row">{e(str(row.label))}{yours if row.own_url else ""}</th>'
            f'<td class="barcell">{bar(row.w, row.tone)}</td>{cells(row, days_of(row))}'
        )

    return whole(
        f"<tbody>{part(group)}{''.join(map(stage, group.stages))}</tbody>" for group in groups
    )


def _linked(url: str, number: object, label: str) -> str:
    shown = e(str(number))
    return f'<a href="{e(url)}" aria-label="{e(label)}">{shown}</a>' if url else shown


def _late(row: StageInWords, label: str) -> str:
    if not row.overdue:
        return "–"
    if not row.overdue_url:
        return f'<span class="od">{row.overdue}</span>'
    return f'<a class="od" href="{e(row.overdue_url)}" aria-label="{e(label)}">{row.overdue}</a>'
