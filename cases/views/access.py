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
    "child-access": _("Who has viewed this child"),
    "child-edit": _("Correction of the record"),
    "child-confirm": _("Confirming a change"),
    "note-shown": _("Sensitive note"),
    "assessment": _("Assessment"),
    "child-assess": _("Assessment"),
    "child-assign": _("Assigning"),
    "child-note": _("Notes"),
    "child-consents": _("All consents"),
    "child-consent": _("Recording a consent"),
    "child-verify-consent": _("Verifying a consent"),
    "child-clearance": _("Recording a clearance"),
    "child-verify": _("Verifying the identity"),
    "child-claims": _("Kinship claims"),
    "child-claim": _("Recording a kinship claim"),
    "claim-evidence": _("Evidence of a kinship claim"),
    "claim-decide": _("Deciding a kinship claim"),
    "claim-withdraw": _("Withdrawing a kinship claim"),
    "child-hearing": _("Setting a court hearing"),
    "hearing-held": _("Outcome of a court hearing"),
    "hearing-adjourn": _("Outcome of a court hearing"),
    "hearing-cancel": _("Outcome of a court hearing"),
    "child-clear": _("Marking as cleared to travel"),
    "child-lapse": _("Withdrawing “cleared to travel”"),
    "child-defer": _("Deferring the case"),
    "child-reconsider": _("Resuming the case"),
    "child-hold": _("Putting on hold"),
    "child-release-hold": _("Ending the hold"),
    "child-close": _("Requesting closing"),
    "child-approve-closing": _("Deciding on the closing"),
    "child-reopen": _("Requesting reopening"),
    "child-undo": _("Undoing the last step"),
    "child-journal": _("Journal"),
    "child-approve-reopening": _("Deciding on the reopening"),
    "child-document-new": _("Adding a document"),
    "mother-document-new": _("Adding a document"),
    "document": _("Page of a document"),
    "document-file": _("Document downloaded"),
    "document-preview": _("Document opened"),
    "document-sensitive": _("Sensitive document opened"),
    "document-withdraw": _("Withdrawing a document"),
    "mother": _("Record of the mother"),
    "mother-access": _("Who has viewed this family"),
    "mother-edit": _("Correction of the mother's record"),
    "mother-child-new": _("Registering a sibling"),
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
