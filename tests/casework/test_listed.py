"""Lists as embassies send them: each is read rightly, or told by its row; never otherwise."""

import csv
import datetime
from pathlib import Path

import pytest
import xlsxwriter

from cases.casework.list_files import CannotImport
from cases.casework.list_trials import Trial, try_list
from cases.files.spreadsheets import CannotReadFile
from cases.models import Agreement
from cases.rules.list_headings import CannotReadList
from cases.vocabulary import Role, Sentence, Sex
from tests import factories

LISTS = Path(__file__).parents[1] / "data" / "lists"
HEAD = ["№", "Модар (ному насаб)", "Соли таваллуди модар", "Ҳукм", "Кӯдак"]
HEAD += ["Санаи таваллуд ё синну сол", "Ҷинс", "Падар"]
TITLE = "Рӯйхат то 01.11.2026"


@pytest.fixture
def people(db):
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    factories.seeding_reviewer()
    return caseworker


@pytest.fixture
def tried(people):
    def tried(path: Path, *, as_of=None, answers=None, sheet="") -> Trial:
        return try_list(
            path,
            agreement=Agreement.objects.get(),
            by=people,
            as_of=as_of,
            answers=answers or {},
            sheet=sheet,
        )

    return tried


def births(trial):
    """The birth of each child, as its first and last day."""
    people = [child.facts.person for family in trial.families for child in family.children]
    return [(f"{p.birth.earliest}", f"{p.birth.latest}") for p in people if p.birth]


def mothers(trial):
    return ["".join(family.mother.person.names.values()) for family in trial.families]


def sentences(trial):
    """What blocks the list, by rows."""
    return [(problem.row, problem.sentence) for problem in trial.problems]


def written(tmp_path, *rows, title=TITLE, head=HEAD, name="list.xlsx"):
    path = tmp_path / name
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Рӯйхат")
        for at, row in enumerate([[title], head, *rows]):
            sheet.write_row(at, 0, row)
    return path


DAY_OF_MARCH = [("2017-03-15", "2017-03-15")]
SIX_YEARS = [("2019-11-02", "2020-11-01")]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("shown-as-year.xlsx", [("2017-01-01", "2017-12-31")]),
        ("shown-as-month.xlsx", [("2017-03-01", "2017-03-31")]),
        ("shown-as-mm-yyyy.xlsx", [("2016-08-01", "2016-08-31")]),
        ("hidden-first-sheet.xlsx", DAY_OF_MARCH),
        ("list-on-second-sheet.xlsx", DAY_OF_MARCH),
        ("letter-date-first.xlsx", SIX_YEARS),
        ("title-day-in-words.xlsx", SIX_YEARS),
        ("heading-without-yo.csv", DAY_OF_MARCH),
        ("headings-fio.xlsx", DAY_OF_MARCH),
        ("headings-russian-keyboard.xlsx", [("2016-08-09", "2016-08-09")]),
        ("age-column-of-numbers.xlsx", SIX_YEARS),
        ("age-column-of-months.xlsx", [("2025-04-02", "2025-05-01")]),
        ("title-alone-semicolons.csv", DAY_OF_MARCH),
        ("unicode-text.csv", DAY_OF_MARCH),
        ("numbered-names.xlsx", [("2017-01-01", "2017-12-31")]),
        ("total-row.xlsx", [("2017-01-01", "2017-12-31")]),
        ("not-known-as-name.xlsx", [("2017-01-01", "2017-12-31")]),
        ("keep/date-system-1904.xlsx", DAY_OF_MARCH),
        ("keep/last-second-of-the-day.xlsx", [("2016-08-09", "2016-08-09")]),
        ("keep/merged-mother.xlsx", [*DAY_OF_MARCH, *SIX_YEARS]),
        ("keep/part-names-as-1c-writes.xlsx", DAY_OF_MARCH),
        ("keep/strict-ooxml.xlsx", DAY_OF_MARCH),
    ],
)
def test_a_list_is_read_as_it_looks(tried, file, expected):
    trial = tried(LISTS / file)

    assert sentences(trial) == []
    assert births(trial) == expected
    assert trial.as_of == datetime.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("file", "row", "sentence"),
    [
        ("hidden-row.xlsx", 4, "The row is hidden. Show it or remove it."),
        ("struck-out-row.xlsx", 4, "The row is struck out. Remove it, or the line through it."),
        ("blank-row-no-mother.xlsx", 5, "Whose child is this?"),
        ("two-children-in-a-cell.xlsx", 3, "“Кӯдак” has two lines in one cell."),
        ("formula-not-calculated.xlsx", 3, "“Кӯдак” has a formula without its value."),
        ("date-as-serial-number.xlsx", 3, "If 15.03.2017 is meant, enter that date."),
        ("year-typed-into-a-day-cell.xlsx", 3, "If that year is meant, enter 2016."),
    ],
)
def test_what_only_a_person_can_say_is_told_by_its_row(tried, file, row, sentence):
    trial = tried(LISTS / file)

    assert not trial.is_ready
    assert [each for at, each in sentences(trial) if at == row and sentence in each]


