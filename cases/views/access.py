"""Who was shown the record of a child."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cases.models import AccessRow, Child
from cases.pages.access import PAGES
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.paging import page_of_rows


@require_safe
@gate("cases.view_access")
def child_access(request: StaffRequest, reference: str) -> HttpResponse:
    children = Child.objects.visible_to(request.user).select_related("mother")
    child = get_object_or_404(children, reference=reference)
    # A mother's page names all of her children.
    seen = Q(child=child) | Q(mother=child.mother_id, child=None)
    looks = AccessRow.objects.filter(seen).select_related("by").order_by("-pk")
    page = page_of_rows(looks, request.GET, total=looks.count(), most=0)
    looks_shown = [
        {
            "by": look.by,
            "at": look.at,
            "page": PAGES.get(look.page, look.page),
            "purpose": look.get_purpose_display() or "",
        }
        for look in page.rows
    ]
    context = {"child": child, "page": page, "looks": looks_shown}
    return render_on_record(request, "cases/children/access.html", context, child=child)
