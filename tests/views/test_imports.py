"""A list in the browser: sent, its columns told, checked row by row, applied, undone."""

import io
import re
from html import unescape
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.casework.list_checks import check_of
from cases.casework.seed import seed_agreement
from cases.models import Child, DuplicateAnswer, ImportedList, ListLayout, Mother, Task
from cases.vocabulary import ClosedReason, Role, Stage
from tests import factories
from tests.views.sheets import rows_of

LISTS = Path(__file__).parents[1] / "data" / "lists"

HEAD = ["№", "Модар", "Соли таваллуди модар", "Ҳукм", "Ҷой", "Кӯдак", "Таваллуд", "Ҷинс", "Падар"]
ROWS = [
    ["1", "Назарова Зулфия", "1991", "15 сол", "", "Ҳамза", "12.04.2014", "п", "вафот"],
    ["", "", "", "", "", "Сафия", "2016", "д", ""],
    ["2", "Раҳимова Мавлуда", "1996", "якумрӣ", "", "Иброҳим", "6 сола", "п", "номаълум"],
]


@pytest.fixture
def people(db):
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    reviewer = factories.user(Role.REVIEWER, username="reviewer")
    seed_agreement(by=factories.user(Role.ADMIN), reviewer=reviewer)
    return caseworker, reviewer


@pytest.fixture
def worker(client, people):
    client.force_login(people[0])
    return client


def workbook(
    *rows,
    title="Маълумот то 01.11.2026",
    head=HEAD,
    hidden=(),
    hidden_columns=(),
    name="list.xlsx",
):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Рӯйхат")
        for at, row in enumerate([[title], head, *rows]):
            sheet.write_row(at, 0, row)
        for at in hidden:
            sheet.set_row(at - 1, None, None, {"hidden": True})
        for at in hidden_columns:
            sheet.set_column(at, at, None, None, {"hidden": True})
    return SimpleUploadedFile(name, file.getvalue())


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def send(client, file):
    response = client.post(reverse("import-new"), {"file": file}, follow=True)
    return response, ImportedList.objects.order_by("-pk").first()


def choose(client, listed, **typed):
    listed.refresh_from_db()
    data = {f"column-{at}": name for at, name in enumerate(listed.columns)}
    data |= {"header": listed.header or 2, "as_of": "01.11.2026", "version": listed.version}
    return client.post(reverse("import-columns", args=[listed.pk]), data | typed, follow=True)


def save(client, listed, **typed):
    listed.refresh_from_db()
    data = {"version": listed.version} | typed
    return client.post(reverse("import-rows", args=[listed.pk]), data, follow=True)


def do(client, listed, route):
    listed.refresh_from_db()
    return client.post(reverse(route, args=[listed.pk]), {"version": listed.version}, follow=True)


def result_of(client, listed):
    response = client.get(reverse("import-result", args=[listed.pk]))
    return [[str(cell) for cell in row] for row in rows_of(b"".join(response.streaming_content))]


def answers(listed, value, *, place=None):
    listed.refresh_from_db()
    sent = {}
    for at, question in enumerate(check_of(listed).open_questions):
        answer = place if place and question.key.startswith("place") else value
        sent |= {f"key-{at}": question.key, f"answer-{at}": answer}
    return sent


def test_a_list_is_sent_checked_and_applied(worker):
    page, listed = send(worker, workbook([*ROWS[0][:4], "Rusafa", *ROWS[0][5:]], *ROWS[1:]))

    assert page.status_code == 200
    assert listed.header == 2
    assert "child_born" in listed.columns

    page = choose(worker, listed)
    assert "Which place is “Rusafa”?" in text_of(page)
    page = save(worker, listed, **answers(listed, "-"))
    words = text_of(page)
    assert "3 children are registered" in words
    assert "15 y" in words

    page = do(worker, listed, "import-apply")

    assert page.status_code == 200, text_of(page)
    assert Child.objects.count() == 3
    assert Mother.objects.count() == 2
    listed.refresh_from_db()
    assert bytes(listed.content) == b""
    assert listed.name == ""


def sent_and_chosen(client, *rows, **more):
    _page, listed = send(client, workbook(*rows, **more))
    choose(client, listed)
    listed.refresh_from_db()
    return listed


def test_a_problem_stands_beside_its_cell_and_is_corrected_there(worker):
    wrong = ["", "", "", "", "", "Умар", "31.02.2017", "?", ""]
    listed = sent_and_chosen(worker, ROWS[0], wrong)

    page = worker.get(reverse("import-rows", args=[listed.pk]))

    assert "There is no 31 February" in text_of(page) or "31.02.2017" in text_of(page)
    assert 'name="cell-4-6"' in page.content.decode()
    assert 'name="cell-4-7"' in page.content.decode()
    page = save(worker, listed, **{"cell-4-6": "02.2017", "cell-4-7": "п"})
    assert "2 children are registered" in text_of(page)
    row = listed.listed.get(number=4)
    assert row.cells[6] == "31.02.2017"
    assert row.corrections == {"6": "02.2017", "7": "п"}


