"""The tasks of one case: on the child's page, added, done, given to somebody."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.casework import task_acts
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.forms.tasks import AssignTaskForm, TaskForm
from cases.models import Child, Task
from cases.queries.task_lines import line_of
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@gate("cases.work_case")
def task_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a task that follows from no record."""
    child = case_for(request, reference)
    form = TaskForm(request.POST or None, child=child, by=request.user, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            task_acts.add(child=child, by=request.user, **form.cleaned_data)
        except CannotMove as refusal:
            form.add_error(None, str(refusal))
        except AlreadyTaken:
            messages.info(request, _("This form was sent before; it was recorded once."))
            return redirect(child)
        else:
            messages.success(request, _("The task is added."))
            return redirect(child)
    text = _("What follows from the record is a task by itself. This is for the rest.")
    return _page(request, child, form, _("Add a task"), _("Add the task"), text)


@require_http_methods(GET_POST)
@gate("cases.work_case")
def task_assign(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Give one task to somebody."""
    child = case_for(request, reference)
    task = _task(child, pk)
    form = AssignTaskForm(
        request.POST or None,
        child=child,
        by=request.user,
        on=timezone.localdate(),
        initial={"version": task.version, "to": task.assigned_to_id},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            task_acts.reassign(task=task, by=request.user, **form.cleaned_data)
        except CannotMove as refusal:
            form.add_error(None, str(refusal))
        except Stale as stale:
            form, status = _opened_anew(form, stale), 409
        else:
            messages.success(request, _("The task is assigned."))
            return redirect(child)
    said = line_of(task)
    return _page(request, child, form, _("Assign the task"), _("Assign"), said.sentence, status)


def _opened_anew(form: AssignTaskForm, stale: Stale) -> AssignTaskForm:
    """Return the form with what was typed, for the task as it stands now, and who has it."""
    typed = form.data.copy()
    typed["version"] = str(stale.record.version)
    anew = AssignTaskForm(typed, child=form.child, by=form.by, on=form.on)
    anew.add_error(None, str(stale))
    has = getattr(stale.record, "assigned_to", None)
    if has is not None:
        anew.add_error(None, _("The task is now assigned to %(who)s.") % {"who": has})
    return anew


@require_POST
@gate("cases.work_case")
def task_done(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a task is done which no fact closes."""
    child = case_for(request, reference)
    try:
        task_acts.tick(task=_task(child, pk), by=request.user)
    except CannotMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The task is done."))
    return redirect(child)


def _task(child: Child, pk: int) -> Task:
    return get_object_or_404(Task.objects.filter(child=child), pk=pk)


def _page(
    request: StaffRequest,
    child: Child,
    form: forms.Form,
    title: str,
    submit: str,
    text: str,
    status: int = 200,
) -> HttpResponse:
    context = {
        "child": child,
        "step": {"title": title, "submit": submit, "text": text},
        "form": form,
        "asks": True,
    }
    return render_on_record(
        request, "cases/children/step.html", context, child=child, status=status
    )
