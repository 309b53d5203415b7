"""Addresses of accounts: signing in, settings, second factors, keys."""

from django.urls import include, path

from cases.urls.references import Urls
from cases.views import (
    access_keys,
    accounts,
    hidden_names,
    purposes,
    second_factors,
    staff_accounts,
)

account_urls: Urls = [
    path("", staff_accounts.account, name="account"),
    path("sessions/end/", staff_accounts.account_sessions_end, name="account-sessions-end"),
    path("reset/ask/", staff_accounts.account_reset_ask, name="account-reset-ask"),
    path("reset/approve/", staff_accounts.account_reset_approve, name="account-reset-approve"),
    path("reset/drop/", staff_accounts.account_reset_drop, name="account-reset-drop"),
]
urlpatterns: Urls = [
    path("login/", accounts.sign_in, name="login"),
    path("login/forgotten/", accounts.forgotten, name="forgotten"),
    path("logout/", accounts.sign_out, name="logout"),
    path("language/", accounts.choose_language, name="language"),
    path("me/", accounts.me, name="me"),
    path("me/csv/", accounts.choose_separator, name="csv-separator"),
    path("me/password/", accounts.change_password, name="password-change"),
    path("second-factor/", second_factors.second_factor, name="second-factor"),
    path("me/second-factor/", second_factors.factors, name="factors"),
    path("me/second-factor/app/", second_factors.factor_app, name="factor-app"),
    path("me/second-factor/key/", second_factors.factor_key, name="factor-key"),
    path("me/second-factor/codes/", second_factors.factor_codes, name="factor-codes"),
    path("me/second-factor/<int:pk>/remove/", second_factors.factor_remove, name="factor-remove"),
    path("me/sessions/", staff_accounts.sessions, name="sessions"),
    path("me/sessions/end/", staff_accounts.sessions_end, name="sessions-end"),
    path("accounts/<int:pk>/", include(account_urls)),
    path("me/confirm/", accounts.confirm, name="confirm"),
    path("names/", hidden_names.names, name="names"),
    path("list-purpose/", purposes.list_purpose, name="list-purpose"),
    path("access-keys/", access_keys.keys, name="access-keys"),
    path("access-keys/new/", access_keys.key_give, name="access-key-give"),
    path("access-keys/<int:pk>/end/", access_keys.key_end, name="access-key-end"),
]
