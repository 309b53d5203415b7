"""Lists of odd shapes and formats: read as the eye sees them, or told."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Child, ImportedList, ListLayout, Mother
from tests.views.imports.sent import (
    HEAD,
    ROWS,
    choose,
    do,
    result_of,
    save,
    send,
    sent_and_chosen,
    text_of,
    workbook,
)

LISTS = Path(__file__).parents[2] / "data" / "lists"


PARTS = ["№", "Фамилия матери", "Имя матери", "Год рождения"]
PARTS += ["Фамилия", "Имя", "Отчество", "Дата рождения"]


def test_names_in_several_columns_are_one_name(worker):
    rows = [
        ["1", "Назарова", "Зулфия", "1991", "Назаров", "Ҳамза", "Каримович", "2014"],
        ["2", "", "", "", "Назарова", "Сафия", "-", "2016"],
        ["3", "-//-", "Мавлуда", "1996", "", "Иброҳим", "", "2017"],
    ]
    page, listed = send(worker, workbook(*rows, head=PARTS))
    assert listed.columns[1:7] == [
        *("mother_family", "mother", "mother_born"),
        *("child_family", "child", "child_patronymic"),
    ]
    assert "Mother’s family name" in text_of(page)

    choose(worker, listed, layout="Посольство")
    do(worker, listed, "import-apply")

    names = {name.text for each in Child.objects.with_names() for name in each.person.names.all()}
    assert names == {"Ҳамза Каримович Назаров", "Сафия Назарова", "Иброҳим"}
    names = {name.text for each in Mother.objects.with_names() for name in each.person.names.all()}
    assert names == {"Зулфия Назарова", "Мавлуда Назарова"}
    assert ListLayout.objects.get().columns == listed.columns


def test_a_part_of_a_name_is_corrected_in_its_own_cell(worker):
    rows = [
        ["1", "Назар0ва", "Зулфия", "1991", "نجار", "Ҳамза", "", "2014"],
        ["2", "Раҳимова", "неизвестно", "1991", '"', "Сафия", "", "2016"],
    ]
    listed = sent_and_chosen(worker, *rows, head=PARTS)

    words = text_of(worker.get(listed.get_absolute_url()))

    assert "“Назар0ва” in “Фамилия матери” has signs that no name has." in words
    assert "“Фамилия” is in another alphabet than the name. Write both in one." in words
    assert '“"” in “Фамилия” is a mark of repetition. Write the name.' in words
    page = save(
        worker, listed, **{"cell-3-1": "Назарова", "cell-3-4": "Наҷҷор", "cell-4-4": "Раҳимова"}
    )
    assert "2 children are registered" in text_of(page)
    page = worker.get(f"{listed.get_absolute_url()}?tab=ready")
    assert "Зулфия Назарова" in text_of(page)
    assert "Ҳамза Наҷҷор" in text_of(page)
    assert "Сафия Раҳимова" in text_of(page)


FATHERS = ["№", "Мать", "Ребёнок", "Дата рождения", "Ном падар", "Отец"]


def test_a_fathers_name_is_on_record_as_the_list_has_it(worker, people):
    rows = [
        ["1", "Назарова Зулфия", "Ҳамза", "2014", "Каримов Карим (погиб)", ""],
        ["2", "", "Сафия", "2016", '"', ""],
        ["6", "Ҳасанова Зебо", "Сомон", "2016", "Ҳасанов Сафар", "бедарак"],
        ["7", "", "Парвиз", "2018", "-//-", ""],
        ["3", "Раҳимова Мавлуда", "Иброҳим", "2017", "неизвестен", "бедарак"],
        ["4", "Шарипова Нигора", "Умар", "2017", "Шарипов 1", "жив"],
        ["5", "Каримова Лола", "Алӣ", "2017", "Алиев Алӣ, погиб", "жив"],
    ]
    page, listed = send(worker, workbook(*rows, head=FATHERS))
    assert listed.columns[4:] == ["father_name", "father"]
    assert "Father’s name" in text_of(page)
    page = text_of(choose(worker, listed))
    assert "“Шарипов 1” in “Ном падар” has signs that no name has." in page
    assert "“Алиев Алӣ, погиб” and the column “Отец” differ. Keep what is right." in page
    page = save(worker, listed, **{"cell-8-4": "Шарипов Шариф", "cell-9-4": "Алиев Алӣ"})
    page = text_of(worker.get(f"{listed.get_absolute_url()}?tab=all"))
    assert "“Каримов Карим (погиб)” is read as “Каримов Карим · Death not documented”." in page
    assert '“"” is read as “Каримов Карим (погиб)”.' in page

    do(worker, listed, "import-apply")

    fathers = {
        child.person.names.get().text: (child.father_name, child.father_status)
        for child in Child.objects.all()
    }
    assert fathers == {
        "Ҳамза": ("Каримов Карим", "not_documented"),
        "Сафия": ("Каримов Карим", "not_documented"),
        "Сомон": ("Ҳасанов Сафар", "missing"),
        "Парвиз": ("Ҳасанов Сафар", "missing"),
        "Иброҳим": ("", "missing"),
        "Умар": ("Шарипов Шариф", "alive"),
        "Алӣ": ("Алиев Алӣ", "alive"),
    }
    child = Child.objects.get(father_name="Шарипов Шариф")
    assert "Шарипов Шариф" in text_of(worker.get(child.get_absolute_url()))
    do(worker, listed, "import-ask-undo")
    worker.force_login(people[1])
    do(worker, listed, "import-undo")
    assert not Child.objects.open().exists()


def test_a_fathers_name_may_part_the_childs_given_and_family_name(worker):
    head = ["ت", "اسم الام", "الاسم", "اسم الاب", "اللقب", "تاريخ الميلاد"]
    row = ["1", "زليخة نظروفا", "حمزة", "كريم", "نظروف", "12.04.2014"]
    _page, listed = send(worker, workbook(row, head=head, title="2026"))
    assert listed.columns[1:] == ["mother", "child", "father_name", "child_family", "child_born"]

    choose(worker, listed)
    do(worker, listed, "import-apply")

    child = Child.objects.with_names().get()
    assert (child.person.name, child.father_name) == ("حمزة نظروف", "كريم")


def test_a_list_that_comes_again_says_which_father_is_another(worker):
    row = ["1", "Назарова Зулфия", "Ҳамза", "2014", "Каримов Карим", "жив"]
    do(worker, sent_and_chosen(worker, row, head=FATHERS), "import-apply")

    other = [*row[:4], "Алиев Алӣ", "жив"]
    again = sent_and_chosen(worker, other, head=FATHERS, name="newer.xlsx")

    page = text_of(worker.get(f"{again.get_absolute_url()}?tab=record"))
    assert "The list says otherwise: father’s name “Алиев Алӣ”" in page


def test_a_name_under_father_alone_is_told_with_what_to_do(worker):
    row = ["1", "Назарова Зулфия", "Ҳамза", "2014", "Каримов Карим"]
    head = [*FATHERS[:4], "Отец"]
    listed = sent_and_chosen(worker, row, head=head)
    page = text_of(worker.get(listed.get_absolute_url()))
    told = "“Каримов Карим” does not say what became of the father. If this is his name, choose"
    assert told in page

    choose(worker, listed, **{"column-4": "father_name"})
    do(worker, listed, "import-apply")

    assert Child.objects.get().father_name == "Каримов Карим"


def test_a_fathers_name_in_several_columns_is_one_name(worker):
    head = [*FATHERS[:4], "Фамилия отца", "Имя отца", "Отчество отца"]
    rows = [
        ["1", "Назарова Зулфия", "Ҳамза", "2014", "Каримов", "Карим", "Алиевич"],
        ["2", "Раҳимова Мавлуда", "Иброҳим", "2014", "Алиев", "", ""],
        ["3", "Шарипова Нигора", "Умар", "2014", "А" * 90, "", "Б" * 90],
    ]
    listed = sent_and_chosen(worker, *rows, head=head)
    page = text_of(worker.get(listed.get_absolute_url()))
    assert "has hidden characters, or is not a name." in page
    save(worker, listed, **{"cell-5-4": "Шарипов", "cell-5-6": ""})

    do(worker, listed, "import-apply")

    names = set(Child.objects.values_list("father_name", flat=True))
    assert names == {"Карим Алиевич Каримов", "Алиев", "Шарипов"}


GROUPS = ["№", "Мать", "", "Ребёнок", "", ""]
UNDER = ["", "ФИО", "год рождения", "ФИО", "год рождения", "пол"]
OF_TWO = [
    ["1", "Назарова Зулфия", "1991", "Ҳамза", "31.02.2014", "м"],
    ["2", "", "", "Сафия", "2016", "ж"],
]


def test_headings_in_two_rows_are_read_together(worker):
    page, listed = send(worker, workbook(UNDER, *OF_TWO, head=GROUPS))
    assert listed.header == 3
    assert listed.columns == ["number", "mother", "mother_born", "child", "child_born", "sex"]
    assert "Ребёнок: год рождения" in text_of(page)

    choose(worker, listed, layout="Посольство")
    save(worker, listed, **{"cell-4-4": "2014", "aside-5": "1"})
    do(worker, listed, "import-apply")

    child = Child.objects.with_names().get()
    assert [name.text for name in child.person.names.all()] == ["Ҳамза"]
    assert [name.text for name in child.mother.person.names.all()] == ["Назарова Зулфия"]
    rest = ImportedList.objects.at_work().get()
    result = result_of(worker, rest)
    assert result[0][3:6] == ["Мать: ФИО", "Мать: год рождения", "Ребёнок: ФИО"]
    assert ListLayout.objects.get().headings[3] == "Ребёнок: ФИО"


@pytest.mark.parametrize("applied", [False, True])
def test_a_match_of_two_rows_is_not_taken_for_the_lower_one_under_others(worker, applied):
    _page, listed = send(worker, workbook(UNDER, *OF_TWO[1:], head=GROUPS))
    choose(worker, listed, layout="Посольство")
    if applied:
        do(worker, listed, "import-apply")

    others = ["№", "Ребёнок", "", "Мать", "", ""]
    _page, listed = send(worker, workbook(UNDER, OF_TWO[0], head=others))
    assert listed.columns[:5] == ["number", "child", "child_born", "mother", "mother_born"]
    _page, listed = send(worker, workbook(UNDER, OF_TWO[0], head=["Рӯйхат"]))
    assert listed.columns == []


def test_a_name_of_parts_that_is_too_long_is_told(worker):
    row = ["1", "А" * 90, "Б" * 90, "1991", "Назаров", "Ҳамза", "", "2014"]

    listed = sent_and_chosen(worker, row, head=PARTS)

    words = text_of(worker.get(listed.get_absolute_url()))
    assert "The name in “Имя матери” has hidden characters, or is not a name." in words


def test_a_second_table_on_the_sheet_is_told_and_not_read(worker):
    others = ["№", "Кӯдак", "Таваллуд", "Модар"]
    rows = [ROWS[0], HEAD, ROWS[2], [], others, ["1", "Умар", "2015", "Назарова Сурайё"]]
    listed = sent_and_chosen(worker, *rows)

    words = text_of(worker.get(listed.get_absolute_url()))

    assert "2 children are registered" in words
    assert "Rows 7 to 8 are another table: the headings in row 7 are not those" in words
    words = text_of(worker.get(f"{listed.get_absolute_url()}?tab=otherwise"))
    assert "Row 4: “№ · Модар" in words
    below = "not read, since it stands below other headings."
    assert f"Row 8: “1 · Умар · 2015 · Назарова Сурайё”: {below}" in words
    result = result_of(worker, listed)
    assert [row[1] for row in result if row[0] in ("7", "8")] == ["Not read", "Not read"]
    do(worker, listed, "import-apply")
    assert Child.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "name", "sentence"),
    [
        ("hidden-row.xls", "list.xls", "cannot be seen here. Save it as .xlsx."),
        ("hidden-row.ods", "list.ods", "cannot be seen here. Save it as .xlsx."),
        ("hidden-row.ods", "list.xlsx", "cannot be seen here. Save it as .xlsx."),
        ("hidden-row.xls", "list.xlsx", "or locked by a password. Save it as .xlsx anew."),
        ("hidden-row.xls", "list.csv", "The file is not a text file."),
    ],
)
def test_a_format_that_hides_its_rows_from_us_is_refused(worker, file, name, sentence):
    """A name that says otherwise changes nothing: these files have a hidden row."""
    content = (LISTS / file).read_bytes()

    response = worker.post(reverse("import-new"), {"file": SimpleUploadedFile(name, content)})

    assert sentence in text_of(response)
    assert ImportedList.objects.count() == 0


def test_cells_are_read_as_the_eye_sees_them(worker):
    head = ["№", "Мать", "Год рождения", "Ребёнок", "Возраст"]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Список")
        share = book.add_format({"num_format": "0%"})
        exact = book.add_format({"num_format": "0.0%"})
        for at, row in enumerate([["на 01.11.2026"], head]):
            sheet.write_row(at, 0, row)
        sheet.write_row(2, 0, ["1", "Назарова Зулфия", "1991", True])
        sheet.write_number(2, 4, 0.06, share)
        sheet.write_row(3, 0, ["2", "Раҳимова Мавлуда", "1996", "Иброҳим"])
        sheet.write_number(3, 4, 0.065, exact)
        sheet.write_row(4, 0, ["3", "ИСТИНА", "1996", "Сафия", "прибл. 5 лет"])
    _page, listed = send(worker, SimpleUploadedFile("list.xlsx", file.getvalue()))

    words = text_of(choose(worker, listed))

    assert "“Ребёнок” shows “TRUE” in place of a name." in words
    assert "“Мать” shows “ИСТИНА” in place of a name." in words
    assert "“6%” is not a possible date of birth or age." in words
    assert "“6.5%” is not a possible date of birth or age." in words
    assert "прибл" not in words


TWO_SCRIPTS = ["№", "Фамилия матери", "Имя матери", "Mother surname", "Mother name"]
TWO_SCRIPTS += ["Ребёнок", "Дата рождения", "Примечание"]


def test_columns_of_a_name_in_two_scripts_are_read_together(worker):
    row = ["1", "Назарова", "Зулфия", "Nazarova", "Zulfiya", "Ҳамза / Hamza", "2014", "болен"]
    page, listed = send(worker, workbook(row, head=TWO_SCRIPTS))
    assert listed.columns[1:5] == ["mother_family", "mother", "mother_family", "mother"]

    page = choose(worker, listed)

    assert "The list remarks: “болен”." in text_of(page)
    page = do(worker, listed, "import-apply")
    child = Child.objects.get()
    names = {name.kind: name.text for name in child.mother.person.names.all()}
    assert names == {"family": "Зулфия Назарова", "court": "Zulfiya Nazarova"}
    assert {name.text for name in child.person.names.all()} == {"Ҳамза", "Hamza"}


def test_columns_of_one_meaning_in_one_script_are_asked_about(worker):
    row = ["1", "Назарова", "Зулфия", "Nazarova", "Зарина", "Ҳамза", "2014", ""]
    _page, listed = send(worker, workbook(row, head=TWO_SCRIPTS))

    page = choose(worker, listed)

    assert "Two columns are “Mother’s name”. Choose one." in text_of(page)
    assert "“Mother’s family name”" not in text_of(page)


def test_sheets_that_are_not_read_are_told_and_rows_wider_than_the_headings_given_out(worker):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in ("Русафа", "Карх", "Холӣ"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate([] if name == "Холӣ" else [["01.11.2026"], HEAD, *ROWS]):
                sheet.write_row(at, 0, row)
    _page, listed = send(worker, SimpleUploadedFile("list.xlsx", file.getvalue()))
    listed.listed.filter(number=3).update(cells=[*ROWS[0], "", "beside"])

    words = text_of(choose(worker, listed))

    assert "The sheet “Карх” is not read. Send it as a file of its own." in words
    assert "Холӣ" not in words
    titles, first, *_others = result_of(worker, listed)
    assert len(titles) == len(first) == len(HEAD) + 4


def test_a_child_too_old_to_be_one_is_told(worker):
    rows = [[*ROWS[0][:6], born, *ROWS[0][7:]] for born in ("05.01.1910", "1985", "1999")]

    words = text_of(worker.get(sent_and_chosen(worker, *rows).get_absolute_url()))

    assert words.count("years old. Check the birth, or the column.") == 2
    assert "This child would be 116 years old." in words


def test_a_mother_above_her_children_is_registered_with_them(worker):
    rows = [
        ["", "Назарова Зулфия", "1991", "15 сол", "", "", "", "", ""],
        ["1", "", "", "", "", "Ҳамза", "12.04.2014", "п", "вафот"],
        ["2", "", "", "", "", "Сафия", "2016", "д", ""],
    ]
    listed = sent_and_chosen(worker, *rows)

    page = text_of(worker.get(f"{listed.get_absolute_url()}?tab=all"))
    other = text_of(worker.get(f"{listed.get_absolute_url()}?tab=otherwise"))
    do(worker, listed, "import-apply")

    assert "the mother of the children in the rows below." in other
    assert "Назарова Зулфия" in page
    (mother,) = Mother.objects.all()
    assert (mother.children.count(), mother.sentence_months) == (2, 180)
