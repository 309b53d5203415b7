from django.urls import URLPattern, URLResolver, path

from cases.views.accounts import change_password, choose_language, me, sign_in, sign_out
from cases.views.agreements import agreement, agreements
from cases.views.batch_acts import (
    batch_approve,
    batch_receipt,
    batch_release,
    batch_return,
    batch_submit,
    batch_transfer,
    batch_void,
)
from cases.views.batches import batch, batch_add, batch_new, batches
from cases.views.dashboard import dashboard
from cases.views.editing import child_edit, mother_edit
from cases.views.fees import fees, fees_csv
from cases.views.home import home
from cases.views.mothers import mother, mother_access, mothers
from cases.views.registration import family_new, mother_child_new
from cases.views.typing import draft_discard, family_draft, family_duplicates, family_echo
from cases.views.waivers import fee, waiver_approve, waiver_ask, waiver_drop

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("dashboard/", dashboard, name="dashboard"),
    path("agreements/", agreements, name="agreements"),
    path("agreements/<slug:slug>/", agreement, name="agreement"),
    path("login/", sign_in, name="login"),
    path("logout/", sign_out, name="logout"),
    path("language/", choose_language, name="language"),
    path("me/", me, name="me"),
    path("me/password/", change_password, name="password-change"),
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
    path("children/<str:reference>/edit/<str:section>/", child_edit, name="child-edit"),
    path("fees/", fees, name="fees"),
    path("fees/export.csv", fees_csv, name="fees-csv"),
    path("fees/batches/", batches, name="batches"),
    path("fees/batches/new/", batch_new, name="batch-new"),
    path("fees/batches/<str:reference>/", batch, name="batch"),
    path("fees/batches/<str:reference>/add/", batch_add, name="batch-add"),
    path("fees/batches/<str:reference>/release/", batch_release, name="batch-release"),
    path("fees/batches/<str:reference>/submit/", batch_submit, name="batch-submit"),
    path("fees/batches/<str:reference>/approve/", batch_approve, name="batch-approve"),
    path("fees/batches/<str:reference>/return/", batch_return, name="batch-return"),
    path("fees/batches/<str:reference>/transfer/", batch_transfer, name="batch-transfer"),
    path("fees/batches/<str:reference>/receipt/", batch_receipt, name="batch-receipt"),
    path("fees/batches/<str:reference>/void/", batch_void, name="batch-void"),
    path("fees/<slug:agreement>/<str:child>/", fee, name="fee"),
    path("fees/<slug:agreement>/<str:child>/waive/", waiver_ask, name="waiver-ask"),
    path("fees/<slug:agreement>/<str:child>/waive/approve/", waiver_approve, name="waiver-approve"),
    path("fees/<slug:agreement>/<str:child>/waive/drop/", waiver_drop, name="waiver-drop"),
    path("drafts/<int:pk>/discard/", draft_discard, name="draft-discard"),
]
