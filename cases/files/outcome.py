"""What comes of a sent file when it is read; without Django, for a process of its own."""

from dataclasses import dataclass


class Unfit(Exception):
    """The file is refused; ``code`` says why, ``most`` the limit that it passes.

    ``parts`` are what was found in a file that would be taken without them.
    """

    def __init__(self, code: str, *, most: int = 0, parts: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.most, self.parts = code, most, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A file as it is kept, its type, and what was done to it."""

    content: bytes
    content_type: str
    pages: int = 1
    smaller: bool = False
    repaired: bool = False
    taken_off: tuple[str, ...] = ()
