import pytest

from cases.rules.latin import _TABLE, in_latin, suggested
from cases.rules.names import ALPHABET
from cases.vocabulary import Sex


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Ғайрат Ҳоҷиев", "Ghairat Hojiev"),
        ("Қӯшбек", "Qushbek"),
        ("Ӣсо", "Iso"),
        ("Жасмина Цой", "Zhasmina Tsoi"),
        ("Хадича Щукина", "Khadicha Shchukina"),
        ("ШАРИФ", "SHARIF"),
        ("Маъруф", "Maruf"),
        ("Игорь", "Igor"),
        ("Абдул-Ҷаббор", "Abdul-Jabbor"),
        ("Ӣсо И\u0304со", "Iso Iso"),  # composed or not
        ("سمية", ""),
        ("Їжак", ""),  # a letter of another language is not guessed
        ("", ""),
    ],
)
def test_name_is_written_by_the_tables(name, latin):
    assert in_latin(name) == latin


def test_every_letter_of_the_alphabet_has_its_letters():
    assert set(ALPHABET) == set(_TABLE)
    assert all(latin.isascii() for latin in _TABLE.values())


@pytest.mark.parametrize(
    ("name", "sex", "latin"),
    [
        ("Умар", Sex.MALE, "Umar Nazarov"),
        ("Сумая", Sex.FEMALE, "Sumaia Nazarova"),
        ("Умар", Sex.UNKNOWN, "Umar Nazarova"),
        ("Умар Каримов", Sex.MALE, "Umar Karimov"),
    ],
)
def test_child_of_one_word_has_the_family_name_of_the_mother(name, sex, latin):
    assert suggested(name, mother="Гулнора Назарова", sex=sex) == latin
