"""Whether the register can answer: for a proxy, a monitor, and `make run`."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

Next = Callable[[HttpRequest], HttpResponse]
PATH = "/healthz"


def health(get_response: Next) -> Next:
    """Answer ``PATH`` with 200 when the database answers, else with 503.

    It stands before sessions, the check of the host and the log of pages: it knows nobody.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH:
            return get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if _database_answers():
            return _plain("ok\n", HTTPStatus.OK)
        return _plain("the database does not answer\n", HTTPStatus.SERVICE_UNAVAILABLE)

    return answer


def _plain(text: str, code: int) -> HttpResponse:
    headers = {"Content-Length": str(len(text))}
    return HttpResponse(text, content_type="text/plain", status=code, headers=headers)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
