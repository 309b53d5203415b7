"""Receipts: the list, one receipt with its scans, and a new one for fees of several batches."""

import uuid
from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.casework import documents, receipts
from cases.casework.batches import MOST_FEES
from cases.filters.fees import ReceiptFilter
from cases.forms.receipts import ReceiptForm, ReceiptWithdrawalForm, ScanForm
from cases.models import Agreement, Receipt, ReceiptLine, ReceiptScan
from cases.pages.documents import apart_sentence
from cases.pages.receipts import batches, tabs
from cases.queries.batch_files import authority_before
from cases.queries.receipts import awaiting, waiting_batches
from cases.queries.terms import every_agreement
from cases.vocabulary import ContentType
from cases.web.acts import Step, press, take
from cases.web.agreement_choice import choice_of
from cases.web.downloads import file_response
from cases.web.gates import (
    StaffRequest,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)
from cases.web.paging import page_of

if TYPE_CHECKING:
    from cases.models.receipt import ReceiptWithTotals

#: Who opens the scan of a receipt; it may name children.
WHO = ("cases.prepare_payment", "cases.approve_payment")
RECORD = Step(
    title=gettext_lazy("Record a receipt"),
    submit=gettext_lazy("Record the receipt"),
    done=gettext_lazy("Receipt recorded."),
)
WITHDRAW = Step(
    title=gettext_lazy("Withdraw the receipt"),
    submit=gettext_lazy("Withdraw the receipt"),
    done=gettext_lazy("Receipt withdrawn. Its fees wait for a receipt again."),
)
ADD_SCAN = Step(
    title=gettext_lazy("Scan of the receipt"),
    submit=gettext_lazy("Add the scan"),
    done=gettext_lazy("The scan is on file."),
)
WITHDRAW_SCAN = Step(
    title=gettext_lazy("Scan of the receipt"),
    submit=gettext_lazy("Withdraw"),
    done=gettext_lazy("Scan withdrawn. Its entry stays in the register."),
)


@require_safe
@gate("cases.view_ledger")
def receipt_list(request: StaffRequest) -> HttpResponse:
    choice = choice_of(request, every_agreement(), first_all=True)
    visible = Receipt.objects.visible_to(request.user).with_totals().filter(**choice.narrow())
    filters = ReceiptFilter(request.GET, visible.select_related("agreement", "recorded_by"))
    page = page_of(filters.qs.order_by("-received_on", "-pk"), request.GET)
    counts = visible.order_by().aggregate(
        every=Count("pk", distinct=True),
        missing=Count("pk", distinct=True, filter=Q(is_scanned=False, withdrawn_at=None)),
    )
    only_missing = request.GET.get("scan") == "missing"
    context = {
        "choice": choice,
        "page": page,
        "views": tabs(count=counts["every"], missing=counts["missing"], only_missing=only_missing),
        "may_prepare": request.user.has_perm("cases.prepare_payment"),
    }
    return render(request, "cases/receipts/list.html", context)


@require_http_methods(["GET", "POST"])
@gate("cases.prepare_payment")
def receipt_new(request: StaffRequest) -> HttpResponse:
    agreements = list(Agreement.objects.filter(batches__isnull=False).distinct().order_by("pk"))
    if not agreements:
        return render(request, "cases/receipts/new.html", {"form": None})
    slug = request.GET.get("agreement")
    agreement = next((each for each in agreements if each.slug == slug), agreements[0])

    def show(form: ReceiptForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "agreement": agreement,
            "agreements": agreements,
            "batches": batches(
                waiting_batches(agreement),
                agreement=agreement.slug,
                current=request.GET.get("batch", ""),
            ),
        }
        page, rows = "cases/receipts/new.html", len(form.lines)
        return render_on_record(request, page, context, rows=rows, status=status)

    return take(
        request,
        partial(_new_form, request, agreement),
        lambda form: receipts.record(agreement=agreement, by=request.user, **form.facts()),
        step=RECORD,
        show=show,
    )


