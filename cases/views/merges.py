"""Merging two cases of one child, and parting them: one person asks, another decides."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.casework import merges
from cases.forms.merges import MergeDecisionForm, MergeForm, PairVersionForm, UndoMergeForm
from cases.models import Child, Merge
from cases.pages import merges as pages
from cases.queries.duplicates import records_of
from cases.queries.merges import (
    approval_refusals,
    consents_of_given_up,
    journal_of_given_up,
    merge_of,
    merge_refusals,
    merges_seen,
    rows_moved,
    rows_to_move,
    unmerge_approval_refusals,
    unmerge_refusals,
)
from cases.views import purposes
from cases.web.acts import Data, Files, Step, by_word, take
from cases.web.gates import StaffRequest, Whose, gate, put_on_record, render_on_record
from cases.web.paging import page_of
from cases.web.records import whose_page

GET_POST = ["GET", "HEAD", "POST"]
ASK = Step(
    title=_("Merge two cases of one child"),
    submit=_("Request the merge"),
    done=_("Requested. A reviewer must approve it."),
)
DECIDE = Step(
    title=_("Decide on the merge"),
    submit=_("Record the decision"),
    says=by_word(
        _("The two cases are merged."), _("The merge is sent back; both cases stay as they are.")
    ),
    judges=True,
)
UNDO = Step(
    title=_("Undo the merge"),
    submit=_("Request the undoing"),
    done=_("Requested. A reviewer must approve it."),
    text=_("Every row that moved goes back, and the case that was given up opens as it was."),
)
DECIDE_UNDO = Step(
    title=_("Decide on undoing the merge"),
    submit=_("Record the decision"),
    says=by_word(
        _("The merge is undone; the case that was given up is as it was."),
        _("The request is sent back; the cases stay merged."),
    ),
    judges=True,
)
SHOW = Step(title=_("Merge of two cases"), submit="", done="")


@require_http_methods(GET_POST)
@gate("cases.move_case")
def pair_merge(request: StaffRequest, one: str, other: str) -> HttpResponse:
    """Choose between two cases of one child, fact by fact, and ask that they are merged."""
    children = _pair(request, one, other)
    blocks = [merge_refusals(*children), merge_refusals(*reversed(children))]
    both = pages.facts_of_both(*children)
    may_keep = [child.reference for child, why in zip(children, blocks, strict=True) if not why]

    def opened(data: Data = None, files: Files = None) -> MergeForm:
        first, second = _pair(request, one, other) if data else children
        return MergeForm(
            data, one=first, other=second, differing=pages.differing(both), may_keep=may_keep
        )

    def ask(form: MergeForm) -> Merge:
        on = timezone.localdate()
        return merges.ask(by=request.user, on=on, **form.facts())

    def show(form: MergeForm, *, status: int = 200) -> HttpResponse:
        context = {
            "rows": pages.merge_rows(both, form),
            "is_blocked": not may_keep,
            "refused": pages.refused(children, blocks),
            "moves": [
                (giving, pages.moved_lines(rows_to_move(giving, keeping)))
                for keeping, giving in (children, children[::-1])
                if keeping.reference in may_keep
            ],
        }
        return _shown(
            request, children, form, ASK, "cases/duplicates/ask_merge.html", context, status
        )

    return take(request, opened, ask, step=ASK, show=show, whose=_whose)


@require_safe
@gate("cases.work_case")
def merges_list(request: StaffRequest) -> HttpResponse:
    """Show the merges that wait, and those that were made, the newest first."""
    rows = merges_seen(request.user)
    page = page_of(rows, request.GET)
    put_on_record(request, rows=2 * len(page.rows))
    context = {"page": page, "lines": pages.merge_lines(page.rows)}
    return render(request, "cases/duplicates/merges.html", context)


@require_safe
@gate("cases.work_case")
def merge(request: StaffRequest, merge_pk: int) -> HttpResponse:
    """Show a merge: who asked and approved, what moved, and what stays with the number."""
    row = _merge(request, merge_pk)
    return _merge_page(request, row, None, SHOW, ())


@require_http_methods(GET_POST)
@gate("cases.approve_closing")
def merge_decide(request: StaffRequest, merge_pk: int) -> HttpResponse:
    return _decided(request, merge_pk, DECIDE, merges.approve, merges.send_back, approval_refusals)


@require_http_methods(GET_POST)
@gate("cases.move_case")
def merge_undo(request: StaffRequest, merge_pk: int) -> HttpResponse:
    def opened(data: Data = None, files: Files = None) -> UndoMergeForm:
        return UndoMergeForm(data, merge=_merge(request, merge_pk))

    def ask(form: UndoMergeForm) -> Merge:
        return merges.ask_to_undo(by=request.user, on=timezone.localdate(), **form.facts())

    def show(form: UndoMergeForm, *, status: int = 200) -> HttpResponse:
        blocks = () if form.is_bound else unmerge_refusals(form.merge)
        return _merge_page(request, form.merge, form, UNDO, blocks, status)

    return take(request, opened, ask, step=UNDO, show=show, whose=_whose)


@require_http_methods(GET_POST)
@gate("cases.approve_closing")
def merge_undo_decide(request: StaffRequest, merge_pk: int) -> HttpResponse:
    return _decided(
        request, merge_pk, DECIDE_UNDO, merges.undo, merges.keep_merged, unmerge_approval_refusals
    )


def _decided(
    request: StaffRequest,
    merge_pk: int,
    step: Step,
    approve: Callable[..., Merge],
    send_back: Callable[..., Merge],
    refusals: Callable[..., Iterable[str]],
) -> HttpResponse:
    def opened(data: Data = None, files: Files = None) -> MergeDecisionForm:
        return MergeDecisionForm(data, merge=_merge(request, merge_pk))

    def decide(form: MergeDecisionForm) -> Merge:
        on = timezone.localdate()
        if reason := form.sends_back:
            return send_back(by=request.user, on=on, reason=reason, **form.facts())
        return approve(by=request.user, on=on, **form.facts())

    def show(form: MergeDecisionForm, *, status: int = 200) -> HttpResponse:
        blocks = () if form.is_bound else refusals(form.merge, by=request.user)
        return _merge_page(request, form.merge, form, step, blocks, status)

    return take(request, opened, decide, step=step, show=show, whose=_whose)


def _merge_page(
    request: StaffRequest,
    row: Merge,
    form: PairVersionForm | None,
    step: Step,
    blocks: Iterable[str],
    status: int = 200,
) -> HttpResponse:
    is_made = row.approved_by_id is not None
    moving = rows_moved(row) if is_made else rows_to_move(row.gives_up, row.keeps)
    context = {
        "merge": row,
        "state": pages.merge_state(row),
        "blocks": tuple(blocks),
        "facts": pages.merge_facts(row),
        "lines": pages.moved_lines(moving),
        "entries": pages.staying(journal_of_given_up(row)),
        "consents": consents_of_given_up(row),
        "may_decide": request.user.has_perm("cases.approve_closing"),
        # By undoing the request to close that was made with it, while it is the day's last step.
        "may_take_back": row.asked_by == request.user
        and timezone.localdate(row.asked_at) == timezone.localdate(),
        "may_undo": request.user.has_perm("cases.move_case"),
    }
    children = (row.keeps, row.gives_up)
    return _shown(request, children, form, step, "cases/duplicates/merge.html", context, status)


def _shown(
    request: StaffRequest,
    children: tuple[Child, Child],
    form: PairVersionForm | None,
    step: Step,
    template: str,
    context: dict[str, Any],
    status: int,
) -> HttpResponse:
    purpose, unasked = purposes.of_family(request, list(children))
    if unasked:
        return purposes.ask(request, unasked)
    one, other = children
    put_on_record(request, **whose_page(other), purpose=purpose)
    context |= {"step": step, "form": form, "one": one, "other": other}
    page = whose_page(one)
    return render_on_record(request, template, context, **page, purpose=purpose, status=status)


def _pair(request: StaffRequest, one: str, other: str) -> tuple[Child, Child]:
    """Return two children whose cases this person may see both; else 404."""
    records = records_of((one, other), request.user)
    if records is None or not isinstance(records[0], Child) or not isinstance(records[1], Child):
        raise Http404
    return records[0], records[1]


def _merge(request: StaffRequest, merge_pk: int) -> Merge:
    row = merge_of(merge_pk, request.user)
    if row is None:
        raise Http404
    return row


def _whose(form: PairVersionForm) -> Whose:
    return {"child": form.one}
