"""Court hearings: set, and what came of them."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from cases.casework import hearings
from cases.casework.together import each
from cases.forms.hearings import AdjournForm, CancelForm, HearingForm, HeldForm, OutcomeForm
from cases.models import Child, Hearing
from cases.pages.hearings import hearing_facts
from cases.queries.hearings import outcome_blocks
from cases.queries.refusals import wrong_stage
from cases.vocabulary import Act, HearingPurpose
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.steps import in_words, opened, take_step, with_words

WHO = "cases.work_case"
F = TypeVar("F", bound=OutcomeForm)


@require_safe_or_post
@gate(WHO)
def schedule(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=gettext_lazy("Set a court hearing"),
        submit=gettext_lazy("Set the hearing"),
        done=gettext_lazy("Hearing set."),
        text=gettext_lazy("The date cannot be changed. Adjourn or cancel the hearing instead."),
    )
    purpose = request.GET.get("purpose", "")
    initial = {"purpose": purpose if purpose in HearingPurpose.values else ""}
    return take_step(
        request,
        opened(request, reference, HearingForm, initial=initial),
        lambda form: each(
            form.party(),
            lambda one: with_words(
                form,
                one.child,
                partial(hearings.schedule, child=one.child, by=form.by, **form.facts_for(one)),
            ),
            by=form.by,
            on=form.on,
        ),
        step=step,
        blocks=lambda form: filter(None, [wrong_stage(form.child, Act.HEARING)]),
    )


def _outcome(
    form_class: type[F], act: Callable[[F], Any], step: Step
) -> Callable[..., HttpResponseBase]:
    """Return the view of an act that says what came of a hearing."""

    @require_safe_or_post
    @gate(WHO)
    def view(request: StaffRequest, reference: str, n: int) -> HttpResponse:
        def hearing(child: Child) -> Hearing:
            return get_object_or_404(child.hearings.select_related("court"), n=n)

        return take_step(
            request,
            opened(request, reference, form_class, record=hearing),
            act,
            step=step,
            blocks=lambda form: outcome_blocks(
                form.record, held_on=form.on if isinstance(form, HeldForm) else None
            ),
            facts=lambda form: hearing_facts(form.record),
        )

    return view


held = _outcome(
    HeldForm,
    lambda form: hearings.record_held(hearing=form.record, by=form.by, **form.facts()),
    Step(
        title=gettext_lazy("The hearing was held"),
        submit=gettext_lazy("Record as held"),
        done=gettext_lazy("Hearing recorded as held."),
        text=gettext_lazy("Record court documents as clearances, before or after this."),
        about=gettext_lazy("Court hearing"),
    ),
)
adjourn = _outcome(
    AdjournForm,
    in_words(lambda form: hearings.adjourn(hearing=form.record, by=form.by, **form.facts())),
    Step(
        title=gettext_lazy("The hearing was adjourned"),
        submit=gettext_lazy("Record the adjournment"),
        done=gettext_lazy("Adjournment recorded."),
        text=gettext_lazy("This closes the hearing and sets the next one."),
        about=gettext_lazy("Court hearing"),
    ),
)
cancel = _outcome(
    CancelForm,
    lambda form: hearings.cancel(hearing=form.record, by=form.by, **form.facts()),
    Step(
        title=gettext_lazy("Cancel the hearing"),
        submit=gettext_lazy("Cancel the hearing"),
        done=gettext_lazy("Hearing cancelled."),
        text=gettext_lazy("Not taking place, or entered by mistake. It stays in the journal."),
        about=gettext_lazy("Court hearing"),
        danger=True,
    ),
)
