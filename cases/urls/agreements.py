"""Addresses of agreements, their terms and published figures."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import (
    agreement_summaries,
    agreements,
    consent_changes,
    fee_schedules,
    forecasts,
    outside,
    published,
    readiness,
    reviews,
    term_changes,
)

agreement_urls: Urls = [
    path("", agreements.agreements, name="agreements"),
    path("<slug:slug>/", agreements.agreement, name="agreement"),
    path("<slug:slug>/summary/", agreement_summaries.agreement_summary, name="agreement-summary"),
    path(
        "<slug:slug>/summary.pdf",
        agreement_summaries.agreement_summary_pdf,
        name="agreement-summary-pdf",
    ),
    path("<slug:slug>/consent/", consent_changes.consent_changes, name="consent-changes"),
    path("<slug:slug>/criteria/<int:number>/", reviews.criteria, name="criteria"),
    path("<slug:slug>/forecasts/", forecasts.forecasts, name="forecasts"),
    path("<slug:slug>/forecasts/again/", forecasts.forecast_again, name="forecast-again"),
    path("<slug:slug>/forecasts/make/", forecasts.forecast_make, name="forecast-make"),
    path("<slug:slug>/outside/", outside.outside_totals, name="outside-totals"),
    path(
        "<slug:slug>/outside/export.csv",
        outside.outside_file,
        {"ending": "csv"},
        name="outside-csv",
    ),
    path(
        "<slug:slug>/outside/export.xlsx",
        outside.outside_file,
        {"ending": "xlsx"},
        name="outside-xlsx",
    ),
    path("<slug:slug>/outside/propose/", outside.outside_propose, name="outside-propose"),
    path(
        "<slug:slug>/outside/<int:totals>/approve/", outside.outside_approve, name="outside-approve"
    ),
    path("<slug:slug>/outside/<int:totals>/drop/", outside.outside_drop, name="outside-drop"),
    path("<slug:slug>/figures/", published.figures, name="published-figures"),
    path("<slug:slug>/figures/export.csv", published.figures_file, name="published-figures-csv"),
    path("<slug:slug>/figures/<int:pk>/", published.figure, name="published-figure"),
    path("<slug:slug>/figures/<int:pk>/explain/", published.figure_explain, name="figure-explain"),
    path(
        "<slug:slug>/figures/<int:pk>/<int:explanation>/approve/",
        published.explanation_approve,
        name="explanation-approve",
    ),
    path(
        "<slug:slug>/figures/<int:pk>/<int:explanation>/drop/",
        published.explanation_drop,
        name="explanation-drop",
    ),
    path("<slug:slug>/needs/", readiness.agreement_needs, name="agreement-needs"),
    path("<slug:slug>/copy/", readiness.agreement_copy, name="agreement-copy"),
    path("<slug:slug>/terms/", term_changes.terms, name="terms"),
    path("<slug:slug>/terms/decide/", term_changes.terms_decide, name="terms-decide"),
    path(
        "<slug:slug>/terms/<int:number>/withdraw/",
        term_changes.terms_withdraw,
        name="terms-withdraw",
    ),
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
    path(
        "<slug:slug>/fee-schedule/return/",
        fee_schedules.fee_schedule_return,
        name="fee-schedule-return",
    ),
]
urlpatterns: Urls = [
    path("agreements/", include(agreement_urls)),
]
