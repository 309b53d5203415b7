"""Case numbers as people type them: with or without their letters, zeros and hyphens."""

import re
from dataclasses import dataclass

from cases.rules.text import DIRECTION

LONGEST = 24  # characters
_REFERENCE = re.compile(
    r"(?:(?P<home>[A-Z]{2})[-\s]*(?P<holding>[A-Z]{2})[-\s]*)?0*(?P<family>\d{1,9})"
    r"(?:[-\s/]+0*(?P<child>\d{1,3}))?"
)
_HYPHENS = re.compile("[\u2010-\u2015\u2212_.]")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The case number of a family or a child; ``letters`` are "TJ-IQ" or ""."""

    letters: str
    family: int
    child: int | None

    def written(self, letters: str) -> str:
        """Return the reference as the register writes it, under ``letters``."""
        mother = f"{self.letters or letters}-{self.family:04}"
        return mother if self.child is None else f"{mother}-{self.child}"


def read_reference(text: str) -> CaseNumber | None:
    """Return the case number in ``text``, in digits of any script, or None."""
    if len(text) > LONGEST:
        return None
    plain = _HYPHENS.sub("-", DIRECTION.sub("", text)).strip().upper()
    match = _REFERENCE.fullmatch(plain)
    if match is None:
        return None
    letters = f"{match['home']}-{match['holding']}" if match["home"] else ""
    child = int(match["child"]) if match["child"] else None
    return CaseNumber(letters, int(match["family"]), child)
