"""The papers of all cases: which end, lack a scan or a translation, and all on file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages.document_lists import kind_filter, none_text, paper_rows, paper_tabs
from cases.queries.document_lists import PaperList, counts, kinds_of, lines, papers
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import page_of


@require_safe
@gate("cases.work_case")
@names_for_a_purpose
def document_list(request: StaffRequest) -> HttpResponse:
    on, wanted = timezone.localdate(), request.GET.get("list", "")
    numbers = counts(request.user, on=on)
    first = next((each for each in PaperList if numbers[each] != 0), PaperList.ENDING)
    which = PaperList(wanted) if wanted in PaperList.values else first
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds_of(which)) else ""
    page = page_of(papers(which, request.user, on=on, kind=kind), request.GET)
    rows = paper_rows(lines(page), which, request.user, on=on)
    if rows:
        put_on_record(request, rows=len(rows))
    context = {
        "tabs": paper_tabs(numbers, which),
        "groups": kind_filter(which, kind),
        "keep": (("list", which.value),),
        "active": int(bool(kind)),
        "which": which,
        "none": none_text(which),
        "page": page,
        "rows": rows,
    }
    return render(request, "cases/documents/list.html", context)
