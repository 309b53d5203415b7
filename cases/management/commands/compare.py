"""Compares people whose name, birth or place was entered or changed; run every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.casework import comparing
from cases.casework.acting import command


class Command(BaseCommand):
    help = "Look for records that may be of one person, among those that were changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        with command("compare"):
            self.stdout.write(f"{comparing.compare_all()} people compared")
