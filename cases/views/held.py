"""What is held on a child: asked for, answered by a second person, given out in one file."""

import hashlib
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases import wording
from cases.casework import held
from cases.files.zips import zipped
from cases.forms.acts import VersionForm
from cases.forms.held import HeldAnswerForm, HeldRequestForm
from cases.models import Child, HeldRequest
from cases.pages import held as pages
from cases.queries.held import requests_of, what_is_asked
from cases.queries.second_person import answer_refusals, hand_out_refusals
from cases.vocabulary import HELD_FILES, OF_THE_MOTHER
from cases.web.acts import Step, by_word, press, take
from cases.web.again import confirmed_again
from cases.web.downloads import file_response
from cases.web.gates import (
    StaffRequest,
    Whose,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)
from cases.web.records import case_for
from cases.web.steps import case_act, opened

ASKS, ANSWERS = "cases.work_case", "cases.approve_held"
ASK = Step(
    title=_("What is held on a person"),
    submit=_("Record the request"),
    done=_("Requested. A reviewer must answer it."),
)
ANSWER = Step(
    title=_("Answer a request about what is held"),
    submit=_("Record the answer"),
    says=by_word(_("The request is granted."), _("The request is refused.")),
    judges=True,
)

WITHDRAW = Step(title=ASK.title, submit=_("Withdraw the request"), done=_("Request withdrawn."))


@require_safe
@gate(ASKS, ANSWERS)
def child_held(request: StaffRequest, reference: str) -> HttpResponse:
    """Show every request about what is held on the child, with its answer."""
    child = case_for(request, reference)
    rows = [pages.held_row(each, reader=request.user) for each in requests_of(child)]
    context = {"child": child, "rows": rows, "may_ask": request.user.has_perm(ASKS)}
    return render_on_record(request, "cases/held/list.html", context, child=child)


held_ask = case_act(
    ASKS,
    HeldRequestForm,
    lambda form: held.ask(child=form.child, by=form.by, **form.facts()),
    step=ASK,
    back="child-held",
)


@require_safe_or_post
@gate(ANSWERS)
@confirmed_again
def held_answer(request: StaffRequest, reference: str, request_pk: int) -> HttpResponse:
    """Answer a request; of a file the second person reads before what would be given out."""

    def answer(form: HeldAnswerForm) -> HeldRequest:
        if form.refuses:
            words = form.cleaned_data["answer"]
            return held.refuse(wish=form.record, by=form.by, answer=words, **form.facts())
        return held.approve(wish=form.record, by=form.by, **form.facts())

    return take(
        request,
        opened(request, reference, HeldAnswerForm, record=partial(_request, pk=request_pk)),
        answer,
        step=ANSWER,
        show=partial(_answer_page, request),
        back=reverse("child-held", args=[reference]),
        whose=lambda form: {"child": form.child},
    )


@require_POST
@gate(ASKS)
def held_withdraw(request: StaffRequest, reference: str, request_pk: int) -> HttpResponse:
    def act(form: VersionForm[HeldRequest]) -> HeldRequest:
        return held.withdraw(wish=form.record, by=request.user, **form.facts())

    return press(
        request,
        act,
        step=WITHDRAW,
        back=reverse("child-held", args=[reference]),
        record=lambda: _request(case_for(request, reference), request_pk),
    )


def _answer_page(request: StaffRequest, form: HeldAnswerForm, *, status: int = 200) -> HttpResponse:
    context = {
        "child": form.child,
        "form": form,
        "step": ANSWER,
        "facts": pages.facts(form.record),
        "blocks": () if form.is_bound else answer_refusals(form.record, by=request.user),
        "held": what_is_asked(form.record),
        "back_url": reverse("child-held", args=[form.child.reference]),
    }
    page = "cases/held/answer.html"
    return render_on_record(request, page, context, status=status, **_whose(form.record))


def _whose(record: HeldRequest) -> Whose:
    hers = record.kind in OF_THE_MOTHER
    return {"mother": record.child.mother} if hers else {"child": record.child}


@require_safe
@gate(ASKS, ANSWERS)
@confirmed_again
def held_file(request: StaffRequest, reference: str, request_pk: int) -> HttpResponse:
    """Give the file out, made now; the hash of it stays on record."""
    child = case_for(request, reference)
    record = _request(child, request_pk)
    if record.kind not in HELD_FILES or (reasons := hand_out_refusals(record, by=request.user)):
        reasons = reasons if record.kind in HELD_FILES else []
        back = reverse("child-held", args=[reference])
        context = {"step": ASK, "reasons": reasons, "back_url": back}
        return render(request, "cases/refused.html", context, status=409)
    put_on_record(request, **_whose(record))
    day = wording.day_text(timezone.localdate())
    theirs = what_is_asked(record)
    assert theirs is not None  # noqa: S101 - a file is asked for
    content = zipped(pages.files(theirs, day=day))
    held.hand_out(wish=record, by=request.user, sha256=hashlib.sha256(content).hexdigest())
    return file_response(
        content, "application/zip", how="attachment", name=f"{theirs.reference}.zip"
    )


def _request(child: Child, pk: int) -> HeldRequest:
    people = ("child__mother", "asked_by", "approved_by", "dropped_by")
    rows = child.held_requests.select_related(*people)
    return get_object_or_404(rows, pk=pk)
