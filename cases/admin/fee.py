from django.contrib import admin

from cases.admin.editing import ReadOnlyAdmin
from cases.models import (
    BankMatch,
    BankStatement,
    BatchLine,
    Explanation,
    Fee,
    PaymentBatch,
    Receipt,
    ReceiptLine,
    ReceiptScan,
    Reversal,
    StatementLine,
    UndoneMatch,
    WithdrawnPayment,
)


@admin.register(Fee)
class FeeAdmin(ReadOnlyAdmin):
    list_display = ("child", "amount", "currency", "status", "due_on")
    list_select_related = ("child",)
    list_filter = ("status",)
    search_fields = ("child__reference",)


@admin.register(PaymentBatch)
class PaymentBatchAdmin(ReadOnlyAdmin):
    list_display = ("reference", "status", "prepared_by", "approved_by", "value_date")
    list_select_related = ("prepared_by", "approved_by")
    list_filter = ("status",)
    search_fields = ("reference",)
    to_child = ""


@admin.register(BatchLine)
class BatchLineAdmin(ReadOnlyAdmin):
    list_display = ("batch", "fee", "amount", "released")
    list_select_related = ("batch", "fee__child")
    search_fields = ("batch__reference",)
    to_child = "fee__child"


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ("number", "authority", "received_on", "recorded_by")
    list_select_related = ("recorded_by",)
    search_fields = ("number",)
    to_child = ""


@admin.register(ReceiptScan)
class ReceiptScanAdmin(ReadOnlyAdmin):
    """Shows that a scan is on file, not the name of its file, which may name a person."""

    list_display = ("receipt", "content_type", "uploaded_by", "uploaded_at", "withdrawn_at")
    list_select_related = ("receipt", "uploaded_by")
    exclude = ("name",)
    to_child = ""


@admin.register(ReceiptLine)
class ReceiptLineAdmin(ReadOnlyAdmin):
    list_display = ("receipt", "fee", "amount")
    list_select_related = ("receipt", "fee__child")
    to_child = "fee__child"


@admin.register(Reversal)
class ReversalAdmin(ReadOnlyAdmin):
    list_display = ("fee", "kind", "asked_by", "approved_by", "refunded_on")
    list_select_related = ("fee__child", "asked_by", "approved_by")
    list_filter = ("kind",)
    search_fields = ("fee__child__reference",)
    to_child = "fee__child"


@admin.register(BankStatement)
class BankStatementAdmin(ReadOnlyAdmin):
    list_display = ("reference", "imported_by", "imported_at")
    list_select_related = ("imported_by",)
    search_fields = ("reference",)
    to_child = ""


@admin.register(StatementLine)
class StatementLineAdmin(ReadOnlyAdmin):
    list_display = ("statement", "row", "value_date", "bank_reference", "amount", "matched")
    list_select_related = ("statement",)
    search_fields = ("bank_reference", "statement__reference")
    to_child = ""


@admin.register(BankMatch)
class BankMatchAdmin(ReadOnlyAdmin):
    list_display = ("line", "batch", "reversal", "amount", "currency", "reason", "matched_by")
    list_select_related = ("line__statement", "batch", "reversal__fee__child", "matched_by")
    list_filter = ("reason",)
    to_child = ""


@admin.register(UndoneMatch)
class UndoneMatchAdmin(ReadOnlyAdmin):
    list_display = ("match", "note", "undone_by", "undone_at")
    list_select_related = ("match__line__statement", "undone_by")
    to_child = ""


@admin.register(WithdrawnPayment)
class WithdrawnPaymentAdmin(ReadOnlyAdmin):
    list_display = ("line", "reversal", "value_date", "bank_reference", "withdrawn_on")
    list_select_related = ("line__batch", "line__fee__child", "reversal__fee__child")
    to_child = ""


@admin.register(Explanation)
class ExplanationAdmin(ReadOnlyAdmin):
    list_display = ("difference", "batch", "line", "amount", "reason", "by", "at")
    list_select_related = ("batch", "line__statement", "by")
    list_filter = ("difference", "reason")
    to_child = ""
