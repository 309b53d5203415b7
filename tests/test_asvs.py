"""The register beside OWASP ASVS 5.0: every number once, and every test that is named exists."""

import re
from itertools import pairwise

from tests.test_data_protection import ROOT, unknown_tests

TEXT = (ROOT / "docs" / "asvs.md").read_text()
#: The requirements of levels 1 and 2 of version 5.0.0: how many of each section, by chapter.
SECTIONS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
NUMBERS = [
    (chapter, section, number)
    for chapter, sections in SECTIONS.items()
    for section, last in enumerate(sections, 1)
    for number in range(1, last + 1)
]
WITHOUT_A_TEST = ("Does not apply: ", "Not met: ", "By the host: ", "Written: ", "There are none")
ROWS = [row.strip("| ").split(" | ") for row in TEXT.splitlines() if re.match(r"\| \d", row)]


def _number(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _covered(cell: str) -> list[tuple[int, ...]]:
    first, _to, last = cell.partition(" to ")
    return [n for n in NUMBERS if _number(first) <= n <= _number(last or first)]


def test_each_requirement_is_answered_once_and_in_order():
    answered = [number for row in ROWS for number in _covered(row[0])]

    assert len(NUMBERS) == 253
    assert answered == NUMBERS
    assert all(one < other for one, other in pairwise(answered))


def test_each_answer_names_tests_that_exist_or_says_why_not():
    assert unknown_tests(TEXT) == []
    assert [
        row for row in ROWS if "::test_" not in row[2] if not row[2].startswith(WITHOUT_A_TEST)
    ] == []
