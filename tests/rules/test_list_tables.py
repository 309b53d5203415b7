"""Headings that come again below a list, and other tables on its sheet."""

import pytest

from cases.rules.list_headings import CannotReadList
from cases.rules.list_tables import join_births
from cases.rules.list_words import Column
from cases.rules.lists import read_list

HEAD = ["№", "Мать", "Ребёнок", "Дата рождения", "Пол"]
FIRST = ["1", "Назарова Зулфия", "Ҳамза", "2014", "м"]
LAST = ["2", "Раҳимова Мавлуда", "Иброҳим", "2016", "м"]
OF_TWO = [["№", "Мать", "Ребёнок", "", ""], ["", "ФИО", "ФИО", "дата рождения", "пол"]]


def read(*rows):
    """The children of a list, with the rows that are passed over and those of other tables."""
    list_read = read_list(rows)
    rows = [row for family in list_read.families for row in family.rows]
    names = [row[Column.CHILD] for row in rows]
    return names, [number for number, _text in list_read.passed], list_read.apart


@pytest.mark.parametrize(
    "again",
    [
        HEAD,
        [*HEAD, "Документы"],
        [text.upper() for text in HEAD],
        [f" {text}." for text in HEAD],
        ["№", "Мать", "Ребёнок", "Дата рождения", ""],
    ],
)
def test_the_headings_once_more_are_passed_over(again):
    assert read(HEAD, FIRST, [], again, LAST) == (["Ҳамза", "Иброҳим"], [4], ())


def test_two_rows_of_headings_once_more_are_passed_over():
    assert read(*OF_TWO, FIRST, *OF_TWO, LAST) == (["Ҳамза", "Иброҳим"], [4, 5], ())


@pytest.mark.parametrize(
    "others",
    [
        [["№", "Ребёнок", "Мать", "Дата рождения", "Пол"]],
        [["№", "Мать", "Дата рождения", "Ребёнок", "Пол"]],
        [["Ребёнок", "Возраст"]],
        [["№", "Фамилия", "Имя", "Должность", "Телефон", "Паспорт матери"]],
        [["№", "Ребёнок", "Мать", "", ""], OF_TWO[1]],
        [["№", "Сотрудник", "Должность", "Стаж", "Комната"]],
        [["", "Сотрудник", "Должность", "Стаж", "Комната"]],
        [["Кабинет", "Врач", "", "Приём", "Запись"]],
    ],
)
def test_what_stands_below_other_headings_is_not_read(others):
    last = 4 + len(others)
    expected = (["Ҳамза"], [*range(4, last + 1)], ((4, last),))

    assert read(HEAD, FIRST, [], *others, LAST, []) == expected


def test_the_own_headings_end_another_table():
    others = ["№", "Ребёнок", "Мать", "Дата рождения", "Пол"]

    read_so = read(HEAD, FIRST, others, ["1", "Сафия", "Раҳимова", "2015", "ж"], HEAD, LAST)

    assert read_so == (["Ҳамза", "Иброҳим"], [3, 4, 5], ((3, 4),))


def test_ages_in_another_unit_are_another_table():
    head = ["Мать", "Ребёнок", "Возраст"]
    rows = [["Назарова Зулфия", "Ҳамза", "6"], [*head[:2], "Возраст (мес)"], ["", "Сафия", "8"]]

    assert read(head, *rows) == (["Ҳамза"], [3, 4], ((3, 4),))


def test_a_table_above_the_headings_that_a_person_chose_is_not_read():
    others = ["Ребёнок", "Возраст", "Мать"]
    table = [["Рӯйхат"], HEAD, FIRST, [], others, ["Сафия", "6", "Раҳимова Мавлуда"]]

    assert read_list(table, 4).apart == ((2, 3),)
    assert read_list(table, 1).apart == ((5, 6),)


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "عمر", "2016", "م"],
        ["", "Мать", "Сафия", "6 лет", "ж"],
        ["", "", "Сафия", "неизвестно", "пол не указан"],
        ["-", "", "Сафия", "нет", "no"],
        ["", "Мавлуда", "Сафия", "весной", "д"],
        ["", "Мавлуда", "Сафия", "", "дочка"],
        ["", "Мавлуда", "Сафия", "д/р неизвестна", "дочка"],
    ],
)
def test_a_row_of_a_child_is_no_headings(row):
    for between in ([], [[]]):
        names, passed, apart = read(HEAD, FIRST, *between, row)

        assert len(names) == 2
        assert (passed, apart) == ([], ())


def test_numbers_of_the_columns_are_passed_over():
    assert read(HEAD, ["1", "2", "3", "4", "5"], FIRST) == (["Ҳамза"], [2], ())


def test_a_column_without_a_heading_is_not_read_and_told():
    assert read_list([HEAD, [*FIRST, "", "Назаров"]]).bare == (6,)


def joined(*rows):
    """Return what a list of one child says of births, once parts of a date are one column."""
    rows = [text.split("|") for text in rows]
    join_births(rows, word="Дата рождения")
    [family] = read_list(rows).families
    [child] = family.rows
    return [text for text in (family.mother[Column.MOTHER_BORN], child[Column.CHILD_BORN]) if text]


@pytest.mark.parametrize(
    ("heads", "cells", "birth"),
    [
        ("День рождения|Месяц рождения|Год рождения", "15|03|2017", "15.03.2017"),
        ("Day of birth|Month of birth|Year of birth", "15|March|2017", "15 March 2017"),
        ("Рӯзи таваллуд|Моҳи таваллуд|Соли таваллуд", "-|март|2017", "март 2017"),
        ("يوم الميلاد|شهر الميلاد|سنة الميلاد", "15|3|2017", "15.3.2017"),
        ("Год рождения|Месяц|Число", "2017|III|15", "15 III 2017"),
        ("Рӯз|Моҳ|Сол", "00|00|2017", "2017"),
        ("Месяц рождения|Год рождения", "03|2017", "03.2017"),
        ("День рождения|Месяц|Год", "15||2017", "15.?.2017"),
    ],
)
def test_a_birth_in_several_columns_is_one(heads, cells, birth):
    rows = f"Мать|Ребёнок|{heads}|Пол", f"Назарова Зулфия|Ҳамза|{cells}|м"

    assert joined(*rows) == [birth]
    assert joined(rows[0], *rows) == [birth]  # the headings once more


def test_parts_of_a_date_stand_below_the_heading_of_a_birth():
    heads = ["Мать|Дата рождения|||Ребёнок|Дата рождения||", "|день|месяц|год||день|месяц|год"]
    row = "Назарова Зулфия|1|2|1990|Ҳамза|15|марта|2017"

    assert joined(*heads, "1|2|3|4|5|6|7|8", row) == ["1.2.1990", "15 марта 2017"]
    assert joined("Мать|День|Месяц|Год|Ребёнок|День|Месяц|Год", row) == [
        "1.2.1990",
        "15 марта 2017",
    ]


def test_years_of_two_people_and_another_date_stay_apart():
    born = "Мать|Год рождения|Ребёнок|Год рождения", "Назарова Зулфия|1990|Ҳамза|2017"
    held = f"{born[0]}|Задержана: день|месяц|год", f"{born[1]}|1|2|2018"

    assert joined(*born) == joined(*held) == ["1990", "2017"]
    with pytest.raises(CannotReadList, match="no_header"):
        joined("Мать|Ребёнок|День|Месяц|Год|День|Месяц|Год", "Зулфия|Ҳамза|1|2|2018|3|4|2019")
