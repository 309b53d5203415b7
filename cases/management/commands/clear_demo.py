"""Empty the demonstration's database; no other is touched."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from cases import demonstration


class Command(BaseCommand):
    help = "Drop and remake a database that is marked as a demonstration, and only such a one."

    def handle(self, *_args: Any, **options: Any) -> None:
        owner = "owner" if "owner" in connections.databases else "default"
        # One transaction: the mark that is read is the mark of what is dropped.
        with transaction.atomic(using=owner), connections[owner].cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.cases_demonstration')")
            if cursor.fetchone() == (None,) or not demonstration.is_demonstration(using=owner):
                raise CommandError(
                    "This database is not marked as a demonstration. Nothing was dropped."
                )
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", database=owner, interactive=False, verbosity=0)
        if options["verbosity"]:
            self.stdout.write("The demonstration is gone. Load it again with: manage.py load_demo")
