"""The first start of an empty register, asked on a terminal or told by arguments."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction

from cases.casework import first_start
from cases.casework.acting import command
from cases.casework.seed import seed_agreement
from cases.management.refusals import refusals_told
from cases.models import Agreement, Country, Demonstration, User

#: The agreement whose published facts are known: home and holding country.
PUBLISHED = ("TJ", "IQ")
#: What is asked for on a terminal, in this order, by the names of the arguments.
QUESTIONS = {
    "home": "Country that brings its children home, two letters (TJ):",
    "ministry": "Its ministry, by language (en=Ministry of Foreign Affairs; ru=…):",
    "holding": "Country they come back from, two letters (IQ):",
    "team": "Teams of caseworkers (Baghdad desk; Erbil desk):",
    "admin": "User name of the first admin:",
    "admin_name": "The admin's given name and family name:",
}
NEXT = """
What is next, and whose it is:
  {admin} signs in, chooses another password, makes the accounts, enters courts and homes under
  Places and the agreement's criteria, and asks a reviewer to publish them.
  A reviewer publishes the criteria and approves the terms of the agreement; the fee schedule waits
  for a reviewer or a finance approver. All of it is under Reviews.
deploy/README.md leads on from here."""


class Command(BaseCommand):
    help = "Set up an empty register: home country, ministry, first admin, teams, an agreement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--home", metavar="CODE", help="the country that brings children home")
        parser.add_argument(
            "--ministry",
            action="append",
            metavar="LANGUAGE=NAME",
            help="its ministry, once for each language: 'en=Ministry of Foreign Affairs'",
        )
        parser.add_argument("--holding", metavar="CODE", help="the country children come back from")
        parser.add_argument("--title", default="", help="of an agreement that is not published")
        parser.add_argument("--team", action="append", metavar="NAME", help="once for each team")
        parser.add_argument("--admin", metavar="USER", help="the user name of the first admin")
        parser.add_argument("--admin-name", metavar="NAME", help="given name and family name")

    def handle(self, *, title: str, **options: object) -> None:
        _refuse_the_unready()
        answers = {name: _lines(options[name]) for name in QUESTIONS}
        missing = [name for name in QUESTIONS if not answers[name]]
        if missing and not sys.stdin.isatty():
            words = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
            raise CommandError(f"Say what is missing: {words}. On a terminal it is asked for.")
        for name in missing:
            answers[name] = _lines(input(f"{QUESTIONS[name]} ")) or [""]
        with refusals_told(), command("setup"), transaction.atomic():
            self._set_up(answers, title)

    def _set_up(self, answers: dict[str, list[str]], title: str) -> None:
        home, holding = (first_start.country(answers[name][0]) for name in ("home", "holding"))
        ministry = _by_language(answers["ministry"])
        is_new = first_start.state_home(home=home, ministry=ministry)
        self._tell(f"Ministry of {home}", is_new=is_new)
        for name in answers["team"]:
            self._tell(f"Team {name}", is_new=first_start.make_team(name=name))
        given, _blank, family = answers["admin_name"][0].rpartition(" ")
        admin = answers["admin"][0]
        password = first_start.make_admin(username=admin, given=given, family=family)
        self._tell(f"Admin {admin}", is_new=bool(password))
        before = Agreement.objects.count()
        agreement = _agreement(home, holding, title, User.objects.get(username__iexact=admin))
        is_new = Agreement.objects.count() > before
        self._tell(f"Agreement {agreement.slug}: {agreement}", is_new=is_new)
        if password:
            self.stdout.write(f"Password: {password}  (to be changed at the first sign-in)")
        self.stdout.write(NEXT.format(admin=admin))

    def _tell(self, what: str, *, is_new: bool) -> None:
        self.stdout.write(f"{what}: {'new' if is_new else 'there already, unchanged'}")


def _refuse_the_unready() -> None:
    try:
        tables = connection.introspection.table_names()
    except OperationalError as problem:
        raise CommandError(f"The database does not answer. {problem}") from problem
    if Agreement._meta.db_table not in tables:
        raise CommandError("Bring the database up to date first: migrate --database owner")
    if Demonstration.objects.exists():
        raise CommandError("This database holds the demonstration. Take an empty one.")


def _agreement(home: Country, holding: Country, title: str, admin: User) -> Agreement:
    if (home.code, holding.code) == PUBLISHED:
        return seed_agreement(by=admin)
    return first_start.make_agreement(home=home, holding=holding, title=title)


def _lines(answer: object) -> list[str]:
    """Return the answers of an argument; several on one line stand after semicolons."""
    texts = answer if isinstance(answer, list) else [answer or ""]
    parts = [part.strip() for text in texts for part in str(text).split(";")]
    return [part for part in parts if part]


def _by_language(lines: list[str]) -> dict[str, str]:
    names = {}
    for line in lines:
        language, _sign, name = (part.strip() for part in line.partition("="))
        if not (language and name):
            raise CommandError(f"{line!r} is no name of a ministry: en=Ministry of …")
        names[language] = name
    return names
