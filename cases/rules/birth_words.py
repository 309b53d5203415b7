"""The words, digits and signs in which a birth or an age is typed, in four languages."""

import re
from typing import Literal

LONGEST = 40  # characters; the longest readable text is shorter

_YEARS = [
    *("y", "yr", "yrs", "yo", "year", "years"),
    *("сол", "сола", "солаи", "соли"),
    *("г", "год", "года", "лет", "годик"),
    *("سنة", "سنه", "سنوات", "سنين", "عام", "أعوام", "اعوام", "سال", "ساله"),
]
_MONTHS = [
    *("m", "mo", "mos", "mon", "month", "months"),
    *("моҳ", "моҳа", "мох", "моха"),
    *("м", "мес", "месяц", "месяца", "месяцев"),
    *("شهر", "أشهر", "اشهر", "شهور", "ماه"),
]
_PAIRS = {  # Arabic says "two" by the form of the word
    "سنتان": "2 سنة",
    "سنتين": "2 سنة",
    "عامان": "2 عام",
    "عامين": "2 عام",
    "شهران": "2 شهر",
    "شهرين": "2 شهر",
}
_ABOUT = "about|ca|около|примерно|тахминан|حوالي|تقريبا"

UNITS: dict[str, Literal["age_years", "age_months"]] = {
    **dict.fromkeys(_YEARS, "age_years"),
    **dict.fromkeys(_MONTHS, "age_months"),
}


def _one_of(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


ABOUT = re.compile(rf"(?:[~≈∼～]|(?:{_ABOUT})\b\.?)\s*")
DATE = re.compile(r"([0-9]{1,4})\s*([./–-])\s*([0-9]{1,4})(?:\s*\2\s*([0-9]{1,4}))?(?:\s*г\.?)?")
NUMBER = re.compile(rf"(?:соли )?(-?[0-9]{{1,4}})\s*({_one_of([*UNITS])})?\.?")
YEARS_AND_MONTHS = re.compile(
    rf"([0-9]{{1,3}})\s*(?:{_one_of(_YEARS)})\.?\s*([0-9]{{1,3}})\s*(?:{_one_of(_MONTHS)})\.?"
)

_DIGITS = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}
# Marks of direction that an Arabic keyboard or a spreadsheet leaves around numbers.
_NOISE = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str) -> str:
    """Return ``text`` in lower case and western digits, with single spaces."""
    text = " ".join(text.translate(_NOISE).split()).casefold().translate(_DIGITS)
    return _PAIRS.get(text, text)
