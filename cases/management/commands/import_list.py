"""Try, and then apply, a list of children as an embassy sends it."""

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.acting import command
from cases.casework.applied_lists import apply_file
from cases.casework.list_trials import Trial, try_list
from cases.casework.listed import ListedChild, ListedFamily
from cases.casework.registration import PersonFacts
from cases.management.refusals import refusals_told
from cases.models import Agreement, User
from cases.rules.list_headings import CannotReadList
from cases.wording import born_text

_NO_LIST = {
    "empty": gettext_lazy("The spreadsheet is empty."),
    "no_header": gettext_lazy(
        "No row has the headings of a list: mother, child, date of birth or age."
    ),
    "no_rows": gettext_lazy("The list has headings and no child below them."),
}


class Command(BaseCommand):
    help = "Read a list of children (.xlsx or .csv). Without --apply nothing is saved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the caseworker who registers")
        parser.add_argument("--approved-by", help="a second person, for more than 25 rows")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, metavar="DAY")
        parser.add_argument("--sheet", default="", help="its name, when several have a list")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default="en"
        )
        parser.add_argument("--agreement", help="its address; needed when there are several")
        parser.add_argument("--apply", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with (
                translation.override(options["language"]),
                refusals_told(),
                command("import_list"),
            ):
                self._import(**options)
        except CannotReadList as refusal:
            with translation.override(options["language"]):
                raise CommandError(str(_NO_LIST[refusal.code])) from refusal

    def _import(self, **options: Any) -> None:
        by = _user(options["by"])
        approved_by = _user(options["approved_by"]) if options["approved_by"] else None
        path: Path = options["file"]
        trial = try_list(
            path,
            agreement=_agreement(options["agreement"]),
            by=by,
            as_of=options["as_of"],
            answers={},
            sheet=options["sheet"],
        )
        self._show(trial)
        if not trial.is_ready:
            raise CommandError(
                _("The list cannot be applied yet: send it under Import and answer there.")
            )
        if not options["apply"]:
            self.stdout.write(_("Nothing is saved. Run it again with --apply."))
            return
        shares = apply_file(path, trial, by=by, approved_by=approved_by, sheet=options["sheet"])
        added = sum(share.children for share in shares)
        self.stdout.write(_("Registered: %(count)s children.") % {"count": added})
        for share in shares:
            self.stdout.write(f"    {share.caseworker}: {share.children}")

    def _show(self, trial: Trial) -> None:
        problems = _problems(trial)
        children = {child.row for family in trial.families for child in family.children}
        for row in sorted(problems.keys() - children):
            self._tell(row, problems[row])
        for family in trial.families:
            self.stdout.write(_mother_line(family))
            for child in family.children:
                self.stdout.write(_child_line(child))
                self._tell(child.row, problems.get(child.row, []))
        open_questions = sum(not question.answer for question in trial.questions)
        self.stdout.write(
            _(
                "%(families)s families, %(children)s children as of %(day)s; "
                "%(problems)s problems, %(questions)s open questions."
            )
            % {
                "families": len(trial.families),
                "children": trial.rows,
                "day": f"{trial.as_of:%d.%m.%Y}",
                "problems": len(trial.problems),
                "questions": open_questions,
            }
        )

    def _tell(self, row: int, sentences: list[str]) -> None:
        where = _("Row %(row)s") % {"row": row} if row else _("File")
        for sentence in sentences:
            self.stdout.write(self.style.WARNING(f"        {where}: {sentence}"))


def _problems(trial: Trial) -> dict[int, list[str]]:
    """Return what is to be said of each row; of the file as a whole under 0."""
    problems: dict[int, list[str]] = {}
    for problem in (*trial.notes, *trial.problems):
        problems.setdefault(problem.row, []).append(problem.sentence)
    for question in trial.questions:
        sentence = f"{question.sentence} {question.answer or '?'}"
        problems.setdefault(question.row, []).append(sentence)
    return problems


def _mother_line(family: ListedFamily) -> str:
    person, place = family.mother.person, family.mother.held_at
    name = next(iter(person.names.values()), "") or _("mother unknown")
    where = place.name if place else _("place not known")
    sentence = family.mother.sentence.label
    row = _("Row %(row)s") % {"row": family.row}
    return f"{row}: {name}, {_born(person)}, {where}, {sentence}"


def _child_line(child: ListedChild) -> str:
    person = child.facts.person
    name = next(iter(person.names.values()), "?")
    father = _("father: %(status)s") % {"status": child.facts.father_status.label}
    return f"    {child.row:>3}  {name}, {person.sex.label}, {_born(person)}, {father}"


def _born(person: PersonFacts) -> str:
    if person.birth is None:
        return _("birth not known")
    return _("born %(born)s") % {"born": born_text(person.birth.earliest, person.birth.latest)}


def _user(username: str) -> User:
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist as missing:
        raise CommandError(_("There is no user %(name)s.") % {"name": username}) from missing


def _agreement(slug: str | None) -> Agreement:
    agreements = Agreement.objects.select_related("home", "holding")
    if slug:
        agreements = agreements.filter(slug=slug)
    if agreements.count() != 1:
        raise CommandError(_("Name the agreement of the list: --agreement ADDRESS"))
    return agreements.get()
