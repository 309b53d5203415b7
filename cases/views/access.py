"""Who was shown the record of a child."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.models import AccessRow, Child
from cases.views.gates import StaffRequest, gate, render_on_record
from cases.views.paging import page_of_rows

#: What people call the pages that identify somebody, by the name in the list of addresses.
PAGES = {
    "child": _("Record of the child"),
    "child-access": _("Who has looked at this child"),
    "child-edit": _("Correction of the record"),
    "assessment": _("Assessment"),
    "mother": _("Record of the mother"),
    "mother-access": _("Who has looked at this family"),
    "mother-edit": _("Correction of the mother's record"),
    "mother-child-new": _("Registering a brother or sister"),
}


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
        {"by": look.by, "at": look.at, "page": PAGES.get(look.page, look.page)}
        for look in page.rows
    ]
    context = {"child": child, "page": page, "looks": looks_shown}
    return render_on_record(request, "cases/children/access.html", context, child=child)
