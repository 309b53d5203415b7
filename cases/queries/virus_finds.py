"""Files that wait for the virus scanner, and viruses that were found."""

import datetime

from django.db.models import Min, QuerySet

from cases.models import Document, ReceiptScan, VirusFind
from cases.models.document import WAITING_FOR_CHECK

#: Finds that are shown.
SHOWN = 20


def waiting() -> tuple[int, datetime.datetime | None]:
    """Return how many files wait, and since when the first of them does. Two queries."""
    since, count = [], 0
    for model in (Document, ReceiptScan):
        files = model._default_manager.filter(WAITING_FOR_CHECK)
        first = files.aggregate(first=Min("uploaded_at"))["first"]
        if first:
            since.append(first)
            count += files.count()
    return count, min(since, default=None)


def newest_finds() -> "QuerySet[VirusFind]":
    """Return the newest viruses found, each with who sent the file. One query."""
    return VirusFind.objects.select_related("sent_by")[:SHOWN]


def found_since(at: datetime.datetime) -> bool:
    """Return whether a virus was found since a moment. One query."""
    return VirusFind.objects.filter(at__gte=at).exists()
