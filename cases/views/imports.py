"""Lists of children: sent, their columns told, checked row by row, applied, undone."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import applied_lists, imports, list_work
from cases.casework.list_checks import check_of, headings_on_record
from cases.casework.list_readings import part_of
from cases.files.spreadsheets import MOST_ROWS
from cases.forms.acts import VersionForm
from cases.forms.imports import CheckForm, ColumnsOfList, CorrectAllForm, ListForm, SheetForm
from cases.models import ImportedList
from cases.pages import imports as pages
from cases.pages.list_checks import ListCheck, first_tab
from cases.queries.imports import (
    check_counts,
    families_of,
    layouts_for,
    origin_of,
    repeated_texts,
    rest_of,
    seen_records,
    undo_refusals,
)
from cases.rules.text import whole_number
from cases.vocabulary import RowState
from cases.web.acts import Data, Files, Step, opened_over, press, take
from cases.web.exports import as_file
from cases.web.gates import (
    StaffRequest,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)

REGISTERS, APPROVES = "cases.register_child", "cases.verify_child"
PER_PAGE, FAMILIES = 25, 40
READ = Step(title=_("Lists"), submit=_("Read the file"), done="")
COLUMNS = Step(title=_("Sheet and columns"), submit=_("Read the rows"), done="")
CHECK = Step(title=_("Check the rows"), submit=_("Save"), done=_("Saved. The list was read again."))


def _corrected(count: int) -> str:
    words = ngettext("%(count)s row is corrected.", "%(count)s rows are corrected.", count)
    return words % {"count": count}


FIX = Step(title=_("Check the rows"), submit=_("In all rows"), done=_corrected)


def _applied(count: int | None) -> str:
    if count is None:
        return str(_("The list is being applied. This page can be left."))
    words = ngettext("%(count)s child is registered.", "%(count)s children are registered.", count)
    return words % {"count": count}


def _step(submit: Any, done: Any, *, danger: bool = False, judges: bool = False) -> Step:
    return Step(title=_("List"), submit=submit, done=done, danger=danger, judges=judges)


ASK = _step(_("Ask to apply"), _("Requested. A second person must approve it."))
APPROVE = _step(_("Approve the list"), _("Approved. It can be applied now."), judges=True)
OPEN_AGAIN = _step(_("Change the rows"), _("The rows can be changed again."))
COMPARE = _step(_("Compare more rows"), _("More rows were compared with the register."))
APPLY = _step(_("Apply the list"), _applied)
DROP = _step(_("Delete the list"), _("List deleted. Nothing was saved from it."), danger=True)
ASK_UNDO = _step(_("Ask to undo the import"), _("Requested. A second person must approve it."))
UNDO = _step(
    _("Close all its cases as entered in error"),
    _("The import is undone. The list can be sent again."),
    danger=True,
    judges=True,
)


@require_safe
@gate(REGISTERS)
def import_list(request: StaffRequest) -> HttpResponse:
    return _list(request, ListForm())


@require_POST
@gate(REGISTERS)
def import_new(request: StaffRequest) -> HttpResponse:
    """Keep the list that was sent and lead to its columns."""

    def act(form: ListForm) -> str:
        listed = imports.begin(**form.facts(), by=request.user)
        return reverse("import-columns", args=[listed.pk])

    return take(request, ListForm, act, step=READ, show=partial(_list, request))


def _list(request: StaffRequest, form: ListForm, *, status: int = 200) -> HttpResponse:
    visible = ImportedList.objects.visible_to(request.user)
    rows = visible.select_related("begun_by", "applied_by", "asked_by", "team").defer("content")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form if request.user.team_id else None,
        "page": page,
        "lines": [pages.line(each) for each in page],
    }
    return render(request, "cases/imports/list.html", context, status=status)


def _listed(request: StaffRequest, pk: int) -> ImportedList:
    rows = ImportedList.objects.visible_to(request.user).defer("content")
    return get_object_or_404(rows.select_related("agreement", "team", "begun_by"), pk=pk)


@require_safe_or_post
@gate(REGISTERS)
def import_columns(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what the columns of a list hold."""

    def opened(data: Data = None, files: Files = None) -> ColumnsOfList:
        listed = _listed(request, pk)
        rows, on = list(listed.listed.all()), timezone.localdate()
        first = rows[: imports.LOOKED_AT]
        heads = [headings_on_record(row.number, first).texts for row in first]
        layouts = layouts_for(heads)
        wanted = request.GET.get("layout", "")
        return ColumnsOfList(data, record=listed, rows=rows, on=on, layouts=layouts, wanted=wanted)

    def act(form: ColumnsOfList) -> ImportedList:
        return imports.choose(listed=form.record, by=request.user, **form.facts())

    return take(request, opened, act, step=COLUMNS, show=partial(_columns, request))