@pytest.mark.parametrize(
    ("file", "note"),
    [
        ("numbered-names.xlsx", "“1) Назаров Сомон” is read as “Назаров Сомон”."),
        ("total-row.xlsx", "“Ҳамагӣ: 1 модар”: not read, since it names no child."),
        ("hidden-first-sheet.xlsx", "The hidden sheet “Кӯҳна” is not read."),
        ("hidden-first-sheet.xlsx", "Sheet: “Рӯйхат”."),
        ("list-on-second-sheet.xlsx", "Sheet: “Рӯйхат”."),
    ],
)
def test_what_is_passed_over_is_said(tried, file, note):
    assert note in [each.sentence for each in tried(LISTS / file).notes]


ASKED = "Is this 3 Apr 2017 or 4 Mar 2017?"
#: A date of the list beside 03/04/2017, what is read of it, and whether it is asked about.
ORDERS = [
    ("2016", ("2016-01-01", "2016-12-31"), True),
    ("25.03.2016", ("2016-03-25", "2016-03-25"), True),
    ("25/03/2016", ("2016-03-25", "2016-03-25"), False),
    ("25-03-2016", ("2016-03-25", "2016-03-25"), False),
]


@pytest.mark.parametrize(("other", "is_read", "is_asked"), ORDERS)
def test_day_and_month_are_told_apart_by_the_other_dates(tried, tmp_path, other, is_read, is_asked):
    rows = [
        ["1", "Назарова Мавлуда", "1990", "", name, born, "м", ""]
        for name, born in [("Сомон", "03/04/2017"), ("Умед", other)]
    ]

    trial = tried(written(tmp_path, *rows))

    assert [row for row, sentence in sentences(trial) if ASKED in sentence] == [3] * is_asked
    assert births(trial) == [("2017-04-03", "2017-04-03")] * (not is_asked) + [is_read]
    note = f"Dates such as “03/04/2017” are read with the day first, as “{other}”."
    assert (note in [each.sentence for each in trial.notes]) == (not is_asked)


def test_dates_of_both_orders_are_asked_about(tried, tmp_path):
    born = ["03/04/2017", "25/03/2016", "04/25/2015"]
    rows = [["1", "Назарова Мавлуда", "1990", "", "Сомон", each, "м", ""] for each in born]

    problems = sentences(tried(written(tmp_path, *rows)))

    assert [row for row, sentence in problems if ASKED in sentence] == [3]
    assert [row for row, sentence in problems if "There is no month 25" in sentence] == [5]


@pytest.mark.parametrize(
    ("heading", "name", "rows"),
    [
        ("Модар", "Саидова Зарина", [3]),
        ("Мать", "Саидова Зарина", [3]),
        ("Мать", "НАЗАРОВА Мавлуда", []),
        ("Мать", "", []),
        ("Хонагӣ", "Саидова Зарина", []),
    ],
)
def test_two_columns_of_one_name_that_differ_are_told(tried, tmp_path, heading, name, rows):
    row = ["1", "Назарова Мавлуда", "1990", "", "Сомон", "2016", "м", "", name]

    problems = sentences(tried(written(tmp_path, row, head=[*HEAD, heading])))

    asked_for = f"“Модар (ному насаб)” and “{heading}” differ in this row. Keep the right column."
    assert [at for at, sentence in problems if sentence == asked_for] == rows


