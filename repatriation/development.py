"""What `make dev` adds: the cost of each page, in the log. Settings name it with DEBUG alone."""

import time
from collections.abc import Callable

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse

logger = structlog.get_logger("repatriation.pages")


def page_cost(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Log each page's queries and milliseconds, those of the database among them.

    Queries: those that Django keeps of the request with DEBUG, transactions' marks included.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        logger.info(
            "page",
            request=f"{request.method} {request.path}",
            code=response.status_code,
            queries=len(connection.queries),
            database_ms=round(sum(float(query["time"]) for query in connection.queries) * 1000),
            ms=round((time.perf_counter() - start) * 1000),
        )
        return response

    return answer
