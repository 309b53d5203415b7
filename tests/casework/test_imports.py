"""A list of an embassy: tried, answered, and applied as a whole or not at all."""

import datetime
import io
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.casework import imports, registration, tasks
from cases.casework.applied_lists import apply
from cases.casework.journal import entered_as_it_happens
from cases.casework.list_checks import check_of
from cases.casework.list_files import CannotImport
from cases.figures.progress import tally
from cases.files.sheets import read_sheets, sheets_of
from cases.files.spreadsheets import CannotReadFile
from cases.models import (
    Child,
    Consent,
    ImportedList,
    Mother,
    Note,
    Person,
    PlaceName,
    Task,
    User,
)
from cases.models.user import SYSTEM
from cases.vocabulary import FatherStatus, Role, Stage, TaskRule
from cases.wording import day_text
from tests import clock, factories

EMBASSY = Path(__file__).parent / "data" / "embassy-list.xlsx"
LISTED = datetime.date(2019, 2, 12)
HEAD = ["Модар", "Ҷойи нигоҳдорӣ", "Кӯдак", "Санаи таваллуд ё синну сол", "Ҷинс", "Розигии модар"]
GOOD = ["Зебо Юнусова", "سجن الرصافة", "Билол", "2016", "м", "ҳа"]


@pytest.fixture
def people(db):
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    return caseworker, factories.seeding_reviewer()


@pytest.fixture
def run(people):
    def run(file=EMBASSY, *options, by="worker", approved_by="reviewer"):
        out = io.StringIO()
        call_command("import_list", file, *options, by=by, approved_by=approved_by, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def sent(people):
    """Send a list and confirm its columns as they are guessed."""
    worker, _reviewer = people

    def sent(path=EMBASSY, by=worker):
        listed = imports.begin(
            name=path.name,
            content=path.read_bytes(),
            sheets=read_sheets(path),
            encoding="",
            agreement=factories.agreement(),
            by=by,
        )
        return imports.choose(
            listed=listed,
            version=listed.version,
            header=listed.header,
            columns=listed.columns,
            as_of=LISTED,
            with_hidden=False,
            with_struck=False,
            by=by,
        )

    return sent


@pytest.fixture
def applied(people, sent):
    """Answer every question alike, and apply the list with a second person."""
    worker, reviewer = people

    def applied(path=EMBASSY, verdict="not_same"):
        listed = answered(sent(path), verdict, by=worker)
        listed = imports.ask(listed=listed, version=listed.version, by=worker)
        listed = imports.approve(listed=listed, version=listed.version, by=reviewer)
        apply(listed=listed, version=listed.version, by=worker, on=clock.today())
        return ImportedList.objects.get(pk=listed.pk)

    return applied


def answered(listed, verdict, *, by):
    """Answer until nothing is open: an answer may bring further questions."""
    while questions := check_of(listed).open_questions:
        listed = imports.correct(
            listed=listed,
            version=listed.version,
            by=by,
            cells={},
            answers={
                each.key: verdict if verdict in each.choices else each.choices[-1]
                for each in questions
            },
            aside={},
        )
    return listed


def write_list(tmp_path, *rows, head=HEAD, name="list.xlsx"):
    path = tmp_path / name
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["Ба ҳолати 12.02.2019"], head, *rows]):
            sheet.write_row(at, 0, row)
    return path


def test_trial_saves_nothing_and_asks(run):
    with pytest.raises(CommandError, match="send it under Import"):
        run()

    assert Person.objects.count() == 0
    assert ImportedList.objects.count() == 0


def test_what_only_a_person_can_say_is_asked(sent):
    assert {question.key for question in check_of(sent()).open_questions} == {
        "place Baghdad orphanage (girls)",
        "row 23 mother = row 13",
        "row 81 mother = row 12",
        "row 91 mother = row 37",
        "row 84 child = row 83",
    }


