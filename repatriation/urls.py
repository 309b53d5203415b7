from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from cases.models import User
from cases.views.accounts import sign_in_for_administration
from cases.web import errors
from cases.web.again import confirmed_again

# Whoever makes or changes an account proves once more who it is. Said here, since the
# administration lies below the machinery of pages.
_accounts = admin.site.get_model_admin(User)
for _name in ("add_view", "change_view", "user_change_password"):
    setattr(_accounts, _name, confirmed_again(getattr(_accounts, _name)))

urlpatterns = [
    path("admin/login/", sign_in_for_administration),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password-change")),
    path("admin/", admin.site.urls),
    path("", include("cases.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
