"""The questions of a list, answered in a file."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from cases.casework.seed import seed_agreement
from cases.models import Child
from cases.vocabulary import Role
from tests import factories
from tests.casework.test_listed import written


@pytest.fixture
def people(db):
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    seed_agreement(
        by=factories.user(Role.ADMIN), reviewer=factories.user(Role.REVIEWER, username="reviewer")
    )
    return caseworker


@pytest.fixture
def twins(tmp_path):
    return written(
        tmp_path,
        ["1", "Назарова Мавлуда", "1990", "", "Ҳасан", "10.05.2018", "п", ""],
        ["2", "", "", "", "Ҳусейн", "10.05.2018", "п", ""],
    )


@pytest.fixture
def run(people, tmp_path):
    answers = tmp_path / "answers.csv"

    def run(file, *options, **more):
        out = io.StringIO()
        try:
            call_command(
                "import_list",
                file,
                *options,
                by="WORKER",
                approved_by="reviewer",
                answers=answers,
                stdout=out,
                **more,
            )
        except CommandError as refusal:
            out.write(str(refusal))
        return out.getvalue()

    run.answers = answers
    return run


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8"), (";", "utf-16")],
)
def test_a_spreadsheet_may_save_it_again(run, twins, delimiter, encoding):
    run(twins)
    save_again(run.answers, "not_same", delimiter, encoding)

    assert "Registered: 2 children." in run(twins, "--apply")
    assert Child.objects.count() == 2


def test_another_encoding_is_told(run, twins):
    run(twins)
    save_again(run.answers, "не тот", ";", "cp1251")

    assert "answers.csv: The file is not UTF-8 text. Save it as “CSV UTF-8”." in run(twins)


def test_an_answer_that_is_no_choice_is_told_and_stays(run, twins):
    run(twins)
    save_again(run.answers, "different", ";", "utf-8-sig")

    text = run(twins)

    assert "“different” is no answer. Enter one of: same, not_same." in text
    assert "different" in run.answers.read_text("utf-8-sig")


def test_the_command_speaks_one_language(run, twins):
    russian, english = run(twins, language="ru"), run(twins)

    assert "Мальчик" in russian
    assert "children" not in russian
    assert "Boy" in english
    assert "Мальчик" not in english


def save_again(path, answer, delimiter, encoding):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row | {"answer": answer} for row in csv.DictReader(file)]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(
            {name: text.encode(encoding, "replace").decode(encoding) for name, text in row.items()}
            for row in rows
        )
