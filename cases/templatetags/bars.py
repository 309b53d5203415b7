"""Bars of children, by functions as in ``rows``: each change of a case moves them.

Every value passes ``e``; a test compares these parts with a template's.
"""

from collections.abc import Iterable
from html import escape as e
from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from cases.templatetags.rows import whole

register = template.Library()


class BarInWords(Protocol):
    """So many of something, in percent of a base; all lead to ``url``, which may be empty."""

    @property
    def label(self) -> object: ...
    @property
    def value(self) -> int: ...
    @property
    def w(self) -> float: ...
    @property
    def tone(self) -> str: ...
    @property
    def url(self) -> str: ...


class SegmentInWords(BarInWords, Protocol):
    """A part of a bar from ``x`` on; ``delta`` is how far it moved, and ``delta_url`` why."""

    @property
    def x(self) -> float: ...
    @property
    def delta(self) -> str: ...
    @property
    def delta_url(self) -> str: ...


class StepInWords(BarInWords, Protocol):
    """A step of the way; ``share`` says its percent."""

    @property
    def share(self) -> str: ...


@register.simple_tag
def bar_segments(segments: "Iterable[SegmentInWords]") -> SafeString:
    """Return the segments of a bar."""

    def segment(part: SegmentInWords) -> str:
        place = f'x="{part.x}%" width="{part.w}%" height="100%"'
        drawn = _filled(part.tone, place, ' class="hatch-edge"')
        drawn += f"<foreignObject {place}>"
        drawn += f'<div class="seg on-{e(part.tone)}">{part.value}</div></foreignObject>'
        return f'<a href="{e(part.url)}" tabindex="-1">{drawn}</a>' if part.url else drawn

    return whole(map(segment, segments))


@register.simple_tag
def bar_legend(segments: "Iterable[SegmentInWords]") -> SafeString:
    """Return a line for each segment, whose number is a link for the keyboard and who listens."""

    def line(part: SegmentInWords) -> str:
        label, delta = e(str(part.label)), e(part.delta)
        words = f'{key(part.tone)} <span>{label} <b class="num">{part.value}</b>'
        if part.delta and not part.delta_url:
            words += f' <bdi class="delta nw">{delta}</bdi>'
        words += "</span>"
        shown = f'<a href="{e(part.url)}">{words}</a>' if part.url else f"<span>{words}</span>"
        if part.delta_url:
            link = f'<a href="{e(part.delta_url)}" aria-label="{label}: {delta}">{delta}</a>'
            shown += f' <bdi class="delta nw">{link}</bdi>'
        return f"<li>{shown}</li>"

    return whole(map(line, segments))


@register.simple_tag
def funnel_lines(rows: "Iterable[StepInWords]") -> SafeString:
    """Return the steps of the way, each with its bar and its number."""

    def line(row: StepInWords) -> str:
        number = f"<b>{row.value}</b>"
        if row.url and row.value:
            number = f'<a class="num" href="{e(row.url)}">{row.value}</a>'
        number += f' <span class="alt">{e(row.share)}</span>'
        label = e(str(row.label))
        return f"<li><span>{label}</span> {bar(row.w, row.tone)} <bdi>{number}</bdi></li>"

    return whole(map(line, rows))


def bar(w: float, tone: str) -> str:
    """Return a bar of one part, ``w`` percent of the longest."""
    filled = f'<rect width="{w}%" height="100%" class="{e(tone or "q2")}" />'
    return f'<svg class="hb flip" aria-hidden="true">{filled}</svg>'


def key(tone: str) -> str:
    """Return the sign by which a part of a bar is known."""
    filled = _filled(tone, 'width="100%" height="100%"')
    return f'<svg class="key" aria-hidden="true">{filled}</svg>'


def _filled(tone: str, place: str, edge: str = "") -> str:
    """Return a part where it stands; the one of "not eligible" is hatched."""
    if tone != "q4":
        return f'<rect {place} class="{e(tone)}" />'
    return f'<rect {place} class="hatch-bg" /><rect {place} fill="url(#hatch)"{edge} />'