def _columns(request: StaffRequest, form: ColumnsOfList, *, status: int = 200) -> HttpResponse:
    listed = form.record
    if not listed.is_at_work:
        return redirect(listed)
    context = {
        "listed": listed,
        "form": form,
        "sheet_form": SheetForm(record=listed),
        "steps": pages.steps(1),
        "title_rows": [row for row in form.rows[: (listed.header or 1) - 1] if any(row.cells)][:5],
    }
    page = "cases/imports/columns.html"
    return render_on_record(request, page, context, rows=len(form.rows), status=status)


@require_POST
@gate(REGISTERS)
def import_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Read another sheet of the file, or its text in other letters."""

    def act(form: SheetForm) -> None:
        imports.read_again(listed=form.record, **form.facts())

    def show(form: SheetForm, *, status: int = 200) -> HttpResponse:
        context = {"step": READ, "reasons": form.non_field_errors()}
        return render(request, "cases/refused.html", context, status=status)

    back = reverse("import-columns", args=[pk])
    opened = opened_over(SheetForm, partial(_listed, request, pk))
    return take(request, opened, act, step=READ, show=show, back=back)


@require_safe_or_post
@gate(REGISTERS)
def import_rows(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every row as it is understood, and take what is corrected."""
    listed = _listed(request, pk)
    if listed.applied_by_id or listed.dropped_by_id:
        return _done(request, listed)
    if listed.as_of is None:
        return redirect("import-columns", pk)

    def act(form: CheckForm) -> None:
        imports.correct(listed=form.record, by=request.user, **form.facts())

    query = request.GET.copy()
    query.pop("correct", None)
    back = f"{request.path}?{query.urlencode()}" if query else request.path
    opened = opened_over(CheckForm, partial(_listed, request, pk))
    return take(request, opened, act, step=CHECK, show=partial(_check, request), back=back)


def _check(request: StaffRequest, form: CheckForm, *, status: int = 200) -> HttpResponse:
    listed = form.record
    counts = check_counts(listed, by=request.user)
    tab = request.GET.get("tab", "") or first_tab(counts)
    families = Paginator(families_of(listed, tab), FAMILIES)
    families.count = counts.families.get(tab, 0)  # counted already
    page = families.get_page(request.GET.get("page"))
    numbers = [number for number in page if number]
    repeated = repeated_texts(listed) if counts.rows[RowState.TO_ANSWER] else []
    part = part_of(listed, {*numbers, *(each.family for each in repeated)})
    seen = seen_records(part.trial.matches.values(), by=request.user)
    check = ListCheck.of(
        listed,
        part,
        counts,
        tab=tab,
        numbers=numbers,
        repeated=repeated,
        seen=seen,
        draft=form.data if form.is_bound else {},
        correcting=whole_number(request.GET.get("correct", ""), most=MOST_ROWS),
    )
    context = {
        "listed": listed,
        "form": form,
        "check": check,
        "page": page,
        "steps": pages.steps(2 if listed.is_at_work else 3),
        "progress": list_work.progress_of(listed),
        "may_approve": request.user.has_perm(APPROVES) and request.user.pk != listed.asked_by_id,
        "is_approver": request.user.pk == listed.approved_by_id,
        "origin": pages.line_of(origin_of(listed, by=request.user)),
    }
    rows = sum(len(family.rows) for family in check.families) + len(check.aside)
    return render_on_record(request, "cases/imports/check.html", context, rows=rows, status=status)


def _done(request: StaffRequest, listed: ImportedList) -> HttpResponse:
    """Show what a list that was applied, or deleted, has become."""
    rows = list(listed.listed.select_related("child").exclude(child__isnull=True))
    context = {
        "listed": listed,
        "line": pages.line(listed),
        "origin": pages.line_of(origin_of(listed, by=request.user)),
        "rest": pages.line_of(rest_of(listed, by=request.user)),
        "rows": rows,
        "undo_reasons": undo_refusals(listed) if listed.applied_by_id else [],
        "may_undo": request.user.has_perm(APPROVES) and request.user.pk != listed.undo_asked_by_id,
    }
    return render_on_record(request, "cases/imports/done.html", context, rows=len(rows))


