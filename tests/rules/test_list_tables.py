"""Headings that come again below a list, and other tables on its sheet."""

import pytest

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
