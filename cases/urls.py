"""The addresses, a list for each noun under its prefix; the names are what the code uses."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from cases.rules.references import written
from cases.views import (
    access,
    accounts,
    agreement_changes,
    agreements,
    assessments,
    batch_acts,
    batch_order,
    batches,
    calendar,
    case_acts,
    case_pages,
    case_records,
    child_tasks,
    children,
    consent_changes,
    consents,
    dashboard,
    documents,
    drafts,
    editing,
    fee_schedules,
    fees,
    follow_ups,
    hearings,
    home,
    homecoming,
    integrity,
    interests,
    journeys,
    keeping,
    kinship,
    missed_fees,
    money,
    mothers,
    movements,
    places,
    postings,
    purposes,
    readiness,
    receipts,
    reconciliation,
    registration,
    restatements,
    reversals,
    reviews,
    role_grants,
    search,
    siblings,
    statements,
    tasks,
    typing,
    waivers,
)

Urls = list[URLPattern | URLResolver]


class ReferenceConverter:
    """A reference in an address, in whatever case, letters and zeros it was copied."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return written(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

case_urls: Urls = [
    path("", case_pages.child, name="child"),
    path("access/", access.child_access, name="child-access"),
    path("purpose/", purposes.child_purpose, name="child-purpose"),
    path("assess/", assessments.assess, name="child-assess"),
    path("decide/", assessments.decide, name="child-decide"),
    path("note/", case_records.note, name="child-note"),
    path("consent/", case_records.consent, name="child-consent"),
    path("consents/", consents.child_consents, name="child-consents"),
    path("verify-consent/", case_records.verify_consent, name="child-verify-consent"),
    path("clearance/", case_records.clearance, name="child-clearance"),
    path("claims/", kinship.claims, name="child-claims"),
    path("claims/new/", kinship.record, name="child-claim"),
    path("claims/<int:n>/evidence/", kinship.evidence, name="claim-evidence"),
    path("claims/<int:n>/decide/", kinship.decide, name="claim-decide"),
    path("claims/<int:n>/withdraw/", kinship.withdraw, name="claim-withdraw"),
    path("hearing/", hearings.schedule, name="child-hearing"),
    path("hearings/<int:n>/held/", hearings.held, name="hearing-held"),
    path("hearings/<int:n>/adjourn/", hearings.adjourn, name="hearing-adjourn"),
    path("hearings/<int:n>/cancel/", hearings.cancel, name="hearing-cancel"),
    path("tasks/new/", child_tasks.task_new, name="child-task-new"),
    path("tasks/<int:pk>/done/", child_tasks.task_done, name="child-task-done"),
    path("tasks/<int:pk>/assign/", child_tasks.task_assign, name="child-task-assign"),
    path("verify/", case_acts.verify, name="child-verify"),
    path("defer/", case_acts.defer, name="child-defer"),
    path("reconsider/", case_acts.reconsider, name="child-reconsider"),
    path("clear/", case_acts.clear, name="child-clear"),
    path("lapse/", case_acts.lapse, name="child-lapse"),
    path("hold/", case_acts.hold, name="child-hold"),
    path("release-hold/", case_acts.release_hold, name="child-release-hold"),
    path("assign/", case_acts.assign, name="child-assign"),
    path("close/", case_acts.close, name="child-close"),
    path("approve-closing/", case_acts.approve_closing, name="child-approve-closing"),
    path("reopen/", case_acts.reopen, name="child-reopen"),
    path("approve-reopening/", case_acts.approve_reopening, name="child-approve-reopening"),
    path("undo/", case_acts.child_undo, name="child-undo"),
    path("journal/", case_pages.child_journal, name="child-journal"),
    path("edit/<str:section>/", editing.child_edit, name="child-edit"),
    path("confirm/<str:part>/", restatements.confirm, name="child-confirm"),
    path("documents/new/", documents.child_document_new, name="child-document-new"),
    path("handover/", homecoming.child_handover, name="child-handover"),
    path("handover/scan/", homecoming.child_handover_scan, name="child-handover-scan"),
    path("place/", homecoming.child_place, name="child-place"),
    path("interests/new/", interests.interests_new, name="interests-new"),
    path("interests/<int:n>/", interests.interests_note, name="interests-note"),
    path("interests/<int:n>/change/", interests.interests_revise, name="interests-revise"),
    path("follow-up/", follow_ups.child_follow_ups, name="child-follow-ups"),
    path("follow-up/<int:n>/", follow_ups.follow_up, name="follow-up"),
]
child_urls: Urls = [
    path("", children.children, name="children"),
    path("export.csv", children.children_file, {"ending": "csv"}, name="children-csv"),
    path("export.xlsx", children.children_file, {"ending": "xlsx"}, name="children-xlsx"),
    path("<reference:reference>/", include(case_urls)),
]
mother_urls: Urls = [
    path("", mothers.mothers, name="mothers"),
    path("new/", registration.family_new, name="family-new"),
    path("new/echo/", typing.family_echo, name="family-echo"),
    path("new/duplicates/", typing.family_duplicates, name="family-duplicates"),
    path("new/draft/", typing.family_draft, name="family-draft"),
    path("<reference:reference>/", mothers.mother, name="mother"),
    path("<reference:reference>/access/", mothers.mother_access, name="mother-access"),
    path("<reference:reference>/edit/<str:section>/", editing.mother_edit, name="mother-edit"),
    path(
        "<reference:reference>/agreement/",
        agreement_changes.agreement_change,
        name="agreement-change",
    ),
    path(
        "<reference:reference>/agreement/decide/",
        agreement_changes.agreement_change_decide,
        name="agreement-change-decide",
    ),
    path(
        "<reference:reference>/children/new/",
        registration.mother_child_new,
        name="mother-child-new",
    ),
    path(
        "<reference:reference>/children/new/duplicates/",
        typing.family_duplicates,
        name="mother-duplicates",
    ),
    path(
        "<reference:reference>/documents/new/",
        documents.mother_document_new,
        name="mother-document-new",
    ),
]
document_urls: Urls = [
    path("", documents.document, name="document"),
    path("file/", documents.document_file, name="document-file"),
    path("preview/", documents.document_preview, name="document-preview"),
    path("withdraw/", documents.document_withdraw, name="document-withdraw"),
]
movement_urls: Urls = [
    path("", movements.movement_list, name="movements"),
    path("new/", movements.movement_new, name="movement-new"),
    path("<reference:reference>/", movements.movement, name="movement"),
    path("<reference:reference>/change/", movements.movement_change, name="movement-change"),
    path("<reference:reference>/propose/", movements.movement_propose, name="movement-propose"),
    path("<reference:reference>/escort/", movements.movement_escort, name="movement-escort"),
    path("<reference:reference>/manifest/", movements.movement_manifest, name="movement-manifest"),
    path("<reference:reference>/lock/", journeys.lock, name="movement-lock"),
    path("<reference:reference>/approve/", journeys.approve, name="movement-approve"),
    path("<reference:reference>/board/", journeys.board, name="movement-board"),
    path("<reference:reference>/depart/", journeys.depart, name="movement-depart"),
    path("<reference:reference>/arrive/", journeys.arrive, name="movement-arrive"),
    path("<reference:reference>/turn-back/", journeys.turn_back, name="movement-turn-back"),
    path("<reference:reference>/cancel/", journeys.cancel, name="movement-cancel"),
    path("<reference:reference>/seats/<int:seat>/board/", journeys.seat_board, name="seat-board"),
    path(
        "<reference:reference>/seats/<int:seat>/take-off/", journeys.take_off, name="seat-take-off"
    ),
    path("<reference:reference>/seats/<int:seat>/no-show/", journeys.no_show, name="seat-no-show"),
    path("<reference:reference>/siblings/<reference:child>/", siblings.exception, name="exception"),
    path(
        "<reference:reference>/siblings/<reference:child>/approve/",
        siblings.exception_approve,
        name="exception-approve",
    ),
]
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
    path("try/<int:pk>/", statements.statement_try, name="statement-try"),
    path("try/<int:pk>/discard/", statements.statement_discard, name="statement-discard"),
    path("<reference:reference>/", statements.statement, name="statement"),
    path("<reference:reference>/match/", statements.statement_match, name="statement-match"),
    path("<reference:reference>/<int:row>/", reconciliation.statement_line, name="statement-line"),
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
    path("missing/", missed_fees.missed, name="missed-fees"),
    path("missing/<reference:child>/", include(missed_urls)),
    path("<slug:agreement>/<reference:child>/", include(fee_urls)),
]
agreement_urls: Urls = [
    path("", agreements.agreements, name="agreements"),
    path("<slug:slug>/", agreements.agreement, name="agreement"),
    path("<slug:slug>/consent/", consent_changes.consent_changes, name="consent-changes"),
    path("<slug:slug>/criteria/<int:number>/", reviews.criteria, name="criteria"),
    path("<slug:slug>/needs/", readiness.agreement_needs, name="agreement-needs"),
    path("<slug:slug>/copy/", readiness.agreement_copy, name="agreement-copy"),
    path("<slug:slug>/fee-schedule/", fee_schedules.fee_schedule, name="fee-schedule"),
    path(
        "<slug:slug>/fee-schedule/propose/",
        fee_schedules.fee_schedule_propose,
        name="fee-schedule-propose",
    ),
    path(
        "<slug:slug>/fee-schedule/approve/",
        fee_schedules.fee_schedule_approve,
        name="fee-schedule-approve",
    ),
]
urlpatterns: Urls = [
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/assign/", tasks.tasks_assign, name="tasks-assign"),
    path("reviews/", reviews.queue, name="reviews"),
    path("integrity/", integrity.integrity, name="integrity"),
    path("integrity/<slug:code>/", integrity.integrity_check, name="integrity-check"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("assessments/<reference:reference>/<int:n>/", assessments.assessment, name="assessment"),
    path("login/", accounts.sign_in, name="login"),
    path("logout/", accounts.sign_out, name="logout"),
    path("language/", accounts.choose_language, name="language"),
    path("me/", accounts.me, name="me"),
    path("me/csv/", accounts.choose_separator, name="csv-separator"),
    path("me/password/", accounts.change_password, name="password-change"),
    path("me/confirm/", accounts.confirm, name="confirm"),
    path("roles/", role_grants.role_grants, name="role-grants"),
    path("hearings/", calendar.calendar, name="hearings"),
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.place, name="place"),
    path("search/", search.find, name="search"),
    path("follow-up/", follow_ups.follow_up_list, name="follow-ups"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/discard/", drafts.draft_discard, name="draft-discard"),
    path("children/", include(child_urls)),
    path("mothers/", include(mother_urls)),
    path("documents/<uuid:key>/", include(document_urls)),
    path("movements/", include(movement_urls)),
    path("fees/", include(money_urls)),
    path("agreements/", include(agreement_urls)),
]
