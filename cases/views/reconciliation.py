"""Reconciliation: each transfer beside the bank, the receipts and the refunds; every difference
explained or open, on the page and on paper.
"""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.casework.explanations import explain
from cases.figures.reconciliation import (
    Gap,
    money_of,
    paid_in_part,
    reconciled,
    reconciled_between,
    sent_between,
    totals,
    unmatched,
    unmatched_between,
)
from cases.forms.explanations import ExplanationForm
from cases.forms.fees import money_period
from cases.models import PaymentBatch, StatementLine, UndoneMatch
from cases.models.statement import StatementLineQuerySet
from cases.pages import reconciliation as pages
from cases.pages.totals import transfer_facts
from cases.web.acts import Show, Step, take
from cases.web.agreement_choice import choice_of
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.typeset import paper

#: Lines of the bank on one page; an account may pay for much else.
LINES = 100
#: What narrows the page to the differences that nobody has explained.
OPEN = "open"
EXPLAIN = Step(
    title=gettext_lazy("Reconciliation"),
    submit=gettext_lazy("Explain the difference"),
    done=gettext_lazy("The difference is explained."),
    adds=True,
)


@require_safe
@gate("cases.view_ledger")
def reconciliation(request: StaffRequest) -> HttpResponse:
    period = money_period(request.GET, on=timezone.localdate())
    choice = choice_of(request, period.agreements)
    shown = [each.agreement for each in period.shown(choice.agreement)]
    rows = reconciled_between(shown, period.since, period.until)
    lines = unmatched_between(period.since, period.until)
    only_open = request.GET.get("show") == OPEN
    listed = [each for each in lines if each.gap.is_open or not only_open]
    page = Paginator(listed, LINES).get_page(request.GET.get("page"))
    context = {
        "choice": choice,
        "form": period.form,
        "query": urlencode({"agreement": choice.slug} | period.query),
        "rows": [pages.transfer_row(row) for row in rows if row.is_open or not only_open],
        "lines": [pages.line_row(each) for each in page],
        "parts": [(part.batch, pages.part_words(part)) for part in paid_in_part(shown)],
        "page": page,
        "sums": [pages.sums(each, each.currency) for each in totals(rows)] if not only_open else [],
        "views": pages.tabs(request.GET, rows, lines, only_open=only_open),
    }
    return render(request, "cases/reconciliation/overview.html", context)


@require_safe
@gate("cases.view_ledger")
def batch_reconciliation(request: StaffRequest, reference: str) -> HttpResponse:
    return _batch_page(request, reference)


@require_POST
@gate("cases.prepare_payment")
def batch_explain(request: StaffRequest, reference: str) -> HttpResponse:
    return _explain(
        request,
        lambda: _batch(request, reference),
        lambda of: reconciled(PaymentBatch.objects.filter(pk=of.pk))[0].gaps,
        show=partial(_batch_page, request, reference),
        back=reverse("batch-reconciliation", args=[reference]),
    )


def _batch(request: StaffRequest, reference: str) -> PaymentBatch:
    sent = sent_between(PaymentBatch.objects.visible_to(request.user), None, None)
    return get_object_or_404(sent.select_related("agreement"), reference=reference)


