"""Lists in shapes in which offices make them: read as the eye does, or told by their row."""

import csv

import pytest

from cases.casework.list_trials import try_list
from cases.vocabulary import Sex
from tests import factories

TITLE = ["Список на 01.11.2026"]
HEAD = ["№", "Мать", "Год рождения матери", "Ребёнок", "Дата рождения", "Пол", "Отец"]


@pytest.fixture
def tried(db, tmp_path):
    agreement = factories.agreement()
    by = factories.imported_list(agreement).begun_by

    def tried(*rows, head=HEAD):
        path = tmp_path / "list.csv"
        with path.open("w", newline="") as file:
            csv.writer(file, delimiter=";").writerows([TITLE, head, *rows])
        return try_list(path, agreement=agreement, by=by, as_of=None, answers={})

    return tried


def told(trial):
    return [(problem.row, problem.sentence) for problem in (*trial.notes, *trial.problems)]


def families(trial):
    """Return the names of each mother, and of her children."""
    people = [(f.mother.person, [c.facts.person for c in f.children]) for f in trial.families]
    return [[next(iter(p.names.values()), "") for p in (one, *more)] for one, more in people]


def test_a_mother_above_the_rows_of_her_children_is_theirs_and_no_child(tried):
    trial = tried(
        ["", "Назарова Зулфия", "1991"],
        ["1", "", "", "Ҳамза", "2014", "м"],
        ["2", "", "", "Сафия", "2016", "ж"],
        ["", "Каримова Лола", "1990"],
        ["1", "", "", "Умар", "2017", "м"],
    )

    assert families(trial) == [["Назарова Зулфия", "Ҳамза", "Сафия"], ["Каримова Лола", "Умар"]]
    assert trial.problems == ()
    assert told(trial) == [
        (3, "“Назарова Зулфия · 1991”: the mother of the children in the rows below."),
        (6, "“Каримова Лола · 1990”: the mother of the children in the rows below."),
    ]


def test_a_mother_alone_above_another_is_still_asked_about(tried):
    trial = tried(["", "Лагерь Рож"], ["1", "Назарова Зулфия", "1991", "Ҳамза", "2014", "м"])

    assert (3, "The child has no name.") in told(trial)


@pytest.mark.parametrize(
    ("heads", "ticks"),
    [
        (("М", "Ж"), ("+", "V")),
        (("Мальчик", "Девочка"), ("1", "1")),
        (("Писар", "Духтар"), ("х", "✓")),
    ],
)
def test_sex_is_ticked_in_one_of_two_columns(tried, heads, ticks):
    trial = tried(
        ["1", "Назарова Зулфия", "1991", "Ҳамза", "2014", ticks[0], ""],
        ["2", "", "", "Сафия", "2016", "", ticks[1]],
        ["3", "", "", "Сомон", "2017", "", ""],
        ["4", "", "", "Лола", "2018", "2", ticks[1]],
        head=[*HEAD[:5], *heads],
    )

    sexes = [child.facts.person.sex for child in trial.families[0].children]
    assert sexes == [Sex.MALE, Sex.FEMALE, Sex.UNKNOWN, Sex.UNKNOWN]
    sentence = f"“2 / {ticks[1]}” is not understood. Write “boy” or “girl”, or leave it empty."
    assert told(trial) == [(6, sentence)]


def test_a_birth_in_three_columns_is_read(tried):
    head = [*HEAD[:4], "День рождения", "Месяц рождения", "Год рождения"]

    trial = tried(["1", "Назарова Зулфия", "1991", "Ҳамза", "15", "марта", "2014"], head=head)

    [child] = trial.families[0].children
    assert f"{child.facts.person.birth.earliest}" == "2014-03-15"
    assert told(trial) == []


def test_a_month_and_a_heading_with_one_mistake_are_read_and_told(tried):
    head = ["№", "Mother", "Year of birth", "Child", "Date of brith", "Gendr", "Father"]

    trial = tried(
        ["1", "Nazarova Zulfia", "1991", "Hamza", "15 Febuary 2017", "m"],
        ["2", "", "", "Safiya", "ферваль 2019", "f"],
        ["3", "", "", "Umar", "15 июня/июля 2020", "m"],
        head=head,
    )

    assert told(trial) == [
        (2, "“brith” is read as “birth”."),
        (2, "“gendr” is read as “gender”."),
        (3, "“15 Febuary 2017” is read as “15 Feb 2017”."),
        (4, "“ферваль 2019” is read as “February 2019”."),
        (5, trial.problems[0].sentence),
    ]


