"""What an agreement still needs, and taking parts of it over from another one."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.casework import agreement_terms
from cases.figures.readiness import needs_of, needs_of_all
from cases.forms.agreement_terms import CopyTermsForm
from cases.models import Agreement
from cases.pages.readiness import NAMED, need_rows
from cases.queries.fee_schedules import holders_of
from cases.queries.kept_words import untranslated
from cases.web.acts import Step, take
from cases.web.gates import StaffRequest, gate, require_safe_or_post

SEE_NEEDS = ("cases.manage_register", "cases.check_register")
COPY = Step(
    title=_("Copy from another agreement"),
    submit=_("Copy these parts"),
    done=_("Copied. What needs two people is waiting for approval."),
    text=_(
        "All chosen parts are copied, or none. Statements are copied as headings without their "
        "text; all else waits for a second person."
    ),
)


@require_safe
@gate(*SEE_NEEDS)
def agreement_needs(request: StaffRequest, slug: str) -> HttpResponse:
    """Show each part of an agreement: how it stands, where it is done, who must act next."""
    agreements = needs_of_all(on=timezone.localdate())
    needs = needs_of(agreements, slug)
    if needs is None:
        raise Http404
    is_admin = request.user.has_perm("cases.manage_register")
    context = {
        "agreement": needs.agreement,
        "missing": len(needs.missing),
        "rows": need_rows(needs, holders_of(NAMED), is_admin=is_admin),
        "may_copy": is_admin and len(agreements) > 1,
        "untranslated": untranslated(needs.agreement),
    }
    return render(request, "cases/agreements/needs.html", context)


@require_safe_or_post
@gate("cases.manage_register")
def agreement_copy(request: StaffRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement, slug=slug)

    def act(form: CopyTermsForm) -> None:
        on = timezone.localdate()
        agreement_terms.copy_terms(to=agreement, by=request.user, on=on, **form.facts())

    def show(form: CopyTermsForm, *, status: int = 200) -> HttpResponse:
        context = {"agreement": agreement, "form": form, "step": COPY, "back_url": back}
        return render(request, "cases/agreements/copy.html", context, status=status)

    back = reverse("agreement-needs", args=[slug])
    return take(request, partial(CopyTermsForm, to=agreement), act, step=COPY, show=show, back=back)
