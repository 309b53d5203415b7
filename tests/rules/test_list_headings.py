"""Headings as clerks write them: what each column holds, and whose name its parts are of."""

import pytest

from cases.rules.list_headings import columns_of, has_header, headings_of, meanings_of
from cases.rules.list_words import Column, column_of
from cases.rules.lists import read_list


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
        ("Other names", Column.NAME),
        ("Last", Column.FAMILY),
        ("Middle", Column.PATRONYMIC),
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
        ("Ном падар", Column.FATHER_NAME),
        ("ФИО отца ребёнка", Column.FATHER_NAME),
        ("اسم الأب", Column.FATHER_NAME),
        ("Father’s full name", Column.FATHER_NAME),
        ("Фамилия отца", Column.FATHER_FAMILY),
        ("Отчество отца", Column.FATHER_PATRONYMIC),
        ("Отец", Column.FATHER),
        ("Имя отца и ребёнка", None),
        ("Имя отца и матери", None),
        ("Имя и статус отца", None),
        ("Дата рождения отца", None),
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
        ("Ребёнок|Мать|Дата рождения ребёнка", (C, M, B)),
        ("Имя отца|Фамилия|Мать|Ребёнок|Дата рождения", (Column.FATHER_NAME, M, C, B)),
        ("Мать|Ребёнок|ФИО отца|Дата рождения", (M, C, Column.FATHER_NAME, B)),
        ("اسم الام|الاسم|اسم الاب|اللقب|تاريخ الميلاد", (M, C, Column.FATHER_NAME, CF, B)),
        ("الاسم|اسم الاب|اللقب|تاريخ الميلاد|اسم الام", (C, Column.FATHER_NAME, CF, B, M)),
        (
            "اسم الطفل|اسم الاب|اسم الجد|اللقب|العمر|الام",
            (C, Column.FATHER_NAME, CF, Column.CHILD_AGE, M),
        ),
        ("Ребёнок|Имя отца|Фамилия|Дата рождения|Мать", (C, Column.FATHER_NAME, CF, B, M)),
        ("Мать|Имя отца|Фамилия|Ребёнок|Дата рождения", (M, Column.FATHER_NAME, C, B)),
        ("Мать|ФИО отца|Дата рождения|Ребёнок|Дата рождения", (M, Column.FATHER_NAME, C, B)),
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


@pytest.mark.parametrize(
    ("above", "headings", "columns"),
    [
        ("Мать||Ребёнок|", "ФИО|год рождения|ФИО|год рождения", (M, MB, C, B)),
        ("Ребёнок||Мать|", "ФИО|год рождения|ФИО|год рождения", (C, B, M, MB)),
        ("Модар||Фарзанд|", "Насаб ва ном|Соли таваллуд|Ном|Санаи таваллуд", (M, MB, C, B)),
        ("الأم||الطفل|", "الاسم|تاريخ الميلاد|الاسم|تاريخ الميلاد", (M, MB, C, B)),
        (
            "Сведения о матери|||О детях||",
            "Фамилия|Имя|г.р.|Фамилия|Имя|г.р.",
            (MF, M, MB, CF, C, B),
        ),
        (
            "Mother’s details||Child’s details||",
            "Name|DOB|Surname|Given name|DOB",
            (M, MB, CF, C, B),
        ),
        ("Мать||Имя ребёнка|Дата рождения", "ФИО|Год рождения||", (M, MB, C, B)),
        (
            "Мать|Год рождения|Ребёнок|Возраст",
            "Mother|Year of birth|Child|Age",
            (M, MB, C, Column.CHILD_AGE),
        ),
        ("Мать|Ребёнок|Возраст|Пол", "ФИО|ФИО|(лет)|(м/ж)", (M, C, Column.CHILD_AGE, Column.SEX)),
        ("ФИО||Год рождения|", "ребёнка|матери|ребёнка|матери", (C, M, B, MB)),
        (
            "Мать||Имя|Возраст|Пол ребёнка",
            "ФИО|г.р.|ребёнка|ребёнка|(м/ж)",
            (M, MB, C, Column.CHILD_AGE, Column.SEX),
        ),
        (
            "Мать||Отец||Ребёнок|",
            "ФИО|г.р.|ФИО|статус|ФИО|г.р.",
            (M, MB, Column.FATHER_NAME, Column.FATHER, C, B),
        ),
        (
            "Мать|Отец||Ребёнок|",
            "ФИО|Фамилия|Имя|ФИО|г.р.",
            (M, Column.FATHER_FAMILY, Column.FATHER_NAME, C, B),
        ),
        ("Мать|Ребёнок||", "ФИО|ФИО|г.р.|ФИО отца", (M, C, B, Column.FATHER_NAME)),
    ],
)
def test_headings_under_others_are_of_whom_those_speak(above, headings, columns):
    heads = headings_of(above.split("|"), headings.split("|"))

    assert heads.is_grouped
    assert tuple(heads.columns.values()) == columns


