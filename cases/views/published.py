"""What was said in public, beside what the register said on the same day."""

from functools import partial

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.casework import figure_explanations
from cases.figures.cohorts import Cohort, CohortLine, cohort_lines, cohort_of, cohorts
from cases.figures.published import BesideRegister, beside_the_register, wish_of
from cases.forms.acts import VersionForm
from cases.forms.figure_explanations import FigureExplanationForm
from cases.models import Agreement, Child, FigureExplanation
from cases.pages import published as pages
from cases.web.acts import Step, press, take
from cases.web.exports import as_file, separator_for
from cases.web.gates import (
    SEE_CHILDREN,
    StaffRequest,
    gate,
    may,
    render_on_record,
    require_safe_or_post,
)
from cases.web.paging import page_of_rows

EXPLAINS = "cases.explain_figure"
EXPLAIN = Step(
    title=gettext_lazy("Explain the difference"),
    submit=gettext_lazy("Request the explanation"),
    done=gettext_lazy("Requested. A second person must confirm it."),
)
CONFIRM = Step(
    title=EXPLAIN.title,
    submit=gettext_lazy("Confirm the explanation"),
    done=gettext_lazy("The explanation is confirmed."),
    judges=True,
)
DROP = Step(
    title=EXPLAIN.title,
    submit=gettext_lazy("Do not explain it so"),
    done=gettext_lazy("The explanation is dropped."),
)


@require_safe
@gate("cases.view_dashboard")
def figures(request: StaffRequest, slug: str) -> HttpResponse:
    """Show every statement, those to explain first."""
    agreement = get_object_or_404(Agreement, slug=slug)
    rows = beside_the_register(agreement)
    view = request.GET.get("show", "")
    view = view if view in pages.VIEWS else ""
    here = reverse("published-figures", args=[slug])
    context = {
        "agreement": agreement,
        "rows": pages.statement_rows(pages.narrowed(rows, view)),
        "tabs": pages.views_of(rows, view, url=here),
        "is_empty": not rows,
        "explains": request.user.has_perm(EXPLAINS),
        "adds": request.user.has_perm("cases.add_publishedfigure"),
    }
    return render(request, "cases/published/list.html", context)


@require_safe
@gate("cases.view_dashboard")
def figures_file(request: StaffRequest, slug: str) -> HttpResponseBase:
    """Hand out every statement; beside what the register said, to who sees children."""
    is_exact = may(request.user, SEE_CHILDREN)
    rows = pages.statement_rows(beside_the_register(get_object_or_404(Agreement, slug=slug)))
    heads = [
        *(_("Published on"), _("Who said it"), _("Measure"), _("Published")),
        *((_("Register that day"), _("That day, as known now"), _("Not explained")) * is_exact),
        *(_("Definition"), _("Source"), _("Corrected by")),
    ]
    return as_file(
        heads,
        (
            [
                *(row.day, row.speaker, row.measure, row.value),
                *((row.was, row.past, row.alarm) * is_exact),
                *(row.definition, row.source, row.corrected),
            ]
            for row in rows
        ),
        name=f"published-{slug}-{timezone.localdate()}",
        ending="csv",
        separator=separator_for(request.user),
        leaves=not is_exact,
    )


