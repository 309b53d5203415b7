"""Print the law of stages as a diagram for the documentation."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.rules.drawings import drawing


class Command(BaseCommand):
    help = "Print the stages of a case and the acts between them as a diagram (docs/stages.md)."

    def handle(self, **options: Any) -> None:
        self.stdout.write(drawing(), ending="")
