"""The address of every page, and the view that answers it."""

from django.urls import URLPattern, URLResolver, path

from cases.views import case_acts, hearings, journeys, kinship
from cases.views.access import child_access
from cases.views.accounts import change_password, choose_language, me, sign_in, sign_out
from cases.views.agreements import agreement, agreements
from cases.views.assessments import assess, assessment, decide
from cases.views.batch_acts import (
    batch_approve,
    batch_receipt,
    batch_release,
    batch_return,
    batch_submit,
    batch_transfer,
    batch_void,
)
from cases.views.batch_order import batch_order
from cases.views.batches import batch, batch_add, batch_new, batches
from cases.views.calendar import calendar
from cases.views.case_acts import child_undo
from cases.views.case_pages import child
from cases.views.case_records import clearance, consent, note, verify_consent
from cases.views.case_timeline import child_journal
from cases.views.child_tasks import task_assign, task_done, task_new
from cases.views.children import children, children_file
from cases.views.consent_changes import consent_changes
from cases.views.consents import child_consents
from cases.views.dashboard import dashboard
from cases.views.documents import (
    child_document_new,
    document,
    document_file,
    document_preview,
    document_withdraw,
    mother_document_new,
)
from cases.views.drafts import draft, draft_discard
from cases.views.editing import child_edit, mother_edit
from cases.views.fee_schedules import fee_schedule
from cases.views.fees import fees, fees_file
from cases.views.follow_ups import child_follow_ups, follow_up, follow_up_list
from cases.views.home import home
from cases.views.homecoming import child_handover, child_place
from cases.views.integrity import integrity, integrity_check
from cases.views.interests import interests_new, interests_note, interests_revise
from cases.views.money import money_figures
from cases.views.mothers import mother, mother_access, mothers
from cases.views.movements import (
    movement,
    movement_change,
    movement_escort,
    movement_list,
    movement_manifest,
    movement_new,
    movement_propose,
)
from cases.views.postings import postings_file
from cases.views.purposes import child_purpose
from cases.views.receipts import (
    receipt,
    receipt_list,
    receipt_new,
    receipt_scan,
    receipt_scan_add,
    receipt_scan_withdraw,
)
from cases.views.reconciliation import (
    batch_explain,
    batch_reconciliation,
    reconciliation,
    reconciliation_paper,
    statement_line,
    statement_line_explain,
)
from cases.views.registration import family_new, mother_child_new
from cases.views.restatements import confirm
from cases.views.reversals import (
    refund_record,
    reversal_approve,
    reversal_ask,
    reversal_drop,
)
from cases.views.reviews import criteria, queue
from cases.views.role_grants import role_grants
from cases.views.search import find
from cases.views.siblings import exception, exception_approve
from cases.views.statements import (
    statement,
    statement_discard,
    statement_list,
    statement_match,
    statement_new,
    statement_try,
)
from cases.views.tasks import tasks, tasks_assign
from cases.views.typing import family_draft, family_duplicates, family_echo
from cases.views.waivers import fee, waiver_approve, waiver_ask, waiver_drop

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("dashboard/", dashboard, name="dashboard"),
    path("agreements/", agreements, name="agreements"),
    path("agreements/<slug:slug>/", agreement, name="agreement"),
    path("agreements/<slug:slug>/consent/", consent_changes, name="consent-changes"),
    path("agreements/<slug:slug>/criteria/<int:number>/", criteria, name="criteria"),
    path("agreements/<slug:slug>/fee-schedule/", fee_schedule, name="fee-schedule"),
    path("tasks/", tasks, name="tasks"),
    path("tasks/assign/", tasks_assign, name="tasks-assign"),
    path("reviews/", queue, name="reviews"),
    path("integrity/", integrity, name="integrity"),
    path("integrity/<slug:code>/", integrity_check, name="integrity-check"),
    path("assessments/<str:reference>/<int:n>/", assessment, name="assessment"),
    path("login/", sign_in, name="login"),
    path("logout/", sign_out, name="logout"),
    path("language/", choose_language, name="language"),
    path("me/", me, name="me"),
    path("me/password/", change_password, name="password-change"),
    path("roles/", role_grants, name="role-grants"),
    path("mothers/", mothers, name="mothers"),
    path("mothers/new/", family_new, name="family-new"),
    path("mothers/new/echo/", family_echo, name="family-echo"),
    path("mothers/new/duplicates/", family_duplicates, name="family-duplicates"),
    path("mothers/new/draft/", family_draft, name="family-draft"),
    path("mothers/<str:reference>/", mother, name="mother"),
    path("mothers/<str:reference>/access/", mother_access, name="mother-access"),
    path("mothers/<str:reference>/edit/<str:section>/", mother_edit, name="mother-edit"),
    path("mothers/<str:reference>/children/new/", mother_child_new, name="mother-child-new"),
    path(
        "mothers/<str:reference>/children/new/duplicates/",
        family_duplicates,
        name="mother-duplicates",
    ),
    path("hearings/", calendar, name="hearings"),
    path("mothers/<str:reference>/documents/new/", mother_document_new, name="mother-document-new"),
    path("search/", find, name="search"),
    path("children/", children, name="children"),
    path("children/export.csv", children_file, {"ending": "csv"}, name="children-csv"),
    path("children/export.xlsx", children_file, {"ending": "xlsx"}, name="children-xlsx"),
    path("children/<str:reference>/", child, name="child"),
    path("children/<str:reference>/access/", child_access, name="child-access"),
    path("children/<str:reference>/purpose/", child_purpose, name="child-purpose"),
    path("children/<str:reference>/assess/", assess, name="child-assess"),
    path("children/<str:reference>/decide/", decide, name="child-decide"),
    path("children/<str:reference>/note/", note, name="child-note"),
    path("children/<str:reference>/consent/", consent, name="child-consent"),
    path("children/<str:reference>/consents/", child_consents, name="child-consents"),
    path("children/<str:reference>/verify-consent/", verify_consent, name="child-verify-consent"),
    path("children/<str:reference>/clearance/", clearance, name="child-clearance"),
    path("children/<str:reference>/claims/", kinship.claims, name="child-claims"),
    path("children/<str:reference>/claims/new/", kinship.record, name="child-claim"),
    path(
        "children/<str:reference>/claims/<int:n>/evidence/",
        kinship.evidence,
        name="claim-evidence",
    ),
    path("children/<str:reference>/claims/<int:n>/decide/", kinship.decide, name="claim-decide"),
    path(
        "children/<str:reference>/claims/<int:n>/withdraw/",
        kinship.withdraw,
        name="claim-withdraw",
    ),
    path("children/<str:reference>/hearing/", hearings.schedule, name="child-hearing"),
    path("children/<str:reference>/hearings/<int:n>/held/", hearings.held, name="hearing-held"),
    path(
        "children/<str:reference>/hearings/<int:n>/adjourn/",
        hearings.adjourn,
        name="hearing-adjourn",
    ),
    path(
        "children/<str:reference>/hearings/<int:n>/cancel/", hearings.cancel, name="hearing-cancel"
    ),
    path("children/<str:reference>/tasks/new/", task_new, name="child-task-new"),
    path("children/<str:reference>/tasks/<int:pk>/done/", task_done, name="child-task-done"),
    path("children/<str:reference>/tasks/<int:pk>/assign/", task_assign, name="child-task-assign"),
    path("children/<str:reference>/verify/", case_acts.verify, name="child-verify"),
    path("children/<str:reference>/defer/", case_acts.defer, name="child-defer"),
    path("children/<str:reference>/reconsider/", case_acts.reconsider, name="child-reconsider"),
    path("children/<str:reference>/clear/", case_acts.clear, name="child-clear"),
    path("children/<str:reference>/lapse/", case_acts.lapse, name="child-lapse"),
    path("children/<str:reference>/hold/", case_acts.hold, name="child-hold"),
    path(
        "children/<str:reference>/release-hold/",
        case_acts.release_hold,
        name="child-release-hold",
    ),
    path("children/<str:reference>/assign/", case_acts.assign, name="child-assign"),
    path("children/<str:reference>/close/", case_acts.close, name="child-close"),
    path(
        "children/<str:reference>/approve-closing/",
        case_acts.approve_closing,
        name="child-approve-closing",
    ),
    path("children/<str:reference>/reopen/", case_acts.reopen, name="child-reopen"),
    path(
        "children/<str:reference>/approve-reopening/",
        case_acts.approve_reopening,
        name="child-approve-reopening",
    ),
    path("children/<str:reference>/undo/", child_undo, name="child-undo"),
    path("children/<str:reference>/journal/", child_journal, name="child-journal"),
    path("children/<str:reference>/edit/<str:section>/", child_edit, name="child-edit"),
    path("children/<str:reference>/confirm/<str:part>/", confirm, name="child-confirm"),
    path("children/<str:reference>/documents/new/", child_document_new, name="child-document-new"),
    path("documents/<uuid:key>/", document, name="document"),
    path("documents/<uuid:key>/file/", document_file, name="document-file"),
    path("documents/<uuid:key>/preview/", document_preview, name="document-preview"),
    path("documents/<uuid:key>/withdraw/", document_withdraw, name="document-withdraw"),
    path("fees/", fees, name="fees"),
    path("fees/export.csv", fees_file, {"ending": "csv"}, name="fees-csv"),
    path("fees/export.xlsx", fees_file, {"ending": "xlsx"}, name="fees-xlsx"),
    path("fees/figures/", money_figures, name="money-figures"),
    path("fees/postings.csv", postings_file, {"ending": "csv"}, name="postings-csv"),
    path("fees/postings.xlsx", postings_file, {"ending": "xlsx"}, name="postings-xlsx"),
    path("fees/batches/", batches, name="batches"),
    path("fees/batches/new/", batch_new, name="batch-new"),
    path("fees/batches/<str:reference>/", batch, name="batch"),
    path("fees/batches/<str:reference>/order/", batch_order, name="batch-order"),
    path("fees/batches/<str:reference>/add/", batch_add, name="batch-add"),
    path("fees/batches/<str:reference>/release/", batch_release, name="batch-release"),
    path("fees/batches/<str:reference>/submit/", batch_submit, name="batch-submit"),
    path("fees/batches/<str:reference>/approve/", batch_approve, name="batch-approve"),
    path("fees/batches/<str:reference>/return/", batch_return, name="batch-return"),
    path("fees/batches/<str:reference>/transfer/", batch_transfer, name="batch-transfer"),
    path("fees/batches/<str:reference>/receipt/", batch_receipt, name="batch-receipt"),
    path("fees/batches/<str:reference>/void/", batch_void, name="batch-void"),
    path("fees/receipts/", receipt_list, name="receipts"),
    path("fees/receipts/new/", receipt_new, name="receipt-new"),
    path("fees/receipts/<uuid:key>/", receipt, name="receipt"),
    path("fees/receipts/<uuid:key>/scans/", receipt_scan_add, name="receipt-scan-add"),
    path("fees/receipts/<uuid:key>/scans/<uuid:scan>/", receipt_scan, name="receipt-scan"),
    path(
        "fees/receipts/<uuid:key>/scans/<uuid:scan>/withdraw/",
        receipt_scan_withdraw,
        name="receipt-scan-withdraw",
    ),
    path("fees/statements/", statement_list, name="statements"),
    path("fees/statements/new/", statement_new, name="statement-new"),
    path("fees/statements/try/<int:pk>/", statement_try, name="statement-try"),
    path("fees/statements/try/<int:pk>/discard/", statement_discard, name="statement-discard"),
    path("fees/statements/<str:reference>/", statement, name="statement"),
    path("fees/statements/<str:reference>/match/", statement_match, name="statement-match"),
    path("fees/statements/<str:reference>/<int:row>/", statement_line, name="statement-line"),
    path(
        "fees/statements/<str:reference>/<int:row>/explain/",
        statement_line_explain,
        name="statement-line-explain",
    ),
    path("fees/reconciliation/", reconciliation, name="reconciliation"),
    path("fees/reconciliation/statement/", reconciliation_paper, name="reconciliation-paper"),
    path(
        "fees/batches/<str:reference>/reconciliation/",
        batch_reconciliation,
        name="batch-reconciliation",
    ),
    path(
        "fees/batches/<str:reference>/reconciliation/explain/",
        batch_explain,
        name="batch-explain",
    ),
    path("fees/<slug:agreement>/<str:child>/", fee, name="fee"),
    path("fees/<slug:agreement>/<str:child>/waive/", waiver_ask, name="waiver-ask"),
    path("fees/<slug:agreement>/<str:child>/waive/approve/", waiver_approve, name="waiver-approve"),
    path("fees/<slug:agreement>/<str:child>/waive/drop/", waiver_drop, name="waiver-drop"),
    path("fees/<slug:agreement>/<str:child>/reverse/", reversal_ask, name="reversal-ask"),
    path(
        "fees/<slug:agreement>/<str:child>/reverse/approve/",
        reversal_approve,
        name="reversal-approve",
    ),
    path("fees/<slug:agreement>/<str:child>/reverse/drop/", reversal_drop, name="reversal-drop"),
    path("fees/<slug:agreement>/<str:child>/refund/", refund_record, name="refund-record"),
    path("children/<str:reference>/handover/", child_handover, name="child-handover"),
    path("children/<str:reference>/place/", child_place, name="child-place"),
    path("children/<str:reference>/interests/new/", interests_new, name="interests-new"),
    path("children/<str:reference>/interests/<int:n>/", interests_note, name="interests-note"),
    path(
        "children/<str:reference>/interests/<int:n>/change/",
        interests_revise,
        name="interests-revise",
    ),
    path("follow-up/", follow_up_list, name="follow-ups"),
    path("children/<str:reference>/follow-up/", child_follow_ups, name="child-follow-ups"),
    path("children/<str:reference>/follow-up/<int:n>/", follow_up, name="follow-up"),
    path("movements/", movement_list, name="movements"),
    path("movements/new/", movement_new, name="movement-new"),
    path("movements/<str:reference>/", movement, name="movement"),
    path("movements/<str:reference>/change/", movement_change, name="movement-change"),
    path("movements/<str:reference>/propose/", movement_propose, name="movement-propose"),
    path("movements/<str:reference>/escort/", movement_escort, name="movement-escort"),
    path("movements/<str:reference>/manifest/", movement_manifest, name="movement-manifest"),
    path("movements/<str:reference>/lock/", journeys.lock, name="movement-lock"),
    path("movements/<str:reference>/approve/", journeys.approve, name="movement-approve"),
    path("movements/<str:reference>/board/", journeys.board, name="movement-board"),
    path("movements/<str:reference>/depart/", journeys.depart, name="movement-depart"),
    path("movements/<str:reference>/arrive/", journeys.arrive, name="movement-arrive"),
    path("movements/<str:reference>/turn-back/", journeys.turn_back, name="movement-turn-back"),
    path("movements/<str:reference>/cancel/", journeys.cancel, name="movement-cancel"),
    path(
        "movements/<str:reference>/seats/<int:seat>/board/", journeys.seat_board, name="seat-board"
    ),
    path(
        "movements/<str:reference>/seats/<int:seat>/take-off/",
        journeys.take_off,
        name="seat-take-off",
    ),
    path(
        "movements/<str:reference>/seats/<int:seat>/no-show/", journeys.no_show, name="seat-no-show"
    ),
    path("movements/<str:reference>/siblings/<str:child>/", exception, name="exception"),
    path(
        "movements/<str:reference>/siblings/<str:child>/approve/",
        exception_approve,
        name="exception-approve",
    ),
    path("drafts/<int:pk>/", draft, name="draft"),
    path("drafts/<int:pk>/discard/", draft_discard, name="draft-discard"),
]
