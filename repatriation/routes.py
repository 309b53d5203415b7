"""Requests in the log: by the pattern of their address, never by what stands in it."""

from contextlib import suppress

from django.db import InterfaceError, OperationalError
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

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Leave out who asked where the database does not say it: the failure is logged still."""
        with suppress(OperationalError, InterfaceError):
            RequestMiddleware.bind_user_id(request)


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