def test_answered_list_is_applied_whole(applied):
    listed = applied()

    assert (Mother.objects.count(), Child.objects.count()) == (43, 92)
    assert Consent.objects.count() == 0
    assert Note.objects.filter(text__contains="reported by the embassy").count() == 92
    assert set(Child.objects.values_list("registered_on", flat=True)) == {
        datetime.date(2019, 2, 12)
    }
    assert listed.rows == listed.listed.filter(is_new=True).count() == 92
    # Ages count from the day of the list.
    months = Person.objects.filter(
        born_earliest=datetime.date(2018, 10, 13), born_latest=datetime.date(2018, 11, 12)
    )
    assert months.filter(names__text="Усмон").exists()  # three months on 12 February 2019
    assert Child.objects.filter(father_status=FatherStatus.NOT_DOCUMENTED).count() > 20


def test_same_mother_is_one_family(applied):
    applied(verdict="same")

    assert Mother.objects.count() == 40
    assert Child.objects.count() == 91  # row 84 is the child of row 83


def test_same_file_twice_is_told(run, tmp_path):
    path = write_list(tmp_path, GOOD)
    run(path, "--apply")

    with pytest.raises(CommandError, match=r"imported on .* Nothing was saved"):
        run(path, "--apply")

    assert Child.objects.count() == 1


def test_the_same_children_in_another_file_are_told_apart_row_by_row(run, sent, people, tmp_path):
    run(
        write_list(tmp_path, GOOD, ["Нигина Одинаева", *GOOD[1:2], "Сумая", "2015", "д", ""]),
        "--apply",
    )
    newer = write_list(
        tmp_path,
        GOOD,
        ["Нигина Одинаева", *GOOD[1:2], "Сумая", "12.04.2015", "д", ""],
        ["Манижа Сафарова", *GOOD[1:2], "Амина", "2014", "д", ""],
        name="newer.xlsx",
    )

    listed = sent(newer)

    questions = check_of(listed).open_questions
    assert {question.row for question in questions} == {4}
    listed = answered(listed, "same", by=people[0])
    apply(listed=listed, version=listed.version, by=people[0], on=clock.today())
    assert (Mother.objects.count(), Child.objects.count()) == (3, 3)
    task = Task.objects.get(rule=TaskRule.MANUAL)
    assert "The list of 12.02.2019 says otherwise: born 12 Apr 2015" in task.text
    assert [row.is_new for row in listed.listed.filter(child__isnull=False)] == [
        False,
        False,
        True,
    ]


def test_unknown_place_is_answered_by_an_alias(run, tmp_path):
    row = [GOOD[0], "Карх", *GOOD[2:]]
    place = PlaceName.objects.get(name="سجن الرصافة").place
    PlaceName.objects.create(place=place, name="Карх")

    run(write_list(tmp_path, row), "--apply")

    assert Mother.objects.get().held_at == place


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (3, "31.02.2017", "not a possible date of birth or age"),
        (3, "2999", "not a possible date of birth or age"),
        (3, "130 сол", "not a possible date of birth or age"),
        (3, "", "neither a date of birth nor an age"),
        (2, "", "has no name"),
        (2, "Би\u202eлол", "hidden characters"),
        (4, "?", "not understood"),
        (5, "ҳа " * 200, "too long"),
    ],
)
def test_problem_of_a_row_is_told_and_nothing_is_saved(run, tmp_path, capsys, column, text, said):
    row = [*GOOD]
    row[column] = text
    out = io.StringIO()

    with pytest.raises(CommandError, match="send it under Import"):
        call_command(
            "import_list",
            write_list(tmp_path, GOOD, row),
            "--apply",
            by="worker",
            approved_by="reviewer",
            stdout=out,
        )

    assert said in out.getvalue()
    assert Person.objects.count() == 0


def test_twins_of_like_names_are_a_question(sent, tmp_path):
    path = write_list(
        tmp_path,
        [*GOOD[:2], "Ҳасан", "10.05.2018", "м", ""],
        ["", "", "Ҳусейн", "10.05.2018", "м", ""],
    )

    [question] = check_of(sent(path)).open_questions

    assert question.sentence == "Is the child of row 4 the child of row 3?"


def test_the_very_same_child_twice_is_told(run, tmp_path):
    twice = write_list(tmp_path, GOOD, ["", "", *GOOD[2:]])

    with pytest.raises(CommandError, match="cannot be applied yet"):
        run(twice, "--apply")

    assert Person.objects.count() == 0


