"""Enquiries of relatives: the list, one enquiry beside the children near to it, its answers."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import enquiries
from cases.forms.acts import VersionForm
from cases.forms.enquiries import ChooseForm, EnquiryAnswerForm, EnquiryForm, TellingForm
from cases.models import Enquiry, Telling
from cases.models.enquiry import AUDITS
from cases.pages import enquiries as pages
from cases.queries import enquiries as queries
from cases.queries.enquiries import EnquiryList, NearOnes
from cases.queries.second_person import answer_refusals, withdraw_refusals
from cases.web.acts import Data, Files, Step, by_word, opened_over, press, take
from cases.web.gates import (
    StaffRequest,
    gate,
    put_children_on_record,
    put_on_record,
    require_safe_or_post,
)
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import page_of

WORKS, AGREES = "cases.work_case", "cases.approve_telling"
NEW = Step(
    title=_("Record an enquiry"),
    submit=_("Record the enquiry"),
    done=_("Enquiry recorded. Compare it with the register."),
    adds=True,
)
CORRECT = Step(
    title=_("Correct the enquiry"), submit=_("Save"), done=_("The enquiry is corrected.")
)
CHOOSE = Step(
    title=_("Compare with the register"),
    submit=_("Save the answer"),
    done=_("The answer is saved. The relative is told nothing of it before a reviewer agrees."),
)
ANSWER = Step(
    title=_("Record what was told"),
    submit=_("Record the answer"),
    done=_("Answer recorded."),
    text=_("One of these sentences and no more: no place, no health, nobody else of the family."),
    adds=True,
)
ASK = Step(
    title=_("Tell the relative"),
    submit=_("Ask a reviewer"),
    done=_("Requested. A reviewer must approve it."),
)
DECIDE = Step(
    title=_("Decide what a relative is told"),
    submit=_("Record the decision"),
    says=by_word(
        _("Approved: the relative can be told."), _("Refused: the relative is told nothing.")
    ),
    judges=True,
)
WITHDRAW = Step(title=ASK.title, submit=_("Withdraw the request"), done=_("Request withdrawn."))


@require_safe
@gate(WORKS, AUDITS)
def enquiry_list(request: StaffRequest) -> HttpResponse:
    """Show the enquiries: those to be answered first."""
    wanted = request.GET.get("list", "")
    which = EnquiryList(wanted) if wanted in list(EnquiryList) else EnquiryList.OPEN
    narrow = {
        name: request.GET[name]
        for name, (_legend, choices) in pages.FILTERS.items()
        if request.GET.get(name) in choices.values
    }
    rows = queries.listed(which, request.user, **narrow)
    page = page_of(rows, request.GET)
    lines = pages.lines(page, request.user)
    if lines:
        put_on_record(request, rows=len(lines))
    context = {
        "tabs": pages.tabs(queries.counts(request.user, **narrow), which, narrow),
        "groups": pages.filter_groups(narrow),
        "keep": (("list", which.value),),
        "active": len(narrow),
        "page": page,
        "lines": lines,
        "may_record": request.user.has_perm(WORKS) and bool(request.user.team_id),
    }
    return render(request, "cases/enquiries/list.html", context)


@require_safe_or_post
@gate(WORKS)
def enquiry_new(request: StaffRequest) -> HttpResponse:
    def act(form: EnquiryForm) -> Enquiry:
        return enquiries.record(by=request.user, **form.new_facts())

    opened = opened_over(EnquiryForm, Enquiry, on=timezone.localdate())
    show = partial(_form, request, NEW, reverse("enquiries"))
    return take(request, opened, act, step=NEW, show=show)


@require_safe_or_post
@gate(WORKS)
def enquiry_edit(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: EnquiryForm) -> Enquiry:
        return enquiries.correct(enquiry=_enquiry(request, pk), **form.facts())

    record, on = partial(_enquiry, request, pk), timezone.localdate()
    opened = opened_over(EnquiryForm, record, on=on)
    show = partial(_form, request, CORRECT, reverse("enquiry", args=[pk]))
    return take(request, opened, act, step=CORRECT, show=show)


def _form(
    request: StaffRequest, step: Step, back: str, form: Any, *, status: int = 200
) -> HttpResponse:
    context = {"step": step, "form": form, "back_url": back}
    return render(request, "cases/enquiries/form.html", context, status=status)


@require_safe_or_post
@gate(WORKS, AUDITS)
@names_for_a_purpose
def enquiry(request: StaffRequest, pk: int) -> HttpResponse:
    """Show an enquiry beside the children near to it, and take whom it is about."""
    if not request.user.has_perm(WORKS):
        if request.method == "POST":
            raise PermissionDenied
        return _masked(request, pk)

    def opened(data: Data = None, files: Files = None) -> ChooseForm:
        record = _enquiry(request, pk)
        near = queries.near_ones(record, to=request.user)
        return ChooseForm(data, record=record, near=near, by=request.user)

    def act(form: ChooseForm) -> Enquiry:
        return enquiries.choose(enquiry=_enquiry(request, pk), by=request.user, **form.facts())

    return take(request, opened, act, step=CHOOSE, show=partial(_page, request, pk))


def _page(request: StaffRequest, pk: int, form: ChooseForm, *, status: int = 200) -> HttpResponse:
    record, user = _enquiry(request, pk), request.user
    telling, is_told = queries.telling_of(pk), queries.is_telling(record)
    near = form.near.of(record.child_id) if is_told else form.near
    put_on_record(request)
    put_children_on_record(request, [each.child for each in near.shown])
    state, tone = pages.state(record)
    context = {
        "enquiry": record,
        "state": state,
        "tone": tone,
        "facts": pages.facts(record),
        "wanted": pages.wanted(record),
        "form": form,
        "step": CHOOSE,
        "rows": pages.near_rows(near.shown, user),
        "elsewhere": near.elsewhere,
        "may_choose": not is_told,
        "claims_url": _claims(record, near),
        "answers": pages.answer_facts(queries.answers_of(record)),
        "telling": pages.telling_line(telling),
        "asked": telling,
        "may_ask": not (record.ended or queries.ask_refusals(record)),
        "may_decide": _may_decide(telling, request),
        "may_withdraw": telling and not withdraw_refusals(telling, by=user),
    }
    return render(request, "cases/enquiries/detail.html", context, status=status)


def _claims(record: Enquiry, near: NearOnes) -> str:
    """Return where a claim of kinship is recorded, for the child who is confirmed."""
    child = next((each.child for each in near.shown if each.child.pk == record.child_id), None)
    return reverse("child-claims", args=[child.reference]) if child else ""


def _may_decide(telling: Telling | None, request: StaffRequest) -> bool:
    may = telling is not None and request.user.has_perm(AGREES)
    return bool(telling and may and not answer_refusals(telling, by=request.user))


def _masked(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how far an enquiry is, and nobody's name."""
    record = _enquiry(request, pk)
    state, tone = pages.state(record)
    put_on_record(request)
    context = {
        "enquiry": record,
        "state": state,
        "tone": tone,
        "facts": pages.masked(record),
        "answers": pages.answer_facts(queries.answers_of(record)),
    }
    return render(request, "cases/enquiries/masked.html", context)


