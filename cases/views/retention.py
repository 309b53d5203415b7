"""For how long cases and enquiries are kept, and which are due for disposal."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages.retention import class_lines, due_lines, enquiry_lines
from cases.queries.disposals import newest_certificates
from cases.queries.retention import due_cases, due_enquiries, enquiry_term, kept_classes
from cases.queries.terms import every_agreement
from cases.vocabulary import RetentionClass
from cases.web.agreement_choice import choice_of
from cases.web.gates import StaffRequest, gate, put_on_record

PER_PAGE = 25
#: Certificates shown, the newest first, and enquiries, the oldest first.
MOST = 50


@require_safe
@gate("cases.view_disposal")
def retention(request: StaffRequest) -> HttpResponse:
    """Show each class of cases with its term, and the cases past it by reference."""
    on = timezone.localdate()
    choice = choice_of(request, every_agreement(), first_all=True)
    records = request.GET.get("records", "")
    rows = due_cases(on=on).filter(**choice.narrow()).select_related("agreement")
    if records in RetentionClass.values:
        rows = rows.filter(records=records)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    term = enquiry_term(on=on)
    enquiries = due_enquiries(term, on=on)
    if (
        term is None
        or records not in ("", term.records)
        or choice.agreement not in (None, term.agreement)
    ):
        enquiries = enquiries.none()
    lines = due_lines(page.object_list)
    if page.number == 1:
        lines += enquiry_lines(term, enquiries[:MOST])
    put_on_record(request, rows=len(lines))
    classes = [each for each in kept_classes(on=on) if choice.agreement in (None, each.agreement)]
    context = {
        "choice": choice,
        "classes": class_lines(classes),
        "page": page,
        "lines": lines,
        "count": page.paginator.count + enquiries.count(),
        "certificates": newest_certificates(choice.agreement, MOST),
        "records": RetentionClass(records).label if records in RetentionClass.values else "",
    }
    return render(request, "cases/retention/list.html", context)
