"""Answers refusals of acts, and edit conflicts, in the admin."""

from collections.abc import Callable
from typing import Any

from django import forms
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
    """Do ``act`` on a selected row; a refusal is shown with the row's name."""
    try:
        act()
    except Refused as refusal:
        page.message_user(request, f"{about}: {refusal}", messages.ERROR)
    else:
        page.message_user(request, done)


def check(form: "forms.ModelForm[Any]", act: Callable[[], object]) -> None:
    """Add to ``form`` what a refused ``act`` says."""
    try:
        act()
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        for reason in refusal.reasons:
            form.add_error(field, reason)


def lock(
    rows: "QuerySet[Any]",
    pk: int,
    version: int | None,
    differences: Callable[[Editable], list[str]],
) -> None:
    """Lock the row that a form changes.

    Raises ``ValidationError`` with the differences if the form shows another version.
    """
    try:
        take(rows, pk, version)
    except Stale as stale:
        raise ValidationError([str(stale), *differences(stale.record)]) from stale
