"""Reconciliation: each transfer beside the bank, the receipts and the refunds; every difference
explained or open, on the page and on paper.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from cases import wording
from cases.casework.explanations import explain
from cases.figures.reconciliation import (
    Gap,
    Reconciled,
    Totals,
    Unmatched,
    money_of,
    reconciled,
    sent_between,
    totals,
    unmatched,
)
from cases.forms.explanations import ExplanationForm
from cases.models import Agreement, PaymentBatch, StatementLine
from cases.pages.totals import transfer_facts
from cases.views.money import Asked, asked_figures
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record
from cases.web.typeset import paper, signature

#: Lines of the bank on one page; an account may pay for much else.
LINES = 100
OPEN, EXPLAINED, WHOLE = "open", "explained", "whole"
TONES = {OPEN: "warn", EXPLAINED: "info", WHOLE: "ok"}


def _rows(asked: Asked, agreement: Agreement) -> tuple[Reconciled, ...]:
    batches = PaymentBatch.objects.filter(agreement=agreement)
    return reconciled(sent_between(batches, asked.since, asked.until))


def _lines(asked: Asked) -> tuple[Unmatched, ...]:
    """Return the unmatched lines of the bank in the period: they name no agreement."""
    lines = StatementLine.objects.all()
    lines = lines.filter(value_date__gte=asked.since) if asked.since else lines
    return unmatched(lines.filter(value_date__lte=asked.until) if asked.until else lines)


@require_safe
@gate("cases.view_ledger")
def reconciliation(request: StaffRequest) -> HttpResponse:
    asked = asked_figures(request)
    if asked.current is None:
        return render(request, "cases/reconciliation/overview.html", {"agreement": None})
    agreement = asked.current.agreement
    rows, lines = _rows(asked, agreement), _lines(asked)
    only_open = request.GET.get("show") == OPEN
    listed = [each for each in lines if each.gap.is_open or not only_open]
    page = Paginator(listed, LINES).get_page(request.GET.get("page"))
    context = {
        "agreement": agreement,
        "agreements": asked.agreements,
        "form": asked.form,
        "query": request.GET.urlencode(),
        "rows": [_row(row) for row in rows if row.is_open or not only_open],
        "lines": [_line(each) for each in page],
        "page": page,
        "sums": [_sums(each) for each in totals(rows)] if not only_open else [],
        "views": _views(request, rows, lines),
    }
    return render(request, "cases/reconciliation/overview.html", context)


def _views(
    request: StaffRequest, rows: tuple[Reconciled, ...], lines: tuple[Unmatched, ...]
) -> list[dict[str, Any]]:
    every = [row.is_open for row in rows] + [each.gap.is_open for each in lines]
    kept = request.GET.copy()
    chosen = kept.pop("show", [""])[-1] == OPEN
    kept.pop("page", None)
    with_open = kept.copy()
    with_open["show"] = OPEN
    return [
        {
            "label": _("All"),
            "count": len(every),
            "url": f"?{kept.urlencode()}",
            "current": not chosen,
        },
        {
            "label": _("With an open difference"),
            "count": sum(every),
            "url": f"?{with_open.urlencode()}",
            "current": chosen,
        },
    ]


def _state(gaps: tuple[Gap, ...]) -> dict[str, str]:
    state = OPEN if any(gap.is_open for gap in gaps) else EXPLAINED if gaps else WHOLE
    words = {OPEN: _("open"), EXPLAINED: _("explained"), WHOLE: _("reconciled")}
    return {"state": words[state], "tone": TONES[state]}


def _row(row: Reconciled) -> dict[str, Any]:
    batch = row.batch
    line = row.line
    return {
        "batch": batch,
        "url": reverse("batch-reconciliation", args=[batch.reference]),
        "bank": wording.money_text(-line.amount, line.currency) if line else "",
        **_sums(row),
        **_state(row.gaps),
    }


def _sums(row: Reconciled | Totals) -> dict[str, str]:
    currency = row.batch.currency if isinstance(row, Reconciled) else row.currency
    names = ("ordered", "receipted", "unacknowledged", "awaited", "refunded")
    return {name: wording.money_text(getattr(row, name), currency) for name in names}


def _line(each: Unmatched) -> dict[str, Any]:
    line = each.line
    return {
        "line": line,
        "url": _line_url(line),
        "amount": wording.money_text(line.amount, line.currency),
        **_state((each.gap,)),
    }


def _line_url(line: StatementLine) -> str:
    return reverse("statement-line", args=[line.statement.reference, line.row])


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
    shown = _row(row)
    context = {
        "batch": found,
        "row": shown,
        "line": row.line,
        "transfer": transfer_facts(with_totals),
        "gaps": [_gap(request, gap, form) for gap, form in zip(row.gaps, forms, strict=True)],
        "history": found.explanations.select_related("by"),
        "action": reverse("batch-explain", args=[reference]),
        "groups": _groups(lines, shown),
    }
    page = "cases/reconciliation/batch.html"
    return render_on_record(request, page, context, rows=len(lines), status=_status(forms))


def _groups(lines: list[Any], row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lines by what became of their money; a line half receipted is in two groups."""
    groups = (
        ("receipted", _("Receipted"), lambda line: line.acknowledged),
        ("unacknowledged", _("Not acknowledged"), lambda line: line.waiting),
        ("awaited", _("Refund awaited"), lambda line: _claimed(line, back=False)),
        ("refunded", _("Refunded"), lambda line: _claimed(line, back=True)),
    )
    return [
        {
            "key": key,
            "title": title,
            "sum": row[key],
            "lines": [(line, amount(line)) for line in lines if amount(line)],
        }
        for key, title, amount in groups
    ]


