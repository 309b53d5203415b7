"""Requests in the log: by the pattern of their address, never by what stands in it."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django_structlog.middlewares import RequestMiddleware


class LoggedByRoute(RequestMiddleware):
    """Log "GET children/<slug:reference>/"; somebody may type a name where a number belongs."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        method = request.method if request.method in _METHODS else "?"
        try:
            match = request.resolver_match or resolve(request.path_info)
        except Resolver404:
            return f"{method} /(no such page)"
        return f"{method} /{match.route}"


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
