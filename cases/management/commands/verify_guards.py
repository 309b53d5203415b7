"""Compares the guards of the running database with those that the code declares."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.queries.safeguards import fallen


class Command(BaseCommand):
    help = "Name each trigger, function, constraint and right that is not as declared."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = fallen()
        for each in differences:
            self.stdout.write(f"{each.name} {each.how}")
        if differences:
            raise CommandError("Guards have fallen. Tell the auditor, then run manage.py migrate.")
        self.stdout.write("The guards of the database stand as declared.")
