"""Eligibility: one person's assessment on a page, another's decision on the next."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases import wording
from cases.casework import assessments, drafts
from cases.casework.together import each
from cases.forms.acts import VersionForm
from cases.forms.assessments import AssessForm, DecideForm, answered
from cases.models import Assessment, Child, Draft
from cases.pages.assessments import answer_rows, band, decided_facts, differing, effects, unshown
from cases.pages.child_table import age_text
from cases.pages.documents import beside_a_decision
from cases.pages.tracks import tracks
from cases.queries.asked_facts import on_record_for
from cases.queries.assessments import assessment_of, returned_of
from cases.queries.case_files import case_file
from cases.queries.filed import on_file_of
from cases.queries.missed_fees import gap_notes
from cases.queries.refusals import refusals
from cases.vocabulary import Act, Decision, DueEvent, Stage
from cases.web.acts import Data, Files, Step, press, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.records import case_for, token_of
from cases.web.senders import REOPEN
from cases.web.steps import onward, say_for_whom, ticked

ASSESS = Step(
    title=gettext_lazy("Assess eligibility"),
    submit=gettext_lazy("Record the assessment"),
    done=gettext_lazy("Assessment recorded. A reviewer will decide on it."),
)


def _decided(form: DecideForm) -> str:
    """Return what was decided on an assessment."""
    facts = form.facts()
    return _DECIDED[facts["decided"]] % {
        "who": form.record.assessed_by,
        "day": wording.day_text(facts["review_due_on"]) if facts["review_due_on"] else "",
    }


_DECIDED = {
    Decision.ELIGIBLE: gettext_lazy("Decided: the child is eligible."),
    Decision.DEFERRED: gettext_lazy("Decided: deferred. The review is due on %(day)s."),
    Decision.INELIGIBLE: gettext_lazy("Decided: not eligible under current rules."),
    Decision.NEEDS_INFORMATION: gettext_lazy(
        "Decided: more information is needed. The assessment goes back to %(who)s."
    ),
}
DECIDE = Step(
    title=gettext_lazy("Decide on the assessment"),
    submit=gettext_lazy("Record the decision"),
    says=_decided,
    judges=True,
)


@require_safe_or_post
@gate("cases.assess_child")
def assess(request: StaffRequest, reference: str) -> HttpResponse:
    if "keep" in request.POST and REOPEN not in request.POST:
        return _keep(request, case_for(request, reference))

    def open_form(data: Data = None, files: Files = None) -> AssessForm:
        child, on = case_for(request, reference), timezone.localdate()
        published = assessments.published_criteria(child)
        criteria = assessments.criteria_of(published) if published else []
        earlier = returned_of(child)
        entered = _draft(request, child) or (answered(earlier) if earlier else {})
        return AssessForm(
            data,
            child=child,
            by=request.user,
            on=on,
            criteria=criteria,
            on_record=on_record_for(case_file(child, on=on), criteria),
            earlier=earlier,
            initial=entered | {"also": ticked(request)},
        )

    def act(form: AssessForm) -> Assessment:
        rows = each(
            form.party(),
            lambda one: assessments.assess(child=one.child, by=form.by, **form.facts_for(one)),
            by=form.by,
            on=form.on,
        )
        drafts.discard(token=form.cleaned_data["token"], by=form.by)
        say_for_whom(request, form)
        return rows[0]

    return take(
        request,
        open_form,
        act,
        step=ASSESS,
        show=partial(_ask, request),
        back=partial(onward, request),
        whose=lambda form: {"child": form.child},
    )


def _ask(request: StaffRequest, form: AssessForm, *, status: int = 200) -> HttpResponse:
    file = case_file(form.child, on=form.on)
    blocks = refusals(file, Act.ASSESS, by=request.user)
    if not form.criteria:
        blocks = (*blocks, _("The agreement has no published criteria yet. Ask an admin."))
    context = {
        "child": form.child,
        "form": form,
        "blocks": blocks,
        "earlier": form.earlier,
        "waiting": form.child.assessments.undecided().first() if file.undecided else None,
        "age": age_text(form.child, form.on),
        "standing": tracks(file, request.user),
    }
    page = "cases/assessments/form.html"
    return render_on_record(request, page, context, child=form.child, status=status)


def _keep(request: StaffRequest, child: Child) -> HttpResponse:
    entered = {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name.startswith(("answer-", "note-", "stands-", "propos", "token"))
    }
    draft = drafts.kept(
        token=token_of(request), form=_draft_of(child), typed=entered, by=request.user
    )
    if draft is None:
        messages.error(request, _("The draft could not be saved."))
    else:
        messages.success(request, _("Draft saved. Only you can see it."))
    return redirect("child-assess", child.reference)


def _draft(request: StaffRequest, child: Child) -> dict[str, str | list[str]]:
    """Return what this person has entered for this child so far, without judging it."""
    draft = Draft.objects.filter(author=request.user, form=_draft_of(child)).first()
    return {name: values[-1] for name, values in draft.data["typed"].items()} if draft else {}


def _draft_of(child: Child) -> str:
    return f"assess {child.reference}"


@require_safe
@gate("cases.decide_assessment")
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    """Lead to the newest assessment, where it is decided."""
    child = case_for(request, reference)
    newest = child.assessments.order_by("-n").first()
    along = request.GET.urlencode()  # the siblings that the family's page ticks
    return redirect(f"{(newest or child).get_absolute_url()}{'?' if along else ''}{along}")


@require_safe_or_post
@gate("cases.work_case", "cases.decide_assessment")
def assessment(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    """Show an assessment, and to a second person the form to decide on it."""

    def open_form(data: Data = None, files: Files = None) -> DecideForm:
        child = case_for(request, reference)
        record, on = assessment_of(child, n), timezone.localdate()
        if record is None:
            raise Http404
        return DecideForm(
            data,
            child=record.child,
            by=request.user,
            on=on,
            record=record,
            initial={"also": ticked(request)},
        )

    def decide(form: DecideForm) -> Child:
        facts = form.facts()
        notes = _gap_notes(form) if facts["decided"] == Decision.ELIGIBLE else ()
        each(
            form.party(),
            lambda one: assessments.decide(
                assessment=form.record_of(one), by=form.by, **form.facts_for(one)
            ),
            by=form.by,
            on=form.on,
        )
        say_for_whom(request, form)
        for sentence in notes:
            messages.warning(request, sentence)
        return form.child

    if not request.user.has_perm("cases.decide_assessment"):
        return _page(request, open_form())
    return take(
        request,
        open_form,
        decide,
        step=DECIDE,
        show=partial(_page, request),
        back=partial(onward, request),
        whose=lambda form: {"child": form.child},
        facts=lambda form: decided_facts(form.record),
    )


WITHDRAW = Step(
    title=gettext_lazy("Withdraw the assessment"),
    submit=gettext_lazy("Withdraw the assessment"),
    done=gettext_lazy("Assessment withdrawn. Its answers stand in the form of the next one."),
)


@require_POST
@gate("cases.assess_child")
def assessment_withdraw(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    """Take back one's own assessment while nobody decided."""

    def record() -> Assessment:
        mine = assessment_of(case_for(request, reference), n)
        if mine is None:
            raise Http404
        return mine

    def withdraw(form: VersionForm[Assessment]) -> Assessment:
        on = timezone.localdate()
        return assessments.withdraw(assessment=form.record, by=request.user, on=on, **form.facts())

    return press(
        request,
        withdraw,
        step=WITHDRAW,
        back=reverse("assessment", args=[reference, n]),
        record=record,
        whose=lambda form: {"child": form.record.child},
    )


