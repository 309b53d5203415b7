"""Tasks."""

from cases.casework import task_acts
from cases.models import Task
from cases.vocabulary import Role
from tests import factories
from tests.acts.example import Example, ahead, example


def _task() -> Task:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    return task_acts.add(child=child, by=officer, text="Call the prison.")


@example("child-letters")
def _() -> Example:
    child = factories.child()
    typed = {"kind": "hearing", "language": "en"}
    return Example((child.reference,), typed, child.letters.all(), child=child)


@example("child-task-new")
def _() -> Example:
    child = factories.child()
    typed = {"text": "Call the prison.", "due_on": ahead()}
    return Example((child.reference,), typed, child.tasks.all(), child=child)


@example("child-task-done")
def _() -> Example:
    task = _task()
    rows = Task.objects.filter(outcome="done")
    return Example((task.child.reference, task.pk), {}, rows, child=task.child)


@example("child-task-assign")
def _() -> Example:
    task, to = _task(), factories.user(Role.CASEWORKER)
    typed = {"version": task.version, "to": to.pk}
    rows = Task.objects.filter(assigned_to=to)
    return Example((task.child.reference, task.pk), typed, rows, child=task.child)


@example("tasks-assign")
def _() -> Example:
    task, to = _task(), factories.user(Role.CASEWORKER)
    seen = task_acts.state_of(Task.objects.filter(pk=task.pk))
    typed = {"task": [task.pk], "query": "", "counted": 1, "seen": seen, "to": to.pk}
    return Example((), typed, Task.objects.filter(assigned_to=to), child=task.child)
