"""Addresses of the dashboard, of reports, and of totals for outside."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import briefings, dashboard, differences, public, read_api, reports

public_urls: Urls = [
    path("", public.public_agreements, name="public"),
    path("<slug:slug>/", public.public_totals, name="public-totals"),
]
read_urls: Urls = [
    path("", public.read_guide, name="read-guide"),
    path("openapi.json", read_api.openapi, name="read-openapi"),
    path("agreements/", read_api.read_agreements, name="read-agreements"),
    path("agreements/<slug:slug>/totals/", read_api.read_totals, name="read-totals"),
    path("agreements/<slug:slug>/figures/", read_api.read_figures, name="read-figures"),
    path("<path:rest>", read_api.read_nothing, name="read-nothing"),
]
report_urls: Urls = [
    path("", reports.report_list, name="reports"),
    path("<slug:code>/", reports.report, name="report"),
    path("<slug:code>/report.csv", reports.report_file, {"ending": "csv"}, name="report-csv"),
    path("<slug:code>/report.xlsx", reports.report_file, {"ending": "xlsx"}, name="report-xlsx"),
]
urlpatterns: Urls = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/numbers/", dashboard.dashboard_numbers, name="dashboard-numbers"),
    path("dashboard/difference/", differences.dashboard_difference, name="dashboard-difference"),
    path("dashboard/figures.csv", dashboard.dashboard_file, {"ending": "csv"}, name="figures-csv"),
    path(
        "dashboard/figures.xlsx", dashboard.dashboard_file, {"ending": "xlsx"}, name="figures-xlsx"
    ),
    path("dashboard/briefing/", briefings.briefing_sheet, name="briefing-sheet"),
    path("dashboard/briefing/words/", briefings.briefing_words, name="briefing-words"),
    path("dashboard/briefing.pdf", briefings.briefing_pdf, {"kind": "briefing"}, name="briefing"),
    path("dashboard/briefing.docx", briefings.briefing_docx, name="briefing-docx"),
    path("dashboard/report.pdf", briefings.briefing_pdf, {"kind": "report"}, name="monthly-report"),
    path(
        "dashboard/returns.svg",
        dashboard.dashboard_chart,
        {"chart": "returns"},
        name="returns-svg",
    ),
    path(
        "dashboard/family.svg",
        dashboard.dashboard_chart,
        {"chart": "family"},
        name="family-svg",
    ),
    path("reports/", include(report_urls)),
    path("public/", include(public_urls)),
    path("api/v1/", include(read_urls)),
]
