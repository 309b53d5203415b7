"""A list in the browser: sent, its columns told, checked row by row, applied, undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Child, ImportedList, ListLayout, Mother
from cases.vocabulary import ClosedReason, Role, Stage
from tests import factories
from tests.sentences import words_of
from tests.views.imports.sent import (
    HEAD,
    ROWS,
    answers,
    choose,
    do,
    result_of,
    save,
    send,
    sent_and_chosen,
    text_of,
    workbook,
)


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


def test_any_cell_of_a_row_is_corrected_though_nothing_is_wrong_with_it(worker):
    listed = sent_and_chosen(worker, *ROWS)
    address = reverse("import-rows", args=[listed.pk])
    page = worker.get(f"{address}?tab=all")
    assert "?tab=all&amp;correct=4#row-4" in page.text
    assert 'name="cell-' not in page.text

    page = worker.get(f"{address}?tab=all&correct=4").text
    assert {f'name="cell-4-{at}" value="{text}"' in page for at, text in ((5, "Сафия"), (7, "д"))}
    assert 'name="cell-4-1" value=""' in page
    listed.refresh_from_db()
    typed = {"version": listed.version, "cell-4-5": "Асия", "cell-4-1": "Каримова Лола"}
    response = worker.post(f"{address}?tab=all&correct=4", typed)

    assert response.url == f"{address}?tab=all"
    page = text_of(worker.get(response.url))
    assert "Каримова Лола" in page
    assert "Асия" in page
    assert "3 families are new." in page
    page = worker.get(f"{address}?tab=all&correct=3").text
    assert 'name="cell-3-1" value="Назарова Зулфия"' in page
    save(worker, listed, **{"cell-4-1": "", "cell-4-5": "Сафия"})
    assert listed.listed.get(number=4).corrections == {}


def test_what_was_typed_beside_a_hidden_sign_is_not_lost(worker):
    wrong = ["", "", "", "", "", "Умар", "31.02.2017", "?", ""]
    listed = sent_and_chosen(worker, [*ROWS[0][:4], "Rusafa", *ROWS[0][5:]], wrong)

    typed = {"cell-4-6": "02.20\u202e17", "cell-4-7": "п", "aside-4": "1"}
    page = save(worker, listed, **typed, **answers(listed, "-"))

    assert "A text has hidden characters or is too long. Type it anew." in text_of(page)
    assert 'name="cell-4-7" value="п"' in page.text
    assert 'name="aside-4" value="1" checked' in page.text
    assert 'value="-" checked' in page.text or 'value="-" selected' in page.text


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


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER])
def test_a_list_and_the_rows_set_aside_of_it_lead_to_one_another(worker, client, role):
    listed = sent_and_chosen(worker, *ROWS)
    save(worker, listed, **{"aside-5": "1"})
    do(worker, listed, "import-apply")
    rest = ImportedList.objects.at_work().get()
    there, back = (reverse("import-rows", args=[each.pk]) for each in (rest, listed))
    client.force_login(factories.user(role))

    page = client.get(back)
    assert f'go on in <a href="{there}">a list of their own</a>' in page.text
    page = client.get(there)
    assert f'set aside in <a href="{back}">another list</a>' in page.text

    save(worker, rest, **{"aside-5": "0"})
    do(worker, rest, "import-apply")
    assert f'<a href="{back}">another list</a>' in client.get(there).text
    assert "a list of their own" not in client.get(there).text
    assert f'<a href="{there}">a list of their own</a>' in client.get(back).text


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
    assert f"Work was done on cases of this list: {child.reference}." in words_of(page)


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

    with django_assert_num_queries(13):
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
