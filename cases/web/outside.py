"""What is answered to nobody in particular: no cookie is read or set, and a page may be kept.

Below the prefixes nobody is signed in, whatever a browser sends; so nothing there can depend on who
asks, and a proxy may hand the same page to all.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag

from cases.web.gates import Next

#: Where everybody reads, and where other systems do.
PUBLIC, READ = "/public/", "/api/"
#: For how many seconds a public page may be kept.
KEPT_FOR = 300


def without_cookies(get_response: Next) -> Next:
    """Take cookies away from what is asked and answered outside."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith((PUBLIC, READ)):
            return get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = get_response(request)
        response.cookies.clear()
        return _kept(request, response) if is_public(request, response) else response

    return answer


def is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether an answer is a public page that was found."""
    is_there = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    return is_there and request.path_info.startswith(PUBLIC)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    response.headers["Vary"] = "Accept-Language"
    set_response_etag(response)
    etag = response.headers.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response