def test_births_three_months_apart_are_a_question(sent, people, tmp_path):
    path = write_list(
        tmp_path,
        [*GOOD[:2], "Сомон", "10.05.2018", "м", ""],
        ["", "", "Билол", "10.08.2018", "м", ""],
    )
    listed = sent(path)

    [question] = check_of(listed).open_questions

    assert "births of rows 3 and 4. Are both children hers?" in question.sentence
    listed = answered(listed, "both hers", by=people[0])
    apply(listed=listed, version=listed.version, by=people[0], on=clock.today())
    assert Child.objects.count() == 2


def test_child_who_cannot_be_hers_is_told(run, tmp_path):
    head = [*HEAD, "Соли таваллуди модар"]
    path = write_list(tmp_path, [*GOOD, "2010"], head=head)

    with pytest.raises(CommandError, match="send it under Import"):
        run(path, "--apply")

    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("finance", "may not register"),
        ("reviewer2", "has no team"),
        ("nobody", "There is no user"),
    ],
)
def test_who_may_register_sends_a_list(run, tmp_path, by, said):
    factories.user(Role.FINANCE_OFFICER, username="finance")
    factories.user(Role.REVIEWER, username="reviewer2", team=None)

    with pytest.raises(CommandError, match=said):
        run(write_list(tmp_path, GOOD), "--apply", by=by)


def test_a_list_of_many_rows_takes_a_second_person_who_may(sent, people):
    worker, reviewer = people
    listed = answered(sent(), "not_same", by=worker)
    on = clock.today()

    with pytest.raises(CannotImport, match="A second person must approve a list of more than 25"):
        apply(listed=listed, version=listed.version, by=worker, on=on)
    listed = imports.ask(listed=listed, version=listed.version, by=worker)
    with pytest.raises(CannotImport, match="You requested this"):
        imports.approve(listed=listed, version=listed.version, by=worker)
    with pytest.raises(CannotImport, match="A reviewer approves"):
        other = factories.user(Role.CASEWORKER)
        imports.approve(listed=listed, version=listed.version, by=other)
    listed = imports.approve(listed=listed, version=listed.version, by=reviewer)
    with pytest.raises(CannotImport, match="Another person applies it"):
        apply(listed=listed, version=listed.version, by=reviewer, on=on)

    assert Person.objects.count() == 0


def test_failure_half_way_leaves_nothing(sent, people, tmp_path, monkeypatch):
    rows = [GOOD, ["Нигина Одинаева", *GOOD[1:]]]
    listed = answered(sent(write_list(tmp_path, *rows)), "not_same", by=people[0])
    register = registration.register_family

    def fails(**facts):
        if Mother.objects.exists():
            raise registration.CannotRegister("The power is gone.")
        return register(**facts)

    monkeypatch.setattr(registration, "register_family", fails)

    with pytest.raises(registration.CannotRegister, match="The power is gone"):
        apply(listed=listed, version=listed.version, by=people[0], on=factories.DAY)

    assert Person.objects.count() == 0
    assert ImportedList.objects.get().applied_by is None


def bomb(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    return path


def packed(tmp_path, name, content=b"x", many=1):
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(many):
            archive.writestr(f"{number}{name}" if many > 1 else name, content)
    return path


def raw(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def table(path):
    return sheets_of(path.name, path.read_bytes())[0].rows


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda t: raw(t, "empty.xlsx", b""), "is empty"),
        (lambda t: raw(t, "list.pdf", b"%PDF-1.7"), "must be an .xlsx or .csv"),
        (lambda t: raw(t, "list.xlsx", b"MZ\x90"), "must be an .xlsx or .csv"),
        (lambda t: raw(t, "list.xlsx", EMBASSY.read_bytes()[:4000]), "damaged"),
        (lambda t: raw(t, "list.csv", b"\xff\xfe\x00"), "UTF-8"),
        (lambda t: raw(t, "list.csv", b"a\0b"), "not a text file"),
        (lambda t: raw(t, "big.csv", b"x" * (5 * 1024 * 1024 + 1)), "larger than 5 MB"),
        (bomb, "more than 50 MB"),
        (lambda t: packed(t, "xl/vbaProject.bin"), "macros"),
        (lambda t: packed(t, "xl/a.xml", b"<!DOCTYPE x>"), "document type"),
        (lambda t: packed(t, "part", many=201), "too many parts"),
        (lambda t: packed(t, "xl/a.xml"), "cannot be read"),
    ],
)
def test_file_that_is_no_list_is_refused_in_a_sentence(tmp_path, make, said):
    with pytest.raises(CannotReadFile, match=said):
        table(make(tmp_path))


