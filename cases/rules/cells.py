"""Cells of spreadsheets: text, never a formula.

Source: security page, threat 14.
"""

import unicodedata

#: First characters that a spreadsheet program takes for the start of a formula.
STARTS = frozenset("=+-@|%")
#: Characters that begin a cell of their own when a program splits the line again.
SPLITS = frozenset("\t\r")


def safe_cell(value: object) -> str:
    """Return ``value`` as text that no spreadsheet program runs.

    Text that would start a formula, even behind blanks, control characters
    or in full-width forms, gets a quote in front.
    """
    text = "" if value is None else str(value)
    start = next((sign for sign in text if not _is_passed_over(sign)), "")
    begins = unicodedata.normalize("NFKC", start)[:1]
    return f"'{text}" if begins in STARTS or text[:1] in SPLITS else text


def _is_passed_over(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