def test_the_same_mistake_is_corrected_in_all_rows_at_once(worker):
    rows = [
        ["", "Назарова Зулфия", "", "", "", name, "2016", "хз", ""] for name in ("Ҳамза", "Умар")
    ]
    listed = sent_and_chosen(worker, *rows)
    assert "In 2 rows." in text_of(worker.get(listed.get_absolute_url()))

    listed.refresh_from_db()
    typed = {"version": listed.version, "at": "7", "former": "хз", "text": "п"}
    page = worker.post(reverse("import-fix", args=[listed.pk]), typed, follow=True)

    assert "2 rows are corrected." in text_of(page)
    assert "2 children are registered" in text_of(page)


def test_hidden_rows_are_told_and_set_aside_unless_ticked(worker):
    rows = [*ROWS]
    page, listed = send(worker, workbook(*rows, hidden=[5]))
    assert "Take in hidden rows: 5" in text_of(page)

    page = choose(worker, listed)
    assert "2 children are registered" in text_of(page)
    assert "1 row is set aside." in text_of(page)
    page = choose(worker, listed, with_hidden="on")
    assert "3 children are registered" in text_of(page)


def test_rows_set_aside_go_on_in_a_list_of_their_own(worker):
    rows = [*ROWS]
    listed = sent_and_chosen(worker, *rows)
    save(worker, listed, **{"aside-5": "1"})

    do(worker, listed, "import-apply")

    assert Child.objects.count() == 2
    rest = ImportedList.objects.at_work().get()
    assert rest.listed.get(number=5).cells[5] == "Иброҳим"
    assert listed.listed.get(number=5).cells == []
    save(worker, rest, **{"aside-5": "0"})
    do(worker, rest, "import-apply")
    assert Child.objects.count() == 3


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


def test_two_days_in_the_title_are_asked_about(worker):
    page, listed = send(worker, workbook(*ROWS, title="за период 01.01.2024 – 01.11.2026"))
    assert "The title names several: 1 Jan 2024, 1 Nov 2026." in text_of(page)

    page = choose(worker, listed, as_of="")

    assert "Say of which day the list is." in text_of(page)


def test_two_columns_of_one_meaning_are_asked_about(worker):
    rows = [[*row, row[1]] for row in ROWS]
    _page, listed = send(worker, workbook(*rows, head=[*HEAD, "Мать"]))

    page = choose(worker, listed)

    assert "Two columns are “Mother’s name”. Choose one." in text_of(page)
    page = choose(worker, listed, **{"column-9": ""})
    assert "Check the rows" in text_of(page)


def test_a_text_in_other_letters_is_read_as_chosen_and_shown(worker):
    lines = ["Рӯйхат то 01.11.2026", "Мать;Ребенок;Возраст", "Назарова Мавлуда;Сомон;6"]
    content = "\n".join(lines).encode("cp866", "replace")
    page, listed = send(worker, SimpleUploadedFile("list.csv", content))
    assert "does not say which letters" in text_of(page)
    assert "Назарова Мавлуда" not in text_of(page)

    typed = {"version": listed.version, "encoding": "cp866"}
    page = worker.post(reverse("import-sheet", args=[listed.pk]), typed, follow=True)

    assert "Назарова Мавлуда" in text_of(page)


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


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ([*ROWS[0], *[""] * 60, "Алӣ"], "Column BR holds text, and of a list 60 columns are read."),
        (["x" * 2001, *ROWS[0][1:]], "Cell A3 is longer than 2000 letters."),
    ],
)
def test_what_would_be_cut_off_a_list_is_refused(worker, row, sentence):
    page, listed = send(worker, workbook(row))

    assert sentence in text_of(page)
    assert listed is None


def test_whom_the_register_has_is_asked_row_by_row_and_answered_for_ever(worker):
    rows = ROWS[:1]
    do(worker, sent_and_chosen(worker, *rows), "import-apply")
    child = Child.objects.get()
    other = [*rows[0][:6], "2014", *rows[0][7:]]

    listed = sent_and_chosen(worker, other, name="second.xlsx")
    page = worker.get(listed.get_absolute_url())

    assert f"Is this the same person as {child.reference} of the register?" in text_of(page)
    assert "same name" in text_of(page)
    save(worker, listed, **answers(listed, "not_same"))
    do(worker, listed, "import-apply")
    assert Child.objects.count() == 2
    assert DuplicateAnswer.objects.filter(verdict="not_same").count() == 2