def _batch_page(
    request: StaffRequest,
    reference: str,
    form: ExplanationForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    batch = _batch(request, reference)
    of_it = PaymentBatch.objects.filter(pk=batch.pk)
    (row,) = reconciled(of_it)
    lines = list(
        money_of(of_it)
        .select_related("fee__child", "serves__child")
        .order_by("fee__child__mother", "fee__child")
    )
    with_totals = PaymentBatch.objects.with_totals().get(pk=batch.pk)
    shown = pages.transfer_row(row)
    context = {
        "batch": batch,
        "row": shown,
        "bank_lines": pages.bank_lines(row.matches),
        "transfer": transfer_facts(with_totals),
        "gaps": _gaps(request, row.gaps, form),
        "history": batch.explanations.select_related("by"),
        "action": reverse("batch-explain", args=[reference]),
        "groups": pages.groups(lines, shown.sums),
    }
    page = "cases/reconciliation/batch.html"
    return render_on_record(request, page, context, rows=len(lines), status=status)


@require_safe
@gate("cases.view_ledger")
def statement_line(request: StaffRequest, reference: str, row: int) -> HttpResponse:
    """Show a line of a bank statement without a match, and what was said of it."""
    lines = StatementLine.objects.filter(statement__reference=reference, row=row)
    if lines.exists() and not _unmatched(reference, row).exists():
        messages.info(request, _("This line is matched already. This is its bank statement."))
        return redirect("statement", reference)
    return _line_page(request, reference, row)


@require_POST
@gate("cases.prepare_payment")
def statement_line_explain(request: StaffRequest, reference: str, row: int) -> HttpResponse:
    return _explain(
        request,
        lambda: get_object_or_404(_unmatched(reference, row)),
        lambda _of: [each.gap for each in unmatched(_unmatched(reference, row))],
        show=partial(_line_page, request, reference, row),
        back=reverse("statement-line", args=[reference, row]),
    )


def _unmatched(reference: str, row: int) -> StatementLineQuerySet:
    return StatementLine.objects.filter(statement__reference=reference, row=row).unmatched()


def _line_page(
    request: StaffRequest,
    reference: str,
    row: int,
    form: ExplanationForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    line = get_object_or_404(_unmatched(reference, row))
    (each,) = unmatched(_unmatched(reference, row))
    context = {
        "line": each.line,
        "batches": PaymentBatch.objects.in_bulk(line.batches, field_name="reference"),
        "row": pages.line_row(each),
        "gaps": _gaps(request, (each.gap,), form),
        "history": line.explanations.select_related("by"),
        "undone": UndoneMatch.objects.filter(match__line=line).select_related("undone_by"),
        "action": reverse("statement-line-explain", args=[reference, row]),
    }
    return render(request, "cases/reconciliation/line.html", context, status=status)


def _explain(
    request: StaffRequest,
    record: Callable[[], PaymentBatch | StatementLine],
    gaps: Callable[[PaymentBatch | StatementLine], Sequence[Gap]],
    *,
    show: Show[ExplanationForm],
    back: str,
) -> HttpResponse:
    """Explain the gap whose form was sent, where there still is one."""
    of = record()
    sent = [gap for gap in gaps(of) if f"{gap.difference}-amount" in request.POST]
    if not sent:
        messages.info(request, _("This difference no longer exists."))
        return redirect(back)

    return take(
        request,
        partial(ExplanationForm, gap=sent[0]),
        lambda form: explain(of=of, by=request.user, **form.facts()),
        step=EXPLAIN,
        show=show,
        back=back,
    )


def _gaps(
    request: StaffRequest, gaps: Sequence[Gap], sent: ExplanationForm | None
) -> list[tuple[pages.GapRow, ExplanationForm | None]]:
    """Return each difference with the form to explain it, for whom may: as sent, else empty."""
    may = request.user.has_perm("cases.prepare_payment")

    def form(gap: Gap) -> ExplanationForm:
        if sent is not None and sent.gap.difference == gap.difference:
            return sent
        return ExplanationForm(gap=gap)

    return [(pages.gap_row(gap), form(gap) if may else None) for gap in gaps]


@require_safe
@gate("cases.view_ledger")
def reconciliation_paper(request: StaffRequest) -> HttpResponse:
    """Hand out the reconciliation of an agreement and a period as a statement to be signed."""
    today = timezone.localdate()
    period = money_period(request.GET, on=today)
    if not period.facts or period.form.errors:
        return redirect(f"{reverse('reconciliation')}?{request.GET.urlencode()}")
    choice = choice_of(request, period.agreements)
    shown = [each.agreement for each in period.shown(choice.agreement)]
    rows = reconciled_between(shown, period.since, period.until)
    # What the other side signs holds no line of the bank in a currency of others.
    currencies = {row.batch.account_currency for row in rows} if choice.agreement else None
    lines = unmatched_between(period.since, period.until, currencies=currencies)
    put_on_record(request, rows=len(rows) + len(lines))
    data = pages.paper_of(choice, rows, lines, since=period.since, until=period.until or today)
    return paper("reconciliation", data, name=f"reconciliation-{choice.slug}-{today}")