def test_csv_is_read_with_either_delimiter(tmp_path):
    comma = raw(tmp_path, "a.csv", "Модар,Кӯдак\nЗебо,Билол\n".encode())
    semicolon = raw(tmp_path, "b.csv", "\ufeffМодар;Кӯдак\nЗебо;Билол\n".encode())

    assert table(comma) == table(semicolon) == [["Модар", "Кӯдак"], ["Зебо", "Билол"]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [([], "no child below"), ([["x"]], "cannot be applied yet")],
)
def test_list_without_children_is_refused(run, tmp_path, rows, said):
    with pytest.raises(CommandError, match=said):
        run(write_list(tmp_path, *rows))


def test_sheet_without_headings_is_refused(run, tmp_path):
    with pytest.raises(CommandError, match="No row has the headings"):
        run(write_list(tmp_path, head=["a", "b"]))


YOUNG_AND_OLD = [
    ["Зебо Юнусова", GOOD[1], "Билол", "3 сол", "м", "ҳа"],
    ["", "", "Идрис", "15.03.2012", "м", ""],
    ["Нигина Одинаева", GOOD[1], "Сумая", "~9", "д", "ҳа"],
    ["Манижа Сафарова", GOOD[1], "Амина", "2009", "д", "ҳа"],
    ["Ситора Қодирова", GOOD[1], "Ҳамза", "2002", "м", "ҳа"],
]


def test_same_list_seven_years_later_gives_equal_facts_and_no_late_case(run, tmp_path):
    path = write_list(tmp_path, *YOUNG_AND_OLD)
    factories.age_clock(factories.agreement(), 9, reason="The child is heard.")
    system = User.objects.get(username=SYSTEM)

    worlds = []
    for day, entered in ((LISTED, entered_as_it_happens()), (clock.today(), nullcontext())):
        with transaction.atomic():
            with entered, tasks.after_all(by=system, on=day):
                run(path, "--apply")
            facts = Child.objects.order_by("pk", "journal__pk").values_list(
                "registered_on",
                "stage",
                "stage_since",
                "person__born_earliest",
                "person__born_latest",
                "person__born_stated_on",
                "journal__happened_on",
            )
            ages = Task.objects.filter(rule=TaskRule.AGE).values_list("about", "due_on")
            worlds.append((list(facts), sorted(ages)))
            counts = tally(Child.objects.all(), on=day, today=day)
            page = {row.median_days for row in counts.stages if row.stage == Stage.REGISTERED}
            assert (counts.overdue, page) == (0, {0})
            assert not Task.objects.open().filter(due_on__lt=day).exists()
            transaction.set_rollback(True)

    (then, ages_then), (now, ages_now) = worlds
    assert then == now
    assert {row[:3] for row in now} == {(LISTED, Stage.REGISTERED, LISTED)}
    assert [about for about, _due in ages_then] == ["9"]
    assert all(due >= clock.today() for _about, due in ages_now)


def test_list_read_late_says_both_days(run, tmp_path, client):
    run(write_list(tmp_path, GOOD), "--apply")
    child = Child.objects.get()
    client.force_login(child.caseworker)

    page = client.get(child.get_absolute_url()).content.decode()

    assert "0 days in this stage" in page
    assert f"Began on 12 Feb 2019, recorded on {day_text(clock.today())}" in page


def test_list_is_shared_out_over_the_team_by_families(run, people, tmp_path):
    worker, _reviewer = people
    second = factories.user(Role.CASEWORKER)
    gone = factories.user(Role.CASEWORKER, is_active=False)
    elsewhere = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))

    said = run(write_list(tmp_path, *YOUNG_AND_OLD), "--apply")

    shares = {user: user.cases.count() for user in (worker, second, gone, elsewhere)}
    assert shares == {worker: 3, second: 2, gone: 0, elsewhere: 0}
    assert f"{worker}: 3" in said
    assert f"{second}: 2" in said
    assert all(
        mother.children.values("caseworker").distinct().count() == 1
        for mother in Mother.objects.all()
    )
