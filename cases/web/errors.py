"""Answers to requests that were refused before a page saw them; nothing typed is lost."""

import inspect
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import Resolver404, resolve
from django.views.defaults import bad_request as plain_bad_request

from cases.casework.access import refused
from cases.models import User
from cases.web import senders
from cases.web.gates import may
from cases.web.records import NoLonger

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: What a form sends beside what a person typed.
NOT_TYPED = {*senders.MARKS, "version", "shown", "token", "next"}
SHORTEST = 3  # shorter values are choices, quickly made again


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell a request that is too large from one that cannot be understood."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", {"back": request.get_full_path()}, status=413)
    return plain_bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a page is not for this role; what was typed into it is handed back."""
    _tell_auditor(request, HTTPStatus.FORBIDDEN)
    return render(request, "403.html", {"typed": typed(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page for this person; what was typed into it is handed back."""
    _tell_auditor(request, HTTPStatus.NOT_FOUND)
    context: dict[str, object] = {"typed": typed(request)}
    if isinstance(exception, NoLonger):
        context["no_longer"] = exception
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Hand back what was typed, without asking the database: 503 where that does not answer."""
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    context = {"is_away": is_away, "typed": ""}
    with suppress(UnreadablePostError, MultiPartParserError, *TOO_MUCH):
        context["typed"] = typed(request)
    page = get_template("500.html").render(context)
    if is_away:
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    return HttpResponse(page, status=500)


def _tell_auditor(request: HttpRequest, status: HTTPStatus) -> None:
    """Record a page that somebody signed in was refused; an address of no page is a slip."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    if isinstance(user, User) and match and match.url_name:
        refused(by=user, page=match.url_name, status=status)


def not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Lead back to the record, where an address takes what a form sends and is no page."""
    context = {"back": _page_above(request), "typed": typed(request)}
    page = render(request, "405.html", context, status=405)
    page.headers["Allow"] = refusal.headers.get("Allow", "")
    return page


def _page_above(request: HttpRequest) -> str:
    """Return the nearest address above this one that is a page for this person."""
    path = request.path
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            view = resolve(f"{path}/").func
        except Resolver404:
            continue
        if _is_page(view) and may(request.user, vars(view).get("permissions", ())):
            return f"{path}/"
    return "/"


def _is_page(view: Callable[..., object]) -> bool:
    """Return whether a view answers a GET, as its decorator says."""
    methods = inspect.getclosurevars(view).nonlocals.get("request_method_list", ["GET"])
    return "GET" in methods


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without this session's token; what was typed is its author's."""
    if senders.is_of_another(request):
        return of_another(request)
    draft = senders.keep_for_author(request) if senders.mark_of(request) else None
    context = {"typed": "" if draft else typed(request), "draft": draft}
    return render(request, "403_csrf.html", context, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in after a form that came without a session; what was typed is kept."""
    draft = senders.keep_for_author(request)
    context = {"typed": "" if draft else typed(request), "draft": draft}
    return render(request, "signed_out.html", context, status=403)


def of_another(request: HttpRequest) -> HttpResponse:
    """Refuse a form that was made for somebody else, and show nothing of it."""
    senders.keep_for_author(request)
    return render(request, "of_another.html", status=403)


def typed(request: HttpRequest) -> str:
    """Return what a person typed into a refused form of this site, to be copied from the page."""
    origin = request.headers.get("Origin")
    if origin not in (None, f"{request.scheme}://{request.get_host()}"):
        return ""
    return long_texts(dict(request.POST.lists()))


def long_texts(entered: Mapping[str, list[str]]) -> str:
    """Return what is worth copying of what was entered into a form, one text under another."""
    return "\n\n".join(
        value.strip()
        for name, values in entered.items()
        if name not in NOT_TYPED and "password" not in name
        for value in values
        if len(value.strip()) >= SHORTEST
    )
