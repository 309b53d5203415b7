"""Moving a family to another agreement: asked for by one person, decided by another."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import agreement_changes
from cases.forms.acts import VersionForm
from cases.forms.agreement_changes import AgreementChangeForm, ChangeDecisionForm
from cases.models import Mother
from cases.pages import agreement_changes as page
from cases.queries.agreement_changes import (
    approval_refusals,
    bound_refusals,
    last_answered,
    waiting_change,
)
from cases.web.acts import Step, by_word, opened_over, take
from cases.web.family_requests import visible_family, whose_family, withdraw_request
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post

ASK = Step(
    title=_("Move to another agreement"),
    submit=_("Request the move"),
    done=_("Requested. A reviewer must approve it."),
    text=_(
        "The whole family moves and is given new numbers. The old numbers go on opening the cases."
    ),
)
WITHDRAW = Step(
    title=ASK.title, submit=_("Withdraw the request"), done=_("The request is withdrawn.")
)
DECIDE = Step(
    title=_("Decide on the move to another agreement"),
    submit=_("Record the decision"),
    says=by_word(
        _("The family is moved to the other agreement."),
        _("The request is sent back; the family stays where it is."),
    ),
    text=ASK.text,
    judges=True,
)


@require_safe_or_post
@gate("cases.register_child")
def agreement_change(request: StaffRequest, reference: str) -> HttpResponse:
    def ask(form: AgreementChangeForm) -> Mother:
        on = timezone.localdate()
        agreement_changes.ask(mother=form.record, by=request.user, on=on, **form.facts())
        return form.record

    def show(form: AgreementChangeForm, *, status: int = 200) -> HttpResponse:
        waiting = waiting_change(form.record)
        in_the_way = page.already_asked(waiting) or bound_refusals(form.record)
        return _page(request, form, ASK, in_the_way, status)

    opened = opened_over(AgreementChangeForm, lambda: visible_family(request, reference))
    return take(request, opened, ask, step=ASK, show=show, whose=whose_family)


@require_POST
@gate("cases.register_child")
def agreement_change_withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    return withdraw_request(request, reference, agreement_changes.withdraw, step=WITHDRAW)


@require_safe_or_post
@gate("cases.verify_child")
def agreement_change_decide(request: StaffRequest, reference: str) -> HttpResponse:
    def decide(form: ChangeDecisionForm) -> Mother:
        mother, by, on = form.record, request.user, timezone.localdate()
        if reason := form.sends_back:
            return agreement_changes.send_back(
                mother=mother, by=by, on=on, reason=reason, **form.facts()
            )
        return agreement_changes.approve(mother=mother, by=by, on=on, **form.facts())

    def show(form: ChangeDecisionForm, *, status: int = 200) -> HttpResponse:
        in_the_way = approval_refusals(waiting_change(form.record), by=request.user)
        return _page(request, form, DECIDE, in_the_way, status)

    return take(
        request,
        opened_over(ChangeDecisionForm, lambda: visible_family(request, reference)),
        decide,
        step=DECIDE,
        show=show,
        whose=whose_family,
        facts=lambda form: page.facts(waiting_change(form.record), last_answered(form.record)),
    )


def _page(
    request: StaffRequest,
    form: VersionForm[Mother],
    step: Step,
    in_the_way: Iterable[str],
    status: int,
) -> HttpResponse:
    mother = form.record
    waiting = waiting_change(mother)
    own = waiting is not None and waiting.asked_by_id == request.user.pk
    context = {
        "mother": mother,
        "step": step,
        "form": form,
        "blocks": () if form.is_bound else tuple(in_the_way),
        "facts": page.family_facts(mother, mother.children.order_by("pk")),
        "request_facts": page.facts(waiting, None),
        "own": own,
        "may_decide": step is ASK
        and waiting is not None
        and not own
        and request.user.has_perm("cases.verify_child"),
    }
    template = "cases/mothers/agreement.html"
    return render_on_record(request, template, context, mother=mother, status=status)
