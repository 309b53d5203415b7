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
from cases.forms.acts import RecordForm
from cases.forms.hearings import AdjournForm, CancelForm, HearingForm, HeldForm
from cases.models import Child, Hearing
from cases.queries.refusals import wrong_stage
from cases.views.filing import Filing, file_record
from cases.views.steps import Words
from cases.vocabulary import Act, HearingOutcome, HearingPurpose
from cases.web.gates import StaffRequest, gate
from cases.web.records import case_for

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
        gettext_lazy("The hearing is set."),
        child.get_absolute_url(),
        gettext_lazy("A day is not changed afterwards: a hearing is adjourned or cancelled."),
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
    sentence = _("The hearing is on %(day)s. That it was held is recorded on that day or later.")
    filing = _filing(
        hearing,
        gettext_lazy("The hearing was held"),
        gettext_lazy("Record that it was held"),
        gettext_lazy("The hearing is recorded as held."),
        text=gettext_lazy("A paper of the court is recorded as a clearance, before or after this."),
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
        gettext_lazy("The adjournment is recorded."),
        text=gettext_lazy("This hearing is over, and the next one is set with it."),
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
        gettext_lazy("The hearing is cancelled."),
        text=gettext_lazy("It will not take place, or was entered by mistake. It stays on record."),
        danger=True,
    )
    return _write(request, child, hearing, filing, CancelForm, hearings.cancel)


def _found(request: StaffRequest, reference: str, n: int) -> tuple[Child, Hearing]:
    child = case_for(request, reference)
    return child, get_object_or_404(child.hearings.select_related("court"), n=n)


def _filing(hearing: Hearing, title: Words, submit: Words, done: Words, **more: Any) -> Filing:
    """Return the words of an outcome; one that is recorded already stands in its way."""
    over = hearing.outcome != HearingOutcome.SCHEDULED
    recorded = (_("What came of this hearing is recorded already."),)
    blocks = recorded if over else more.pop("blocks", ())
    facts = (
        {"label": _("What the court is asked for"), "value": hearing.get_purpose_display()},
        {"label": _("Court"), "value": hearing.court},
        {"label": _("Day of the hearing"), "value": wording.day_text(hearing.scheduled_on)},
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
