"""Cells of a list as the eye sees them: those that span rows, and those that are struck out."""

import pytest
import xlsxwriter

from cases.files.sheets import read_sheets

TITLE, HEAD = ["Список на 12.02.2019"], ["№", "Мать", "Ребёнок", "Дата рождения", "Отец"]
ROWS = [
    ["1", "Назарова Зулфия", "Ҳасан", "12.05.2014", "погиб"],
    ["2", "", "Ҳусейн", "", ""],
    ["3", "", "Сумая", "2016", ""],
    ["4", "", "", "", ""],
]


@pytest.fixture
def sheet(tmp_path):
    """Write a list with some cells merged or struck out, and read its sheet."""

    def sheet(*rows, merged=(), struck=(), inline=False, drawn=None):
        path = tmp_path / "list.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
            line = book.add_format({"font_strikeout": True})
            page = book.add_worksheet()
            for at, row in enumerate((TITLE, HEAD, *rows)):
                for place, text in enumerate(row):
                    page.write(at, place, text, line if (at, place) in struck else None)
            for top, at, last in merged:
                text = rows[top - 2][at]
                page.merge_range(top, at, last, at, text, line if (top, at) in struck else None)
            for row, height in (drawn or {}).items():
                page.set_row(row, height)
        return read_sheets(path)[0]

    return sheet


def column(sheet, at):
    return [row[at] for row in sheet.rows[2:]]


def test_a_cell_that_spans_rows_is_of_each_row_with_somebody_in_it(sheet):
    read = sheet(*ROWS, merged=[(2, 1, 5), (2, 3, 3), (2, 4, 4)])

    assert column(read, 1) == [*["Назарова Зулфия"] * 3, ""]
    assert column(read, 3) == ["12.05.2014", "12.05.2014", "2016", ""]
    assert column(read, 4) == ["погиб", "погиб", "погиб", ""]


@pytest.mark.parametrize("text", ["неизвестна", "имя неизвестно", "—", "н/д"])
def test_not_known_over_several_rows_is_said_once(sheet, text):
    first, *others = ROWS
    read = sheet([first[0], text, *first[2:]], *others, merged=[(2, 1, 4)])

    assert column(read, 1) == [text, "", "", ""]


def test_a_title_and_headings_that_span_rows_stay_as_they_are(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 3, TITLE[0])
        for at, text in enumerate(HEAD):
            page.merge_range(2, at, 3, at, text)
        page.write_row(4, 0, ROWS[0])

    [read] = read_sheets(path)

    assert read.rows[:4] == [[*TITLE, "", "", "", ""], [""] * 5, HEAD, [""] * 5]


@pytest.mark.parametrize("inline", [False, True])
def test_a_struck_out_text_is_seen_wherever_the_file_keeps_it(sheet, inline):
    read = sheet(*ROWS, struck=[(3, 2), (4, 1)], inline=inline)

    assert read.looks.struck_rows == {4}


def test_a_struck_out_cell_that_spans_rows_strikes_each_of_them(sheet):
    read = sheet(*ROWS, merged=[(2, 1, 4)], struck=[(2, 1)])

    assert read.looks.struck_rows == {3, 4, 5}


def test_a_row_drawn_without_height_is_hidden(sheet):
    assert sheet(*ROWS, drawn={3: 0}).looks.hidden_rows == {4}
