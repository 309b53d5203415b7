"""Lists of people whom the register has, and lists that come again."""

from django.urls import reverse

from cases.casework.list_checks import check_of
from cases.models import Child, DuplicateAnswer, Mother, Task
from cases.vocabulary import Role
from tests import factories
from tests.views.imports.sent import (
    ROWS,
    answers,
    do,
    save,
    sent_and_chosen,
    text_of,
)


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


def test_a_list_whose_children_came_again_is_undone_after_the_later_one(worker, people):
    first = sent_and_chosen(worker, *ROWS)
    do(worker, first, "import-apply")
    later = sent_and_chosen(worker, *ROWS, name="newer.xlsx", title="то 02.11.2026")
    do(worker, later, "import-apply")

    page = text_of(do(worker, first, "import-ask-undo"))
    assert f"Children of this list came again in {later}. Undo that first." in page

    for each in (later, first):
        worker.force_login(people[0])
        do(worker, each, "import-ask-undo")
        worker.force_login(people[1])
        do(worker, each, "import-undo")
    assert not Child.objects.open().exists()


def test_a_child_whose_birth_was_corrected_is_asked_about_and_not_registered_twice(worker):
    do(worker, sent_and_chosen(worker, *ROWS), "import-apply")
    newer = [
        [*ROWS[0][:6], "13.05.2015", *ROWS[0][7:]],
        ROWS[1],
        [*ROWS[2][:6], "4 сола", *ROWS[2][7:]],
    ]

    listed = sent_and_chosen(worker, *newer, name="newer.xlsx")
    hamza, _safiya, ibrohim = Child.objects.order_by("pk")
    page = text_of(worker.get(listed.get_absolute_url()))

    assert f"Is this the same person as {hamza.reference} of the register?" in page
    assert f"Is this the same person as {ibrohim.mother.reference} of the register?" in page
    assert ibrohim.reference not in page.replace(f"{ibrohim.reference} ·", "")
    page = text_of(save(worker, listed, **answers(listed, "same")))
    assert f"Is this the same person as {ibrohim.reference} of the register?" in page
    save(worker, listed, **answers(listed, "same"))
    page = text_of(worker.get(f"{listed.get_absolute_url()}?tab=record"))
    assert "The list says otherwise: born 13 May 2015" in page
    do(worker, listed, "import-apply")
    assert Child.objects.count() == 3
    assert Task.objects.filter(text__contains="born 13 May 2015").get().child == hamza


def test_a_child_whose_mother_and_place_nobody_knows_is_not_registered_twice(worker):
    row = ["1", "неизвестно", "", "", "", "Умар", "2016", "п", ""]
    do(worker, sent_and_chosen(worker, row), "import-apply")

    listed = sent_and_chosen(worker, row, ROWS[0], name="newer.xlsx")

    child = Child.objects.get()
    page = text_of(worker.get(listed.get_absolute_url()))
    assert f"Is this the same person as {child.reference} of the register?" in page
    save(worker, listed, **answers(listed, "same"))
    do(worker, listed, "import-apply")
    assert Child.objects.count() == 2
