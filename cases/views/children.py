"""The list of children: narrowed, counted, and handed out as a file."""

import datetime
from typing import Any

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from cases.casework.saved_views import MOST_PINNED
from cases.filters import child_panel
from cases.filters.children import ChildList, child_list
from cases.models import long_lists
from cases.pages import child_table
from cases.pages import children as pages
from cases.pages import saved_views as saved_pages
from cases.pages.facts import Chip
from cases.queries.child_rows import child_rows, file_rows
from cases.queries.saved_views import away, seen_by
from cases.queries.told_of import told_of
from cases.rules.names import visible
from cases.web import paging
from cases.web.exports import as_file, separator_for
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, put_on_record, require_safe_or_post
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import Slice, address, page_of_rows

LONGEST = 200


@require_safe
@gate(*SEE_CHILDREN)
@names_for_a_purpose
def children(request: StaffRequest) -> HttpResponse:
    listing = _list(request)
    panel = child_panel.panel_of(listing)
    page = page_of_rows(listing.keys, request.GET, total=panel.total, most=long_lists.MOST)
    return _page(request, listing, panel, page)


@sensitive_post_parameters("text")
@require_safe_or_post
@gate(*SEE_CHILDREN)
@names_for_a_purpose
def children_find(request: StaffRequest) -> HttpResponse:
    """Show those of the list in the address that a text is about, which stays out of it."""
    listing, text = _list(request), _typed(request)
    if not text:
        return redirect(reverse("children", query=request.GET))
    rows = told_of(listing.rows, text, with_names=listing.named, by=request.user).values_list("pk")
    page = page_of_rows(rows, QueryDict(f"per_page={paging.SIZES[-1]}"), total=rows.count(), most=0)
    return _page(request, listing, child_panel.panel_of(listing), page, text=text)


def _page(
    request: StaffRequest, listing: ChildList, panel: child_panel.Panel, page: Slice, text: str = ""
) -> HttpResponse:
    put_on_record(request, rows=len(page.rows))
    lines = _lines(request, page, listing.on)
    masked = not request.user.has_perm("cases.see_names")
    nothing = None if lines else _nothing(listing, text)
    context = {
        "text": text,
        "list_url": reverse("children"),
        "query": request.GET.urlencode(),
        "bulk_total": 0 if text else page.paginator.count,
        "columns": child_table.columns(listing, masked=masked),
        "shown": child_table.shown_columns(listing, masked=masked),
        "headings": child_table.headings(listing, masked=masked, sorts=not text),
        "rows": lines,
        "masked": masked,
        "page": page,
        "on": listing.on,
        "summary": pages.summary(panel),
        "understood": listing.filter.is_understood,
        **_views(request, listing, panel),
        **_beside(request, listing, panel),
        "empty": nothing,
        "may_register": request.user.has_perm("cases.register_child"),
        "may_export": request.user.has_perm("cases.export_children"),
        "exports_names": request.user.has_perm("cases.export_identified"),
        "separator": separator_for(request.user),
        "sizes": [(size, address(request.GET, per_page=size)) for size in paging.SIZES],
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
    cells = pages.cells(file_rows(listing.rows, beside=listing.beside), listing)
    between = separator_for(request.user)
    return as_file(
        pages.titles(listing),
        cells,
        name=f"children-{listing.on}",
        ending=ending,
        separator=between,
    )


def _typed(request: StaffRequest) -> str:
    text = visible(request.POST.get("text", ""))[:LONGEST]
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _nothing(listing: ChildList, text: str) -> pages.Nothing:
    if text:
        return pages.nothing_told(text)
    return pages.nothing(listing, child_panel.relief(listing.filter))


def _views(request: StaffRequest, listing: ChildList, panel: child_panel.Panel) -> dict[str, Any]:
    """Return the tabs, the saved views among them, and the one that is open."""
    views = seen_by(request.user)
    key = request.GET.get("view")
    open_view = next((view for view in views if str(view.pk) == key), None)
    pinned = [view for view in views if view.pinned][:MOST_PINNED]
    lists = saved_pages.lists_of(pinned, to=request.user, on=listing.on, like=listing)
    numbers = child_panel.numbers_of(lists)
    tabs = pages.tabs(listing, panel, path=reverse("children"), current=open_view is None)
    return {
        "tabs": (*tabs, *saved_pages.tabs(pinned, numbers, current=open_view)),
        "views": len(views),
        "words": saved_pages.in_words(listing),
        "view": open_view
        and saved_pages.opened(
            open_view,
            listing,
            away(QueryDict(open_view.query).getlist("caseworker")),
            to=request.user,
        ),
    }


def _list(request: StaffRequest) -> ChildList:
    return child_list(request.GET, user=request.user, on=timezone.localdate())


def _lines(request: StaffRequest, page: Slice, on: datetime.date) -> list[child_table.Line]:
    rows = child_rows([key for (key,) in page.rows], to=request.user, on=on)
    teller = child_table.Teller.to(request.user, on=on)
    return [teller.line(row) for row in rows]


def _beside(request: StaffRequest, listing: ChildList, panel: child_panel.Panel) -> dict[str, Any]:
    chips = child_panel.chips(listing.filter)
    carried = listing.filter.chosen
    rest = [
        (name, value)
        for name in ("view", "sort", "per_page", "column")
        for value in request.GET.getlist(name)
    ]
    keep = [(name, carried[name][0]) for name in child_panel.CARRIED if name in carried]
    path = reverse("children")
    here = path if request.method == "POST" else ""
    pairs = [(name, value) for name, values in carried.items() for value in values]
    return {
        "groups": child_panel.groups(listing.filter, panel),
        "keep": (*keep, *rest),
        "keep_columns": (*pairs, *(pair for pair in rest if pair[0] != "column")),
        "chips": tuple(Chip(label=label, url=f"{here}?{query}") for label, query in chips),
        "clear_url": f"{path}?{urlencode(rest)}" if rest else path,
        "active": len(chips),
    }
