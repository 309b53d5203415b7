"""Records that may be of one person: the queue, and the answer on a pair."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.casework import duplicates
from cases.forms.duplicates import PairAnswerForm
from cases.models import Child
from cases.pages import duplicates as pages
from cases.queries.duplicates import (
    Record,
    answer_on,
    answered,
    answered_pairs,
    open_pairs,
    pair_of,
    records_of,
    sides,
    take_back_refusals,
)
from cases.queries.merges import merges_seen
from cases.views import purposes
from cases.vocabulary import AnswerOnPair, DuplicateVerdict
from cases.web.acts import Data, Files, Step, take
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.names_beyond import names_for_a_purpose
from cases.web.paging import page_of_rows
from cases.web.records import whose_page

WHO = "cases.work_case"


def _saved(verdict: AnswerOnPair) -> str:
    if verdict == AnswerOnPair.TAKEN_BACK:
        return str(_("The answer is taken back. The pair can be answered anew."))
    return str(_("Answer saved. Every later comparison obeys it."))


ANSWER = Step(title=_("Are these one person?"), submit=_("Save the answer"), done=_saved)


@require_safe
@gate(WHO)
@names_for_a_purpose
def pairs(request: StaffRequest) -> HttpResponse:
    """Show the pairs to be answered, the likest first; or those answered."""
    is_answered = request.GET.get("show") == "answered"
    waiting, settled = open_pairs(request.user), answered_pairs(request.user)
    counts = waiting.count(), settled.count(), merges_seen(request.user).count()
    rows = settled if is_answered else waiting
    page = page_of_rows(rows, request.GET, total=counts[is_answered], most=0)
    people = sides({person for row in page.rows for person in (row.one_id, row.other_id)})
    make = pages.answered_lines if is_answered else pages.pair_lines
    put_on_record(request, rows=2 * len(page.rows))
    context = {
        "page": page,
        "lines": make(page.rows, people, request.user),
        "answered": is_answered,
        "counts": counts,
    }
    return render(request, "cases/duplicates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(WHO)
def pair(request: StaffRequest, one: str, other: str) -> HttpResponse:
    """Show two records side by side, and take the answer whether they are of one person."""
    records = records_of((one, other), request.user)
    if records is None:
        raise Http404
    purpose, unasked = _purpose(request, records)

    def opened(data: Data = None, files: Files = None) -> PairAnswerForm:
        return PairAnswerForm(data, is_answered=answer_on(*records) is not None)

    def answer(form: PairAnswerForm) -> AnswerOnPair:
        on = timezone.localdate()
        return duplicates.answer(*records, by=request.user, on=on, **form.facts())

    def show(form: PairAnswerForm, *, status: int = 200) -> HttpResponse:
        if unasked:
            return purposes.ask(request, unasked)
        one, other = records
        match = pair_of(one, other)
        context = {
            "step": ANSWER,
            "form": form,
            "sides": [pages.side(record, request.user) for record in records],
            "rows": pages.compared(one, other, request.user),
            "why": pages.reasons(match, one, other) if match else "",
            "verdict": answered(one.person_id, other.person_id),
            "answer": answer_on(one, other),
            "stays": take_back_refusals(one, other, by=request.user),
            "merge_url": _merge_url(request, one, other),
        }
        put_on_record(request, **whose_page(other), purpose=purpose)
        return render_on_record(
            request,
            "cases/duplicates/pair.html",
            context,
            **whose_page(one),
            purpose=purpose,
            status=status,
        )

    def back(form: PairAnswerForm) -> str:
        is_same = form.cleaned_data["verdict"] == DuplicateVerdict.SAME
        return request.path if is_same and isinstance(records[0], Child) else reverse("pairs")

    return take(request, opened, answer, step=ANSWER, show=show, back=back)


def _merge_url(request: StaffRequest, one: Record, other: Record) -> str:
    """Return where two cases of one child are merged; empty for mothers and who may not."""
    is_same = answered(one.person_id, other.person_id) == DuplicateVerdict.SAME
    if not is_same or not isinstance(one, Child) or not request.user.has_perm("cases.move_case"):
        return ""
    return reverse("pair-merge", args=[one.reference, other.reference])


def _purpose(request: StaffRequest, records: tuple[Record, Record]) -> tuple[str, Child | None]:
    """Return the purpose stated for the records of others, and the child for whom it is asked."""
    purpose = ""
    for record in records:
        hers = [record] if isinstance(record, Child) else list(record.children.order_by("pk"))
        stated, unasked = purposes.of_family(request, hers)
        if unasked:
            return "", unasked
        purpose = purpose or stated
    return purpose, None
