"""Access keys in words: whose each is, what it reads, and whether it still does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.models import AccessKey


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key; ``state`` says until when it reads or read, ``is_good`` whether it can be ended."""

    key: AccessKey
    scope: str
    agreement: str
    by: str
    state: str
    is_good: bool


def key_rows(keys: Iterable[AccessKey]) -> list[KeyRow]:
    today = timezone.localdate()
    return [
        KeyRow(
            key=key,
            scope=key.get_scope_display(),
            agreement=str(key.agreement) if key.agreement else _("All agreements"),
            by=f"{key.given_by}, {wording.moment_text(key.given_at)}",
            state=_state(key, is_past=key.good_until < today),
            is_good=not key.ended_at and key.good_until >= today,
        )
        for key in keys
    ]


def _state(key: AccessKey, *, is_past: bool) -> str:
    if key.ended_at:
        words = {"who": str(key.ended_by), "when": wording.moment_text(key.ended_at)}
        return _("Ended by %(who)s, %(when)s") % words
    day = wording.day_text(key.good_until)
    return (
        _("Was good until %(day)s") % {"day": day}
        if is_past
        else _("Good until %(day)s") % {"day": day}
    )