@require_POST
@gate(REGISTERS)
def import_fix(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct the same text of a column in all rows."""

    def act(form: CorrectAllForm) -> int:
        return imports.correct_all(listed=form.record, by=request.user, **form.facts())

    def show(form: CorrectAllForm, *, status: int = 200) -> HttpResponse:
        context = {"step": FIX, "reasons": [e for errors in form.errors.values() for e in errors]}
        return render(request, "cases/refused.html", context, status=status)

    back = reverse("import-rows", args=[pk])
    opened = opened_over(CorrectAllForm, partial(_listed, request, pk))
    return take(request, opened, act, step=FIX, show=show, back=back)


def _press(
    request: StaffRequest,
    pk: int,
    act: Callable[..., Any],
    step: Step,
    *,
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """Do what asks for nothing but the version of the list."""

    def pressed(form: VersionForm[ImportedList]) -> Any:
        return act(listed=form.record, **form.facts(), **more)

    back = back or reverse("import-rows", args=[pk])
    return press(request, pressed, step=step, back=back, record=lambda: _listed(request, pk))


@require_POST
@gate(REGISTERS)
def import_compare(request: StaffRequest, pk: int) -> HttpResponse:
    """Compare some more rows; those of a long list in a process of its own."""

    def act(listed: ImportedList, version: int | None) -> None:
        listed = imports.compare_more(listed=listed, version=version, by=request.user)
        if listed.reading["uncompared"]:
            list_work.start(listed, "compare", by=request.user)

    return _press(request, pk, act, COMPARE)


@require_POST
@gate(REGISTERS)
def import_ask(request: StaffRequest, pk: int) -> HttpResponse:
    return _press(request, pk, imports.ask, ASK, by=request.user)


@require_POST
@gate(APPROVES)
def import_approve(request: StaffRequest, pk: int) -> HttpResponse:
    return _press(request, pk, imports.approve, APPROVE, by=request.user)


@require_POST
@gate(REGISTERS)
def import_open(request: StaffRequest, pk: int) -> HttpResponse:
    return _press(request, pk, imports.open_again, OPEN_AGAIN)


@require_POST
@gate(REGISTERS)
def import_apply(request: StaffRequest, pk: int) -> HttpResponse:
    """Apply a list; a long one in a process of its own."""
    on = timezone.localdate()

    def act(listed: ImportedList, version: int | None) -> int | None:
        if imports.is_long(listed=listed, version=version, by=request.user):
            list_work.start(listed, "apply", by=request.user)
            return None
        shares = applied_lists.apply(listed=listed, version=version, by=request.user, on=on)
        return sum(share.children for share in shares)

    return _press(request, pk, act, APPLY)


@require_POST
@gate(REGISTERS)
def import_drop(request: StaffRequest, pk: int) -> HttpResponse:
    back = reverse("imports")
    return _press(request, pk, imports.drop, DROP, by=request.user, back=back)


@require_POST
@gate(REGISTERS)
def import_ask_undo(request: StaffRequest, pk: int) -> HttpResponse:
    on = timezone.localdate()
    return _press(request, pk, applied_lists.ask_undo, ASK_UNDO, by=request.user, on=on)


@require_POST
@gate(APPROVES)
def import_undo(request: StaffRequest, pk: int) -> HttpResponse:
    on = timezone.localdate()
    return _press(request, pk, applied_lists.undo, UNDO, by=request.user, on=on)


@require_safe
@gate(REGISTERS)
def import_result(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hand out the rows of a list with what came of each, as a spreadsheet."""
    listed = _listed(request, pk)
    if listed.as_of is None and not listed.dropped_by_id:
        return redirect("import-columns", pk)
    rows = list(listed.listed.select_related("child"))
    trial = check_of(listed) if not (listed.applied_by_id or listed.dropped_by_id) else None
    put_on_record(request, rows=len(rows))
    titles, lines = pages.result(listed, rows, trial)
    return as_file(titles, lines, ending="xlsx", name=f"list-{listed.pk}")
