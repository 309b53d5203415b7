"""The auditor's pages: who looked at whom, how often, what was drawn, what was refused."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.casework import drawn_looks
from cases.forms.audit import AnswerForm, AuditForm, FailedForm, Listing, LooksForm, OftenForm
from cases.models import DrawnLook
from cases.pages import audit as pages
from cases.pages import seals
from cases.pages.facts import TableCell
from cases.queries import audit
from cases.views.listings import as_csv, shown
from cases.web.acts import Step, opened_over, take
from cases.web.exports import as_file, separator_for
from cases.web.gates import (
    StaffRequest,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)
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


OFTEN = Listing(
    title=gettext_lazy("Unusually often"),
    sub=gettext_lazy(
        "Different children whose record somebody opened in the last seven days, beside their own "
        "usual week and that of their role"
    ),
    empty=gettext_lazy("Nobody opened a record in the last seven days"),
    heads=(
        gettext_lazy("Who"),
        gettext_lazy("Children in seven days"),
        gettext_lazy("Of these not assigned"),
        gettext_lazy("Own usual week"),
        gettext_lazy("Usual for the role"),
        gettext_lazy("Compared"),
    ),
    form=OftenForm,
    rows=lambda wish: audit.often(wish.until or timezone.now(), wish),
    hint=gettext_lazy(
        "Unusual: ten children or more, and more than twice as many as in the own usual week and "
        "as the median of the role. The usual week is the mean of the eight weeks before."
    ),
)
REFUSED = Listing(
    title=gettext_lazy("Refused attempts"),
    sub=gettext_lazy("Pages that somebody signed in asked for and was not given, newest first"),
    empty=gettext_lazy("Nobody was refused a page"),
    heads=(gettext_lazy("Who"), gettext_lazy("When"), gettext_lazy("Page"), gettext_lazy("Why")),
    form=partial(AuditForm, kinds=audit.REFUSED_KINDS, about=""),
    rows=audit.refused,
)
FAILED = Listing(
    title=gettext_lazy("Failed sign-ins"),
    sub=gettext_lazy(
        "Wrong passwords and codes, by day and address. What was typed as a name is kept hashed."
    ),
    empty=gettext_lazy("No sign-in failed"),
    heads=(
        gettext_lazy("Day"),
        gettext_lazy("Address"),
        gettext_lazy("Failures"),
        gettext_lazy("Different names"),
        gettext_lazy("Last"),
    ),
    form=FailedForm,
    rows=audit.failed,
)
DRAWN = Listing(
    title=gettext_lazy("Drawn by lot"),
    sub=gettext_lazy(
        "Each week some looks at records outside the viewer's work, without a purpose; a reviewer "
        "says why they were"
    ),
    empty=gettext_lazy("Nothing was drawn yet"),
    heads=(
        gettext_lazy("Who viewed"),
        gettext_lazy("When"),
        gettext_lazy("What was shown"),
        gettext_lazy("Case number"),
        gettext_lazy("Asked of"),
        gettext_lazy("Answer"),
    ),
    form=partial(AuditForm, kinds=audit.DRAWN_KINDS, about=""),
    rows=audit.drawn_and_narrowed,
)


@require_safe
@gate("cases.read_audit")
def often(request: StaffRequest) -> HttpResponse:
    return shown(request, OFTEN, pages.often_cells, file="audit-often-csv")


@require_safe
@gate("cases.read_audit")
def often_file(request: StaffRequest) -> HttpResponseBase:
    return as_csv(request, OFTEN, pages.often_cells, name="unusually-often")


@require_safe
@gate("cases.read_audit")
def refused(request: StaffRequest) -> HttpResponse:
    return shown(request, REFUSED, pages.refused_cells, file="audit-refused-csv")


@require_safe
@gate("cases.read_audit")
def refused_file(request: StaffRequest) -> HttpResponseBase:
    return as_csv(request, REFUSED, pages.refused_cells, name="refused")


@require_safe
@gate("cases.read_audit")
def failed(request: StaffRequest) -> HttpResponse:
    return shown(request, FAILED, pages.failed_cells, file="audit-failed-csv")


@require_safe
@gate("cases.read_audit")
def failed_file(request: StaffRequest) -> HttpResponseBase:
    return as_csv(request, FAILED, pages.failed_cells, name="failed-sign-ins")


@require_safe
@gate(*ANSWERS)
def drawn(request: StaffRequest) -> HttpResponse:
    reads_all = request.user.has_perm("cases.read_audit")
    listing = DRAWN._replace(rows=lambda wish: audit.drawn_for(request.user, wish))
    file = "audit-drawn-csv" if reads_all else ""
    return shown(request, listing, _drawn_cells(request), file=file)


@require_safe
@gate("cases.read_audit")
def drawn_file(request: StaffRequest) -> HttpResponseBase:
    return as_csv(request, DRAWN, _drawn_cells(request), name="drawn")


def _drawn_cells(request: StaffRequest) -> Callable[[DrawnLook], list[TableCell]]:
    return lambda row: pages.drawn_cells(pages.drawn_row(row, request.user))


@require_safe_or_post
@gate("cases.answer_look")
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    rows = audit.drawn_for(request.user)

    return take(
        request,
        opened_over(AnswerForm, lambda: get_object_or_404(rows, pk=pk)),
        lambda form: drawn_looks.answer(look=form.record, by=request.user, **form.facts()),
        step=ANSWER,
        show=partial(_answer, request),
        back="audit-drawn",
    )


def _answer(request: StaffRequest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    record: DrawnLook = form.record
    context = {"form": form, "row": pages.drawn_row(record, request.user), "step": ANSWER}
    return render(request, "cases/audit/answer.html", context, status=status)
