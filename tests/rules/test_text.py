import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.text import CannotUseText, RefusedSign, clean_text


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
        ("a\U000e0061b", "control", {}),  # a tag, which nobody sees
    ],
)
def test_what_hides_or_turns_a_text_is_refused(text, code, params):
    with pytest.raises(CannotUseText) as refusal:
        clean_text(text, limit=10)

    assert (refusal.value.code, refusal.value.params) == (code, params)


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("Пункт\x0bвторой", "Пункт\nвторой"),
        ("Страница\x0cвторая", "Страница\nвторая"),
        ("\uf0b7 Первый пункт", "• Первый пункт"),
        ("\uf0a7\tПервый\n\uf0d8\tВторой", "•\tПервый\n•\tВторой"),
        ("готово \uf0fc", "готово ✓"),
        ("\u2066Назаров\u2069 дар суд буд", "Назаров дар суд буд"),
        ("Суд: \u202bالأم \u2068Али\u2069\u202c.", "Суд: الأم Али."),
        ("не\xadразрывный\ufeff", "неразрывный"),
        ("не\x1eразрывный", "не-разрывный"),
    ],
)
def test_what_a_program_pastes_becomes_what_it_stands_for(pasted, text):
    assert clean_text(pasted, limit=100) == text


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Один\nдва \u202eтри", RefusedSign("\u202e", 2, "два", "три")),
        ("\u202dОдин\u202c", RefusedSign("\u202d", 0, "", "Один")),
        ("Один \u2067два\nтри\u2069", RefusedSign("\u2067", 1, "Один", "два")),
        ("Один\u2069", RefusedSign("\u2069", 0, "Один", "")),
        ("Один\x07два", RefusedSign("\x07", 0, "Один", "два")),
        ("Один\uf123два", RefusedSign("\uf123", 0, "Один", "два")),
    ],
)
def test_what_misleads_is_pointed_at(text, mark):
    with pytest.raises(CannotUseText) as refusal:
        clean_text(text, limit=100)

    assert refusal.value.mark == mark


@given(st.text())
def test_any_text_is_clean_or_refused(text):
    try:
        clean = clean_text(text, limit=20)
    except CannotUseText:
        return

    assert clean_text(clean, limit=20) == clean
    assert len(clean) <= 20
