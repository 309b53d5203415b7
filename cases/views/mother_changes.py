"""Moving children to another mother: asked for by one person, decided by another."""

from collections.abc import Iterable
from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cases.casework import mother_changes
from cases.forms.acts import VersionForm
from cases.forms.mother_changes import MotherChangeForm, MotherDecisionForm
from cases.models import Mother
from cases.pages import mother_changes as page
from cases.queries.mother_changes import (
    Move,
    approval_refusals,
    following,
    last_move,
    move_of,
    move_refusals,
    waiting_move,
)
from cases.web.acts import Step, by_word, opened_over, take
from cases.web.family_requests import visible_family, whose_family, withdraw_request
from cases.web.gates import (
    StaffRequest,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)

#: The button that shows what follows, and asks for nothing.
LOOK = "look"
ASK = Step(
    title=_("Move children to another mother"),
    submit=_("Request the move"),
    done=_("Requested. A reviewer must approve it."),
)
WITHDRAW = Step(
    title=ASK.title, submit=_("Withdraw the request"), done=_("The request is withdrawn.")
)
DECIDE = Step(
    title=_("Decide on the move to another mother"),
    submit=_("Record the decision"),
    says=by_word(
        _("The children are moved to the other mother."),
        _("The request is sent back; the children stay where they are."),
    ),
    judges=True,
)


@require_safe_or_post
@gate("cases.register_child")
def mother_change(request: StaffRequest, reference: str) -> HttpResponse:
    family = partial(visible_family, request, reference)
    open_form = opened_over(MotherChangeForm, family, user=request.user)

    def ask(form: MotherChangeForm) -> Mother:
        on = timezone.localdate()
        mother_changes.ask(mother=form.record, by=request.user, on=on, **form.facts())
        return form.record

    def show(form: MotherChangeForm, *, status: int = 200) -> HttpResponse:
        waiting = waiting_move(form.record)
        move = move_of(waiting) if waiting else _typed(form)
        in_the_way = page.already_asked(waiting) or (move_refusals(move) if move else ())
        return _page(request, form, ASK, move, in_the_way, status)

    if LOOK in request.POST:
        return show(open_form(request.POST))
    return take(request, open_form, ask, step=ASK, show=show, whose=whose_family)


@require_POST
@gate("cases.register_child")
def mother_change_withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    return withdraw_request(request, reference, mother_changes.withdraw, step=WITHDRAW)


@require_safe_or_post
@gate("cases.verify_child")
def mother_change_decide(request: StaffRequest, reference: str) -> HttpResponse:
    def decide(form: MotherDecisionForm) -> Mother:
        mother, by, on = form.record, request.user, timezone.localdate()
        if reason := form.sends_back:
            return mother_changes.send_back(
                mother=mother, by=by, on=on, reason=reason, **form.facts()
            )
        return mother_changes.approve(mother=mother, by=by, on=on, **form.facts())

    def show(form: MotherDecisionForm, *, status: int = 200) -> HttpResponse:
        waiting = waiting_move(form.record)
        in_the_way = approval_refusals(waiting, by=request.user)
        move = move_of(waiting) if waiting else None
        return _page(request, form, DECIDE, move, in_the_way, status)

    return take(
        request,
        opened_over(MotherDecisionForm, partial(visible_family, request, reference)),
        decide,
        step=DECIDE,
        show=show,
        whose=whose_family,
        facts=lambda form: (
            page.facts(waiting_move(form.record)) or page.answer_facts(last_move(form.record))
        ),
    )


def _typed(form: MotherChangeForm) -> Move | None:
    """Return the move that was typed, where it can be read; of a draft nothing is read yet."""
    return form.move if form.is_bound and form.is_valid() and form.cleaned_data else None


def _page(
    request: StaffRequest,
    form: VersionForm[Mother],
    step: Step,
    move: Move | None,
    in_the_way: Iterable[str],
    status: int,
) -> HttpResponse:
    mother, waiting = form.record, waiting_move(form.record)
    outcome = following(move) if move else None
    if move and move.to:
        put_on_record(request, mother=move.to)
    context = {
        "mother": mother,
        "step": step,
        "form": form,
        "blocks": tuple(in_the_way),
        "families": page.beside(outcome) if outcome else [],
        "follows": page.what_follows(outcome) if outcome else [],
        "request_facts": page.facts(waiting),
        "own": waiting is not None and waiting.asked_by_id == request.user.pk,
        "is_asked": waiting is not None,
        "decides": step.judges,
    }
    template = "cases/mothers/mother_change.html"
    return render_on_record(request, template, context, mother=mother, status=status)
