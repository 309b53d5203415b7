"""Addresses of fees, batches, receipts and bank statements."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import (
    batch_acts,
    batch_order,
    batches,
    bulk_waivers,
    fees,
    missed_fees,
    money,
    postings,
    receipts,
    reconciliation,
    reversals,
    statements,
    waivers,
)

batch_urls: Urls = [
    path("", batches.batches, name="batches"),
    path("new/", batches.batch_new, name="batch-new"),
    path("<reference:reference>/", batches.batch, name="batch"),
    path("<reference:reference>/order/", batch_order.batch_order, name="batch-order"),
    path("<reference:reference>/add/", batches.batch_add, name="batch-add"),
    path("<reference:reference>/release/", batch_acts.batch_release, name="batch-release"),
    path("<reference:reference>/submit/", batch_acts.batch_submit, name="batch-submit"),
    path("<reference:reference>/approve/", batch_acts.batch_approve, name="batch-approve"),
    path("<reference:reference>/return/", batch_acts.batch_return, name="batch-return"),
    path("<reference:reference>/transfer/", batch_acts.batch_transfer, name="batch-transfer"),
    path("<reference:reference>/receipt/", batch_acts.batch_receipt, name="batch-receipt"),
    path("<reference:reference>/void/", batch_acts.batch_void, name="batch-void"),
    path(
        "<reference:reference>/reconciliation/",
        reconciliation.batch_reconciliation,
        name="batch-reconciliation",
    ),
    path(
        "<reference:reference>/reconciliation/explain/",
        reconciliation.batch_explain,
        name="batch-explain",
    ),
]
receipt_urls: Urls = [
    path("", receipts.receipt_list, name="receipts"),
    path("new/", receipts.receipt_new, name="receipt-new"),
    path("<uuid:key>/", receipts.receipt, name="receipt"),
    path("<uuid:key>/withdraw/", receipts.receipt_withdraw, name="receipt-withdraw"),
    path("<uuid:key>/scans/", receipts.receipt_scan_add, name="receipt-scan-add"),
    path("<uuid:key>/scans/<uuid:scan>/", receipts.receipt_scan, name="receipt-scan"),
    path(
        "<uuid:key>/scans/<uuid:scan>/withdraw/",
        receipts.receipt_scan_withdraw,
        name="receipt-scan-withdraw",
    ),
]
statement_urls: Urls = [
    path("", statements.statement_list, name="statements"),
    path("new/", statements.statement_new, name="statement-new"),
    path("columns/", statements.statement_columns, name="statement-columns"),
    path("columns/<int:pk>/forget/", statements.statement_forget, name="statement-forget"),
    path("try/<uuid:token>/", statements.statement_try, name="statement-try"),
    path("try/<uuid:token>/discard/", statements.statement_discard, name="statement-discard"),
    path("<reference:reference>/", statements.statement, name="statement"),
    path("<reference:reference>/match/", statements.statement_match, name="statement-match"),
    path("<reference:reference>/<int:row>/", reconciliation.statement_line, name="statement-line"),
    path("<reference:reference>/<int:row>/undo/", statements.statement_undo, name="statement-undo"),
    path(
        "<reference:reference>/<int:row>/explain/",
        reconciliation.statement_line_explain,
        name="statement-line-explain",
    ),
]
reconciliation_urls: Urls = [
    path("", reconciliation.reconciliation, name="reconciliation"),
    path("statement/", reconciliation.reconciliation_paper, name="reconciliation-paper"),
]
fee_urls: Urls = [
    path("", waivers.fee, name="fee"),
    path("waive/", waivers.waiver_ask, name="waiver-ask"),
    path("waive/approve/", waivers.waiver_approve, name="waiver-approve"),
    path("waive/drop/", waivers.waiver_drop, name="waiver-drop"),
    path("reverse/", reversals.reversal_ask, name="reversal-ask"),
    path("reverse/approve/", reversals.reversal_approve, name="reversal-approve"),
    path("reverse/drop/", reversals.reversal_drop, name="reversal-drop"),
    path("refund/", reversals.refund_record, name="refund-record"),
]
missed_urls: Urls = [
    path("", missed_fees.missed_fee, name="missed-fee"),
    path("ask/", missed_fees.missed_ask, name="missed-ask"),
    path("approve/", missed_fees.missed_approve, name="missed-approve"),
    path("drop/", missed_fees.missed_drop, name="missed-drop"),
]
money_urls: Urls = [
    path("", fees.fees, name="fees"),
    path("export.csv", fees.fees_file, {"ending": "csv"}, name="fees-csv"),
    path("export.xlsx", fees.fees_file, {"ending": "xlsx"}, name="fees-xlsx"),
    path("figures/", money.money_figures, name="money-figures"),
    path("postings.csv", postings.postings_file, {"ending": "csv"}, name="postings-csv"),
    path("postings.xlsx", postings.postings_file, {"ending": "xlsx"}, name="postings-xlsx"),
    path("batches/", include(batch_urls)),
    path("receipts/", include(receipt_urls)),
    path("statements/", include(statement_urls)),
    path("reconciliation/", include(reconciliation_urls)),
    path("waive/", bulk_waivers.waivers_ask, name="waivers-ask"),
    path("missing/", missed_fees.missed, name="missed-fees"),
    path("missing/<reference:child>/", include(missed_urls)),
    path("<slug:agreement>/<reference:child>/", include(fee_urls)),
]
urlpatterns: Urls = [
    path("fees/", include(money_urls)),
]
