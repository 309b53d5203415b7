"""Words of the records that pages must not say, and how a year is told from another number."""

import re
from collections.abc import Iterable

#: What the records of the factories hold: names, a place, the years of birth.
CANARIES = ("Мунаввара", "Сафарова", "Билол", "Rusafa", "2016", "1989")


def told(text: str, words: Iterable[str] = CANARIES) -> list[str]:
    """Return which of ``words`` stand in ``text``.

    A year counts where it stands by itself, not within a number or a case number. Keys of rows
    have seven digits in tests, so that none of them is a year.
    """
    return [word for word in words if re.search(_pattern(word), text)]


def _pattern(word: str) -> str:
    return rf"(?<![\w-]){word}(?!\w)" if word.isdigit() else re.escape(word)
