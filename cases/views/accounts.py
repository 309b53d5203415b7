"""Signing in and out, and what a person may change about the own account."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cases.casework import accounts
from cases.casework import messages as staff_messages
from cases.forms.accounts import (
    ForgottenForm,
    NewPasswordForm,
    PreferencesForm,
    ProofForm,
    SeparatorForm,
    SignInForm,
)
from cases.queries.sessions import ADDRESS, BROWSER
from cases.rules.visitors import shortened
from cases.web import again, whole_sign_in
from cases.web.gates import (
    StaffRequest,
    open_to_everyone_signed_in,
    require_safe_or_post,
    signed_out,
)
from cases.web.middleware import SIGNED_IN_AT, remember_language
from cases.web.waiting import Tries, address_of

#: Signs of what a browser says it is, kept for the list of sessions.
LONGEST_AGENT = 300


@require_safe_or_post
@sensitive_post_parameters()
@signed_out
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(way_on(request))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accounts.forget_ended_sessions()
        login(request, form.get_user())
        request.session[SIGNED_IN_AT] = int(timezone.now().timestamp())
        request.session[BROWSER] = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
        request.session[ADDRESS] = shortened(address_of(request))
        staff = cast("StaffRequest", request)
        again.confirmed_now(staff)
        whole_sign_in.begin(staff)
        return redirect(way_on(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "cases/accounts/sign_in.html", context)


@signed_out
def sign_in_for_administration(request: HttpRequest) -> HttpResponse:
    """Lead to the one sign-in page; whoever is signed in already has no business here."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(way_on(request, otherwise="admin:index"))


@require_safe_or_post
@signed_out
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say what to do about a forgotten password; tell the admins, whatever name was typed."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    is_told = request.method == "POST" and form.is_valid()
    if is_told:
        staff_messages.tell_of_forgotten(form.cleaned_data["username"], on=timezone.localdate())
    context = {"form": form, "is_told": is_told}
    return render(request, "cases/accounts/forgotten.html", context)


@require_POST
@signed_out
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("login")


@require_POST
@signed_out
def choose_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    response = redirect(way_on(request))
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            accounts.prefer(request.user, language=language)
        remember_language(response, language)
    return response


@require_safe_or_post
@open_to_everyone_signed_in
def me(request: StaffRequest) -> HttpResponse:
    preferences = {name: getattr(request.user, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial=preferences,
        manages=request.user.has_perm("cases.change_user"),
    )
    if request.method == "POST" and form.is_valid():
        accounts.prefer(request.user, **form.cleaned_data)
        if language := form.cleaned_data["language"]:
            translation.activate(language)
        messages.success(request, _("Your settings are saved."))
        return redirect("me")
    return render(request, "cases/accounts/me.html", {"form": form})


@require_POST
@open_to_everyone_signed_in
def choose_separator(request: StaffRequest) -> HttpResponse:
    """Remember what stands between the columns of a csv, and go back to the list."""
    form = SeparatorForm(request.POST)
    if form.is_valid():
        accounts.prefer(request.user, **form.cleaned_data)
    return redirect(way_on(request, otherwise="me"))


@require_safe_or_post
@sensitive_post_parameters()
@open_to_everyone_signed_in
def change_password(request: StaffRequest) -> HttpResponse:
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    is_first = request.user.must_change_password
    if request.method == "POST" and (page := _is_guessed(request, form)):
        return page
    if request.method == "POST" and form.is_valid():
        password, session = form.cleaned_data["new_password1"], request.session.session_key
        accounts.change_password(request.user, password, keep=session)
        update_session_auth_hash(request, request.user)
        messages.success(
            request, _("Your password is changed. You are signed out everywhere else.")
        )
        return redirect("home" if is_first else "me")
    return render(request, "cases/accounts/password.html", {"form": form, "is_first": is_first})


def _is_guessed(request: StaffRequest, form: NewPasswordForm) -> HttpResponse | None:
    """Count a wrong old password; return the page of waiting after too many."""
    tries = Tries(request, "password")
    if page := tries.must_wait():
        return page
    if form.is_valid() or "old_password" not in form.errors:
        tries.succeeded()
        return None
    return tries.failed()


@require_safe_or_post
@sensitive_post_parameters()
@open_to_everyone_signed_in
def confirm(request: StaffRequest) -> HttpResponse:
    """Ask who is at the keyboard, then open the page that asked for it."""
    if request.method == "POST":
        return again.confirm(request, ProofForm(request.POST)) or redirect(way_on(request))
    return again.ask(request, ProofForm())


def way_on(request: HttpRequest, otherwise: str = "home") -> str:
    """Return the page of this site that was asked for, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # A word without a slash would be taken for the name of a page.
    return wanted if safe and wanted.startswith("/") else resolve_url(otherwise)
