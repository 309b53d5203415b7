"""An application that says of each answer how long it waited for the database.

    gunicorn "bench.timed:application('repatriation.wsgi')"

The seconds stand in a header of the answer. They are those of the driver's own calls, COMMIT among
them: what no change to Python could spare.
"""

import time
from collections.abc import Callable, Iterable
from importlib import import_module
from threading import local
from typing import Any

import psycopg2.extensions
from django.core.wsgi import get_wsgi_application
from django.db import connections

from bench.client import HEADER

_waited = local()


def _timed(call: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            _waited.seconds = getattr(_waited, "seconds", 0.0) + time.perf_counter() - start

    return timed


class Cursor(psycopg2.extensions.cursor):
    execute = _timed(psycopg2.extensions.cursor.execute)
    fetchall = _timed(psycopg2.extensions.cursor.fetchall)


class Connection(psycopg2.extensions.connection):
    commit = _timed(psycopg2.extensions.connection.commit)


def application(module: str = "") -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application of ``module``, or of the settings, that says what it waited."""
    plain = import_module(module).application if module else get_wsgi_application()
    for settings in connections.settings.values():
        settings.setdefault("OPTIONS", {})
        settings["OPTIONS"] |= {"cursor_factory": Cursor, "connection_factory": Connection}

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *args: Any) -> Any:
            return start_response(status, [*headers, (HEADER, f"{_waited.seconds:.6f}")], *args)

        _waited.seconds = 0.0
        return plain(environ, start)

    return answer
