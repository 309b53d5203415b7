"""References of evidence: of a document or result, never its content.

No genetic data is stored: a result stays with the laboratory. The table of
evidence refuses what these patterns refuse.
Source: domain page, section 2.
"""

import re

from cases.rules.text import DIRECTION, has_control

LONGEST = 40  # characters
#: One line of letters, digits and what stands between them in the number of a paper.
SHAPE = r"^[0-9A-Za-zÀ-ɏЀ-ӿ؀-ۿ№#][0-9A-Za-zÀ-ɏЀ-ӿ؀-ۿ№#./():_ -]{0,39}$"
#: Letters of a sequence in a row, with or without breaks; or the names of markers. No case.
GENETIC = (
    r"[ACGT]{8,}|([ACGT]{3,}[^0-9A-Za-z]+){2,}[ACGT]{3,}"
    r"|(^|[^A-Za-z])(D[0-9XY]{1,2}S[0-9]{2,4}|DYS[0-9]{3}|rs[0-9]{5,}"
    r"|TH01|TPOX|vWA|CSF1PO|FGA|Penta ?[DE])($|[^A-Za-z])"
)
_SHAPE, _GENETIC = re.compile(SHAPE), re.compile(GENETIC, re.IGNORECASE)


class CannotUseReference(Exception):
    """The reference is refused; ``code`` is genetic, too_long or shape."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_genetic(text: str) -> bool:
    """Tell whether ``text`` holds letters of a genetic sequence, or the name of a marker."""
    return _GENETIC.search(text) is not None


def clean_reference(text: str) -> str:
    """Return the stripped reference of a piece of evidence.

    Raises ``CannotUseReference`` for genetic data, for more than ``LONGEST``
    characters, and for lists, lines and signs that no reference has.
    """
    if is_genetic(text):
        raise CannotUseReference("genetic")
    text = text.strip()
    if len(text) > LONGEST:
        raise CannotUseReference("too_long")
    if _SHAPE.fullmatch(text) is None or DIRECTION.search(text) or has_control(text):
        raise CannotUseReference("shape")
    return text
