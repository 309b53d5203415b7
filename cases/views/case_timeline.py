"""The whole journal of a case, narrowed and printed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.pages.journal import about_of, chips, timeline
from cases.queries.case_pages import entries
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for, page_number

#: A printed page of proof holds a whole case, but for the longest.
ENTRIES = 200


@require_safe
@gate("cases.work_case")
def child_journal(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was done to a case: who, when and why."""
    child = case_for(request, reference)
    page = entries(
        child, page_number(request), about=about_of(request.GET.get("about", "")), size=ENTRIES
    )
    context = {
        "child": child,
        "journal": page,
        "timeline": timeline(page.rows),
        "about": chips(page.about),
    }
    return render_on_record(request, "cases/children/journal.html", context, child=child)
