from django.contrib import admin
from django.urls import include, path

from cases.views.accounts import sign_in_for_administration
from cases.web import errors

urlpatterns = [
    path("admin/login/", sign_in_for_administration),
    path("admin/", admin.site.urls),
    path("", include("cases.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
