"""What holds for every request: nothing is kept, sessions end, history knows who."""

from http import HTTPStatus
from typing import Any

import pghistory
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries.sessions import BEGAN_AT, SEEN_AT, was_ended
from cases.web import errors, senders
from cases.web.gates import Next, View
from cases.web.outside import is_public

SIGNED_IN_AT = BEGAN_AT
#: A session is pushed on at most once in this many seconds: each time is a write.
PUSHED_ON_EVERY = 60


def no_store(get_response: Next) -> Next:
    """Let neither browser nor proxy keep a page; style and scripts are served before this."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not is_public(request, response):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def known_session(get_response: Next) -> Next:
    """Forget a session cookie that no session was ever given: the database is not asked for it."""

    def answer(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (key.isascii() and key.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return answer


def session_ends(get_response: Next) -> Next:
    """End a session after its idle time and, whatever was done, after its whole age."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _push_on_or_end(request, int(timezone.now().timestamp()))
        return get_response(request)

    return answer


def _push_on_or_end(request: HttpRequest, now: int) -> None:
    # The idle time is the session's own expiry, which each save pushes on.
    session = request.session
    if now - session.get(SIGNED_IN_AT, now) >= settings.SESSION_ABSOLUTE_AGE:
        ended = request.user
        logout(request)
        vars(request)["ended_session_of"] = ended
    elif now - session.get(SEEN_AT, 0) >= PUSHED_ON_EVERY:
        session.setdefault(SIGNED_IN_AT, now)
        session[SEEN_AT] = now


class SignInFirst(LoginRequiredMiddleware):
    """Ask for a sign-in everywhere; record no form in the name of whom it was not made for."""

    def process_view(self, request: HttpRequest, view_func: Any, *args: Any) -> Any:
        if senders.is_of_another(request):
            return errors.of_another(request)
        return super().process_view(request, view_func, *args)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if why := _why_ended(request):
            messages.info(request, why)
        is_form = {settings.SESSION_COOKIE_NAME, senders.SENDER} & {*request.COOKIES, *request.POST}
        if request.method == "POST" and is_form:
            return errors.signed_out(request)
        return super().handle_no_permission(request, view_func)


def _why_ended(request: HttpRequest) -> str:
    """Return why the session of a browser that still sends its key ended; empty if none did."""
    if hasattr(request, "ended_session_of"):
        hours = settings.SESSION_ABSOLUTE_AGE // 3600
        return ngettext(
            "You are signed out: a session ends after %(hours)s hour, whatever is done in it.",
            "You are signed out: a session ends after %(hours)s hours, whatever is done in it.",
            hours,
        ) % {"hours": hours}
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not was_ended(key):
        return ""
    return _(
        "You are signed out: your account was changed (its roles, team, name or password), "
        "or somebody ended your session."
    )


def own_language(get_response: Next) -> Next:
    """Speak the language of the signed-in person; others were given theirs by Django.

    The browser remembers it for the pages of nobody: those that ask for a sign-in again.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if language := _own(request):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = get_response(request)
        language = _own(request)  # of whom signed in just now, or chose another
        if language and language != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            remember_language(response, language)
        return response

    return answer


def _own(request: HttpRequest) -> str:
    """Return the language that the signed-in person chose, if any."""
    language: str = getattr(request.user, "language", "")
    return language if language in dict(settings.LANGUAGES) else ""


def remember_language(response: HttpResponse, language: str) -> None:
    """Let the browser say for a year which language was chosen; no script reads it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def no_blank_refusal(get_response: Next) -> Next:
    """Answer with a page where a method is not allowed: a browser shows its own for a blank one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return errors.not_allowed(request, response)
        return response

    return answer


class HistoryKnowsWho:
    """Tell the history of rows who acts and from which page; numbers and codes, never a name."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        if match := request.resolver_match:
            pghistory.context(page=match.view_name)
