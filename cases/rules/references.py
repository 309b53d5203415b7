"""A reference that somebody types, and nothing else: any case, alike letters, zeros and hyphens.

Those within the text of a bank are found by ``statement_references``.
"""

import re
import unicodedata
from dataclasses import dataclass

from cases.rules.text import DIRECTION

LONGEST = 40  # characters
_PADDED = 4  # figures of a number, with zeros before it
_REFERENCE = re.compile(
    r"(?=.*\d)(?:(?P<home>[A-Z]{2})[-\s]*(?P<holding>[A-Z]{2})[-\s]*)?(?P<family>[\dO]{1,9})"
    r"(?:[-\s/]+(?P<child>[\dO]{1,4}))?"
)
_NUMBERED = re.compile(r"(?=.*\d)([A-Z]{2})[-\s]*([\dO]{1,9})")
_HYPHENS = re.compile("[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d_.~]")
_HIDDEN = re.compile("[\xad\u200b-\u200d\u2060\ufeff]")
_WIDE = re.compile("[\uff01-\uff5e]")  # the letters and figures of East Asian keyboards
_AROUND = re.compile(r"^[\s№#«\"“(]+|[\s.,;:»\"”)!]+$")
#: Letters of other alphabets that look like Latin capitals.
ALIKE = ("АВСЕНІЈКМОРЅТХУԚԜӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABCEHIJKMOPSTXYQWIABEZHIKMNOPTYX")
_ALIKE = str.maketrans(*ALIKE)
#: What stands between the parts of a number, and is left out where numbers are compared.
BETWEEN = " -./_\u2010\u2011\u2012\u2013\u2014\u2212"
_APART = str.maketrans("", "", BETWEEN)


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


def tidy(text: str) -> str:
    """Return ``text`` in capitals of Latin letters, with plain hyphens and single blanks.

    References are copied by hand from papers of banks and courts: in Cyrillic letters that
    look alike, in small letters, with other dashes, without a hyphen, with a blank too many.
    """
    text = _WIDE.sub(_plain, _HIDDEN.sub("", DIRECTION.sub("", text)))
    return " ".join(_HYPHENS.sub("-", text).upper().translate(_ALIKE).split())


def bare(text: str) -> str:
    """Return a number of a paper or a bank without what stands between its parts."""
    return tidy(text).translate(_APART)


def written(text: str) -> str:
    """Return the reference in ``text`` as the register writes it: TJ-IQ-0041-2, PB-0001.

    Text that is no reference of letters and a number comes back as it is.
    """
    plain = _alone(text) if len(text) <= LONGEST else ""
    if (match := _NUMBERED.fullmatch(plain)) and (number := _counted(match[2])) is not None:
        return f"{match[1]}-{number:04}"
    case = read_reference(text)
    return case.written("") if case and case.letters else text


def read_reference(text: str) -> CaseNumber | None:
    """Return the case number in ``text``, in digits and letters of any script, or None."""
    match = _REFERENCE.fullmatch(_alone(text)) if len(text) <= LONGEST else None
    family = _counted(match["family"]) if match else None
    if match is None or family is None:
        return None
    letters = f"{match['home']}-{match['holding']}" if match["home"] else ""
    child = int(_figures(match["child"])) if match["child"] else None
    return CaseNumber(letters, family, child)


def is_miscounted(text: str) -> bool:
    """Return whether ``text`` would be a case number, had it as many figures as one has."""
    match = _REFERENCE.fullmatch(_alone(text)) if len(text) <= LONGEST else None
    return match is not None and _counted(match["family"]) is None


def _counted(number: str) -> int | None:
    """Return the number in figures, perhaps with letters O; None with zeros that do not make
    it four figures long: TJIQ00412 may be 0041-2, and is not 0412.
    """
    figures = _figures(number)
    return int(figures) if figures[0] != "0" or len(figures) == _PADDED else None


def _figures(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text.replace("O", "0"))


def _alone(text: str) -> str:
    """Return a number without a sign before it and the end of a sentence behind it."""
    return tidy(_AROUND.sub("", text))


def _plain(wide: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", wide[0])
