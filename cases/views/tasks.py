"""The list of tasks, and giving many of them to somebody at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import task_acts
from cases.casework.journal import CannotMove
from cases.filters.tasks import TaskFilter, chips, groups
from cases.forms.tasks import AssignTasksForm
from cases.models import Task
from cases.queries.my_work import TaskRow, task_rows
from cases.web.gates import StaffRequest, gate, put_on_record

PER_PAGE = 25


@require_safe
@gate("cases.work_case")
def tasks(request: StaffRequest) -> HttpResponse:
    chosen = _chosen(request, request.GET)
    page = Paginator(_keys(chosen.qs), PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(page, request)
    put_on_record(request, rows=len({row.child.pk for row in rows}))
    on = chips(chosen)
    context = {
        "page": page,
        "rows": rows,
        "groups": groups(chosen),
        "chips": [{"label": label, "url": url} for label, url in on],
        "active": len(on),
        "query": request.GET.urlencode(),
        "on": chosen.on,
    }
    return render(request, "cases/tasks/list.html", context)


@require_POST
@gate("cases.work_case")
def tasks_assign(request: StaffRequest) -> HttpResponse:
    """Ask whom the ticked tasks, or all that the filter finds, are given to; then give them."""
    rows = _picked(request)
    counted = rows.count()
    if "to" not in request.POST:
        form = AssignTasksForm(initial={"query": _query(request), "counted": counted})
        return _confirm(request, form, rows, counted)
    form = AssignTasksForm(request.POST)
    if not form.is_valid():
        return _confirm(request, form, rows, counted)
    if form.cleaned_data["counted"] != counted:
        return _confirm(request, _counted_anew(form, counted), rows, counted)
    try:
        given = task_acts.reassign_all(rows=rows, by=request.user, to=form.cleaned_data["to"])
    except CannotMove as refusal:
        form.add_error(None, str(refusal))
        return _confirm(request, form, rows, counted)
    messages.success(request, _given(given, form.cleaned_data["to"]))
    return redirect(f"{reverse('tasks')}?{_query(request)}")


def _chosen(request: StaffRequest, data: QueryDict) -> TaskFilter:
    visible = Task.objects.visible_to(request.user).open()
    return TaskFilter(data, visible, user=request.user, on=timezone.localdate())


def _keys(found: "QuerySet[Task]") -> "QuerySet[Task, int]":
    return found.order_by(F("due_on").asc(nulls_last=True), "pk").values_list("pk", flat=True)


def _rows(page: "Page[int]", request: StaffRequest) -> list[TaskRow]:
    return task_rows(Q(pk__in=list(page.object_list)), to=request.user)


def _query(request: StaffRequest) -> str:
    return QueryDict(request.POST.get("query", "")[:2000]).urlencode()


def _picked(request: StaffRequest) -> "QuerySet[Task]":
    """Return the ticked tasks, or all that the filter of the list finds now."""
    if request.POST.get("every"):
        found: QuerySet[Task] = _chosen(request, QueryDict(_query(request))).qs
        return found
    picked = [int(key) for key in _picks(request)]
    return Task.objects.visible_to(request.user).open().filter(pk__in=picked)


def _picks(request: StaffRequest) -> list[str]:
    keys = request.POST.getlist("task")[:PER_PAGE]
    return [key for key in keys if key.isascii() and key.isdecimal() and len(key) < 18]


def _counted_anew(form: AssignTasksForm, counted: int) -> AssignTasksForm:
    typed = form.data.copy()
    typed["counted"] = str(counted)
    anew = AssignTasksForm(typed)
    anew.add_error(None, _("The list has changed. Check the number again."))
    return anew


def _confirm(
    request: StaffRequest, form: AssignTasksForm, rows: "QuerySet[Task]", counted: int
) -> HttpResponse:
    context = {
        "form": form,
        "counted": counted,
        "children": rows.order_by().values("child").distinct().count(),
        "skipped": task_acts.for_second_persons(rows).count(),
        "every": request.POST.get("every", ""),
        "picks": _picks(request),
        "back_url": f"{reverse('tasks')}?{_query(request)}",
    }
    return render(request, "cases/tasks/assign.html", context)


def _given(given: int, to: Any) -> str:
    said = ngettext(
        "%(count)s task is assigned to %(who)s.", "%(count)s tasks are assigned to %(who)s.", given
    )
    return said % {"count": given, "who": to}
