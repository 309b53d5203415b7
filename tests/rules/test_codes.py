"""Codes of an app: which are right, and when."""

import datetime

import pyotp
import pytest

from cases.rules.codes import bare, in_groups, is_app_code, step_of

#: The secret and a moment of RFC 6238, appendix B: step 37037036, whose code ends in 081804.
SECRET = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").secret
AT = datetime.datetime.fromtimestamp(1111111109, datetime.UTC)
STEP = 1111111109 // 30


def _code(step: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(step)


def test_code_of_the_standard_is_right():
    assert step_of("081804", secret=SECRET, at=AT, after=0) == STEP


@pytest.mark.parametrize("shift", range(-4, 5))
def test_clock_may_be_one_step_off(shift):
    step = step_of(_code(STEP + shift), secret=SECRET, at=AT, after=0)

    assert step == (STEP + shift if abs(shift) <= 1 else None)


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_code_of_a_step_that_was_used_is_none(shift):
    used = STEP + shift

    steps = [step_of(_code(s), secret=SECRET, at=AT, after=used) for s in range(STEP - 1, STEP + 2)]

    assert steps == [step if step > used else None for step in range(STEP - 1, STEP + 2)]


@pytest.mark.parametrize("typed", ["081 804", "081-804", " 081804\n", "٠٨١٨٠٤", "۰۸۱۸۰۴"])
def test_code_is_read_as_people_type_it(typed):
    assert bare(typed) == "081804"
    assert is_app_code(bare(typed))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "½23456"])
def test_other_texts_are_no_codes_of_an_app(code):
    assert not is_app_code(bare(code))


def test_recovery_code_reads_back_from_its_groups():
    assert bare(in_groups("abcdefgh2345").upper()) == "abcdefgh2345"
    assert in_groups("abcdefgh2345") == "abcd-efgh-2345"
