"""The list of tasks, and giving many of them to somebody at once."""

from functools import partial

from django.db.models import F
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import task_acts
from cases.filters.tasks import TaskFilter, chips, groups
from cases.forms.tasks import AssignTasksForm
from cases.models import Task
from cases.models.task import TaskQuerySet
from cases.pages.facts import Chip
from cases.pages.work_doors import door_of_task
from cases.queries.my_work import task_rows
from cases.rules.text import LARGEST_KEY, whole_number
from cases.web import paging
from cases.web.acts import Step, take
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import page_of

ASSIGN = Step(title=_("Assign tasks"), submit=_("Assign"), done=str)


@require_safe
@gate("cases.work_case")
@names_for_a_purpose
def tasks(request: StaffRequest) -> HttpResponse:
    filters = _chosen(request, request.GET)
    in_order = filters.qs.order_by(F("due_on").asc(nulls_last=True), "pk")
    page = page_of(in_order.values_list("pk", flat=True), request.GET)
    rows = task_rows(page.rows, to=request.user)
    put_on_record(request, rows=len({row.child.pk for row in rows}))
    on = chips(filters)
    context = {
        "page": page,
        "rows": rows,
        "doors": {
            row.line.key: door_of_task(row.line, [row.child.reference], request.user)
            for row in rows
        },
        "groups": groups(filters),
        "chips": [Chip(label=label, url=url) for label, url in on],
        "active": len(on),
        "query": request.GET.urlencode(),
        "on": filters.on,
    }
    return render(request, "cases/tasks/list.html", context)


@require_POST
@gate("cases.work_case")
def tasks_assign(request: StaffRequest) -> HttpResponse:
    """Ask whom the ticked tasks, or all that the filter finds, are given to; then give them."""
    if "to" not in request.POST:
        return _confirm(request, AssignTasksForm())
    return take(
        request,
        AssignTasksForm,
        partial(_assign, request),
        step=ASSIGN,
        show=partial(_confirm, request),
        back=f"{reverse('tasks')}?{_query(request)}",
    )


def _assign(request: StaffRequest, form: AssignTasksForm) -> str:
    """Give the tasks to somebody; return the sentence that says so."""
    facts = form.facts()
    count = task_acts.reassign_all(rows=_picked(request), by=request.user, **facts)
    sentence = ngettext(
        "%(count)s task is assigned to %(who)s.", "%(count)s tasks are assigned to %(who)s.", count
    )
    return sentence % {"count": count, "who": facts["to"]}


def _chosen(request: StaffRequest, data: QueryDict) -> TaskFilter:
    visible = Task.objects.visible_to(request.user).open()
    return TaskFilter(data, visible, user=request.user, on=timezone.localdate())


def _query(request: StaffRequest) -> str:
    return QueryDict(request.POST.get("query", "")[:2000]).urlencode()


def _picked(request: StaffRequest) -> TaskQuerySet:
    """Return the ticked tasks, or all that the filter of the list finds now."""
    if request.POST.get("every"):
        rows: TaskQuerySet = _chosen(request, QueryDict(_query(request))).qs
        return rows
    picked = [int(key) for key in _picks(request)]
    return Task.objects.visible_to(request.user).open().filter(pk__in=picked)


def _picks(request: StaffRequest) -> list[str]:
    keys = request.POST.getlist("task")[: paging.SIZES[-1]]
    return [key for key in keys if whole_number(key, most=LARGEST_KEY) is not None]


def _confirm(request: StaffRequest, form: AssignTasksForm, *, status: int = 200) -> HttpResponse:
    rows = _picked(request)
    context = {
        "form": form,
        "counted": rows.count(),
        "seen": task_acts.state_of(rows),
        "children": rows.order_by().values("child").distinct().count(),
        "skipped": task_acts.for_second_persons(rows).count(),
        "every": request.POST.get("every", ""),
        "picks": _picks(request),
        "query": _query(request),
        "back_url": f"{reverse('tasks')}?{_query(request)}",
    }
    return render(request, "cases/tasks/assign.html", context, status=status)
