"""The tasks of one case: on the child's page, added, done, given to somebody."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import task_acts
from cases.forms.tasks import AssignTaskForm, TaskForm
from cases.models import Child, Task
from cases.queries.task_lines import line_of
from cases.web.acts import Step, press
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.records import case_for
from cases.web.steps import case_act, opened, take_step

DONE = Step(title=_("Task"), submit=_("Done"), done=_("Task done."))


task_new = case_act(
    "cases.work_case",
    TaskForm,
    lambda form: task_acts.add(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=_("Add a task"),
        submit=_("Add the task"),
        done=_("Task added."),
        text=_("The register creates tasks from the record. Add any other task here."),
    ),
)


@require_safe_or_post
@gate("cases.work_case")
def task_assign(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Give one task to somebody."""

    open_form = opened(request, reference, AssignTaskForm, record=partial(_task, pk=pk))
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
        blocks=lambda form: [str(task_acts.CLOSED)] if form.record.outcome else [],
    )


@require_POST
@gate("cases.work_case")
def task_done(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a task is done which no fact closes."""
    child = case_for(request, reference)
    task = _task(child, pk)
    return press(
        request,
        lambda _form: task_acts.tick(task=task, by=request.user),
        step=DONE,
        back=child,
        record=lambda: task,
    )


def _task(child: Child, pk: int) -> Task:
    return get_object_or_404(Task.objects.filter(child=child), pk=pk)
