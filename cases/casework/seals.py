"""What is only ever added is sealed; where the chain stands is told to the outside."""

from django.db import connection, transaction

from cases.queries import seals


def seal() -> int:
    """Seal what was committed since the last seal; return how many rows.

    It waits half a second at most for those who are writing; a table where somebody still is,
    is left for the next time. Source: security page, section 1, row 9.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT cases_seal_rows()")
        [sealed] = cursor.fetchone()
    return int(sealed)


def verify(*, beside: str = "") -> str:
    """Compare every row with its seal, and keep the outcome for the pages.

    Returns the first fault in a sentence, or what a head kept ``beside`` the database told;
    empty if all holds.
    """
    fault = seals.first_fault()
    says = str(fault) if fault else beside
    _tell(fault=says, head=None)
    return says


def tell_head(text: str) -> None:
    """Keep, for the auditor's page, the head that was written outside the database."""
    _tell(fault=None, head=text)


def _tell(*, fault: str | None, head: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_tell_sealing(%s, %s)", [fault, head])
