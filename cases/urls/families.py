"""Addresses of families, and of what leads to people: lists, duplicates, enquiries, documents."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import (
    agreement_changes,
    document_lists,
    documents,
    duplicates,
    editing,
    enquiries,
    imports,
    merges,
    mother_changes,
    mothers,
    path_home,
    registration,
    typing,
)

mother_urls: Urls = [
    path("", mothers.mothers, name="mothers"),
    path("new/", registration.family_new, name="family-new"),
    path("new/echo/", typing.family_echo, name="family-echo"),
    path("new/duplicates/", typing.family_duplicates, name="family-duplicates"),
    path("new/draft/", typing.family_draft, name="family-draft"),
    path("<reference:reference>/", mothers.mother, name="mother"),
    path("<reference:reference>/next/", mothers.mother_next, name="mother-next"),
    path("<reference:reference>/path-home/", path_home.mother_path, name="mother-path"),
    path("<reference:reference>/journal/", mothers.mother_journal, name="mother-journal"),
    path("<reference:reference>/access/", mothers.mother_access, name="mother-access"),
    path("<reference:reference>/edit/<str:section>/", editing.mother_edit, name="mother-edit"),
    path("<reference:reference>/move/", mother_changes.mother_change, name="mother-change"),
    path(
        "<reference:reference>/move/decide/",
        mother_changes.mother_change_decide,
        name="mother-change-decide",
    ),
    path(
        "<reference:reference>/move/withdraw/",
        mother_changes.mother_change_withdraw,
        name="mother-change-withdraw",
    ),
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
        "<reference:reference>/agreement/withdraw/",
        agreement_changes.agreement_change_withdraw,
        name="agreement-change-withdraw",
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
import_urls: Urls = [
    path("", imports.import_list, name="imports"),
    path("new/", imports.import_new, name="import-new"),
    path("<int:pk>/", imports.import_rows, name="import-rows"),
    path("<int:pk>/columns/", imports.import_columns, name="import-columns"),
    path("<int:pk>/sheet/", imports.import_sheet, name="import-sheet"),
    path("<int:pk>/all-rows/", imports.import_fix, name="import-fix"),
    path("<int:pk>/compare/", imports.import_compare, name="import-compare"),
    path("<int:pk>/ask/", imports.import_ask, name="import-ask"),
    path("<int:pk>/approve/", imports.import_approve, name="import-approve"),
    path("<int:pk>/open/", imports.import_open, name="import-open"),
    path("<int:pk>/apply/", imports.import_apply, name="import-apply"),
    path("<int:pk>/delete/", imports.import_drop, name="import-drop"),
    path("<int:pk>/undo/", imports.import_ask_undo, name="import-ask-undo"),
    path("<int:pk>/undo/approve/", imports.import_undo, name="import-undo"),
    path("<int:pk>/result.xlsx", imports.import_result, name="import-result"),
]
document_urls: Urls = [
    path("", documents.document, name="document"),
    path("file/", documents.document_file, name="document-file"),
    path("preview/", documents.document_preview, name="document-preview"),
    path("first-page/", documents.document_first_page, name="document-first-page"),
    path("withdraw/", documents.document_withdraw, name="document-withdraw"),
]
enquiry_urls: Urls = [
    path("", enquiries.enquiry_list, name="enquiries"),
    path("new/", enquiries.enquiry_new, name="enquiry-new"),
    path("<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("<int:pk>/edit/", enquiries.enquiry_edit, name="enquiry-edit"),
    path("<int:pk>/answer/", enquiries.enquiry_answer, name="enquiry-answer"),
    path("<int:pk>/telling/", enquiries.enquiry_ask, name="enquiry-ask"),
    path("<int:pk>/telling/decide/", enquiries.enquiry_decide, name="enquiry-decide"),
    path("<int:pk>/telling/withdraw/", enquiries.enquiry_withdraw, name="enquiry-withdraw"),
]
duplicate_urls: Urls = [
    path("", duplicates.pairs, name="pairs"),
    path("merges/", merges.merges_list, name="merges"),
    path("merges/<int:merge_pk>/", merges.merge, name="merge"),
    path("merges/<int:merge_pk>/decide/", merges.merge_decide, name="merge-decide"),
    path("merges/<int:merge_pk>/undo/", merges.merge_undo, name="merge-undo"),
    path("merges/<int:merge_pk>/undo/decide/", merges.merge_undo_decide, name="merge-undo-decide"),
    path("<reference:one>/<reference:other>/", duplicates.pair, name="pair"),
    path("<reference:one>/<reference:other>/merge/", merges.pair_merge, name="pair-merge"),
]
urlpatterns: Urls = [
    path("duplicates/", include(duplicate_urls)),
    path("enquiries/", include(enquiry_urls)),
    path("import/", include(import_urls)),
    path("mothers/", include(mother_urls)),
    path("documents/", document_lists.document_list, name="documents"),
    path("documents/<uuid:key>/", include(document_urls)),
]