def test_heading_with_an_ambiguous_date_is_asked_about(tried, tmp_path):
    row = ["1", "Назарова Мавлуда", "1990", "", "Сомон", "6", "м", ""]

    with pytest.raises(CannotImport, match=r"several dates: 03\.04\.2026, 04\.03\.2026"):
        tried(written(tmp_path, row, title="Рӯйхат то 03/04/2026"))


def test_names_are_those_of_the_list(tried):
    assert mothers(tried(LISTS / "numbered-names.xlsx")) == ["Назарова Мавлуда"]
    assert mothers(tried(LISTS / "not-known-as-name.xlsx")) == [""]
    assert mothers(tried(LISTS / "total-row.xlsx")) == ["Назарова Мавлуда"]


def test_bullet_or_letter_before_a_name_is_taken_off_and_told(tried, tmp_path):
    typed = ["- Сомон", "— Умед", "• Далер", "а) Илҳом", "(5) Фирӯз", "Ӯ. Баҳор"]
    rows = [["1", "Назарова Мавлуда", "1990", "", name, "2016", "♂", ""] for name in typed]

    trial = tried(written(tmp_path, *rows))

    called = [child.facts.person.names for family in trial.families for child in family.children]
    names = [name for names in called for name in names.values()]
    assert names == ["Сомон", "Умед", "Далер", "Илҳом", "Фирӯз", "Ӯ. Баҳор"]
    assert sentences(trial) == []
    notes = [note.sentence for note in trial.notes]
    assert f"“{typed[0]}” is read as “Сомон”." in notes
    assert len([note for note in notes if "is read as" in note]) == len(typed) - 1


def test_sexes_and_sentences_are_read_in_many_words(tried):
    sexes = tried(LISTS / "sex-words.xlsx")
    judged = tried(LISTS / "sentence-words.xlsx")

    people = [child.facts.person.sex for family in sexes.families for child in family.children]
    assert people == [Sex.MALE, Sex.FEMALE, Sex.MALE, Sex.FEMALE]
    assert [(f.mother.sentence, f.mother.sentence_months) for f in judged.families] == [
        (Sentence.FIXED, 180),
        (Sentence.FIXED, 240),
        (Sentence.LIFE, None),
    ]
    assert sentences(sexes) == sentences(judged) == []


def test_two_days_in_a_heading_are_a_question(tried, tmp_path):
    row = ["1", "Назарова Мавлуда", "1990", "", "Сомон", "6 сол", "п", ""]
    path = written(tmp_path, row, title="за период 01.01.2024 – 01.11.2026")

    with pytest.raises(CannotImport, match=r"several dates: 01.01.2024, 01.11.2026"):
        tried(path)
    assert births(tried(path, as_of=datetime.date(2026, 11, 1))) == SIX_YEARS


def test_only_the_number_of_a_format_and_its_words_are_read(tried, tmp_path):
    path = tmp_path / "formats.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [TITLE])
        sheet.write_row(1, 0, HEAD)
        day = datetime.date(2017, 3, 15)
        for at, (form, value) in enumerate(
            [('yyyy" г."', day), ("[$-419]mmmm yyyy;@", day), ("dd.mm.yyyy", day), ('0" сол"', 6)]
        ):
            cells = ["", f"Мать {'абвг'[at]}", "1990", "", "Сомон", "", "п", ""]
            sheet.write_row(2 + at, 0, cells)
            sheet.write(2 + at, 5, value, book.add_format({"num_format": form}))

    assert births(tried(path)) == [
        ("2017-01-01", "2017-12-31"),
        ("2017-03-01", "2017-03-31"),
        *DAY_OF_MARCH,
        *SIX_YEARS,
    ]


def test_a_day_shown_without_its_year_is_told(tried, tmp_path):
    path = tmp_path / "no-year.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [TITLE])
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 0, ["", "Мавлуда", "1990", "", "Сомон", "", "п", ""])
        form = book.add_format({"num_format": "d-mmm"})
        sheet.write(2, 5, datetime.date(2026, 3, 15), form)

    assert "Write the year with four digits" in sentences(tried(path))[0][1]


def test_a_hidden_column_is_told(tried, tmp_path):
    path = tmp_path / "column.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [TITLE])
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 0, ["", "Мавлуда", "1990", "", "Сомон", "2017", "п", ""])
        sheet.set_column(5, 5, None, None, {"hidden": True})

    assert sentences(tried(path)) == [
        (2, "The column “Санаи таваллуд ё синну сол” is hidden. Show it or remove it.")
    ]


