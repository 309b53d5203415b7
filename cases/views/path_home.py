"""What must happen for a child, or for a family, to fly on a day."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.path_home import FlightDayForm
from cases.models import Child, Mother
from cases.pages.path_home import path_words
from cases.queries.access import Part
from cases.queries.path_home import not_home, path_of
from cases.views import purposes
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for


@require_safe
@gate("cases.work_case")
def child_path(request: StaffRequest, reference: str) -> HttpResponse:
    record = case_for(request, reference)
    if purposes.is_wanted(request, record, Part.WHOLE):
        return purposes.ask(request, record)
    purpose = purposes.stated(request, record)
    family = not_home(record.mother)
    return _answer(request, record.mother, family, [record], child=record, purpose=purpose)


@require_safe
@gate("cases.work_case")
def mother_path(request: StaffRequest, reference: str) -> HttpResponse:
    mothers = Mother.objects.visible_to(request.user).select_related("agreement")
    record = get_object_or_404(mothers, reference=reference)
    family = not_home(record)
    purpose, unasked = purposes.of_family(request, family)
    if unasked:
        return purposes.ask(request, unasked, of_family=True)
    return _answer(request, record, family, family, purpose=purpose)


def _answer(
    request: StaffRequest,
    mother: Mother,
    family: Sequence[Child],
    wanted: Sequence[Child],
    *,
    child: Child | None = None,
    purpose: str = "",
) -> HttpResponse:
    today = timezone.localdate()
    form = FlightDayForm(request.GET or None, today=today)
    on = form.day() if form.is_bound else None
    answer = None
    if on and wanted:
        path = path_of(wanted, family, on=on, today=today)
        answer = path_words(path, [*wanted, *family], request.user, today=today)
    context = {
        "mother": mother,
        "child": child,
        "form": form,
        "on": on,
        "answer": answer,
        "nobody": not wanted,
    }
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render_on_record(
        request,
        "cases/children/path_home.html",
        context,
        status=status,
        purpose=purpose,
        **({"child": child} if child else {"mother": mother}),
    )
