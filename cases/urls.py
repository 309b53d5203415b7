from django.urls import URLPattern, URLResolver, path

from cases.views.accounts import change_password, choose_language, me, sign_in, sign_out
from cases.views.editing import child_edit, mother_edit
from cases.views.home import home
from cases.views.mothers import mother, mother_access, mothers
from cases.views.registration import family_new, mother_child_new
from cases.views.typing import draft_discard, family_draft, family_duplicates, family_echo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
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
    path("drafts/<int:pk>/discard/", draft_discard, name="draft-discard"),
]
