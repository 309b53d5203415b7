"""Cells of a list as the eye sees them: those that span rows, and those that are struck out."""

import pytest
import xlsxwriter

from cases.casework.list_trials import try_list
from cases.casework.seed import seed_agreement
from cases.files.sheets import read_sheets
from cases.models import Agreement
from cases.vocabulary import NameKind, Role
from tests import factories

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


@pytest.fixture
def tried(db):
    worker = factories.user(Role.CASEWORKER)
    seed_agreement(by=factories.user(Role.ADMIN), reviewer=factories.user(Role.REVIEWER))

    def tried(path):
        agreement = Agreement.objects.get()
        return try_list(path, agreement=agreement, by=worker, as_of=None, answers={})

    return tried


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
    assert sheet(*ROWS, drawn={3: 0.75, 4: 15}).looks.hidden_rows == {4}


def test_comments_on_cells_become_a_column_of_remarks(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for at, row in enumerate((TITLE, HEAD, *ROWS)):
            page.write_row(at, 0, row)
        page.write_comment("A1", "of the title")
        page.write_comment("C3", "умер\n10.01.2019", {"author": "консул"})
        page.write_comment("D3", "со слов")

    [read] = read_sheets(path)

    assert [row[5:] for row in read.rows[:4]] == [
        [],
        ["Comments"],
        ["C3: умер 10.01.2019 · D3: со слов"],
        [],
    ]


def read_list(tried, tmp_path, head, *rows):
    """Read a list of these rows as it is understood."""
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for at, row in enumerate((TITLE, head, *rows)):
            page.write_row(at, 0, row)
    trial = tried(path)
    return trial, [dict(family.mother.person.names) for family in trial.families]


def test_names_in_two_scripts_in_a_cell_are_read_and_told(tried, tmp_path):
    trial, mothers = read_list(
        tried,
        tmp_path,
        ["Мать", "Ребёнок", "Год рождения"],
        ["Назарова Зулфия / Nazarova Zulfiya", "Билол (بلال)", "2015"],
        ["سعيدة كريموفا\nКаримова Саида", "Юсуф Yusuf", "2014"],
    )

    assert trial.problems == ()
    assert mothers == [
        {NameKind.FAMILY: "Назарова Зулфия", NameKind.COURT: "Nazarova Zulfiya"},
        {NameKind.FAMILY: "Каримова Саида", NameKind.OFFICIAL: "سعيدة كريموفا"},
    ]
    children = [dict(f.children[0].facts.person.names) for f in trial.families]
    assert children == [
        {NameKind.FAMILY: "Билол", NameKind.OFFICIAL: "بلال"},
        {NameKind.FAMILY: "Юсуф", NameKind.ALIAS: "Yusuf"},
    ]
    notes = [note.sentence for note in trial.notes]
    assert "“Билол (بلال)” is read as “Билол · بلال”." in notes


def test_names_in_parts_in_two_scripts_are_read_by_their_letters(tried, tmp_path):
    head = ["Фамилия матери", "Имя матери", "Surname of mother", "Name of mother"]
    head += ["Фамилия ребёнка", "Имя ребёнка", "Child surname", "Child name", "Год рождения"]
    trial, mothers = read_list(
        tried,
        tmp_path,
        head,
        [
            "Назарова",
            "Зулфия",
            "Nazarova",
            "Zulfiya",
            "Назаров",
            "Ҳамза",
            "Nazarov",
            "Hamza",
            "2014",
        ],
        ["", "", "", "", "Назарова", "Сумая", "Nazarova", "Sumaya", "2016"],
    )

    assert trial.problems == trial.notes == ()
    assert mothers == [{NameKind.FAMILY: "Зулфия Назарова", NameKind.COURT: "Zulfiya Nazarova"}]
    children = [dict(child.facts.person.names) for child in trial.families[0].children]
    assert children[1] == {NameKind.FAMILY: "Сумая Назарова", NameKind.ALIAS: "Sumaya Nazarova"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Каримов Hamza", "does not sound like one name"),
        ("Хасан и Хусейн", "is not one name alone"),
        ("Ҳасан ва Ҳусейн / Hasan va Husayn", "is not one name alone"),
        ("двое детей", "is not one name alone"),
    ],
)
def test_a_cell_that_is_not_one_name_is_told_and_never_taken(tried, tmp_path, name, said):
    head = ["Мать", "Ребёнок", "Год рождения"]
    trial, _mothers = read_list(tried, tmp_path, head, ["Назарова Зулфия", name, "2015"])

    assert said in trial.problems[0].sentence
    assert trial.families[0].children[0].facts.person.names == {}


def test_a_mark_under_a_consent_is_the_consent_above(tried, tmp_path):
    trial, _mothers = read_list(
        tried,
        tmp_path,
        ["Мать", "Ребёнок", "Год рождения", "Согласие", "Примечание"],
        ["Назарова Зулфия", "Ҳамза", "2014", "рози", ""],
        ["", "Сумая", "2016", "-//-", "больна"],
        ["Каримова Саида", "Билол", "2015", "-//-", ""],
    )

    notes = [child.note for family in trial.families for child in family.children]
    assert [note.rpartition(": ")[2] for note in notes] == ["рози", "рози", ""]
    assert [(each.row, each.sentence) for each in trial.problems] == [
        (5, "“-//-” is not understood.")
    ]
    assert "The list remarks: “больна”." in [note.sentence for note in trial.notes]
