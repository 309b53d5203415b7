import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.text import CannotUseText, clean_text


def test_lines_and_soft_marks_of_direction_stay():
    assert clean_text(" One\r\ntwo\rthree\u2028four\t\u200fخمسة ", limit=100) == (
        "One\ntwo\nthree\nfour\t\u200fخمسة"
    )


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("a" * 11, "too_long", {"limit": 10}),
        ("a" * 10_000, "too_long", {"limit": 10}),
        ("a\u202eb", "direction", {}),
        ("a\u2067b", "direction", {}),
        ("a\x00b", "control", {}),
        ("a\ud800b", "control", {}),
    ],
)
def test_what_hides_or_turns_a_text_is_refused(text, code, params):
    with pytest.raises(CannotUseText) as refusal:
        clean_text(text, limit=10)

    assert (refusal.value.code, refusal.value.params) == (code, params)


@given(st.text())
def test_any_text_is_clean_or_refused(text):
    try:
        clean = clean_text(text, limit=20)
    except CannotUseText:
        return

    assert clean_text(clean, limit=20) == clean
    assert len(clean) <= 20