@require_safe_or_post
@gate(WORKS)
def enquiry_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Record which of the ready sentences the relative was told."""

    def act(form: EnquiryAnswerForm) -> None:
        enquiries.answer(enquiry=_enquiry(request, pk), by=request.user, **form.facts())

    record, on = partial(_enquiry, request, pk), timezone.localdate()
    opened = opened_over(EnquiryAnswerForm, record, on=on)
    back = reverse("enquiry", args=[pk])
    show = partial(_form, request, ANSWER, back)
    return take(request, opened, act, step=ANSWER, show=show, back=back)


@require_POST
@gate(WORKS)
def enquiry_ask(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm[Enquiry]) -> Telling:
        return enquiries.ask_to_tell(enquiry=form.record, by=request.user, **form.facts())

    back = reverse("enquiry", args=[pk])
    return press(request, act, step=ASK, back=back, record=lambda: _enquiry(request, pk))


@require_POST
@gate(WORKS)
def enquiry_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm[Telling]) -> Telling:
        return enquiries.withdraw_telling(telling=form.record, by=request.user, **form.facts())

    back = reverse("enquiry", args=[pk])
    return press(request, act, step=WITHDRAW, back=back, record=lambda: _telling(request, pk))


@require_safe_or_post
@gate(AGREES)
@names_for_a_purpose
def enquiry_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree, or not, that a relative is told whether a child is on record."""

    def act(form: TellingForm) -> Telling:
        telling, facts = _telling(request, pk), form.facts()
        if form.refuses:
            return enquiries.refuse_telling(telling=telling, by=request.user, **facts)
        version = facts["version"]
        return enquiries.approve_telling(telling=telling, by=request.user, version=version)

    opened = opened_over(TellingForm, partial(_telling, request, pk))
    back = reverse("enquiry", args=[pk])
    return take(request, opened, act, step=DECIDE, show=partial(_decide, request, pk), back=back)


def _decide(
    request: StaffRequest, pk: int, form: TellingForm, *, status: int = 200
) -> HttpResponse:
    record, telling = _enquiry(request, pk), _telling(request, pk)
    near = queries.near_ones(record, to=request.user).of(record.child_id)
    put_on_record(request)
    put_children_on_record(request, [each.child for each in near.shown])
    context = {
        "enquiry": record,
        "step": DECIDE,
        "form": form,
        "facts": pages.facts(record),
        "wanted": pages.wanted(record),
        "rows": pages.near_rows(near.shown, request.user),
        "telling": pages.telling_line(telling),
        "blocks": () if form.is_bound else answer_refusals(telling, by=request.user),
        "back_url": reverse("enquiry", args=[pk]),
    }
    return render(request, "cases/enquiries/decide.html", context, status=status)


def _enquiry(request: StaffRequest, pk: int) -> Any:
    rows = Enquiry.objects.visible_to(request.user).with_state()
    return get_object_or_404(rows.select_related("team", "recorded_by", "child"), pk=pk)


def _telling(request: StaffRequest, pk: int) -> Telling:
    """Return the newest request to tell of an enquiry; 404 where there is none."""
    telling = queries.telling_of(_enquiry(request, pk).pk)
    if telling is None:
        raise Http404
    return telling
