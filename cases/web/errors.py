"""Answers to requests that were refused before a page saw them; nothing typed is lost."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as plain_bad_request

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: What a form sends beside what a person typed.
NOT_TYPED = {"csrfmiddlewaretoken", "version", "token", "next"}
SHORTEST = 3  # shorter values are choices, quickly made again


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell a request that is too large from one that cannot be understood."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", status=413)
    return plain_bad_request(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without this session's token, and hand back what was typed."""
    return render(request, "403_csrf.html", {"typed": typed(request)}, status=403)


def typed(request: HttpRequest) -> str:
    """Return what a person typed into a refused form of this site, to be copied from the page."""
    origin = request.headers.get("Origin")
    if origin not in (None, f"{request.scheme}://{request.get_host()}"):
        return ""
    return "\n\n".join(
        value.strip()
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and "password" not in name
        for value in values
        if len(value.strip()) >= SHORTEST
    )
