"""How the administration answers what an act refuses, and a record that somebody else changed."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.casework.editing import Stale, take
from cases.casework.refused import Refused
from cases.models.guards import Editable


def do(
    page: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    act: Callable[[], object],
    *,
    about: object,
    done: str,
) -> None:
    """Do ``act`` on one of the rows that were picked; a refusal is said with the row's name."""
    try:
        act()
    except Refused as refusal:
        page.message_user(request, f"{about}: {refusal}", messages.ERROR)
    else:
        page.message_user(request, done)


def lock(
    rows: "QuerySet[Any]",
    pk: int,
    version: int | None,
    differences: Callable[[Editable], list[str]],
) -> None:
    """Lock a row that a form is about to change; refuse the form that shows another version.

    Raises ``ValidationError`` with what differs.
    """
    try:
        take(rows, pk, version)
    except Stale as stale:
        raise ValidationError([str(stale), *differences(stale.record)]) from stale