def test_the_same_as_another_teams_record_is_not_for_the_team_to_say(worker, people):
    beyond = factories.TeamFactory(name="Erbil desk")
    worker.force_login(factories.user(Role.CASEWORKER, team=beyond))
    do(worker, sent_and_chosen(worker, *ROWS[:1]), "import-apply")
    worker.force_login(people[0])
    listed = sent_and_chosen(worker, [*ROWS[0][:6], "2014", *ROWS[0][7:]], name="second.xlsx")
    questions = check_of(listed).questions
    assert {type(each.record) for each in questions} == {Mother, Child}

    for at, question in enumerate(questions):
        sent = {f"key-{at}": question.key, f"answer-{at}": "same"}
        page = save(worker, listed, **sent)
        assert page.status_code == 409
        assert "Another team has this record. Ask a reviewer." in text_of(page)

    listed.refresh_from_db()
    assert listed.answers == {}
    worker.force_login(people[1])
    assert save(worker, listed, **answers(listed, "same")).status_code == 200
    listed.refresh_from_db()
    assert set(listed.answers.values()) == {"same"}


def test_a_list_sent_again_adds_nobody_and_says_what_differs(worker):
    rows = [*ROWS]
    do(worker, sent_and_chosen(worker, *rows), "import-apply")
    newer = [
        [*rows[0][:8], "зинда"],
        *rows[1:],
        ["3", "Шарипова Нигора", "", "", "", "Умар", "2017", "п", ""],
    ]

    listed = sent_and_chosen(worker, *newer, name="newer.xlsx")
    page = worker.get(reverse("import-rows", args=[listed.pk]) + "?tab=record")

    assert "1 child is registered" in text_of(page)
    assert "3 children are in the register already" in text_of(page)
    assert "Of 1 the list says something else" in text_of(page)
    assert "The list says otherwise: father: Alive" in text_of(page)
    do(worker, listed, "import-apply")
    assert Child.objects.count() == 4
    assert Task.objects.filter(text__contains="father: Alive").count() == 1


def test_a_whole_import_is_undone_by_two_and_comes_again(worker, people):
    rows = [*ROWS]
    listed = sent_and_chosen(worker, *rows)
    do(worker, listed, "import-apply")
    former = set(Child.objects.values_list("reference", flat=True))

    page = do(worker, listed, "import-ask-undo")
    assert "A second person must approve it." in text_of(page)
    assert do(worker, listed, "import-undo").status_code == 403
    worker.force_login(people[1])
    page = text_of(do(worker, listed, "import-undo"))
    assert f"{people[0]} asked, {people[1]} approved." in page
    assert "then closed as entered in error" in page

    assert set(Child.objects.values_list("stage", "closed_reason")) == {
        (Stage.CLOSED, ClosedReason.ERROR)
    }
    worker.force_login(people[0])
    number = len(former)
    [message] = people[0].messages.filter(kind="decision")
    assert message.about == f"list:{listed.pk}:{number}"
    told = text_of(worker.get(reverse("messages")))
    assert f"An imported list is undone: {number} cases of yours are closed" in told
    opened = worker.post(reverse("message-open", args=[message.pk]))
    assert opened.url == listed.get_absolute_url()
    again = sent_and_chosen(worker, *rows)
    assert "3 children are registered" in text_of(worker.get(again.get_absolute_url()))
    do(worker, again, "import-apply")
    assert not former & set(
        Child.objects.exclude(stage=Stage.CLOSED).values_list("reference", flat=True)
    )


def test_a_request_on_a_list_stands_in_the_reviews(worker, people):
    listed = sent_and_chosen(worker, *ROWS)
    do(worker, listed, "import-ask")
    worker.force_login(people[1])
    page = text_of(worker.get(reverse("reviews")))
    assert "Imported list: " in page
    assert f"{listed}: 1 Nov 2026, 3 rows" in page
    do(worker, listed, "import-approve")

    worker.force_login(people[0])
    do(worker, listed, "import-apply")
    do(worker, listed, "import-ask-undo")
    assert "Undo the imported list" not in text_of(worker.get(reverse("reviews")))
    worker.force_login(people[1])
    page = text_of(worker.get(reverse("reviews")))
    assert "Undo the imported list: " in page
    assert "close: " not in page


def test_an_import_on_which_somebody_has_worked_is_not_undone(worker, people):
    rows = [*ROWS]
    listed = sent_and_chosen(worker, *rows)
    do(worker, listed, "import-apply")
    child = Child.objects.order_by("pk").first()
    factories.hearing(child)

    page = do(worker, listed, "import-ask-undo")

    assert page.status_code == 409
    assert f"Work was done on cases of this list: {child.reference}." in text_of(page)


