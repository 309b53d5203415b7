"""Logs in JSON without names: an allow-list of fields, no query, no exception message."""

import sys
import traceback
from http import HTTPStatus
from typing import Any

import structlog
from django.db.utils import InterfaceError, OperationalError

KEPT = {
    "event", "level", "logger", "timestamp", "request_id", "request", "code", "user_id",
    "exception", "pid", "queries", "database_ms", "ms",
}  # fmt: skip

# What structlog hangs on a line of the standard library, and takes off again itself.
OF_THE_FORMATTER = {"_record", "_from_structlog"}


def without_query(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the request as "GET /children/", without the query."""
    for key in ("request", "event"):
        if isinstance(event.get(key), str):
            event[key] = event[key].partition("?")[0]
    return event


def without_path(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return a line of waitress without the path that ends it."""
    if (record := event.get("_record")) and record.name == "waitress":
        event["event"] = "The web server failed."
    return event


def code_answered(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return 503 where the database is away, as the page answers; the library writes 500."""
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    if event.get("event") == "request_failed" and is_away:
        event["code"] = HTTPStatus.SERVICE_UNAVAILABLE.value
    return event


def bare_exception(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the class of an exception and its lines; its message may contain a name."""
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    if isinstance(raised, BaseException):
        raised = (type(raised), raised, raised.__traceback__)
    if raised and raised[0]:
        frames = traceback.extract_tb(raised[2])
        lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        event["exception"] = {"type": raised[0].__qualname__, "lines": lines[-20:]}
    return event


def kept_only(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key in KEPT | OF_THE_FORMATTER}


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    code_answered,
    bare_exception,
    without_path,
    without_query,
    kept_only,
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "use_get_message": False,  # what fills a line of a library may be a path or a name
            "foreign_pre_chain": SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        },
        "readable": {
            "()": structlog.stdlib.ProcessorFormatter,
            "use_get_message": False,
            "foreign_pre_chain": SHARED,
            "processor": structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django_structlog": {"level": "INFO"},
        "cases": {"level": "INFO"},
        "repatriation": {"level": "INFO"},
        # Django's own line for each refused request repeats ours.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "waitress.queue": {"level": "ERROR"},  # requests that wait a moment
    },
}


# For the terminal of a developer; repatriation.development writes a line for each page.
READABLE: dict[str, Any] = LOGGING | {
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "readable"}},
    "loggers": LOGGING["loggers"] | {"django_structlog": {"level": "WARNING"}},
}


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
