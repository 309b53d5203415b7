"""The list of children: narrowed, counted, and handed out as a file."""

import datetime
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cases.figures import facets
from cases.filters import child_panel
from cases.filters.children import ChildList, child_list
from cases.pages import child_table
from cases.pages import children as pages
from cases.pages.facts import Chip
from cases.queries.child_rows import child_rows, file_rows
from cases.web.exports import as_file, separator_for
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, put_on_record
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import SIZES, Slice, page_of_rows


@require_safe
@gate(*SEE_CHILDREN)
@names_for_a_purpose
def children(request: StaffRequest) -> HttpResponse:
    listing = _list(request)
    panel = child_panel.panel_of(listing)
    page = page_of_rows(listing.keys, request.GET, total=panel.total, most=facets.MOST)
    put_on_record(request, rows=len(page.rows))
    lines = _lines(request, page, listing.on)
    masked = not request.user.has_perm("cases.see_names")
    nothing = None if lines else pages.nothing(listing, child_panel.relief(listing.filter))
    context = {
        "headings": child_table.headings(listing, masked=masked),
        "rows": lines,
        "masked": masked,
        "page": page,
        "on": listing.on,
        "summary": pages.summary(panel),
        "understood": listing.filter.is_understood,
        "tabs": pages.tabs(listing, panel, path=request.path),
        **_beside(request, listing, panel),
        "empty": nothing,
        "may_register": request.user.has_perm("cases.register_child"),
        "may_export": request.user.has_perm("cases.export_children"),
        "exports_names": request.user.has_perm("cases.export_identified"),
        "separator": separator_for(request.user),
        "sizes": SIZES,
        "may_pick": child_table.may_pick(request.user) and not masked,
        "may_assign": request.user.has_perm("cases.assign_child"),
    }
    return render(request, "cases/children/list.html", context)


@require_safe
@gate("cases.export_children")
def children_file(request: StaffRequest, ending: str) -> StreamingHttpResponse:
    """Hand out the list as it is narrowed, masked for everybody; each file is on record."""
    listing = _list(request)
    put_on_record(request, rows=listing.rows.count())
    cells = pages.cells(
        file_rows(listing.rows, beside=listing.beside), staged=listing.staged, on=listing.on
    )
    between = separator_for(request.user)
    return as_file(
        pages.titles(listing),
        cells,
        name=f"children-{listing.on}",
        ending=ending,
        separator=between,
    )


def _list(request: StaffRequest) -> ChildList:
    return child_list(request.GET, user=request.user, on=timezone.localdate())


def _lines(request: StaffRequest, page: Slice, on: datetime.date) -> list[child_table.Line]:
    rows = child_rows([key for (key,) in page.rows], to=request.user, on=on)
    teller = child_table.Teller.to(request.user, on=on)
    return [teller.line(row) for row in rows]


def _beside(request: StaffRequest, listing: ChildList, panel: child_panel.Panel) -> dict[str, Any]:
    chips = child_panel.chips(listing.filter)
    carried = listing.filter.chosen
    rest = {name: request.GET[name] for name in ("sort", "per_page") if name in request.GET}
    keep = [(name, carried[name][0]) for name in child_panel.CARRIED if name in carried]
    return {
        "groups": child_panel.groups(listing.filter, panel),
        "keep": [*keep, *rest.items()],
        "chips": [Chip(label=label, url=f"?{query}") for label, query in chips],
        "clear_url": f"{request.path}?{urlencode(rest)}" if rest else request.path,
        "active": len(chips),
    }