def test_a_list_on_two_sheets_is_asked_about(tried, tmp_path):
    path = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, child in (("Эрбил", "Сомон"), ("Басра", "Билол")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [TITLE])
            sheet.write_row(1, 0, HEAD)
            sheet.write_row(2, 0, ["", "Мавлуда", "1990", "", child, "2017", "п", ""])

    with pytest.raises(CannotImport, match="have a list: “Эрбил”, “Басра”"):
        tried(path)
    with pytest.raises(CannotImport, match="There is no sheet “Мосул”"):
        tried(path, sheet="Мосул")
    [family] = tried(path, sheet="Басра").families
    assert "Билол" in family.children[0].facts.person.names.values()


def test_a_list_on_a_hidden_sheet_alone_is_told(tried, tmp_path):
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Титул")
        sheet = book.add_worksheet("Рӯйхат")
        sheet.write_row(0, 0, [TITLE])
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 0, ["", "Мавлуда", "1990", "", "Сомон", "2017", "п", ""])
        sheet.hide()

    with pytest.raises(CannotImport, match="on the hidden sheet “Рӯйхат”"):
        tried(path)


def test_signatures_and_headings_written_again_are_passed_over(tried, tmp_path):
    row = ["1", "Назарова Мавлуда", "1990", "", "Сомон", "2017", "п", ""]
    path = written(
        tmp_path,
        row,
        HEAD,
        ["2", "Каримова Лола", "1990", "", "Адиб", "2018", "п", ""],
        ["", "Консул: Н. Шарипов", "", "", "", "", "", ""],
        ["", "Итого", "", "", "2", "", "", ""],
    )

    trial = tried(path)

    assert sentences(trial) == []
    assert mothers(trial) == ["Назарова Мавлуда", "Каримова Лола"]
    assert [note.row for note in trial.notes] == [4, 6, 7]


def test_text_outside_the_columns_of_the_list_is_said(tried, tmp_path):
    path = written(
        tmp_path,
        ["1", "Назарова Мавлуда", "1990", "", "Сомон", "2017", "п", ""],
        ["М.П. Сафорат", "", "", "", "", "", "", ""],
        ["2", "", "", "", "", "", "", ""],
    )

    trial = tried(path)

    assert [(note.row, note.sentence) for note in trial.notes] == [
        (4, "“М.П. Сафорат”: not read, since it names no child.")
    ]


def test_a_place_written_again_makes_no_other_mother(tried, tmp_path):
    path = written(
        tmp_path,
        ["1", "Назарова Мавлуда", "1990", "15 сол", "Сомон", "2016", "п", ""],
        ["2", "", "", "15 сол", "Садаф", "2018", "д", ""],
        ["3", "", "1991", "", "Адиб", "2019", "п", ""],
    )

    trial = tried(path)

    assert [len(family.children) for family in trial.families] == [2, 1]
    assert [row for row, sentence in sentences(trial) if "Whose child" in sentence] == [5]


def test_two_unknown_mothers_are_not_one(tried, tmp_path):
    path = written(
        tmp_path,
        ["1", "Неизвестно", "", "", "Сомон", "2016", "п", ""],
        ["2", "", "", "", "Садаф", "2018", "д", ""],
        ["3", "Неизвестно", "", "", "Адиб", "2019", "п", ""],
    )

    trial = tried(path)

    assert [len(family.children) for family in trial.families] == [2, 1]
    assert mothers(trial) == ["", ""]
    assert sentences(trial) == []


def test_the_first_row_without_a_mother_is_asked_about(tried, tmp_path):
    path = written(tmp_path, ["1", "", "", "", "Сомон", "2017", "п", ""])

    assert "Whose child is this?" in sentences(tried(path))[0][1]


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x","a")', "<b>Мать</b>", "Юсуф2", "=cmd|' /C calc'!A0"]
)
def test_what_is_no_name_is_told_under_the_heading_of_the_list(tried, tmp_path, name):
    path = tmp_path / "names.csv"
    lines = [[TITLE], HEAD, ["1", "Мавлуда", "1990", "", name, "2017", "п", ""]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)

    told = [sentence for _row, sentence in sentences(tried(path))]

    assert f"“{name}” in “Кӯдак” has signs that no name has." in told