@require_safe
@gate("cases.view_dashboard")
def figure(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Show how the register leads to what was said: by month; child by child for who follows it."""
    row = _row(slug, pk)
    every = _every_line(request, row)
    cohort = _cohort(row, every)
    lines = _visible(request, every)
    page = page_of_rows(lines or [], request.GET, total=len(lines or []), most=0)
    context = {
        "agreement": row.figure.agreement,
        "row": pages.statement_row(row),
        "facts": pages.facts(row),
        "sum": pages.sum_lines(row),
        "since": pages.since_lines(row, cohort) if cohort else [],
        "lines": pages.child_lines(
            page.rows, by_month=not request.user.has_perm("cases.see_movements")
        ),
        "page": page,
        "others": _others(cohort, lines) if cohort and lines is not None else 0,
        "agreed": [(each, pages.explanation_text(each)) for each in row.agreed],
        "waiting": row.waiting,
        "waiting_text": row.waiting and pages.explanation_text(row.waiting),
        "explains": request.user.has_perm(EXPLAINS),
        "own": bool(row.waiting and row.waiting.asked_by_id == request.user.pk),
        "is_open": pages.is_open(row),
    }
    template = "cases/published/detail.html"
    if not lines:
        return render(request, template, context)
    return render_on_record(request, template, context, rows=len(page.rows))


def _every_line(request: StaffRequest, row: BesideRegister) -> list[CohortLine] | None:
    """Return the children of the sums; None for who sees none."""
    if row.evening is None or not request.user.has_perm("cases.follow_figures"):
        return None
    return cohort_lines(row.figure.agreement_id, wish_of(row.figure))


def _visible(request: StaffRequest, every: list[CohortLine] | None) -> list[CohortLine] | None:
    """Return those of some children whom the reader may see."""
    if every is None or request.user.has_perm("cases.view_every_child"):
        return every
    visible = Child.objects.visible_to(request.user).filter(pk__in=[line.child for line in every])
    keys = set(visible.values_list("pk", flat=True))
    return [line for line in every if line.child in keys]


def _others(cohort: Cohort, lines: list[CohortLine]) -> int:
    return sum(move.n for move in cohort.moves) - len(lines)


def _cohort(row: BesideRegister, every: list[CohortLine] | None) -> Cohort | None:
    """Return the count of one figure with what has changed since; None where none are counted."""
    if row.evening is None:
        return None
    if every is not None:
        return cohort_of(row.evening, every)
    return cohorts(row.figure.agreement_id, [wish_of(row.figure)])[0]


@require_safe_or_post
@gate(EXPLAINS)
def figure_explain(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    row = _row(slug, pk)
    back = reverse("published-figure", args=[slug, pk])

    def act(form: FigureExplanationForm) -> FigureExplanation:
        return figure_explanations.ask(figure=row.figure, by=request.user, **form.facts())

    def show(form: FigureExplanationForm, *, status: int = 200) -> HttpResponse:
        context = {
            "agreement": row.figure.agreement,
            "form": form,
            "step": EXPLAIN,
            "sum": pages.sum_lines(row),
            "back_url": back,
        }
        return render(request, "cases/published/explain.html", context, status=status)

    opened = partial(FigureExplanationForm, remainder=row.remainder)
    return take(request, opened, act, step=EXPLAIN, show=show, back=back)


@require_POST
@gate(EXPLAINS)
def explanation_approve(
    request: StaffRequest, slug: str, pk: int, explanation: int
) -> HttpResponse:
    def act(form: VersionForm[FigureExplanation]) -> FigureExplanation:
        return figure_explanations.approve(explanation=form.record, by=request.user, **form.facts())

    back = reverse("published-figure", args=[slug, pk])
    return press(
        request, act, step=CONFIRM, back=back, record=partial(_explanation, slug, pk, explanation)
    )


@require_POST
@gate(EXPLAINS)
def explanation_drop(request: StaffRequest, slug: str, pk: int, explanation: int) -> HttpResponse:
    def act(form: VersionForm[FigureExplanation]) -> FigureExplanation:
        return figure_explanations.drop(explanation=form.record, by=request.user, **form.facts())

    back = reverse("published-figure", args=[slug, pk])
    return press(
        request, act, step=DROP, back=back, record=partial(_explanation, slug, pk, explanation)
    )


def _row(slug: str, pk: int) -> BesideRegister:
    rows = beside_the_register(get_object_or_404(Agreement, slug=slug), only=pk)
    if not rows:
        raise Http404
    return rows[0]


def _explanation(slug: str, pk: int, key: int) -> FigureExplanation:
    rows = FigureExplanation.objects.filter(figure=pk, figure__agreement__slug=slug)
    return get_object_or_404(rows, pk=key)
