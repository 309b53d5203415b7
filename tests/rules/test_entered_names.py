import pytest

from cases.rules.entered_names import entered_name
from cases.rules.names import CannotUseName


@pytest.mark.parametrize(
    "text",
    [
        "О’Коннор",
        "Ra'no",
        "Абдул-Карим",
        "Zebo Назарова",
        "Абу-Bakr",
        "Али III",
        "М. Раҳимова",
        "Gül",
        "علی\u200cزاده",
        "王小明",
        "Oʻtkir",
    ],
)
def test_a_name_holds_letters_and_the_signs_of_names(text):
    assert entered_name(text) == text


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [
        ("Юсуф2", "not_letters", "2"),
        ("1) Назаров Сомон", "not_letters", "1"),
        ("Юсуф٢", "not_letters", "٢"),
        ("<b>Мать</b>", "not_letters", "<"),
        ("<script>alert(1)</script>", "not_letters", "<"),
        ('=HYPERLINK("http://x","a")', "not_letters", "="),
        ("=cmd|' /C calc'!A0", "not_letters", "="),
        ("Али_ев", "not_letters", "_"),
        ("Али 👦", "not_letters", "👦"),
        ("Али\u202eев", "direction", "\u202e"),
        ("Z\u0435bo", "mixed", "\u0435"),
        ("Зебо Р\u0061ҳимова", "mixed", "\u0061"),
        ("Ra\u043do Karimova", "mixed", "\u043d"),
        ("Aзизаعلی", "mixed", "з"),
    ],
)
def test_what_no_name_holds_is_pointed_at(text, code, sign):
    with pytest.raises(CannotUseName) as refusal:
        entered_name(text)

    assert refusal.value.code == code
    assert refusal.value.mark.sign == sign


@pytest.mark.parametrize(
    "text",
    [
        *("Неизвестно", "неизвестна", "Мать неизвестна", "нет данных", "НЕТ", "не установлено"),
        *("Номаълум", "модар номаълум", "Unknown", "mother unknown", "not known", "n/a."),
        *("غير معروف", "مجهولة", "الأم مجهولة", "مجهولة الهوية", "بدون اسم"),
        *("Аноним", "без имени", "мать без имени", "Безымянная", "Бе ном", "no name"),
    ],
)
def test_words_that_say_not_known_are_no_name(text):
    with pytest.raises(CannotUseName) as refusal:
        entered_name(text)

    assert refusal.value.code == "not_known"