def test_a_birth_and_an_age_that_do_not_agree_are_told(tried, tmp_path):
    head = ["Мать", "Ребенок", "Дата рождения", "Возраст"]
    path = written(
        tmp_path,
        ["Мавлуда", "Сомон", "15.03.2017", "9"],
        ["Лола", "Адиб", "15.03.2017", "5"],
        head=head,
    )

    assert sentences(tried(path)) == [(4, "The date of birth and the age do not agree.")]


@pytest.mark.parametrize(
    ("encoding", "sentence"), [("cp1251", "Save it as “CSV UTF-8”"), ("utf-16", "")]
)
def test_text_says_its_encoding_or_is_told(tried, tmp_path, encoding, sentence):
    path = tmp_path / "list.csv"
    text = "Список на 01.11.2026\nМать\tРебенок\tДата рождения\nЛола\tАдиб\t15.03.2017\n"
    path.write_bytes(text.encode(encoding))

    if sentence:
        with pytest.raises(CannotReadFile, match=sentence):
            tried(path)
    else:
        assert births(tried(path)) == DAY_OF_MARCH


def test_a_heading_in_other_words_is_never_taken_for_an_empty_one(tried, tmp_path):
    head = ["Мать (девичья фамилия)", "اسم الأم", "Ребенок", "Дата рождения"]
    path = written(tmp_path, ["Мавлуда", "", "Сомон", "2017"], head=head)

    with pytest.raises(CannotReadList, match="no_header"):
        tried(path)


def test_a_mark_under_what_is_said_of_another_mother_is_told(tried, tmp_path):
    rows = [
        ["1", "Назарова Зулфия", "1990", "15 сол", "Назаров Ҳамза", "2014", "п", "зинда"],
        ["2", "Каримова Саида", "1988", "-//-", "Каримова Сафия", "2016", "п", "зинда"],
    ]

    trial = tried(written(tmp_path, *rows))

    assert "“-//-” is read as “15 сол”." in [each.sentence for each in trial.notes]
    assert {family.mother.sentence_months for family in trial.families} == {180}


def test_an_error_in_a_cell_is_never_taken_for_an_empty_one(tried, tmp_path):
    path = tmp_path / "list.xlsx"
    row = ["1", "Назарова Зулфия", "1991", "15 сол", "Ҳамза", "2016", "п", "вафот"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Рӯйхат")
        for at, each in enumerate([[TITLE], HEAD, row]):
            sheet.write_row(at, 0, each)
        sheet.write_formula(2, 4, "=A1", None, "#REF!")
        sheet.write_formula(2, 6, "=VLOOKUP(1,A1,2)", None, "#N/A")
        sheet.write_formula(2, 7, "=1/0", None, "#DIV/0!")

    trial = tried(path)

    assert sentences(trial) == [
        (3, "“Кӯдак” shows the error “#REF!” in place of a name."),
        (3, "The child has no name."),
        (3, "“#N/A” is not understood. Write “boy” or “girl”, or leave it empty."),
        (3, "“#DIV/0!” is not understood."),
    ]


def test_signs_that_no_name_has_are_told_with_the_text(tried, tmp_path):
    row = ["1", "Назарова: Зулфия", "1991", "15 сол", "<b>Ҳамза", "2016", "п", "вафот"]

    told = [sentence for _row, sentence in sentences(tried(written(tmp_path, row)))]

    assert told[0] == "“Назарова: Зулфия” in “Модар (ному насаб)” has signs that no name has."
    assert told[1] == "“<b>Ҳамза” in “Кӯдак” has signs that no name has."


def test_of_many_mothers_of_one_name_those_nearest_by_birth_are_asked_about(tried, tmp_path):
    rows = [
        [str(n), "Назарова Зулфия", str(1960 + n), "", f"Ҳамза{'а' * n}", "2016", "п", ""]
        for n in range(30)
    ]

    trial = tried(written(tmp_path, *rows))

    asked = [question for question in trial.questions if " mother = " in question.key]
    last = [question.key for question in asked if question.row == 32]
    assert len(asked) == 10 * 20 + 45
    assert last == [f"row 32 mother = row {row}" for row in range(22, 32)]
