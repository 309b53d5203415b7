"""The auditor's pages: who looked at whom, how often, what was drawn, what was refused."""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.casework import drawn_looks
from cases.forms.audit import AnswerForm, LooksForm
from cases.models import DrawnLook
from cases.pages import audit as pages
from cases.pages import seals
from cases.queries import audit
from cases.web.acts import Data, Files, Step, take
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.paging import page_of_rows

#: More looks than this are not counted.
MOST = 1000
ANSWERS = ("cases.read_audit", "cases.answer_look")
ANSWER = Step(
    title=gettext_lazy("Answer for a look"),
    submit=gettext_lazy("Record the answer"),
    done=gettext_lazy("The answer is recorded."),
)


@require_safe
@gate("cases.read_audit")
def looks(request: StaffRequest) -> HttpResponse:
    form = LooksForm(request.GET)
    rows = audit.looks(form.asked())
    counted = rows.order_by()[: MOST + 1].count()
    total = counted if counted <= MOST else None
    page = page_of_rows(rows, request.GET, total=total, most=MOST)
    context = {
        "form": form,
        "page": page,
        "looks": [pages.audit_row(row) for row in page.rows],
        "seals": seals.state(timezone.now()),
    }
    return render_on_record(request, "cases/audit/looks.html", context, rows=0)


@require_safe
@gate("cases.read_audit")
def looks_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    rows = audit.looks(LooksForm(request.GET).asked())
    put_on_record(request, rows=rows.count())
    return as_file(
        pages.titles(),
        pages.cells(rows.iterator(chunk_size=2000)),
        name=f"looks-{timezone.localdate()}",
        ending=ending,
        separator=separator_for(request.user),
    )


@require_safe
@gate("cases.read_audit")
def often(request: StaffRequest) -> HttpResponse:
    return render(request, "cases/audit/often.html", {"rows": audit.often(timezone.now())})


@require_safe
@gate("cases.read_audit")
def refused(request: StaffRequest) -> HttpResponse:
    rows = audit.refused()
    page = page_of_rows(rows, request.GET, total=rows.count(), most=0)
    context = {"page": page, "refused": [pages.refused_row(row) for row in page.rows]}
    return render(request, "cases/audit/refused.html", context)


@require_safe
@gate(*ANSWERS)
def drawn(request: StaffRequest) -> HttpResponse:
    rows = audit.drawn_for(request.user)
    page = page_of_rows(rows, request.GET, total=rows.count(), most=0)
    context = {"page": page, "drawn": [pages.drawn_row(row, request.user) for row in page.rows]}
    return render(request, "cases/audit/drawn.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.answer_look")
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    rows = audit.drawn_for(request.user)

    def opened(data: Data = None, files: Files = None) -> AnswerForm:
        return AnswerForm(data, record=get_object_or_404(rows, pk=pk))

    return take(
        request,
        opened,
        lambda form: drawn_looks.answer(look=form.record, by=request.user, **form.facts()),
        step=ANSWER,
        show=partial(_answer, request),
        back="audit-drawn",
    )


def _answer(request: StaffRequest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    record: DrawnLook = form.record
    context = {"form": form, "row": pages.drawn_row(record, request.user), "step": ANSWER}
    return render(request, "cases/audit/answer.html", context, status=status)
