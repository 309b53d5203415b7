"""One act for the children picked from the list, or for all that its filter finds."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cases.casework import bulk
from cases.filters.children import child_list
from cases.forms.bulk import AssignAllForm, BulkForm, TaskForAllForm
from cases.models import Child
from cases.queries.bulk import MOST, Picked, picked
from cases.rules.references import written
from cases.web.acts import Data, Files, Step, take
from cases.web.gates import StaffRequest, gate, put_on_record

ASSIGN = Step(title=gettext_lazy("Assign cases"), submit=gettext_lazy("Assign"), done=str)
TASK = Step(title=gettext_lazy("Add a task to cases"), submit=gettext_lazy("Add"), done=str)


@require_POST
@gate("cases.assign_child")
def children_assign(request: StaffRequest) -> HttpResponse:
    def act(form: AssignAllForm) -> str:
        facts, on = form.facts(), timezone.localdate()
        party = bulk.assign_all(rows=_rows(request), by=request.user, on=on, **facts)
        done = ngettext(
            "%(n)s case is assigned to %(who)s.", "%(n)s cases are assigned to %(who)s.", _n(party)
        )
        return _with_skipped(done % {"n": _n(party), "who": facts["caseworker"]}, party)

    return _bulk(request, AssignAllForm, act, step=ASSIGN)


@require_POST
@gate("cases.work_case")
def children_task(request: StaffRequest) -> HttpResponse:
    def act(form: TaskForAllForm) -> str:
        on = timezone.localdate()
        party = bulk.add_task_to_all(rows=_rows(request), by=request.user, on=on, **form.facts())
        done = ngettext(
            "The task is added to %(n)s case.", "The task is added to %(n)s cases.", _n(party)
        )
        return _with_skipped(done % {"n": _n(party)}, party)

    return _bulk(request, TaskForAllForm, act, step=TASK)


def _bulk(
    request: StaffRequest, form_class: type[Any], act: Callable[[Any], str], *, step: Step
) -> HttpResponse:
    """Count the children again and ask; then do it."""

    def open_form(data: Data = None, files: Files = None) -> BulkForm:
        form: BulkForm = form_class(data, files, on=timezone.localdate())
        return form

    show = partial(_confirm, request, step=step)
    if "counted" not in request.POST:
        return show(open_form())
    return take(request, open_form, act, step=step, show=show, back=_list_url(request))


def _confirm(
    request: StaffRequest, form: BulkForm, *, step: Step, status: int = 200
) -> HttpResponse:
    party = picked(_rows(request), by=request.user)
    put_on_record(request, rows=party.counted)
    context = {
        "form": form,
        "step": step,
        "party": party,
        "too_many": party.counted > MOST,
        "most": MOST,
        "every": request.POST.get("every", ""),
        "picks": _picks(request),
        "query": _query(request),
        "back_url": _list_url(request),
    }
    return render(request, "cases/children/bulk.html", context, status=status)


def _rows(request: StaffRequest) -> "QuerySet[Child]":
    """Return the children picked, or all that the filter of the list finds now."""
    own = Child.objects.visible_to(request.user)
    if request.POST.get("every"):
        query, on = QueryDict(_query(request)), timezone.localdate()
        rows = child_list(query, user=request.user, on=on).filter.narrowed()
        return own.filter(pk__in=rows.order_by().values("pk"))
    return own.filter(reference__in=_picks(request))


def _picks(request: StaffRequest) -> list[str]:
    return [written(reference) for reference in request.POST.getlist("child")[: MOST + 1]]


def _query(request: StaffRequest) -> str:
    return QueryDict(request.POST.get("query", "")[:2000]).urlencode()


def _list_url(request: StaffRequest) -> str:
    return f"{reverse('children')}?{_query(request)}"


def _n(party: Picked) -> int:
    return len(party.children)


def _with_skipped(done: str, party: Picked) -> str:
    """Return what was done, and each child who was skipped with the reason."""
    lines = [f"{one.child.reference}: {one.why}" for one in party.skipped]
    return f"{done} {_('Skipped:')} {'; '.join(lines)}." if lines else done
