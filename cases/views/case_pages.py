"""The child's page: the whole record, the part a manifest needs, or the masked one; its journal."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from cases.models import Child, DisposalCertificate, Journal
from cases.pages import journal
from cases.pages.case_pages import context_of
from cases.pages.disposals import left_facts
from cases.pages.merges import merged_notices
from cases.queries.access import Part, part_of
from cases.queries.case_pages import case_page, entries, numbers_of_acts
from cases.queries.disposals import certificate_of, disposed_sentence
from cases.queries.merges import merges_into
from cases.views import purposes
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.paging import page_number
from cases.web.records import case_for, child_for

TEMPLATES = {
    Part.WHOLE: "cases/children/detail.html",
    Part.MANIFEST: "cases/children/manifest.html",
    Part.MASKED: "cases/children/masked.html",
}
#: Entries on a page of the whole journal: printed as proof, it holds a case but for the longest.
ENTRIES = 200
#: Entries among which a text is looked for, and signs of it.
MOST_READ, LONGEST = 2000, 200


@require_safe
@gate(*SEE_CHILDREN)
def child(request: StaffRequest, reference: str) -> HttpResponse:
    record = child_for(request, reference)
    if certificate := certificate_of(record):
        return _disposed(request, record, certificate)
    part, user = part_of(record, to=request.user), request.user
    if purposes.is_wanted(request, record, part):
        return purposes.ask(request, record)
    purpose = purposes.stated(request, record)
    sees_journal = part is Part.WHOLE or user.has_perm("cases.view_history")
    page = case_page(
        record,
        on=timezone.localdate(),
        named=part is not Part.MASKED or bool(purpose),
        whole=part is Part.WHOLE,
        journal=page_number(request.GET) if sees_journal else 0,
        about=journal.about_of(request.GET.get("about", "")),
    )
    limit = vars(record)["stage_due_on"]
    context = context_of(page, part, user, due_on=record.due_on, stage_due_on=limit)
    if vars(record)["goes_on_for_others"] and part is Part.WHOLE:
        context["merged"] = merged_notices(merges_into(record))
    return render_on_record(request, TEMPLATES[part], context, child=record, purpose=purpose)


def _disposed(
    request: StaffRequest, record: Child, certificate: DisposalCertificate
) -> HttpResponse:
    """Show what is left of a case that was disposed of: its stage, its days, what was done."""
    rows: tuple[Journal, ...] = ()
    if request.user.has_perm("cases.work_case") or request.user.has_perm("cases.view_history"):
        rows = entries(record, page_number(request.GET), size=ENTRIES).rows
    may_see = request.user.has_perm("cases.view_disposal")
    context = {
        "child": record,
        "sentence": disposed_sentence(certificate),
        "url": certificate.disposal.get_absolute_url() if may_see else "",
        "facts": left_facts(record),
        "timeline": journal.timeline(rows),
    }
    return render_on_record(request, "cases/children/disposed.html", context, child=record)


@sensitive_post_parameters("text")
@require_safe_or_post
@gate("cases.work_case")
def child_journal(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was done to a case: who, when and why; those entries that a text is about.

    A text may hold a name, so it is sent and stands in no address.
    """
    record, text = case_for(request, reference), request.POST.get("text", "").strip()[:LONGEST]
    about = journal.about_of(request.GET.get("about", ""))
    number, size = (1, MOST_READ) if text else (page_number(request.GET), ENTRIES)
    page = entries(record, number, about=about, size=size)
    lines = journal.timeline(page.rows)
    context = {
        "child": record,
        "journal": page,
        "timeline": journal.told_by(lines, text) if text else lines,
        "about": journal.counted_chips(page.about, numbers_of_acts(record)),
        "text": text,
    }
    return render_on_record(request, "cases/children/journal.html", context, child=record)
