"""A file of a case, sent to be kept or looked at."""

from django.http import HttpResponse

#: A file may do nothing at all, wherever it is opened.
POLICY = "default-src 'none'; sandbox"


def file_response(content: bytes, content_type: str, *, how: str, name: str) -> HttpResponse:
    """Return a file that somebody sent, so that it may do nothing wherever it is opened."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