@pytest.mark.parametrize(
    ("above", "headings"),
    [
        ("Рӯйхати кӯдакон", "Модар|Кӯдак|Таваллуд"),
        ("Мать и дети", "Мать|ФИО|Дата рождения"),
        ("Дети", "ФИО|Дата рождения|Мать"),
        ("Мать|Ребёнок|Возраст", "Мать|Ребёнок|Возраст"),
        ("Мать|Ребёнок|Возраст", "Назарова Зулфия|Ҳамза|6"),
    ],
)
def test_a_title_and_a_row_are_no_headings_above_others(above, headings):
    assert not headings_of(above.split("|"), headings.split("|")).is_grouped


@pytest.mark.parametrize("above", ["Мать|||", "||Дети|", "Дети и матери|||"])
def test_a_word_above_that_does_not_say_whose_all_are_is_no_list(above):
    assert not has_header([above.split("|"), ["ФИО", "г.р.", "ФИО", "г.р."]])


def test_a_list_below_two_rows_of_headings_tells_them_by_both():
    heads = [["Мать", "", "Ребёнок", "", ""], ["ФИО", "г.р.", "ФИО", "г.р.", "Документы"]]
    read = read_list([["на 01.11.2026"], *heads, ["Назарова Зулфия", "1991", "Ҳамза", "2014", ""]])

    assert read.header_row == 3
    assert read.heading(Column.CHILD) == "Ребёнок: ФИО"
    assert read.unread == ["Ребёнок: Документы"]
    assert read.families[0].mother[Column.MOTHER_BORN] == "1991"


def test_an_age_has_the_unit_of_either_heading():
    heads = [["Мать", "Ребёнок", "Возраст (мес)"], ["Mother", "Child", "Age"]]

    read = read_list([*heads, ["Назарова Зулфия", "Ҳамза", "6"]])

    assert read.families[0].rows[0][Column.CHILD_AGE] == "6 m"


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("ФИО\nосуж-\nдённой", Column.MOTHER),
        ("М А Т Ь", Column.MOTHER),
        ("Рe6ёнок".replace("6", "б"), Column.CHILD),  # with a Latin e
        ("ФИО реб.", Column.CHILD),
        ("Дата рожде-\nния (дд.мм.гггг)", Column.CHILD_BORN),
        ("D.O.B. (dd/mm/yyyy)", Column.CHILD_BORN),
        ("С. тав.", Column.CHILD_BORN),
        ("Туғилган йили", Column.CHILD_BORN),
        ("مواليد الأم", Column.MOTHER_BORN),
        ("اسماء الاطفال", Column.CHILD_ARABIC),
        ("M/F", Column.SEX),
        ("مدة الحكم", Column.SENTENCE),
        ("Тюрьма", Column.HELD_AT),
        ("Насаб, ном ва номи падари модар", Column.MOTHER),
        ("Номи падар", Column.FATHER_NAME),
        ("Срок лишения свободы", Column.SENTENCE),
        ("Доп. сведения", Column.REMARK),
        ("Согласие на вывоз", Column.CONSENT),
        ("اسم السجينة", Column.MOTHER_ARABIC),
        ("Мать-одиночка", None),
        *[("Количество детей", None), ("Число детей", None), ("Отец (жив/умер)", Column.FATHER)],
        *[
            ("Мать (кир.)", Column.MOTHER),
            ("Ҳолати падар", Column.FATHER),
            ("Chilld", Column.CHILD),
            ("Palace", None),
        ],
        *[("Child's surnmae", Column.CHILD_FAMILY), ("Chlid", Column.CHILD)],
        *[("Фамлия матери", Column.MOTHER_FAMILY), ("Санаи тавалуд", Column.CHILD_BORN)],
        *[("Возрост", Column.CHILD_AGE), ("Data rojdeniya", Column.CHILD_BORN)],
        # Words of their own, and other forms of a word: read as nothing else.
        *[("Count of children", None), ("Content", None), ("Маҳбус", None), ("اسم الولد", None)],
        *[("Номер паспорта матери", None), ("Name of the childhood", None)],
    ],
)
def test_headings_as_offices_write_them(heading, column):
    assert column_of(heading) == column
