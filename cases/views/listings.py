"""Lists of the auditor: narrowed by their address, on a page and in a file."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from cases.forms.audit import Listing
from cases.pages.facts import TableCell
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, put_on_record, render_on_record
from cases.web.paging import page_of_rows


def shown(
    request: StaffRequest,
    listing: Listing,
    cells: Callable[[Any], list[TableCell]],
    *,
    file: str = "",
) -> HttpResponse:
    """Return the page; ``file`` is the address of the same rows as a file, for who may have it."""
    form = listing.form(request.GET)
    rows = listing.rows(form.asked())
    page = page_of_rows(rows, request.GET, total=_count(rows), most=0)
    context = {
        "listing": listing,
        "form": form,
        "page": page,
        "rows": [cells(row) for row in page.rows],
        "here": request.resolver_match and request.resolver_match.url_name,
        "file": file,
    }
    return render_on_record(request, "cases/audit/list.html", context, rows=0)


def as_csv(
    request: StaffRequest, listing: Listing, cells: Callable[[Any], list[TableCell]], *, name: str
) -> HttpResponseBase:
    """Return every row that the address asks for as a csv."""
    rows = listing.rows(listing.form(request.GET).asked())
    put_on_record(request, rows=_count(rows))
    each_row = rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows
    return as_file(
        [str(head) for head in listing.heads],
        ([_plain(cell) for cell in cells(row)] for row in each_row),
        name=f"{name}-{timezone.localdate()}",
        ending="csv",
        separator=separator_for(request.user),
    )


def _count(rows: "QuerySet[Any, Any] | Sequence[Any]") -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def _plain(cell: TableCell) -> object:
    if cell.is_number and not cell.more:
        return cell.text
    text = cell.plain or str(cell.text)
    return f"{text} ({cell.more})" if cell.more else text
