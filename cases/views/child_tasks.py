"""The tasks of one case: on the child's page, added, done, given to somebody."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.casework import task_acts
from cases.forms.tasks import AssignTaskForm, TaskForm
from cases.models import Task
from cases.queries.task_lines import line_of
from cases.web.acts import Data, Files, Step, press
from cases.web.gates import StaffRequest, gate
from cases.web.records import case_for
from cases.web.steps import opened, take_step

GET_POST = ["GET", "HEAD", "POST"]
DONE = Step(title=_("Task"), submit=_("Done"), done=_("Task done."))


@require_http_methods(GET_POST)
@gate("cases.work_case")
def task_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a task that follows from no record."""
    step = Step(
        title=_("Add a task"),
        submit=_("Add the task"),
        done=_("Task added."),
        text=_("The register creates tasks from the record. Add any other task here."),
    )
    return take_step(
        request,
        opened(request, reference, TaskForm),
        lambda form: task_acts.add(child=form.child, by=form.by, **form.facts()),
        step=step,
    )


@require_http_methods(GET_POST)
@gate("cases.work_case")
def task_assign(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Give one task to somebody."""

    def open_form(data: Data = None, files: Files = None) -> AssignTaskForm:
        child, on = case_for(request, reference), timezone.localdate()
        task = get_object_or_404(Task.objects.filter(child=child), pk=pk)
        return AssignTaskForm(data, child=child, by=request.user, on=on, record=task)

    step = Step(
        title=_("Assign the task"),
        submit=_("Assign"),
        done=_("Task assigned."),
        text=line_of(open_form().record).sentence,
    )
    return take_step(
        request,
        open_form,
        lambda form: task_acts.reassign(task=form.record, by=form.by, **form.facts()),
        step=step,
    )


@require_POST
@gate("cases.work_case")
def task_done(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a task is done which no fact closes."""
    child = case_for(request, reference)
    task = get_object_or_404(Task.objects.filter(child=child), pk=pk)
    return press(
        request,
        lambda _form: task_acts.tick(task=task, by=request.user),
        step=DONE,
        back=child,
        record=lambda: task,
    )
