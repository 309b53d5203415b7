"""Addresses of the auditor, of retention and of data checks."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import (
    audit,
    disposals,
    integrity,
    keeping,
    named_exports,
    retention,
    role_grants,
    shares,
)

audit_urls: Urls = [
    path("", audit.looks, name="audit"),
    path("export.csv", audit.looks_file, {"ending": "csv"}, name="audit-csv"),
    path("often/", audit.often, name="audit-often"),
    path("often/export.csv", audit.often_file, name="audit-often-csv"),
    path("drawn/", audit.drawn, name="audit-drawn"),
    path("drawn/export.csv", audit.drawn_file, name="audit-drawn-csv"),
    path("drawn/<int:pk>/", audit.answer, name="audit-answer"),
    path("refused/", audit.refused, name="audit-refused"),
    path("refused/export.csv", audit.refused_file, name="audit-refused-csv"),
    path("failed/", audit.failed, name="audit-failed"),
    path("failed/export.csv", audit.failed_file, name="audit-failed-csv"),
    path("exports/", named_exports.named_exports_taken, name="audit-exports"),
    path("exports/export.csv", named_exports.named_exports_file, name="audit-exports-csv"),
    path("shares/", shares.audit_shares, name="audit-shares"),
    path("shares/export.csv", shares.audit_shares_file, name="audit-shares-csv"),
]
named_export_urls: Urls = [
    path("", named_exports.named_export, name="named-export"),
    path("approve/", named_exports.named_export_approve, name="named-export-approve"),
    path("drop/", named_exports.named_export_drop, name="named-export-drop"),
    path(
        "names.csv",
        named_exports.named_export_file,
        {"ending": "csv"},
        name="named-export-csv",
    ),
    path(
        "names.xlsx",
        named_exports.named_export_file,
        {"ending": "xlsx"},
        name="named-export-xlsx",
    ),
]
retention_urls: Urls = [
    path("", retention.retention, name="retention"),
    path("<reference:reference>/", disposals.disposal, name="disposal"),
    path("<reference:reference>/ask/", disposals.disposal_ask, name="disposal-ask"),
    path("<reference:reference>/approve/", disposals.disposal_approve, name="disposal-approve"),
    path("<reference:reference>/drop/", disposals.disposal_drop, name="disposal-drop"),
    path(
        "<reference:reference>/certificate/",
        disposals.disposal_certificate,
        name="disposal-certificate",
    ),
]
urlpatterns: Urls = [
    path("integrity/", integrity.integrity, name="integrity"),
    path("integrity/<slug:code>/", integrity.integrity_check, name="integrity-check"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("retention/", include(retention_urls)),
    path("roles/", role_grants.role_grants, name="role-grants"),
    path("roles/export.csv", role_grants.role_grants_file, name="role-grants-csv"),
    path("audit/", include(audit_urls)),
    path("exports/<int:pk>/", include(named_export_urls)),
]
