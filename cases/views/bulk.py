"""One act for the children picked from the list, or for all that its filter finds."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import bulk
from cases.filters.children import child_list, sorted_by
from cases.forms.bulk import AssignAllForm, BulkForm, TaskForAllForm
from cases.models import Child, User
from cases.models.child import ChildQuerySet
from cases.pages import child_table
from cases.pages import children as pages
from cases.pages.skipped import with_skipped
from cases.queries.bulk import MOST, MOST_OF_ONE, Picked, caseload, caseloads, picked
from cases.queries.child_rows import child_rows, file_rows
from cases.rules.references import written
from cases.web.acts import Step, take
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, put_on_record, require_safe_or_post
from cases.web.names_beyond import names_for_a_purpose

ASSIGN = Step(title=gettext_lazy("Assign cases"), submit=gettext_lazy("Assign"), done=str)
TASK = Step(
    title=gettext_lazy("Add a task to cases"), submit=gettext_lazy("Add"), done=str, adds=True
)


@require_POST
@gate("cases.assign_child")
def children_assign(request: StaffRequest) -> HttpResponse:
    def act(form: AssignAllForm) -> str:
        facts, on = form.facts(), timezone.localdate()
        party = bulk.assign_all(rows=_rows(request), by=request.user, on=on, **facts)
        done = ngettext(
            "%(n)s case is assigned to %(who)s.", "%(n)s cases are assigned to %(who)s.", _n(party)
        )
        return with_skipped(done % {"n": _n(party), "who": facts["caseworker"]}, party.skipped)

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
        return with_skipped(done % {"n": _n(party)}, party.skipped)

    return _bulk(request, TaskForAllForm, act, step=TASK)


@require_POST
@gate("cases.export_children")
def picked_file(request: StaffRequest, ending: str) -> StreamingHttpResponse:
    """Hand out those that are picked as the list is handed out: masked, and on record."""
    listing = child_list(QueryDict(_query(request)), user=request.user, on=timezone.localdate())
    rows = sorted_by(_rows(request), listing.sort)
    put_on_record(request, rows=rows.count())
    cells = pages.cells(file_rows(rows, beside=listing.beside), listing)
    return as_file(
        pages.titles(listing),
        cells,
        name=f"children-{listing.on}",
        ending=ending,
        separator=separator_for(request.user),
    )


@require_POST
@gate("cases.work_case")
@names_for_a_purpose
def picked_sheet(request: StaffRequest) -> HttpResponse:
    """Show those that are picked as a sheet to print, with the columns of the list."""
    on = timezone.localdate()
    listing = child_list(QueryDict(_query(request)), user=request.user, on=on)
    rows = sorted_by(_rows(request), listing.sort)
    keys = list(rows.values_list("pk", flat=True)[:MOST_OF_ONE])
    put_on_record(request, rows=len(keys))
    teller = child_table.Teller.to(request.user, on=on)
    context = {
        "headings": child_table.headings(listing, masked=False, sorts=False),
        "shown": child_table.shown_columns(listing, masked=False),
        "rows": [
            replace(teller.line(row), pick="") for row in child_rows(keys, to=request.user, on=on)
        ],
        "on": on,
        "back_url": _list_url(request),
    }
    return render(request, "cases/children/picked.html", context)


@require_safe
@gate("cases.assign_child")
def caseload_list(request: StaffRequest) -> HttpResponse:
    context = {"people": caseloads(request.user)}
    return render(request, "cases/children/caseloads.html", context)


@require_safe_or_post
@gate("cases.assign_child")
def caseload_hand_over(request: StaffRequest, person: int) -> HttpResponse:
    """Give all open cases of one caseworker to another."""
    of = _holder(request, person)
    step = Step(
        title=_("Hand over the cases of %(who)s") % {"who": of},
        submit=gettext_lazy("Hand over"),
        done=str,
    )

    def act(form: Any) -> str:
        facts, on = form.facts(), timezone.localdate()
        party = bulk.hand_over_caseload(of=of, by=request.user, on=on, **facts)
        done = ngettext(
            "%(n)s case is handed over to %(who)s.",
            "%(n)s cases are handed over to %(who)s.",
            _n(party),
        )
        return with_skipped(done % {"n": _n(party), "who": facts["caseworker"]}, party.skipped)

    show = partial(
        _confirm,
        request,
        step=step,
        rows=caseload(of, by=request.user),
        most=MOST_OF_ONE,
        back_url=reverse("caseloads"),
        listed_url=reverse("children", query={"caseworker": of.pk, "state": "open"}),
    )
    opened = partial(AssignAllForm, on=timezone.localdate())
    return take(request, opened, act, step=step, show=show, back="caseloads")


def _holder(request: StaffRequest, key: int) -> User:
    """Return whose cases are handed over; who sends the form twice has handed over all of them."""
    if request.method == "POST" and not caseloads(request.user).filter(pk=key).exists():
        near = (
            {} if request.user.has_perm("cases.view_every_child") else {"team": request.user.team}
        )
        return get_object_or_404(User, pk=key, **near)
    return get_object_or_404(caseloads(request.user), pk=key)


def _bulk(
    request: StaffRequest, form_class: Callable[..., Any], act: Callable[[Any], str], *, step: Step
) -> HttpResponse:
    """Count the children again and ask; then do it."""
    open_form = partial(form_class, on=timezone.localdate())
    show = partial(_confirm, request, step=step, rows=_rows(request), most=MOST)
    if "counted" not in request.POST:
        return show(open_form())
    return take(request, open_form, act, step=step, show=show, back=_list_url(request))


def _confirm(
    request: StaffRequest,
    form: BulkForm,
    *,
    step: Step,
    rows: "QuerySet[Child]",
    most: int,
    back_url: str = "",
    listed_url: str = "",
    status: int = 200,
) -> HttpResponse:
    party = picked(rows, by=request.user, most=most)
    put_on_record(request, rows=party.counted)
    context = {
        "form": form,
        "step": step,
        "party": party,
        "too_many": party.counted > most,
        "most": most,
        "every": request.POST.get("every", ""),
        "picks": _picks(request),
        "query": _query(request),
        "back_url": back_url or _list_url(request),
        "listed_url": listed_url,
    }
    return render(request, "cases/children/bulk.html", context, status=status)


def _rows(request: StaffRequest) -> "ChildQuerySet[Child]":
    """Return the children picked, or all that the filter of the list finds now."""
    own = Child.objects.visible_to(request.user)
    if request.POST.get("every"):
        query, on = QueryDict(_query(request)), timezone.localdate()
        rows = child_list(query, user=request.user, on=on).filter.narrowed()
        return own.filter(pk__in=rows.order_by().values("pk"))
    return own.filter(reference__in=_picks(request))


def _picks(request: StaffRequest) -> list[str]:
    picks = request.POST.getlist("child")[: MOST + 1]
    return [written(reference) for reference in picks if "\0" not in reference]


def _query(request: StaffRequest) -> str:
    return QueryDict(request.POST.get("query", "")[:2000]).urlencode()


def _list_url(request: StaffRequest) -> str:
    return f"{reverse('children')}?{_query(request)}"


def _n(party: Picked) -> int:
    return len(party.children)
