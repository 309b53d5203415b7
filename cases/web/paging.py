"""Pages of a list that is counted only up to a limit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.models import long_lists
from cases.models.long_lists import LongRows, number_of
from cases.rules.text import whole_number
from cases.templatetags.fragments import fragment

register = template.Library()

SIZES = (25, 50, 100)
#: No list is that long; an address that asks for more is shown the last page.
LAST = 1_000_000
#: What is longer is no number of a page.
LONGEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Total:
    """What is asked of a paginator: how many rows there are, in words where too many."""

    count: int | str

    @property
    def is_known(self) -> bool:
        return isinstance(self.count, int)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of rows, in the words of Django's own ``Page``."""

    rows: Sequence[Any]
    number: int
    size: int
    paginator: Total
    more: bool

    def start_index(self) -> int:
        return (self.number - 1) * self.size + 1

    def end_index(self) -> int:
        return self.start_index() + len(self.rows) - 1

    def has_previous(self) -> bool:
        return self.number > 1

    def has_next(self) -> bool:
        return self.more

    def has_other_pages(self) -> bool:
        return self.has_previous() or self.has_next()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Which rows of how many are shown, and the addresses of the pages beside; empty if none."""

    first: int
    last: int
    total: int | str
    previous: str
    next: str


@register.simple_tag(takes_context=True)
def pager(context: template.RequestContext, page: "Slice | Page[Any]") -> str:
    """Return which rows a page shows, and what leads to the pages beside it."""
    if not page.paginator.count:
        return ""
    query = context.request.GET
    facts = Pager(
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous=address(query, page=page.number - 1) if page.has_previous() else "",
        next=address(query, page=page.number + 1) if page.has_next() else "",
    )
    return fragment("components/pager.html", pager=facts)


def address(data: QueryDict, **changes: str | int) -> str:
    """Return the address of a list from its first page, with ``changes`` to what is asked."""
    kept = {name: values for name, values in data.lists() if name != "page"}
    return f"?{urlencode({**kept, **changes}, doseq=True)}"


def page_of(rows: "QuerySet[Any, Any] | LongRows", data: QueryDict) -> Slice:
    """Return the page of ``rows``, counted up to ``MOST``, that an address asks for.

    Two queries, four beyond the last of more pages than are counted.
    """
    return page_of_rows(rows, data, total=number_of(rows), most=long_lists.MOST)


def size_of(data: QueryDict) -> int:
    """Return how many rows an address asks for on a page."""
    size = data.get("per_page", "")
    return int(size) if size in map(str, SIZES) else SIZES[0]


def page_of_rows(
    rows: "QuerySet[Any, Any] | LongRows | Sequence[Any]",
    data: QueryDict,
    *,
    total: int | None,
    most: int,
) -> Slice:
    """Return the page of ``rows`` that an address asks for; beyond the last one, the last.

    ``total`` is None where there are more than ``most``. One query, two beyond the last page.
    """
    size, number = size_of(data), page_number(data)
    if total is not None:
        number = min(number, max(1, -(-total // size)))
    window = _cut(rows, number, size)
    if not window and number > 1 and not isinstance(rows, Sequence):
        number = max(1, -(-rows.count() // size))
        window = _cut(rows, number, size)
    count = total if total is not None else _("over %(number)s") % {"number": f"{most:,}"}
    return Slice(window[:size], number, size, Total(count), more=len(window) > size)


def _cut(
    rows: "QuerySet[Any, Any] | LongRows | Sequence[Any]", number: int, size: int
) -> list[Any]:
    start = (number - 1) * size
    return list(rows[start : start + size + 1])


def page_number(data: QueryDict) -> int:
    """Return the page that an address asks for, from 1."""
    return min(whole_number(data.get("page", ""), most=LONGEST) or 1, LAST)
