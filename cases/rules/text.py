"""Free text, without characters that hide it or turn its direction."""

import re
import unicodedata

#: Marks that turn the direction of what follows, so that a reader sees another text.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: The same and the soft marks of direction, of which a single name has no need.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: The largest key of a row that the database can hold.
LARGEST_KEY = 2**63 - 1
_LINES = re.compile(r"\r\n?|[\u2028\u2029]")


class CannotUseText(Exception):
    """The text is refused; ``code`` is direction, control or too_long (limit)."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def whole_number(text: str, *, most: int) -> int | None:
    """Return ``text`` as a number from 0 to ``most``, else None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def has_control(text: str) -> bool:
    """Return whether ``text`` holds a control character, or a private or unassigned one."""
    return any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in text)


def clean_text(text: str, *, limit: int) -> str:
    """Return stripped free text with plain line ends.

    Raises ``CannotUseText`` for more than ``limit`` characters, for characters that turn
    the direction of what follows, and for control characters other than tab and line end.
    """
    text = unicodedata.normalize("NFC", _LINES.sub("\n", text[: 4 * limit + 4])).strip()
    if len(text) > limit:
        raise CannotUseText("too_long", limit=limit)
    if TURNING.search(text):
        raise CannotUseText("direction")
    if has_control(text.replace("\n", "").replace("\t", "")):
        raise CannotUseText("control")
    return text
