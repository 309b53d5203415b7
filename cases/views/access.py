"""Who was shown the record of a child."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cases.models import AccessRow, Child
from cases.pages.access import look
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.paging import page_of


@require_safe
@gate("cases.view_access")
def child_access(request: StaffRequest, reference: str) -> HttpResponse:
    children = Child.objects.visible_to(request.user).select_related("mother")
    child = get_object_or_404(children, reference=reference)
    # A mother's page names all of her children.
    seen = Q(child=child) | Q(mother=child.mother_id, child=None)
    looks = AccessRow.objects.filter(seen).select_related("by").order_by("-pk")
    page = page_of(looks, request.GET)
    context = {"child": child, "page": page, "looks": [look(row) for row in page.rows]}
    return render_on_record(request, "cases/children/access.html", context, child=child)
