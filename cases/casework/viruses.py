"""Viruses: told to the admin when found, and files that wait are checked when it can be done."""

from collections import Counter

from django.db import transaction

from cases.casework.documents import bytes_of
from cases.files import viruses
from cases.files.papers import Infected
from cases.models import Document, ReceiptScan, User, VirusFind
from cases.models.document import WAITING_FOR_CHECK
from cases.vocabulary import VirusCheck


def tell(infected: Infected, *, by: User) -> None:
    """Put on record, for the admin, that ``by`` sent an infected file, which was refused."""
    VirusFind.objects.create(virus=infected.virus, sent_by=by, sent_sha256=infected.sha256)


def check_waiting() -> Counter[VirusCheck]:
    """Check each file that waits; return how many are clean, infected, and wait still.

    Once the scanner does not answer the rest waits too.
    """
    came: Counter[VirusCheck] = Counter()
    for model in (Document, ReceiptScan):
        waiting = model._default_manager.filter(WAITING_FOR_CHECK).order_by("pk")
        for key in waiting.values_list("pk", flat=True):
            is_down = came[VirusCheck.WAITING] > 0
            came[VirusCheck.WAITING if is_down else _check(key, model)] += 1
    return came


@transaction.atomic
def _check(key: int, model: type[Document] | type[ReceiptScan]) -> VirusCheck:
    """Check a file that still waits, once nobody else is at it."""
    waiting = model._default_manager.filter(WAITING_FOR_CHECK, pk=key)
    file = waiting.select_for_update(no_key=True, of=("self",)).first()
    if file is None:
        return VirusCheck.NONE
    content = bytes_of(file)
    if content is None:  # told by the sweep, and by its page
        return VirusCheck.NONE
    checked = viruses.checked(content)
    if checked.outcome not in (VirusCheck.CLEAN, VirusCheck.INFECTED):
        return VirusCheck.WAITING
    file.virus_check = checked.outcome
    file.save(update_fields=["virus_check"])
    if checked.virus:
        VirusFind.objects.create(
            virus=checked.virus,
            sent_by=file.uploaded_by,
            sent_sha256=file.sent_sha256,
            stored_as=file.stored_as,
        )
    return checked.outcome
