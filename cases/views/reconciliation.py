"""Reconciliation: each transfer beside the bank, the receipts and the refunds; every difference
explained or open, on the page and on paper.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework.explanations import explain
from cases.figures.reconciliation import (
    Gap,
    money_of,
    reconciled,
    reconciled_between,
    sent_between,
    totals,
    unmatched,
    unmatched_between,
)
from cases.forms.explanations import ExplanationForm
from cases.forms.fees import money_period
from cases.models import PaymentBatch, StatementLine
from cases.pages import reconciliation as pages
from cases.pages.totals import transfer_facts
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.typeset import paper

#: Lines of the bank on one page; an account may pay for much else.
LINES = 100
#: What narrows the page to the differences that nobody has explained.
OPEN = "open"


@require_safe
@gate("cases.view_ledger")
def reconciliation(request: StaffRequest) -> HttpResponse:
    period = money_period(request.GET, on=timezone.localdate())
    if period.current is None:
        return render(request, "cases/reconciliation/overview.html", {"agreement": None})
    agreement = period.current.agreement
    rows = reconciled_between(agreement, period.since, period.until)
    lines = unmatched_between(period.since, period.until)
    only_open = request.GET.get("show") == OPEN
    listed = [each for each in lines if each.gap.is_open or not only_open]
    page = Paginator(listed, LINES).get_page(request.GET.get("page"))
    context = {
        "agreement": agreement,
        "agreements": period.agreements,
        "form": period.form,
        "query": request.GET.urlencode(),
        "rows": [pages.transfer_row(row) for row in rows if row.is_open or not only_open],
        "lines": [pages.line_row(each) for each in page],
        "page": page,
        "sums": [pages.sums(each, each.currency) for each in totals(rows)] if not only_open else [],
        "views": pages.tabs(request.GET, rows, lines, only_open=only_open),
    }
    return render(request, "cases/reconciliation/overview.html", context)


@require_safe
@gate("cases.view_ledger")
def batch_reconciliation(request: StaffRequest, reference: str) -> HttpResponse:
    return _batch(request, reference)


@require_POST
@gate("cases.prepare_payment")
def batch_explain(request: StaffRequest, reference: str) -> HttpResponse:
    return _batch(request, reference)


def _batch(request: StaffRequest, reference: str) -> HttpResponse:
    known = sent_between(PaymentBatch.objects.visible_to(request.user), None, None)
    found = get_object_or_404(known.select_related("agreement"), reference=reference)
    of_it = PaymentBatch.objects.filter(pk=found.pk)
    (row,) = reconciled(of_it)
    address = reverse("batch-reconciliation", args=[reference])
    forms = [_form(request, gap) for gap in row.gaps]
    if answer := _explained(request, found, forms, back=address):
        return answer
    lines = list(
        money_of(of_it)
        .select_related("fee__child", "serves__child")
        .order_by("fee__child__mother", "fee__child")
    )
    with_totals = PaymentBatch.objects.with_totals().get(pk=found.pk)
    shown = pages.transfer_row(row)
    context = {
        "batch": found,
        "row": shown,
        "line": row.line,
        "transfer": transfer_facts(with_totals),
        "gaps": _gaps(request, row.gaps, forms),
        "history": found.explanations.select_related("by"),
        "action": reverse("batch-explain", args=[reference]),
        "groups": pages.groups(lines, shown.sums),
    }
    page = "cases/reconciliation/batch.html"
    return render_on_record(request, page, context, rows=len(lines), status=_status(forms))


@require_safe
@gate("cases.view_ledger")
def statement_line(request: StaffRequest, reference: str, row: int) -> HttpResponse:
    """Show a line of a bank statement without a match, and what was said of it."""
    return _unmatched(request, reference, row)


@require_POST
@gate("cases.prepare_payment")
def statement_line_explain(request: StaffRequest, reference: str, row: int) -> HttpResponse:
    return _unmatched(request, reference, row)


def _unmatched(request: StaffRequest, reference: str, row: int) -> HttpResponse:
    lines = StatementLine.objects.filter(statement__reference=reference, row=row).unmatched()
    found = get_object_or_404(lines)
    (each,) = unmatched(lines)
    forms = [_form(request, each.gap)]
    if answer := _explained(request, found, forms, back=pages.line_row(each).url):
        return answer
    context = {
        "line": each.line,
        "row": pages.line_row(each),
        "gaps": _gaps(request, (each.gap,), forms),
        "history": found.explanations.select_related("by"),
        "action": reverse("statement-line-explain", args=[reference, row]),
    }
    return render(request, "cases/reconciliation/line.html", context, status=_status(forms))


def _form(request: StaffRequest, gap: Gap) -> ExplanationForm:
    """Return the form to explain a gap, with what was typed where this one was sent."""
    sent = request.method == "POST" and f"{gap.difference}-amount" in request.POST
    return ExplanationForm(request.POST if sent else None, gap=gap)


def _explained(
    request: StaffRequest,
    of: PaymentBatch | StatementLine,
    forms: list[ExplanationForm],
    *,
    back: str,
) -> HttpResponse | None:
    """Carry out what was sent; None where nothing was, or where a form tells why not."""
    if request.method != "POST":
        return None
    sent = next((form for form in forms if form.is_bound), None)
    if sent is None:
        messages.info(request, _("This difference no longer exists."))
        return redirect(back)
    if not sent.is_valid():
        return None
    explain(of=of, by=request.user, **sent.cleaned_data)
    messages.success(request, _("The difference is explained."))
    return redirect(back)


def _gaps(
    request: StaffRequest, gaps: tuple[Gap, ...], forms: list[ExplanationForm]
) -> list[tuple[pages.GapRow, ExplanationForm | None]]:
    """Return each difference with the form to explain it, for whom may."""
    may = request.user.has_perm("cases.prepare_payment")
    return [
        (pages.gap_row(gap), form if may else None) for gap, form in zip(gaps, forms, strict=True)
    ]


def _status(forms: list[ExplanationForm]) -> int:
    return 409 if any(form.is_bound and form.non_field_errors() for form in forms) else 200


@require_safe
@gate("cases.view_ledger")
def reconciliation_paper(request: StaffRequest) -> HttpResponse:
    """Hand out the reconciliation of an agreement and a period as a statement to be signed."""
    today = timezone.localdate()
    period = money_period(request.GET, on=today)
    if period.current is None or period.form.errors:
        return redirect(f"{reverse('reconciliation')}?{request.GET.urlencode()}")
    agreement = period.current.agreement
    rows = reconciled_between(agreement, period.since, period.until)
    lines = unmatched_between(period.since, period.until)
    put_on_record(request, rows=len(rows) + len(lines))
    data = pages.paper_of(agreement, rows, lines, since=period.since, until=period.until or today)
    return paper("reconciliation", data, name=f"reconciliation-{agreement.slug}-{today}")