def test_another_team_sees_nothing_of_a_list(worker, client, people):
    listed = sent_and_chosen(worker, *ROWS)
    other = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(other)

    assert "No list yet" in text_of(client.get(reverse("imports")))
    for route in ("import-rows", "import-columns", "import-result"):
        assert client.get(reverse(route, args=[listed.pk])).status_code == 404


def test_a_colleague_goes_on_and_the_older_page_is_told(worker, client, people):
    listed = sent_and_chosen(worker, *ROWS)
    version = listed.version
    client.force_login(factories.user(Role.CASEWORKER))
    save(client, listed, **{"aside-5": "1"})

    late = {"version": version, "aside-4": "1"}
    page = client.post(reverse("import-rows", args=[listed.pk]), late)

    assert page.status_code == 409
    assert set(listed.listed.filter(aside=True).values_list("number", flat=True)) == {5}


def test_the_result_says_what_came_of_each_row(worker):
    rows = [*ROWS]
    listed = sent_and_chosen(worker, *rows)
    do(worker, listed, "import-apply")

    assert any("Registered: TJ" in cell for row in result_of(worker, listed) for cell in row)


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_asks_as_much_for_three_families_as_for_one(
    worker, count, django_assert_num_queries
):
    rows = [
        ["", name, "", "", "", "Ҳамза", "2016", "п", ""]
        for name in ("Назарова Зулфия", "Шарипова Нигора", "Каримова Лола")[:count]
    ]
    listed = sent_and_chosen(worker, *rows)
    url = reverse("import-rows", args=[listed.pk])
    worker.get(url)

    with django_assert_num_queries(12):
        worker.get(url)


def test_columns_that_were_confirmed_once_are_remembered(worker):
    head = ["A", "B", "C", "Пол"]
    row = ["Назарова Зулфия", "Ҳамза", "2016", "п"]
    _page, listed = send(worker, workbook(row, head=head))
    assert listed.header is None
    typed = {"column-0": "mother", "column-1": "child", "column-2": "child_born", "column-3": "sex"}
    choose(worker, listed, header=2, **typed)

    _page, second = send(worker, workbook(["Каримова Лола", "Умар", "2017", "п"], head=head))

    assert second.header == 2
    assert second.columns == ["mother", "child", "child_born", "sex"]


def test_a_hidden_column_is_not_read_though_one_was_confirmed_before(worker):
    sent_and_chosen(worker, *ROWS)

    _page, listed = send(worker, workbook(*ROWS[:2], hidden_columns=[8]))

    assert listed.columns[5:] == ["child", "child_born", "sex", ""]


def test_a_column_without_a_heading_is_read_as_an_age_in_years(worker):
    row = ["Назарова Зулфия", "Ҳамза", "4"]
    _page, listed = send(worker, workbook(row, head=["Модар", "Кӯдак", ""]))

    page = choose(
        worker,
        listed,
        **{"column-0": "mother", "column-1": "child", "column-2": "child_age", "header": 2},
    )

    assert "1 child is registered" in text_of(page)


def test_a_list_whose_columns_are_open_leads_to_them(worker):
    _page, listed = send(worker, workbook(*ROWS, title=""))

    for route in ("import-rows", "import-result"):
        page = worker.get(reverse(route, args=[listed.pk]), follow=True)
        assert "Sheet and columns" in text_of(page)
    for route in ("import-ask", "import-apply", "import-compare"):
        assert "Confirm the columns of the list first." in text_of(do(worker, listed, route))


def test_a_match_is_kept_under_a_name_and_offered_for_equal_headings(worker, people):
    _page, listed = send(worker, workbook(*ROWS))
    swapped = {"column-7": ""}
    choose(worker, listed, layout="Baghdad", **swapped)
    choose(worker, listed, layout="Erbil", **{"column-7": "sex"})
    own = ListLayout.objects.get(name="Baghdad")

    page, again = send(worker, workbook([*ROWS[0][:2], *ROWS[1][2:]], name="next.xlsx"))

    assert "Kept for lists with these headings: Erbil" in text_of(page)
    assert again.columns == ListLayout.objects.get(name="Erbil").columns
    address = reverse("import-columns", args=[again.pk])
    picked = worker.get(address, {"layout": own.pk})
    assert 'name="layout" value="Baghdad"' in picked.text
    assert own.columns != again.columns

    head = [*HEAD[:-1], "Дигар"]
    page, other = send(worker, workbook(*ROWS, head=head, name="other.xlsx"))
    assert "Kept for lists" not in text_of(page)
    refused = choose(worker, other, layout="Baghdad")
    assert "Lists with other headings have a layout of this name." in text_of(refused)
