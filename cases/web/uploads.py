"""How files arrive: whole, in memory, and never more than a request may hold."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

#: A browser shows no answer to a request that it could not send to its end.
HEARD_OUT = 128 * 1024**2
_PIECE = 64 * 1024


class WholeInMemory(MemoryFileUploadHandler):
    """Keep files in memory alone, so that an upload that breaks off leaves nothing anywhere."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 (Django's own name)
        content_length: int,
        boundary: bytes | str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.REQUEST_MOST_BYTES:
            left = min(content_length, HEARD_OUT)
            while left > 0 and (piece := input_data.read(min(_PIECE, left))):
                left -= len(piece)
            raise RequestDataTooBig
        self.activated = True
