"""What the page of a family asks for while it is being typed: echo, likely duplicates, draft."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.casework import drafts
from cases.forms import family_rows as rows
from cases.forms.births import understood
from cases.forms.families import FamilyForms
from cases.models import Draft, Mother
from cases.pages.drafts import saved_text
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.records import token_of

_PLAIN = "text/plain; charset=utf-8"


@require_POST
@gate("cases.register_child")
def family_echo(request: StaffRequest) -> HttpResponse:
    """Say what was understood of one field: a birth, the number of children, the agreement."""
    field, on = request.POST.get("field", ""), timezone.localdate()
    if field in ("child-TOTAL_FORMS", "family-agreement"):
        forms = FamilyForms(request.POST, user=request.user, on=on, checked=False)
        text = forms.agreement.echo() if field == "family-agreement" else forms.sum_sentence()
    else:
        text = understood(request.POST.get(field, ""), on=on) if field.endswith("-born") else ""
    return HttpResponse(text, content_type=_PLAIN)


@require_POST
@gate("cases.register_child")
def family_duplicates(request: StaffRequest, reference: str = "") -> HttpResponse:
    """Show whom the people typed so far may duplicate; ``reference`` names a known mother."""
    mother = None
    if reference:
        mothers = (
            Mother.objects.visible_to(request.user)
            .with_names()
            .select_related("agreement__holding")
        )
        mother = get_object_or_404(mothers, reference=reference)
    data = request.POST if mother else rows.without_blanks(request.POST)
    forms = FamilyForms(
        data, user=request.user, on=timezone.localdate(), checked=True, record=mother
    )
    forms.compare(judged=False)
    if forms.duplicates.people_shown:
        put_on_record(request, rows=forms.duplicates.people_shown)
    context = {"questions": forms.duplicates.questions}
    return render(request, "components/dup_strip.html", context)


@require_POST
@gate("cases.register_child")
def family_draft(request: StaffRequest) -> HttpResponse:
    """Keep what was typed so far, and say when."""
    draft = keep(request)
    if draft is None:
        return HttpResponse(status=409)
    return HttpResponse(saved_text(draft, today=timezone.localdate()), content_type=_PLAIN)


def keep(request: StaffRequest) -> Draft | None:
    """Keep the posted page as a draft; None where that is refused."""
    texts = rows.to_keep(request.POST)
    return drafts.kept(token=token_of(request), form=drafts.FAMILY, typed=texts, by=request.user)
