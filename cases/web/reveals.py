"""Sensitive text that was asked for: it is hidden again after a minute, or when one leaves."""

from django.http import HttpResponse

#: Seconds for which it stays.
SHOWN_FOR = 60


def hidden_again(response: HttpResponse, *, to: str) -> HttpResponse:
    """Return ``response``, which the browser leaves for ``to`` after a minute, by itself.

    A header does it without scripts; ``reveal.js`` does it when somebody turns to another window.
    """
    response.headers["Refresh"] = f"{SHOWN_FOR}; url={to}"
    return response
