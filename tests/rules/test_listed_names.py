import pytest

from cases.rules.listed_names import are_two_scripts, is_more, sound_alike, spellings


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Билол", ["Билол"]),
        ("Билол / Bilol", ["Билол", "Bilol"]),
        ("Раҳимова Сумая (Rahimova Sumaya)", ["Раҳимова Сумая", "Rahimova Sumaya"]),
        ("بلال - Bilol", ["بلال", "Bilol"]),
        ("Каримова Саида\nKarimova Saida", ["Каримова Саида", "Karimova Saida"]),
        ("Юсуф Yusuf", ["Юсуф", "Yusuf"]),
        ("Каримова С. / Karimova S.", ["Каримова С.", "Karimova S."]),
        ("Асмо | Asmo | أسماء", ["Асмо", "Asmo", "أسماء"]),
        ("Назарова\nНАЗАРОВА", ["НАЗАРОВА"]),
        ("Хасан\nХусейн", ["Хасан\nХусейн"]),
        ("Хамза Hamza, Сумая Sumaya", ["Хамза Hamza, Сумая Sumaya"]),
        ("Хaмза", ["Хaмза"]),
        ("<b>Ҳамза", ["<b>Ҳамза"]),
        ("Хамза 2014 / Hamza", ["Хамза 2014 / Hamza"]),
        ("", [""]),
    ],
)
def test_a_name_in_several_scripts_is_told_apart(text, names):
    assert spellings(text) == names


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Билол", "بلال", True),
        ("Одинаева Нигина", "نيكينا", True),
        ("Абубакр", "Abu Bakr", True),
        ("Каримова", "Saida", False),
        ("Хамза", "Sumaya", False),
    ],
)
def test_two_spellings_of_one_name_sound_alike(one, other, is_one):
    assert sound_alike(one, other) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "Хасан и Хусейн",
        "Ҳасан ва Ҳусейн",
        "Hamza and Sumaya",
        "حسن و حسين",
        "Хамза – Сумая",
        "Каримова Саида с двумя детьми",
        "двое детей",
        "Кӯдаки навзод",
        "Сафарова Манижа (умерла)",
        "сирота",
        *["Ҳамза ё Ҳамид", "Ҳамза или Ҳамид", "Nazarova a.k.a. Karimova", "Mrs. Nazarova Zulfiya"],
        *["Назарова Зулфия, она же Каримова", "Умар м"],
    ],
)
def test_two_people_and_words_beside_a_name_are_more_than_one(text):
    assert is_more(text)


@pytest.mark.parametrize(
    "text",
    [
        *["Каримова-Саидова Саида", "Юсуф ибн Алӣ", "Умму Юсуф", "وليد", "Назар0ва"],
        *["Назарова И.К.", "Е. Назарова", "Назарова И. К.", "Назаров М"],
    ],
)
def test_a_name_is_no_more_than_one(text):
    assert not is_more(text)


@pytest.mark.parametrize(
    ("rows", "are_two"),
    [
        ([["Назарова", "Nazarova"], ["Каримова", ""]], True),
        ([["Хамза", "Сумая"], ["Билол", "Bilol"]], False),
        ([["Хамза", ""], ["", "Билол"]], False),
        ([["Хамза"]], False),
    ],
)
def test_columns_of_two_scripts_never_have_two_names_in_one(rows, are_two):
    assert are_two_scripts(rows, [0, 1]) is are_two
