"""Receipts: the list, one receipt with its scans, and a new one for fees of several batches."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.casework import documents, receipts
from cases.casework.batches import MOST_FEES
from cases.casework.fees import CannotPay
from cases.casework.submissions import AlreadyTaken, led_to
from cases.filters.fees import ReceiptFilter
from cases.forms.receipts import ReceiptForm, ScanForm
from cases.forms.versions import TokenField
from cases.models import Agreement, Receipt, ReceiptScan
from cases.queries.batch_files import authority_before
from cases.queries.receipts import awaiting
from cases.views.fees import PER_PAGE
from cases.vocabulary import ContentType
from cases.web.downloads import file_response
from cases.web.gates import StaffRequest, gate, put_on_record, render_on_record

#: Who opens the scan of a receipt; it may name children.
WHO = ("cases.prepare_payment", "cases.approve_payment")


@require_safe
@gate("cases.view_ledger")
def receipt_list(request: StaffRequest) -> HttpResponse:
    known = Receipt.objects.visible_to(request.user).with_totals()
    found = ReceiptFilter(request.GET, known.select_related("agreement", "recorded_by"))
    page = Paginator(found.qs.order_by("-received_on", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = known.order_by().aggregate(
        every=Count("pk", distinct=True),
        missing=Count("pk", distinct=True, filter=Q(is_scanned=False)),
    )
    missing = request.GET.get("scan") == "missing"
    context = {
        "page": page,
        "views": [
            {"label": _("All"), "url": "?", "count": counts["every"], "current": not missing},
            {
                "label": _("Without a scan"),
                "url": "?scan=missing",
                "count": counts["missing"],
                "current": missing,
            },
        ],
        "may_prepare": request.user.has_perm("cases.prepare_payment"),
    }
    return render(request, "cases/receipts/list.html", context)


@require_http_methods(["GET", "POST"])
@gate("cases.prepare_payment")
def receipt_new(request: StaffRequest) -> HttpResponse:
    agreements = list(Agreement.objects.filter(batches__isnull=False).distinct().order_by("pk"))
    if not agreements:
        return render(request, "cases/receipts/new.html", {"form": None})
    token = TokenField().clean(request.POST.get("token"))
    if request.method == "POST" and (location := led_to(token)):
        return _taken_before(request, location)
    slug = request.GET.get("agreement")
    agreement = next((each for each in agreements if each.slug == slug), agreements[0])
    form = _new_form(request, agreement)
    if form.is_valid():
        facts = {"agreement": agreement, "by": request.user, "on": timezone.localdate()}
        try:
            made = receipts.record(**facts, **form.cleaned_data)
        except AlreadyTaken as taken:
            return _taken_before(request, taken.location)
        except CannotPay as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Receipt recorded."))
            return redirect(made)
    context = {
        "form": form,
        "agreement": agreement,
        "agreements": agreements,
        "batches": _batches(agreement, request.GET.get("batch", "")),
    }
    rows = len(form.lines)
    return render_on_record(request, "cases/receipts/new.html", context, rows=rows)


def _new_form(request: StaffRequest, agreement: Agreement) -> ReceiptForm:
    lines, batch = awaiting(agreement), request.GET.get("batch", "")
    if batch:
        lines = lines.filter(batch__reference=batch.replace("\0", ""))
    return ReceiptForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        lines=list(lines[:MOST_FEES]),
        authority=authority_before(agreement),
        on=timezone.localdate(),
        ticked=bool(batch),
    )


def _batches(agreement: Agreement, current: str) -> list[dict[str, Any]]:
    """Return the batches whose money awaits a receipt, as links that narrow the form."""
    waiting = awaiting(agreement).order_by("batch__pk")
    counts = waiting.values_list("batch__reference").annotate(Count("pk"))
    every = {"label": _("All"), "url": f"?agreement={agreement.slug}", "current": not current}
    return [
        {**every, "count": sum(count for _reference, count in counts)},
        *(
            {
                "label": reference,
                "url": f"?agreement={agreement.slug}&batch={reference}",
                "count": count,
                "current": reference == current,
            }
            for reference, count in counts
        ),
    ]


@require_safe
@gate("cases.view_ledger")
def receipt(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    return _page(request, _known(request, key))


@require_POST
@gate("cases.prepare_payment")
def receipt_scan_add(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    found, form = _known(request, key), ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form=form)
    new = documents.NewFile(form.cleaned_data["file"])
    try:
        receipts.add_scan(receipt=found, by=request.user, new=new)
    except CannotPay as refusal:
        form.add_error("file", str(refusal))
        return _page(request, found, form=form, status=409)
    messages.success(request, _("The scan is on file."))
    return redirect(found)


@require_safe
@gate(*WHO)
def receipt_scan(request: StaffRequest, key: uuid.UUID, scan: uuid.UUID) -> HttpResponse:
    """Send a scan to be kept; who opens it is on record before its first byte is sent."""
    found, record = _known(request, key), _scan(key, scan)
    put_on_record(request, rows=vars(found)["acknowledged"])
    content = documents.content_of(record)
    if content is None:
        messages.error(request, _("The file of this scan is missing or damaged."))
        return redirect(found)
    ending = ContentType(record.content_type).endings[0]
    name = f"receipt-{found.received_on}-{record.pk}.{ending}"
    return file_response(content, record.content_type, how="attachment", name=name)


@require_POST
@gate("cases.prepare_payment")
def receipt_scan_withdraw(request: StaffRequest, key: uuid.UUID, scan: uuid.UUID) -> HttpResponse:
    found, record = _known(request, key), _scan(key, scan)
    try:
        receipts.withdraw_scan(scan=record, by=request.user)
    except CannotPay as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Scan withdrawn. Its entry stays in the register."))
    return redirect(found)


def _known(request: StaffRequest, key: uuid.UUID) -> Receipt:
    known = Receipt.objects.visible_to(request.user).with_totals()
    return get_object_or_404(known.select_related("agreement", "recorded_by"), key=key)


def _scan(key: uuid.UUID, scan: uuid.UUID) -> ReceiptScan:
    return get_object_or_404(ReceiptScan, receipt__key=key, stored_as=scan)


def _page(
    request: StaffRequest, found: Receipt, *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    lines = found.lines.select_related("fee__child").order_by("fee__child__mother", "fee__child")
    scans = found.scans.select_related("uploaded_by", "withdrawn_by")
    prepares = request.user.has_perm("cases.prepare_payment")
    context = {
        "receipt": found,
        "lines": list(lines),
        "scans": list(scans),
        "form": (form or ScanForm()) if prepares else None,
        "may_open": any(request.user.has_perm(name) for name in WHO),
    }
    rows = len(context["lines"])
    return render_on_record(
        request, "cases/receipts/detail.html", context, rows=rows, status=status
    )


def _taken_before(request: StaffRequest, location: str) -> HttpResponse:
    messages.info(request, _("You have already sent this form. This is the result."))
    return redirect(location)