@pytest.mark.parametrize(
    "name", ["сын Ҳамза", "мальчик", "писар", "не назван", "Х", "дочь Сафия", "гр. Сафия"]
)
def test_a_word_for_a_child_is_no_name(tried, name):
    trial = tried(["1", "Назарова Зулфия", "1991", name, "2014", "м"])

    assert families(trial) == [["Назарова Зулфия", ""]]
    assert trial.problems[-1].sentence == "The child has no name."


def test_what_is_said_of_a_father_beside_what_became_of_him_is_told(tried):
    row = ["1", "Назарова Зулфия", "1991", "Ҳамза", "2014", "м"]
    shahid = tried([*row, "шаҳид"]).families[0].children[0].facts

    assert shahid.father_status == "not_documented"
    assert told(tried([*row, "умер, св-во № 12"])) == [
        (3, "“умер, св-во № 12” says more than became of the father. Leave “умер”.")
    ]


def test_an_age_of_the_mother_has_the_unit_of_a_mothers(tried):
    head = ["No.", "MOTHER", "MOTHER'S AGE", "CHILD'S NAME", "AGE (YEARS)", "M/F"]

    trial = tried(["1", "Назарова Зулфия", "30", "Ҳамза", "5", "m"], head=head)

    assert trial.families[0].mother.person.birth.earliest.year == 1995
    assert told(trial) == []


def test_a_term_without_its_unit_is_told_with_what_to_write(tried):
    head = [*HEAD[:6], "Мера наказания"]
    row = ["1", "Назарова Зулфия", "1991", "Ҳамза", "2014", "м"]

    assert told(tried([*row, "15"], head=head)) == [
        (3, "“15” is not understood. Write “15 years”, “life” or “death”, or leave it empty.")
    ]
    assert tried([*row, "высшая мера"], head=head).families[0].mother.sentence == "death"


@pytest.mark.parametrize("heading", ["Срок (лет)", "Sentence (years)", "سنوات الحكم"])
def test_a_term_has_the_unit_of_its_heading(tried, heading):
    trial = tried(
        ["1", "Назарова Зулфия", "1991", "Ҳамза", "2014", "м", "15"], head=[*HEAD[:6], heading]
    )

    assert trial.families[0].mother.sentence_months == 180
    assert told(trial) == []


def test_total_in_uzbek_and_who_made_the_list_are_passed_over(tried):
    trial = tried(
        ["1", "Назарова Зулфия", "1991", "Ҳамза", "2014", "м"],
        ["", "Жами: 1"],
        ["", "Исп. Раҳимов А."],
        ["", "тел. 992 900 00 00"],
    )

    assert [row for row, _text in trial.read.passed] == [4, 5, 6]
    assert trial.problems == ()


@pytest.mark.parametrize(
    "name", ["Ҳамза, Сафия", "Ҳамза; Сафия", "Ҳамза/Сафия", "Ҳамза + Сафия", "1. Ҳамза 2. Сафия"]
)
def test_two_children_in_one_cell_are_told_to_have_a_row_each(tried, name):
    problems = tried(["1", "Назарова Зулфия", "1991", name, "2014", "м"]).problems

    assert "Write the name, and give each child a row." in problems[0].sentence


def test_a_name_in_letters_that_look_the_same_is_read_in_one_alphabet(tried):
    trial = tried(["1", "Haзapoвa Зулфия", "1991", "Ҳaмза", "2014", "м"])

    assert families(trial) == [["Назарова Зулфия", "Ҳамза"]]
    assert told(trial) == [
        (3, "“Haзapoвa Зулфия” is read as “Назарова Зулфия”."),
        (3, "“Ҳaмза” is read as “Ҳамза”."),
    ]
    # A letter that is in one alphabet alone stays to be asked about.
    (problem, _no_name) = tried(["1", "Зебо", "1991", "Ҳamза", "2014", "м"]).problems
    assert problem.sentence == "A word of the name in “Ребёнок” mixes two alphabets."
