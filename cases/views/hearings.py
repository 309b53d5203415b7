"""Court hearings: set, and what came of them; and the calendar of all of them."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import wording
from cases.casework import hearings
from cases.casework.refusals import wrong_stage
from cases.forms.acts import RecordForm
from cases.forms.hearings import AdjournForm, CancelForm, HearingForm, HeldForm
from cases.models import Child, Hearing
from cases.views.case_pages import case_for
from cases.views.filing import Filing, file_record
from cases.views.gates import StaffRequest, gate
from cases.views.steps import Words
from cases.vocabulary import Act, HearingOutcome, HearingPurpose

WHO = "cases.work_case"
GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@gate(WHO)
def schedule(request: StaffRequest, reference: str) -> HttpResponse:
    child, on = case_for(request, reference), timezone.localdate()
    wrong = wrong_stage(child, Act.HEARING)
    filing = Filing(
        gettext_lazy("Set a court hearing"),
        gettext_lazy("Set the hearing"),
        gettext_lazy("Hearing set."),
        child.get_absolute_url(),
        gettext_lazy("The date cannot be changed. Adjourn or cancel the hearing instead."),
        blocks=(wrong,) if wrong else (),
    )
    asked = request.GET.get("purpose", "")
    initial = {"purpose": asked if asked in HearingPurpose.values else ""}
    make = partial(HearingForm, child=child, by=request.user, on=on, initial=initial)
    return file_record(request, child, filing, make, partial(hearings.schedule, child=child))


@require_http_methods(GET_POST)
@gate(WHO)
def held(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, hearing = _found(request, reference, n)
    ahead = hearing.scheduled_on > timezone.localdate()
    sentence = _("The hearing is on %(day)s. Record it as held on or after that date.")
    filing = _filing(
        hearing,
        gettext_lazy("The hearing was held"),
        gettext_lazy("Record as held"),
        gettext_lazy("Hearing recorded as held."),
        text=gettext_lazy("Record court documents as clearances, before or after this."),
        blocks=(sentence % {"day": wording.day_text(hearing.scheduled_on)},) if ahead else (),
    )
    return _write(request, child, hearing, filing, HeldForm, hearings.record_held)


@require_http_methods(GET_POST)
@gate(WHO)
def adjourn(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, hearing = _found(request, reference, n)
    filing = _filing(
        hearing,
        gettext_lazy("The hearing was adjourned"),
        gettext_lazy("Record the adjournment"),
        gettext_lazy("Adjournment recorded."),
        text=gettext_lazy("This closes the hearing and sets the next one."),
    )
    return _write(request, child, hearing, filing, AdjournForm, hearings.adjourn)


@require_http_methods(GET_POST)
@gate(WHO)
def cancel(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child, hearing = _found(request, reference, n)
    filing = _filing(
        hearing,
        gettext_lazy("Cancel the hearing"),
        gettext_lazy("Cancel the hearing"),
        gettext_lazy("Hearing cancelled."),
        text=gettext_lazy("Not taking place, or entered by mistake. It stays in the journal."),
        danger=True,
    )
    return _write(request, child, hearing, filing, CancelForm, hearings.cancel)


def _found(request: StaffRequest, reference: str, n: int) -> tuple[Child, Hearing]:
    child = case_for(request, reference)
    return child, get_object_or_404(child.hearings.select_related("court"), n=n)


def _filing(hearing: Hearing, title: Words, submit: Words, done: Words, **more: Any) -> Filing:
    """Return the words of an outcome; one that is recorded already stands in its way."""
    over = hearing.outcome != HearingOutcome.SCHEDULED
    recorded = (_("The outcome of this hearing is already recorded."),)
    blocks = recorded if over else more.pop("blocks", ())
    facts = (
        {"label": _("Purpose of the hearing"), "value": hearing.get_purpose_display()},
        {"label": _("Court"), "value": hearing.court},
        {"label": _("Hearing date"), "value": wording.day_text(hearing.scheduled_on)},
    )
    return Filing(
        title,
        submit,
        done,
        hearing.child.get_absolute_url(),
        about=_("Court hearing"),
        blocks=blocks,
        facts=facts,
        stands=lambda now: str(now.get_outcome_display()),
        **{name: value for name, value in more.items() if name != "blocks"},
    )


def _write(
    request: StaffRequest,
    child: Child,
    hearing: Hearing,
    filing: Filing,
    form_class: type[RecordForm],
    act: Any,
) -> HttpResponse:
    on = timezone.localdate()
    make = partial(form_class, child=child, by=request.user, on=on, record=hearing)
    return file_record(request, child, filing, make, partial(act, hearing=hearing))
