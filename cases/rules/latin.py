"""Names in the Latin letters of a travel document, as a rule suggests them.

The letters that Russian has follow the table for Cyrillic of ICAO Doc 9303, part 3, section 6.
It has none for the six of Tajik: those are of the romanization of Tajik by BGN/PCGN (1994), without
the marks that the machine-readable lines of a document cannot hold, and so is ъ, which is no
Russian hard sign but a stop: left out. The table for Arabic of ICAO writes no vowels, and is made
for machines: of a name in Arabic letters nothing is suggested.
Source: decision 0243.
"""

import unicodedata

from cases.rules.names import with_family
from cases.vocabulary import Sex

#: ICAO Doc 9303, part 3, section 6, Cyrillic; the letters without a note for another language.
_ICAO = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    **dict(zip("жхцчшюя", ("zh", "kh", "ts", "ch", "sh", "iu", "ia"), strict=True)),
    "щ": "shch",
    "ь": "",
}
#: BGN/PCGN 1994, Tajik: í and ŭ without their marks, ъ without its apostrophe.
_TAJIK = {"ғ": "gh", "ӣ": "i", "қ": "q", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ъ": ""}
_TABLE = _ICAO | _TAJIK


def in_latin(name: str) -> str:
    """Return a name in Cyrillic letters as the tables write it; "" where a letter is in none."""
    name = unicodedata.normalize("NFC", name)
    if any(sign.isalpha() and sign.lower() not in _TABLE for sign in name):
        return ""
    return " ".join(filter(None, map(_word, name.split())))


def suggested(name: str, *, mother: str = "", sex: str = Sex.UNKNOWN) -> str:
    """Return the Latin name to suggest for ``name``, as a family says it; "" for none.

    A name of one word is followed by the family name of the ``mother``, a boy's without the
    ending of a woman's.
    """
    full = with_family(name, mother)
    if full != name and sex == Sex.MALE and full.casefold().endswith(("ова", "ева", "ёва")):
        full = full[:-1]
    return in_latin(full)


def _word(word: str) -> str:
    whole = "".join(_TABLE.get(sign.lower(), sign) for sign in word)
    letters = [sign for sign in word if sign.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return whole.upper()
    parts = ("".join(_sign(sign) for sign in part) for part in word.split("-"))
    return "-".join(parts)


def _sign(sign: str) -> str:
    latin = _TABLE.get(sign.lower(), sign)
    return latin.capitalize() if sign.isupper() else latin
