"""Follow-ups after the return: the list of what is to do, and each one on its page."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from cases.casework import follow_ups
from cases.casework.together import each
from cases.filters.follow_ups import FollowUpFilter
from cases.forms.follow_ups import FollowUpForm, FollowUpPlanForm
from cases.models import Child, FollowUp
from cases.pages import follow_ups as pages
from cases.pages.facts import Chip
from cases.queries.follow_ups import to_do
from cases.queries.terms import every_agreement
from cases.vocabulary import Act, Stage
from cases.web.acts import Step, take
from cases.web.agreement_choice import choice_of
from cases.web.gates import (
    StaffRequest,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import page_of
from cases.web.steps import blocks_of, case_act, onward, opened, say_for_whom


@require_safe
@gate("cases.work_case")
@names_for_a_purpose
def follow_up_list(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    choice = choice_of(request, every_agreement(), first_all=True)
    rows_to_do = to_do(request.user, on=on).filter(**choice.narrow("child__agreement"))
    filters = FollowUpFilter(request.GET, rows_to_do, on=on)
    page = page_of(filters.qs, request.GET)
    rows = [pages.to_do_row(row, on=on) for row in page]
    if rows:
        put_on_record(request, rows=len(rows))
    chips = [Chip(label=label, url=url) for label, url in filters.chips()]
    context = {
        "choice": choice,
        "tabs": pages.tabs(filters),
        "groups": filters.groups(),
        "keep": filters.kept,
        "chips": chips,
        "active": len(chips),
        "page": page,
        "rows": rows,
    }
    return render(request, "cases/follow_ups/list.html", context)


#: See the follow-ups of a child, and plan one more.
child_follow_ups = case_act(
    "cases.work_case",
    FollowUpPlanForm,
    lambda form: follow_ups.plan(child=form.child, by=form.by, **form.facts()),
    step=Step(
        title=gettext_lazy("Follow-ups"),
        submit=gettext_lazy("Plan a follow-up"),
        done=gettext_lazy("Follow-up planned."),
        text=gettext_lazy("An extra follow-up, beyond those the agreement requires."),
    ),
    blocks=blocks_of(Act.PLAN_FOLLOW_UP),
    facts=lambda form: pages.facts(form.child.follow_ups.defer("note")),
)
RECORD = Step(
    title=pgettext_lazy("record", "Follow-up"),
    submit=gettext_lazy("Record the follow-up"),
    done=gettext_lazy("Follow-up recorded."),
)


@require_safe_or_post
@gate("cases.work_case")
def follow_up(request: StaffRequest, reference: str, n: int) -> HttpResponse:
    def row_of(child: Child) -> FollowUp:
        row: FollowUp = get_object_or_404(child.follow_ups.select_related("done_by"), n=n)
        row.child = child
        return row

    def record(form: FollowUpForm) -> Child:
        each(
            form.party(),
            lambda one: follow_ups.record(
                follow_up=form.row_of(one), by=form.by, **form.facts_for(one)
            ),
            by=form.by,
            on=form.on,
        )
        say_for_whom(request, form)
        return form.child

    return take(
        request,
        opened(request, reference, FollowUpForm, record=row_of),
        record,
        step=RECORD,
        show=partial(_page, request),
        back=partial(onward, request),
        whose=lambda form: {"child": form.child},
    )


def _page(request: StaffRequest, form: FollowUpForm, *, status: int = 200) -> HttpResponse:
    row = form.record
    is_open = not row.done_on and form.child.stage == Stage.PLACED
    context = {"child": form.child, "follow_up": row, "form": form if is_open else None}
    page = "cases/follow_ups/detail.html"
    return render_on_record(request, page, context, child=form.child, status=status)