def _new_form(
    request: StaffRequest,
    agreement: Agreement,
    data: QueryDict | None = None,
    files: object = None,
) -> ReceiptForm:
    lines, batch = awaiting(agreement), request.GET.get("batch", "")
    if batch:
        lines = lines.filter(batch__reference=batch.replace("\0", ""))
    return ReceiptForm(
        data,
        files,
        lines=list(lines[:MOST_FEES]),
        authority=authority_before(agreement),
        on=timezone.localdate(),
        ticked=bool(batch),
    )


@require_safe
@gate("cases.view_ledger")
def receipt(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return _page(request, key, ScanForm())


@require_safe_or_post
@gate("cases.prepare_payment")
def receipt_withdraw(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Withdraw a receipt that was recorded by mistake."""
    record = _receipt(request, key)
    if request.method != "POST" and record.withdrawn_at:
        messages.info(request, receipts.WITHDRAWN)
        return redirect(record)

    def show(form: ReceiptWithdrawalForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "receipt": record, "lines": _lines(record), "step": WITHDRAW}
        page = "cases/receipts/withdraw.html"
        return render_on_record(request, page, context, rows=record.acknowledged, status=status)

    return take(
        request,
        ReceiptWithdrawalForm,
        lambda form: receipts.withdraw(
            receipt=record, by=request.user, on=timezone.localdate(), **form.facts()
        ),
        step=WITHDRAW,
        show=show,
        back=record,
    )


@require_POST
@gate("cases.prepare_payment")
def receipt_scan_add(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    record = _receipt(request, key)
    return take(
        request,
        ScanForm,
        lambda form: receipts.add_scan(receipt=record, by=request.user, **form.facts()),
        step=ADD_SCAN,
        show=partial(_page, request, key),
        back=record,
    )


@require_safe
@gate(*WHO)
def receipt_scan(request: StaffRequest, key: uuid.UUID, scan: uuid.UUID) -> HttpResponse:
    """Send a scan to be kept; who opens it is on record before its first byte is sent."""
    record, paper = _receipt(request, key), _scan(key, scan)
    put_on_record(request, rows=record.acknowledged)
    content = documents.content_of(paper)
    if paper.is_kept_apart:
        messages.error(request, apart_sentence(paper))
        return redirect(record)
    if content is None:
        messages.error(request, _("The file of this scan is missing or damaged."))
        return redirect(record)
    ending = ContentType(paper.content_type).endings[0]
    name = f"receipt-{record.received_on}-{paper.pk}.{ending}"
    return file_response(content, paper.content_type, how="attachment", name=name)


@require_POST
@gate("cases.prepare_payment")
def receipt_scan_withdraw(request: StaffRequest, key: uuid.UUID, scan: uuid.UUID) -> HttpResponse:
    record = _scan(key, scan)
    return press(
        request,
        lambda _form: receipts.withdraw_scan(scan=record, by=request.user),
        step=WITHDRAW_SCAN,
        show=partial(_page, request, key),
        back=_receipt(request, key),
    )


def _receipt(request: StaffRequest, key: uuid.UUID) -> "ReceiptWithTotals":
    visible = Receipt.objects.visible_to(request.user).with_totals()
    people = visible.select_related("agreement", "recorded_by", "withdrawn_by")
    return get_object_or_404(people, key=key)


def _lines(record: Receipt) -> list[ReceiptLine]:
    lines = ReceiptLine._base_manager.filter(receipt=record).select_related("fee__child")
    return list(lines.order_by("fee__child__mother", "fee__child"))


def _scan(key: uuid.UUID, scan: uuid.UUID) -> ReceiptScan:
    return get_object_or_404(ReceiptScan, receipt__key=key, stored_as=scan)


def _page(
    request: StaffRequest, key: uuid.UUID, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    """Show a receipt; ``form`` is that of a scan, or an act just sent."""
    record = _receipt(request, key)
    lines = _lines(record)
    scans = record.scans.select_related("uploaded_by", "withdrawn_by")
    prepares = request.user.has_perm("cases.prepare_payment") and record.withdrawn_at is None
    context = {
        "receipt": record,
        "lines": lines,
        "scans": list(scans),
        "sent": form,
        "form": (form if isinstance(form, ScanForm) else ScanForm()) if prepares else None,
        "may_open": any(request.user.has_perm(name) for name in WHO),
    }
    rows = len(lines)
    return render_on_record(
        request, "cases/receipts/detail.html", context, rows=rows, status=status
    )
