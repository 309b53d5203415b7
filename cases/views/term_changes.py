"""Changes of an agreement's terms: what waits, withdrawn by one person, decided by another."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import term_changes
from cases.forms.acts import VersionForm
from cases.forms.term_changes import TermsDecisionForm
from cases.models import Agreement
from cases.pages.term_changes import answered_lines, change_lines, facts
from cases.queries.term_changes import (
    approval_refusals,
    approvers,
    sent_back,
    standing,
    terms_of_changes,
    waiting_changes,
)
from cases.queries.term_effects import effects_of
from cases.web.acts import Step, by_word, opened_over, press, take
from cases.web.gates import StaffRequest, gate

SEE_TERMS = ("cases.ask_termchange", "cases.approve_termchange", "cases.view_history")
DECIDE = Step(
    title=_("Terms of the agreement"),
    submit=_("Record the decision"),
    says=by_word(
        _("The changed terms are approved."),
        _("The changes are sent back; the terms stay as they are."),
    ),
    text=_("All of these changes are approved together, or all are sent back."),
    judges=True,
)
WITHDRAW = Step(
    title=_("Terms of the agreement"),
    submit=_("Withdraw the request"),
    done=_("The request is withdrawn. The terms stay as they are."),
)


@require_safe
@gate(*SEE_TERMS)
def terms(request: StaffRequest, slug: str) -> HttpResponse:
    """Show each change that waits, before and after, and for how many cases it counts."""
    return _page(request, None, agreement=get_object_or_404(Agreement, slug=slug))


@require_POST
@gate("cases.approve_termchange")
def terms_decide(request: StaffRequest, slug: str) -> HttpResponse:
    def decide(form: TermsDecisionForm) -> None:
        agreement, by = form.record, request.user
        if reason := form.sends_back:
            term_changes.send_back(agreement=agreement, by=by, reason=reason, **form.facts())
        else:
            term_changes.approve(agreement=agreement, by=by, **form.facts())

    def show(form: TermsDecisionForm, *, status: int = 200) -> HttpResponse:
        return _page(request, form, agreement=form.record, status=status)

    return take(
        request,
        opened_over(TermsDecisionForm, lambda: get_object_or_404(Agreement, slug=slug)),
        decide,
        step=DECIDE,
        show=show,
        back="reviews",
        facts=lambda form: facts(waiting_changes(form.record), sent_back(form.record)),
    )


@require_POST
@gate("cases.ask_termchange")
def terms_withdraw(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    def withdraw(form: VersionForm[Agreement]) -> None:
        term_changes.withdraw(agreement=form.record, by=request.user, change=number, **form.facts())

    return press(
        request,
        withdraw,
        step=WITHDRAW,
        back=reverse("terms", args=[slug]),
        record=lambda: get_object_or_404(Agreement, slug=slug),
    )


def _page(
    request: StaffRequest,
    form: TermsDecisionForm | None,
    *,
    agreement: Agreement,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    changes = waiting_changes(agreement)
    rows = standing(changes)
    effects = effects_of(agreement, changes, rows, on=today)
    may_approve = request.user.has_perm("cases.approve_termchange")
    refusals = approval_refusals(changes, by=request.user)
    if form is None and may_approve and not refusals:
        form = TermsDecisionForm(record=agreement)
    context = {
        "agreement": agreement,
        "lines": change_lines(changes, rows, effects, terms=terms_of_changes(changes), on=today),
        "answered": answered_lines(sent_back(agreement)),
        "form": form,
        "step": DECIDE,
        "refusals": refusals if may_approve and changes else (),
        "approvers": approvers(changes) if changes else (),
        "may_withdraw": request.user.has_perm("cases.ask_termchange"),
        "withdrawing": VersionForm(record=agreement),
    }
    return render(request, "cases/agreements/terms.html", context, status=status)
