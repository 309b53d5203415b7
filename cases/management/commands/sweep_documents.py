"""Remove what broken uploads have left in the store of documents; run each night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.casework import documents


class Command(BaseCommand):
    help = (
        "Remove files that no document knows and that are older than a day; tell what is missing."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        swept = documents.sweep(at=timezone.now())
        self.stdout.write(f"{len(swept)} files without a document removed")
        for document in documents.files_missing():
            self.stderr.write(f"{document.belongs_to}: the file {document.stored_as} is missing")
