"""The whole journal of a case, narrowed and printed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.casework.case_pages import entries
from cases.views.case_journal import about_of, chips, timeline
from cases.views.case_pages import case_for, page_number
from cases.views.gates import StaffRequest, gate, render_on_record

#: A printed page of proof holds a whole case, but for the longest.
ENTRIES = 200


@require_safe
@gate("cases.work_case")
def child_journal(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was done to a case: who, when and why."""
    child = case_for(request, reference)
    page = entries(child, page_number(request), about=about_of(request), size=ENTRIES)
    context = {
        "child": child,
        "journal": page,
        "timeline": timeline(page.rows),
        "about": chips(page.about),
    }
    return render_on_record(request, "cases/children/journal.html", context, child=child)