def _gap_notes(form: DecideForm) -> tuple[str, ...]:
    return gap_notes(form.child, Stage.ELIGIBLE, on=form.on)


def _page(request: StaffRequest, form: DecideForm, *, status: int = 200) -> HttpResponse:
    record, child = form.record, form.child
    may = request.user.has_perm("cases.decide_assessment") and record.waits
    own = record.assessed_by_id == request.user.pk
    documents = on_file_of(child)
    rows = answer_rows(form.findings, form.on_record, form.file, documents)
    others = child.assessments.exclude(pk=record.pk).order_by("-n")
    context: dict[str, Any] = {
        "assessment": record,
        "child": child,
        "on": form.on,
        "days": form.file.days_in_stage,
        "band": band(form.file, [each.file for each in form.siblings]),
        "answers": rows,
        "differing": differing(rows),
        "unshown": unshown(rows),
        "documents": beside_a_decision(documents),
        "others": others.only("n", "decided", "proposed", "child", "set_aside_at", "set_aside_by"),
        "superseded": others.filter(n__gt=record.n).exists(),
        "form": form if may and not own else None,
        "choices": _choices(form) if may and not own else (),
        "warnings": _gap_notes(form) if may and not own else (),
        "own": may and own,
    }
    page = "cases/assessments/detail.html"
    return render_on_record(request, page, context, child=child, status=status)


def _choices(form: DecideForm) -> list[tuple[object, str]]:
    """Return the buttons of the decision, each with what it brings."""
    schedules = form.child.agreement.fee_schedules.in_force(on=form.on)
    schedule = schedules.filter(due_event=DueEvent.ELIGIBLE).first() if not form.file.fee else None
    brings = effects(form.record, schedule)
    return [(button, brings.get(button.data["value"], "")) for button in form["decided"]]
