"""For how long closed cases are kept, and which are due for disposal."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Agreement
from cases.pages.retention import class_lines, due_lines
from cases.queries.disposals import newest_certificates
from cases.queries.retention import due_cases, kept_classes
from cases.vocabulary import RetentionClass
from cases.web.agreement_choice import choice_of
from cases.web.gates import StaffRequest, gate, put_on_record

PER_PAGE = 25
#: Certificates shown, the newest first.
MOST = 50


@require_safe
@gate("cases.view_disposal")
def retention(request: StaffRequest) -> HttpResponse:
    """Show each class of cases with its term, and the cases past it by reference."""
    on = timezone.localdate()
    choice = choice_of(request, list(Agreement.objects.all()), first_all=True)
    records = request.GET.get("records", "")
    rows = due_cases(on=on).filter(**choice.narrow()).select_related("agreement")
    if records in RetentionClass.values:
        rows = rows.filter(records=records)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    put_on_record(request, rows=len(page.object_list))
    classes = [each for each in kept_classes(on=on) if choice.agreement in (None, each.agreement)]
    context = {
        "choice": choice,
        "classes": class_lines(classes),
        "page": page,
        "lines": due_lines(page.object_list),
        "certificates": newest_certificates(choice.agreement, MOST),
        "records": RetentionClass(records).label if records in RetentionClass.values else "",
    }
    return render(request, "cases/retention/list.html", context)
