"""Try, and then apply, a list of children as an embassy sends it."""

import csv
import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.casework.imports import Trial, apply, refuse_people, try_list
from cases.management.refusals import refusals_told
from cases.models import Agreement, User
from cases.rules.lists import CannotReadList
from cases.wording import born_text

_NO_LIST = {
    "empty": "The spreadsheet is empty.",
    "no_header": "No row has the headings of a list: mother, child, date of birth or age.",
    "no_rows": "The list has headings and no child below them.",
}
_COLUMNS = ("key", "row", "question", "choices", "answer")


class Command(BaseCommand):
    help = "Read a list of children (.xlsx or .csv). Without --apply nothing is saved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the caseworker who registers")
        parser.add_argument("--approved-by", required=True, help="a second person, who approves")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, metavar="DAY")
        parser.add_argument("--agreement", help="its address; needed when there are several")
        parser.add_argument("--answers", type=Path, help="written by the trial, to be filled in")
        parser.add_argument("--apply", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with refusals_told():
                self._import(**options)
        except CannotReadList as refusal:
            raise CommandError(_NO_LIST[refusal.code]) from refusal

    def _import(self, **options: Any) -> None:
        by, approved_by = _user(options["by"]), _user(options["approved_by"])
        agreement = _agreement(options["agreement"])
        path: Path = options["answers"] or options["file"].with_suffix(".answers.csv")
        trial = try_list(
            options["file"],
            agreement=agreement,
            by=by,
            as_of=options["as_of"],
            answers=_read_answers(path),
        )
        refuse_people(by, approved_by, trial.rows)
        self._show(trial)
        if trial.questions:
            _write_answers(path, trial)
            self.stdout.write(f"Questions and answers: {path}")
        if not trial.is_ready:
            raise CommandError("The list cannot be applied yet: see the problems and questions.")
        if not options["apply"]:
            self.stdout.write("Nothing is saved. Run it again with --apply.")
            return
        shares = apply(trial, by=by, approved_by=approved_by, on=timezone.localdate())
        self.stdout.write(f"Registered: {sum(share.children for share in shares)} children.")
        for share in shares:
            self.stdout.write(f"    {share.caseworker}: {share.children}")

    def _show(self, trial: Trial) -> None:
        problems: dict[int, list[str]] = {}
        for problem in trial.problems:
            problems.setdefault(problem.row, []).append(problem.sentence)
        for question in trial.questions:
            sentence = f"{question.sentence} {question.answer or '?'}"
            problems.setdefault(question.row, []).append(sentence)
        for family in trial.families:
            self.stdout.write(_mother_line(family))
            for child in family.children:
                self.stdout.write(_child_line(child))
                for sentence in problems.get(child.row, ()):
                    self.stdout.write(self.style.WARNING(f"        {sentence}"))
        open_questions = sum(not question.answer for question in trial.questions)
        self.stdout.write(
            f"{len(trial.families)} families, {trial.rows} children as of {trial.as_of:%d.%m.%Y}; "
            f"{len(trial.problems)} problems, {open_questions} open questions."
        )


def _mother_line(family: Any) -> str:
    person, place = family.mother.person, family.mother.held_at
    name = next(iter(person.names.values()), "mother unknown")
    where = place.name if place else "place not known"
    return f"row {family.row:>3}  {name}, {_born(person)}, {where}, {family.mother.sentence.label}"


def _child_line(child: Any) -> str:
    person = child.facts.person
    name = next(iter(person.names.values()), "?")
    father = child.facts.father_status.label
    return f"    {child.row:>3}  {name}, {person.sex.label}, {_born(person)}, father: {father}"


def _born(person: Any) -> str:
    birth = person.birth
    return f"born {born_text(birth.earliest, birth.latest)}" if birth else "birth not known"


def _user(username: str) -> User:
    try:
        return User.objects.select_related("team").get(username=username)
    except User.DoesNotExist as missing:
        raise CommandError(f"There is no user {username}.") from missing


def _agreement(slug: str | None) -> Agreement:
    agreements = Agreement.objects.select_related("home", "holding")
    if slug:
        agreements = agreements.filter(slug=slug)
    if agreements.count() != 1:
        raise CommandError("Name the agreement of the list: --agreement ADDRESS")
    return agreements.get()


def _read_answers(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row["key"]: row["answer"] or "" for row in csv.DictReader(file)}
    except (KeyError, UnicodeDecodeError, csv.Error) as problem:
        raise CommandError(f"{path.name} is not the file of answers the trial wrote.") from problem


def _write_answers(path: Path, trial: Trial) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, _COLUMNS)
        rows.writeheader()
        for question in trial.questions:
            rows.writerow(
                {
                    "key": question.key,
                    "row": question.row,
                    "question": question.sentence,
                    "choices": " | ".join(question.choices),
                    "answer": question.answer,
                }
            )
