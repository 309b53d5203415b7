"""Eligibility: one person's assessment on a page, another's decision on the next."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import wording
from cases.casework import assessments, drafts
from cases.casework.drafts import CannotKeep
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.forms.assessments import AssessForm, DecideForm
from cases.models import Assessment, Child, Draft
from cases.queries.case_files import case_file
from cases.queries.refusals import refusals
from cases.views.steps import conflict_rows
from cases.vocabulary import Act
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for


@require_http_methods(["GET", "POST"])
@gate("cases.assess_child")
def assess(request: StaffRequest, reference: str) -> HttpResponse:
    child = case_for(request, reference)
    if request.method == "GET":
        return _ask(request, child, _form(request, child, _draft(request, child), checked=False))
    if "keep" in request.POST:
        return _keep(request, child)
    form = _form(request, child, request.POST)
    if not form.is_valid():
        return _ask(request, child, form)
    try:
        made = assessments.assess(child=child, by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _ask(request, child, form)
    except Stale:
        return _again(request, child)
    except AlreadyTaken as taken:
        return redirect(taken.location or child)
    drafts.discard(token=form.cleaned_data["token"], by=request.user)
    messages.success(request, _("The assessment is recorded. A reviewer will decide on it."))
    return redirect(made)


def _form(
    request: StaffRequest, child: Child, typed: QueryDict | None, *, checked: bool = True
) -> AssessForm:
    published = assessments.published_criteria(child)
    criteria = list(published.criteria.all()) if published else []
    on, by = timezone.localdate(), request.user
    if checked or typed is None:
        return AssessForm(typed, child=child, by=by, on=on, criteria=criteria)
    initial = {name: typed[name] for name in typed if name != "version"}
    return AssessForm(child=child, by=by, on=on, criteria=criteria, initial=initial)


def _ask(
    request: StaffRequest,
    child: Child,
    form: AssessForm,
    *,
    status: int = 200,
    changed: bool = False,
) -> HttpResponse:
    blocks = refusals(case_file(child, on=timezone.localdate()), Act.ASSESS, by=request.user)
    if not form.criteria:
        blocks = (*blocks, _("The agreement has no published criteria yet. Ask an admin."))
    context = {"child": child, "form": form, "blocks": blocks, "changed": changed}
    page = "cases/assessments/form.html"
    status = 409 if changed else 200
    return render_on_record(request, page, context, child=child, status=status)


def _again(request: StaffRequest, child: Child) -> HttpResponse:
    """Show the form once more over the record as it stands now; nothing typed is lost."""
    fresh, typed = case_for(request, child.reference), request.POST.copy()
    typed["version"] = str(fresh.version)
    return _ask(request, fresh, _form(request, fresh, typed), changed=True)


def _keep(request: StaffRequest, child: Child) -> HttpResponse:
    typed = {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name.startswith(("answer-", "note-", "propos", "token"))
    }
    try:
        drafts.keep(token=_token(request), form=_draft_of(child), typed=typed, by=request.user)
    except CannotKeep:
        messages.error(request, _("The draft could not be kept."))
    else:
        messages.success(request, _("The draft is kept. Only you can see it."))
    return redirect("child-assess", child.reference)


def _draft(request: StaffRequest, child: Child) -> QueryDict | None:
    kept = Draft.objects.filter(author=request.user, form=_draft_of(child)).first()
    if kept is None:
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept.data["typed"].items():
        typed.setlist(name, values)
    return typed


def _draft_of(child: Child) -> str:
    return f"assess {child.reference}"


def _token(request: StaffRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


@require_safe
@gate("cases.decide_assessment")
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    """Lead to the newest assessment, where it is decided."""
    child = case_for(request, reference)
    newest = child.assessments.order_by("-n").first()
    return redirect(newest or child)


@require_http_methods(["GET", "POST"])
@gate("cases.work_case", "cases.decide_assessment")
def assessment(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    child = case_for(request, reference)
    record = get_object_or_404(_read(child), n=n)
    may = request.user.has_perm("cases.decide_assessment")
    own = record.assessed_by_id == request.user.pk
    if not may or own or record.decided:
        return _page(request, record, None, own=own and may and not record.decided)
    typed = request.POST if request.method == "POST" else None
    form = _decide_form(request, record, typed)
    if typed is None or not form.is_valid():
        return _page(request, record, form)
    try:
        assessments.decide(assessment=record, by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _page(request, record, form)
    except Stale:
        return _conflict(request, record, form)
    messages.success(request, _("The decision is recorded."))
    return redirect(child)


def _read(child: Child) -> "QuerySet[Assessment]":
    return child.assessments.select_related(
        "child__person", "criteria_set__agreement", "assessed_by", "decided_by", "supersedes"
    )


def _decide_form(request: StaffRequest, record: Assessment, typed: QueryDict | None) -> DecideForm:
    return DecideForm(
        typed,
        child=record.child,
        by=request.user,
        on=timezone.localdate(),
        version=record.version,
    )


def _page(
    request: StaffRequest, record: Assessment, form: DecideForm | None, *, own: bool = False
) -> HttpResponse:
    others = record.child.assessments.exclude(pk=record.pk).order_by("-n")
    context: dict[str, Any] = {
        "assessment": record,
        "child": record.child,
        "findings": record.findings.select_related("criterion"),
        "others": others.only("n", "decided", "proposed", "child"),
        "superseded": others.filter(n__gt=record.n).exists(),
        "form": form,
        "own": own,
    }
    page = "cases/assessments/detail.html"
    return render_on_record(request, page, context, child=record.child)


def _conflict(request: StaffRequest, record: Assessment, form: DecideForm) -> HttpResponse:
    fresh = get_object_or_404(_read(record.child), pk=record.pk)
    decided = {
        "label": _("Decided"),
        "theirs": fresh.get_decided_display() if fresh.decided else "",
        "yours": "",
        "differs": True,
    }
    typed = request.POST.copy()
    typed["version"] = str(fresh.version)
    context = {
        "child": record.child,
        "step": {"title": _("Decide on the assessment"), "submit": _("Record the decision")},
        "form": _decide_form(request, fresh, typed),
        "rows": [decided, *conflict_rows(form, record.child)],
        "who": fresh.decided_by or fresh.assessed_by,
        "when": wording.moment_text(fresh.decided_at or fresh.assessed_at),
    }
    page = "cases/children/conflict.html"
    return render_on_record(request, page, context, child=record.child, status=409)