def _claimed(line: Any, *, back: bool) -> Any:
    return line.amount if line.serves_id is None and line.is_back is back else 0


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
    if answer := _explained(request, found, forms, back=_line_url(each.line)):
        return answer
    context = {
        **_line(each),
        "gaps": [_gap(request, each.gap, forms[0])],
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


def _status(forms: list[ExplanationForm]) -> int:
    return 409 if any(form.is_bound and form.non_field_errors() for form in forms) else 200


def _gap(request: StaffRequest, gap: Gap, form: ExplanationForm) -> dict[str, Any]:
    return {
        "label": gap.difference.label,
        "amount": wording.money_text(gap.amount, gap.currency),
        "explanation": gap.explanation,
        "form": form if request.user.has_perm("cases.prepare_payment") else None,
        **_state((gap,)),
    }


@require_safe
@gate("cases.view_ledger")
def reconciliation_paper(request: StaffRequest) -> HttpResponse:
    """Hand out the reconciliation of an agreement and a period as a statement to be signed."""
    asked = asked_figures(request)
    if asked.current is None or asked.form.errors:
        return redirect(f"{reverse('reconciliation')}?{request.GET.urlencode()}")
    agreement = asked.current.agreement
    rows, lines = _rows(asked, agreement), _lines(asked)
    put_on_record(request, rows=len(rows) + len(lines))
    name = f"reconciliation-{agreement.slug}-{timezone.localdate()}"
    return paper("reconciliation", _paper(asked, agreement, rows, lines), name=name)


def _paper(
    asked: Asked,
    agreement: Agreement,
    rows: tuple[Reconciled, ...],
    lines: tuple[Unmatched, ...],
) -> dict[str, Any]:
    gaps = [(row.batch.reference, gap) for row in rows for gap in row.gaps]
    gaps += [(f"{e.line.statement.reference}/{e.line.row}", e.gap) for e in lines]
    open_count = sum(gap.is_open for _of, gap in gaps)
    return {
        "title": _("Reconciliation statement"),
        "agreement": agreement.title,
        "reference": agreement.slug,
        "flipped": True,
        "facts": [
            (
                pgettext("period", "From"),
                wording.day_text(asked.since) if asked.since else _("the beginning"),
            ),
            (pgettext("period", "To"), wording.day_text(asked.until or timezone.localdate())),
            (_("Open differences"), str(open_count)),
        ],
        "batches_title": _("Transfers"),
        "heads": [
            *(_("Payment batch"), _("Value date"), _("Order amount"), _("On the bank statement")),
            *(_("Receipted"), _("Not acknowledged"), _("Refund awaited"), _("Refunded")),
        ],
        "rows": [_cells(row) for row in rows],
        "sums": [_sum_cells(each) for each in totals(rows)],
        "gaps_title": _("Differences"),
        "no_gaps": _("There is none."),
        "gap_heads": [_("Relates to"), _("Difference"), _("Amount"), _("Explanation")],
        "gaps": [_gap_cells(of, gap) for of, gap in gaps],
        "signatures": [signature(_("Finance officer")), signature(_("Finance approver"))],
    }


def _cells(row: Reconciled) -> list[str]:
    shown, day = _row(row), row.batch.value_date
    sums = ("receipted", "unacknowledged", "awaited", "refunded")
    return [
        row.batch.reference,
        wording.day_text(day) if day else "",
        shown["ordered"],
        shown["bank"] or "–",
        *(shown[name] for name in sums),
    ]


def _sum_cells(each: Totals) -> list[str]:
    sums = _sums(each)
    rest = ("receipted", "unacknowledged", "awaited", "refunded")
    return [_("Total"), "", sums["ordered"], "", *(sums[name] for name in rest)]


def _gap_cells(of: str, gap: Gap) -> list[str]:
    told = gap.explanation
    said = [str(told.get_reason_display()), told.note] if told else [_("open")]
    amount = wording.money_text(gap.amount, gap.currency)
    return [of, str(gap.difference.label), amount, " · ".join(part for part in said if part)]
