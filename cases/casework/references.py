"""References, assigned once, at registration, and never reused."""

from django.db import connection

from cases.models import Agreement, Mother


def next_family(agreement: Agreement) -> str:
    """Return the reference of a new family: home, holding country, four digits or more."""
    return f"{agreement.home.code}-{agreement.holding.code}-{_next('cases_family_number'):04}"


def next_child(mother: Mother) -> str:
    """Return the reference of the next child of ``mother``, whose row is locked."""
    mother.children_given += 1
    mother.save(update_fields=["children_given"])
    return f"{mother.reference}-{mother.children_given}"


def next_batch() -> str:
    return f"PB-{_next('cases_batch_number'):04}"


def next_statement() -> str:
    return f"BS-{_next('cases_statement_number'):04}"


def next_movement() -> str:
    return f"MV-{_next('cases_movement_number'):04}"


def _next(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        (number,) = cursor.fetchone()
    return int(number)
