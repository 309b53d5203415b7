"""The long work of a list, started by its page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from cases.casework import processes
from cases.casework.acting import acting
from cases.casework.list_work import apply_all, compare_all
from cases.models import ImportedList, User


class Command(BaseCommand):
    help = "Compare or apply a list. Its page starts this; nobody needs to."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", type=int)
        parser.add_argument("what", choices=("apply", "compare"))
        parser.add_argument("by", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        by = User.objects.get(pk=options["by"])
        listed = ImportedList.objects.visible_to(by).get(pk=options["list"])
        language = by.language or translation.get_language()
        try:
            with translation.override(language), acting(by):
                if options["what"] == "apply":
                    apply_all(listed, by=by, on=timezone.localdate())
                else:
                    compare_all(listed, by=by)
        finally:
            processes.say("")
