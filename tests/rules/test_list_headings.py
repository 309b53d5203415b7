"""Headings as clerks write them: what each column holds, and whose name its parts are of."""

import pytest

from cases.rules.list_headings import columns_of, has_header, meanings_of
from cases.rules.list_words import Column, column_of


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Фамилия", Column.FAMILY),
        ("Насаб", Column.FAMILY),
        ("Family name", Column.FAMILY),
        ("اسم العائلة", Column.FAMILY),
        ("اللقب", Column.FAMILY),
        ("Отчество", Column.PATRONYMIC),
        ("Middle name", Column.PATRONYMIC),
        ("Given names", Column.NAME),
        ("Ному насаб", Column.NAME),
        ("Имя и отчество", Column.NAME),
        ("Name and surname", Column.NAME),
        ("Last, first name", Column.NAME),
        ("الاسم واللقب", Column.NAME),
        ("Mother’s last name", Column.MOTHER_FAMILY),
        ("Насаби модар", Column.MOTHER_FAMILY),
        ("لقب الأم", Column.MOTHER_FAMILY),
        ("Отчество матери", Column.MOTHER_PATRONYMIC),
        ("Фамилия ребёнка", Column.CHILD_FAMILY),
        ("Mother: family name, given name", Column.MOTHER),
        ("Фамилия отца", None),
        ("Family", None),
        ("Family No.", None),
        ("Last place", None),
        ("Девичья фамилия матери", None),
    ],
)
def test_a_heading_says_which_part_of_whose_name(heading, column):
    assert column_of(heading) == column


M, MF, MP = Column.MOTHER, Column.MOTHER_FAMILY, Column.MOTHER_PATRONYMIC
C, CF, CP = Column.CHILD, Column.CHILD_FAMILY, Column.CHILD_PATRONYMIC
B, MB = Column.CHILD_BORN, Column.MOTHER_BORN


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Фамилия|Имя|Отчество|Дата рождения|Мать", (CF, C, CP, B, M)),
        ("Мать|Фамилия|Имя|Отчество|Дата рождения", (M, CF, C, CP, B)),
        ("Насаб|Ном|Соли таваллуд|Модар", (CF, C, B, M)),
        ("Фамилия матери|Имя матери|Фамилия|Имя|Дата рождения", (MF, M, CF, C, B)),
        ("Фамилия матери|Имя|Отчество|Фамилия ребенка|Имя|Д/р", (MF, M, MP, CF, C, B)),
        ("Фамилия матери|Имя|Фамилия|Имя|Дата рождения", (MF, M, CF, C, B)),
        ("Имя матери|Фамилия|Имя ребёнка|Фамилия|Дата рождения", (M, MF, C, CF, B)),
        ("Модар|Насаб|Соли таваллуд|Кӯдак|Насаб|Таваллуд", (M, MF, MB, C, CF, B)),
        ("Surname|First name|Date of birth|Mother", (CF, C, B, M)),
        ("Mother surname|Mother first name|Surname|Given name|DOB", (MF, M, CF, C, B)),
        ("لقب الام|اسم الام|لقب الطفل|اسم الطفل|تاريخ الميلاد", (MF, M, CF, C, B)),
        ("اسم الام|الاسم|اللقب|تاريخ الميلاد", (M, C, CF, B)),
        ("Фамилия матери|Фамилия|Дата рождения", (M, C, B)),
        ("Фамилия матери|Имя|Дата рождения", (M, C, B)),
        ("Мать|Имя ребёнка|Дата рождения|Фамилия", (M, C, B)),
        ("Имя отца|Фамилия|Мать|Ребёнок|Дата рождения", (M, C, B)),
    ],
)
def test_parts_of_a_name_are_of_the_person_beside_them(headings, columns):
    row = headings.split("|")

    assert tuple(columns_of(row).values()) == columns


@pytest.mark.parametrize(
    "headings",
    ["Фамилия|Имя|Дата рождения", "Фамилия|Имя|Фамилия|Имя|Дата рождения", "Мать|Отчество|ДР"],
)
def test_names_of_nobody_are_no_list(headings):
    assert not has_header([headings.split("|")])


def test_two_names_of_one_child_are_asked_about():
    row = ["Фамилия", "Имя", "Мать", "Фамилия", "Имя", "Дата рождения"]

    assert [column for _at, column in meanings_of(row)] == [CF, C, M, CF, C, B]
