"""Free text, without characters that hide it or turn its direction."""

import re
import unicodedata
from dataclasses import dataclass

#: Marks that turn the direction of what follows, so that a reader sees another text.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: The same and the soft marks of direction, of which a single name has no need.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: The largest key of a row that the database can hold.
LARGEST_KEY = 2**63 - 1
#: A sign that is seen: no blank, no control, and none that only joins, turns or fills.
SEEN = (
    "[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]"
)
_OPENING, _CLOSING = {"\u202a": "\u202c", "\u202b": "\u202c"}, {"\u202c", "\u2069"}
_OPENING |= dict.fromkeys("\u2066\u2067\u2068", "\u2069")
# Line ends of Word (its own, and its page break), of Unicode and of old systems.
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Word's soft hyphens, and a mark of the order of bytes in the midst of a text.
_NOTHING = re.compile("[\x1f\xad\u2060\ufeff]")
# Bullets and arrows of the fonts Symbol and Wingdings, which have no place of their own.
_SYMBOLS = {"\uf0fc": "✓", "\uf0fe": "☑", "\uf0e0": "→", "\uf0df": "←", "\uf02d": "-", "\x1e": "-"}
_BULLET = re.compile("(?m)^([ \t]*)[\uf020-\uf0ff](?=\\s)|[\uf0b7\uf0a7\uf0d8\uf076\uf0a8]")
_AROUND = 20  # characters that are shown beside a sign


@dataclass(frozen=True, slots=True)
class RefusedSign:
    """A sign that is refused, what stands before or after it, and its line (0 if there is one)."""

    sign: str
    line: int
    before: str
    after: str

    @property
    def code(self) -> str:
        """Return "U+202E"."""
        return f"U+{ord(self.sign):04X}"


class CannotUseText(Exception):
    """The text is refused; ``code`` is direction, control or too_long (limit).

    ``mark`` is the sign that is to blame, and where it stands.
    """

    def __init__(self, code: str, *, mark: RefusedSign | None = None, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.mark = mark
        self.params = params


def whole_number(text: str, *, most: int) -> int | None:
    """Return ``text`` as a number from 0 to ``most``, else None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def has_control(text: str) -> bool:
    """Return whether ``text`` holds a control character, or a private or unassigned one."""
    return any(is_control(sign) for sign in text)


def is_control(sign: str) -> bool:
    """Return whether ``sign`` is a control character, or a private or unassigned one.

    The tags of plane 14 are: whole sentences could be written in them that nobody sees.
    """
    return unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} or sign >= "\U000e0000"


def mark_at(text: str, place: int) -> RefusedSign:
    """Return the sign at a place of ``text``, with what stands beside it in its line."""
    before = text[:place].rpartition("\n")[2]
    line = text.count("\n", 0, place) + 1 if "\n" in text else 0
    after = text[place + 1 :].partition("\n")[0]
    visible = [re.sub(r"[^\w\s.,'’-]", "", part) for part in (before, after)]
    return RefusedSign(
        text[place], line, visible[0][-_AROUND:].strip(), visible[1][:_AROUND].strip()
    )


def without_balanced(text: str) -> str:
    """Return ``text`` without the marks of direction that a messenger puts around a name.

    What is opened and not closed in its line, and what overrides the direction of letters,
    stays, since it misleads.
    """
    return "\n".join(_without_balanced(line) for line in text.split("\n"))


def pasted(text: str) -> str:
    """Return ``text`` with what Word, a PDF or a messenger put in as what it stands for."""
    text = _NOTHING.sub("", _LINES.sub("\n", text))
    text = "".join(_SYMBOLS.get(sign, sign) for sign in text)
    return without_balanced(_BULLET.sub(lambda bullet: f"{bullet[1] or ''}•", text))


def clean_text(text: str, *, limit: int) -> str:
    """Return stripped free text with plain line ends, and pasted signs as what they stand for.

    It is empty where no sign of it is seen.

    Raises ``CannotUseText`` for more than ``limit`` characters, for characters that turn
    the direction of what follows, and for control characters other than tab and line end.
    """
    text = unicodedata.normalize("NFC", pasted(text[: 4 * limit + 4])).strip()
    if len(text) > limit:
        raise CannotUseText("too_long", limit=limit)
    for place, sign in enumerate(text):
        if TURNING.match(sign):
            raise CannotUseText("direction", mark=mark_at(text, place))
        if sign not in "\n\t" and is_control(sign):
            raise CannotUseText("control", mark=mark_at(text, place))
    return text if re.search(SEEN, text) else ""


def _without_balanced(line: str) -> str:
    open_marks: list[str] = []
    for sign in line:
        if sign in _OPENING:
            open_marks.append(_OPENING[sign])
        elif sign in _CLOSING and (not open_marks or open_marks.pop() != sign):
            return line
    plain = re.search("[\u202d\u202e]", line) is None and not open_marks
    return TURNING.sub("", line) if plain else line
