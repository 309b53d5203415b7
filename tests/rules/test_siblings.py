from datetime import date

import pytest

from cases.rules.births import read_birth
from cases.rules.siblings import same_letters, too_close

ON = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("10.05.2018", "10.08.2018", True),
        ("10.08.2018", "10.05.2018", True),
        ("10.05.2018", "12.05.2018", True),
        ("10.05.2018", "09.02.2019", True),
        ("05.2018", "08.2018", True),
        ("05.2018", "15.09.2018", True),
        ("2 недели", "4 месяца", True),
        ("10.05.2018", "10.05.2018", False),
        ("10.05.2018", "11.05.2018", False),
        ("10.05.2018", "10.02.2019", False),
        ("10.05.2018", "2018", False),
        ("2018", "2018", False),
        ("2018", "2019", False),
        ("05.2018", "05.2018", False),
        ("05.2018", "06.2018", False),
        ("05.2018", "02.2019", False),
        ("8y", "8y", False),
        ("~8", "10.05.2018", False),
    ],
)
def test_births_are_asked_about_only_when_they_certainly_lie_too_near(one, other, asked):
    assert too_close(read_birth(one, on=ON), read_birth(other, on=ON)) is asked


def test_an_unknown_birth_is_never_too_near():
    assert not too_close(None, read_birth("2018", on=ON))
    assert not too_close(read_birth("2018", on=ON), None)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (["Ҳасан"], ["ҲАСАН"], True),
        (["Ҳасан", "حسن"], ["حسن"], True),
        (["Ҳасан"], ["Ҳусейн"], False),
        (["Амин"], ["Амина"], False),
        ([], [], False),
    ],
)
def test_names_are_compared_letter_by_letter(one, other, equal):
    assert same_letters(one, other) is equal
