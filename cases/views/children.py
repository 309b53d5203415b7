"""The list of children: found, narrowed, counted, and handed out as a file."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.figures.facets import MOST
from cases.figures.kept import Moment, this_moment
from cases.figures.overdue import with_due
from cases.filters import child_panel
from cases.filters.children import ChildFilter, sort_of, sorted_by
from cases.models import Child
from cases.pages.child_table import ChildTable, Line, MaskedTable, OnePage, Teller
from cases.queries.child_rows import child_rows, list_choices, sees_every_name, sees_every_stage
from cases.rules.age_bands import age_band
from cases.vocabulary import AgeBand, Sex, Stage
from cases.web.exports import Row, as_file
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.paging import SIZES, Slice, page_of_rows

#: Whoever may see some children, masked or not.
SEES_CHILDREN = (
    "cases.view_every_child",
    "cases.view_team_children",
    "cases.view_children_with_fee",
    "cases.view_travelling_children",
)
#: The columns of the table that tell where a case stands.
STAGE_COLUMNS = ("stage", "days")


@dataclass(frozen=True, slots=True)
class Found:
    """What an address asks for: the filter, the order, and how the reader may see it."""

    chosen: ChildFilter
    sort: str
    named: bool
    staged: bool
    on: datetime.date
    moment: Moment

    @property
    def rows(self) -> "QuerySet[Child]":
        return sorted_by(self.chosen.narrowed(), self.sort)


@require_safe
@gate(*SEES_CHILDREN)
def children(request: StaffRequest) -> HttpResponse:
    found = _find(request)
    panel = _panel(found)
    keys = with_due(found.rows).values_list("pk", "due_on")
    page = page_of_rows(keys, request.GET, total=panel.total, most=MOST)
    put_on_record(request, rows=len(page.rows))
    lines = _lines(request, found, page)
    context = {
        "table": _table(found, lines),
        "page": page,
        "on": found.on,
        "summary": _summary(panel),
        "understood": found.chosen.is_understood,
        "tabs": _tabs(request, found, panel),
        **_beside(request, found, panel),
        "empty": None if lines else _nothing(found),
        "may_register": request.user.has_perm("cases.register_child"),
        "may_export": request.user.has_perm("cases.export_children"),
        "sizes": SIZES,
    }
    return render(request, "cases/children/list.html", context)


@require_safe
@gate("cases.export_children")
def children_file(request: StaffRequest, ending: str) -> StreamingHttpResponse:
    """Hand out the list as it is narrowed, masked for everybody; each file is on record."""
    found = _find(request)
    put_on_record(request, rows=found.rows.count())
    name = f"children-{found.on}"
    return as_file(_titles(found), _cells(found), name=name, ending=ending)


def _visible(request: StaffRequest) -> "QuerySet[Child]":
    return Child.objects.visible_to(request.user)


def _find(request: StaffRequest) -> Found:
    named, staged = sees_every_name(request.user), sees_every_stage(request.user)
    on, moment = timezone.localdate(), this_moment()
    chosen = ChildFilter(
        request.GET,
        _visible(request),
        user=request.user,
        choices=moment.kept(("choices", named), on, lambda: list_choices(named=named)),
        named=named,
        on=on,
    )
    sort = sort_of(request.GET, named=named, staged=staged)
    return Found(chosen, sort, named, staged, on, moment)


def _panel(found: Found) -> child_panel.Panel:
    """Return every count of the page; they are kept for this reader and these filters."""
    user, chosen = found.chosen.user, found.chosen

    def count() -> child_panel.Panel:
        visible = Child.objects.visible_to(user)
        return child_panel.count(chosen, child_panel.tabs_of(visible, user=user, on=found.on))

    said = tuple((name, tuple(values)) for name, values in chosen.chosen.items())
    reader = (user.pk, frozenset(user.get_all_permissions()))
    return found.moment.kept(("panel", reader, said), found.on, count)


def _lines(request: StaffRequest, found: Found, page: Slice) -> list[Line]:
    due = dict(page.rows)
    rows = child_rows(list(due), to=request.user, on=found.on)
    tell = Teller.to(request.user, on=found.on)
    return [tell.line(row, _first(due[row.child.pk], row.task_due_on)) for row in rows]


def _first(*days: datetime.date | None) -> datetime.date | None:
    return min(filter(None, days), default=None)


def _table(found: Found, lines: list[Line]) -> ChildTable | MaskedTable:
    columns = ChildTable if found.chosen.user.has_perm("cases.see_names") else MaskedTable
    hidden = STAGE_COLUMNS if columns is MaskedTable and not found.staged else ()
    table = columns(OnePage(lines), order_by=found.sort, exclude=hidden)
    telling = (*(() if found.named else ("name", "age")), *(() if found.staged else STAGE_COLUMNS))
    for name in telling:
        if name in table.columns.names():
            table.columns[name].column.orderable = False
    return table


def _summary(panel: child_panel.Panel) -> str:
    if panel.total is None:
        return _("Over %(number)s children") % {"number": f"{MOST:,}"}
    children = ngettext("%(count)s child", "%(count)s children", panel.total)
    if panel.total == 0:
        return children % {"count": 0}
    families = ngettext("in %(count)s family", "in %(count)s families", panel.families)
    return _("%(children)s %(families)s") % {
        "children": children % {"count": panel.total},
        "families": families % {"count": panel.families},
    }


def _tabs(request: StaffRequest, found: Found, panel: child_panel.Panel) -> list[dict[str, Any]]:
    said = {name: values for name, values in found.chosen.chosen.items() if values}
    return [
        {
            "label": label,
            "url": f"{request.path}?{urlencode(query)}" if query else request.path,
            "count": f"{MOST:,}+" if panel.tabs[name] is None else panel.tabs[name],
            "tone": "bad" if name == "overdue" and panel.tabs[name] != 0 else "",
            "current": said == {key: [value] for key, value in query.items()},
        }
        for name, (label, query) in child_panel.tabs_for(found.chosen.user).items()
    ]


def _beside(request: StaffRequest, found: Found, panel: child_panel.Panel) -> dict[str, Any]:
    chips = child_panel.chips(found.chosen)
    carried = found.chosen.chosen
    kept = [(name, carried[name][0]) for name in child_panel.CARRIED if name in carried]
    kept += [(name, request.GET[name]) for name in ("sort", "per_page") if name in request.GET]
    return {
        "groups": child_panel.groups(found.chosen, panel),
        "keep": kept,
        "chips": [{"label": label, "url": f"?{query}"} for label, query in chips],
        "clear_url": _clear_url(request, found),
        "active": len(chips),
    }


def _clear_url(request: StaffRequest, found: Found) -> str:
    kept = {name: request.GET[name] for name in ("sort", "per_page") if name in request.GET}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _nothing(found: Found) -> dict[str, str]:
    """Return what to say when no child is found: which filter to drop, and what that shows."""
    if not found.chosen.chosen:
        return {"title": _("No child is registered yet")}
    help_ = _("To find a name, use the search box above. Any script it was entered in works.")
    relief = child_panel.relief(found.chosen)
    if relief is None:
        return {"title": _("No child found"), "text": help_}
    label, query, count = relief
    more = ngettext(
        "%(count)s more if you remove “%(filter)s”.",
        "%(count)s more if you remove “%(filter)s”.",
        count or MOST,
    ) % {"count": f"{MOST:,}+" if count is None else count, "filter": label}
    return {
        "title": _("No child found"),
        "text": f"{more} {help_}" if found.named else more,
        "url": f"?{query}",
        "action": _("Remove “%(filter)s”") % {"filter": label},
    }


def _titles(found: Found) -> Row:
    day = {"day": found.on.isoformat()}
    stage_titles = (_("Stage"), _("In this stage since"), _("Days in stage"))
    return (
        *(_("Case"), _("Sex"), _("Age on %(day)s") % day),
        *(stage_titles if found.staged else ()),
        _("Agreement"),
    )


def _cells(found: Found) -> Iterator[Row]:
    """Return the cells of each child; what is in the reader's language is said at once."""
    on = found.on
    sexes, stages, bands = (
        {value: str(label) for value, label in words.choices} for words in (Sex, Stage, AgeBand)
    )

    def cells() -> Iterator[Row]:
        for reference, sex, earliest, latest, stage, since, agreement in _plain(found.rows):
            band = bands[age_band(earliest, latest, on=on)]
            stands = (stages[stage], since, (on - since).days) if found.staged else ()
            yield reference, sexes[sex], band, *stands, agreement

    return cells()


def _plain(rows: "QuerySet[Child]") -> Iterator[tuple[Any, ...]]:
    """Return the columns of the file; records would take four times as long."""
    columns = ("reference", "person__sex", "person__born_earliest", "person__born_latest")
    rest = ("stage", "stage_since", "agreement__title")
    return rows.values_list(*columns, *rest).iterator(chunk_size=2000)
