"""What the history of a record says: who changed it last, and how it stood at a version."""

import datetime
from dataclasses import dataclass
from typing import Any

from cases.models import User
from cases.models.guards import Editable

#: Where a record stands, whatever its table calls it.
STANDING = ("stage", "status", "outcome", "decided", "result")


@dataclass(frozen=True, slots=True)
class Change:
    """Who saved a record last, and when; ``by`` is None for what no page did."""

    by: User | None
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a record stood at an earlier version, and where it stands now, in words."""

    label: str
    before: str
    now: str


def last_change(record: Editable) -> Change:
    """Return the newest change of ``record``. Two queries."""
    newest = _events(record).values("pgh_context", "pgh_created_at").latest("pgh_id")
    key = (newest["pgh_context"] or {}).get("user", 0)
    return Change(User.objects.filter(pk=key).first(), newest["pgh_created_at"])


def moved_since(record: Editable, version: int | None) -> list[Moved]:
    """Return where ``record`` stands now, where that is not as at ``version``. One query.

    ``before`` is empty where the version is none that the record ever had.
    """
    before = _events(record).filter(version=version).order_by("-pgh_id").first()
    fields = {field.name: field for field in record._meta.get_fields()}
    return [
        Moved(str(getattr(fields[name], "verbose_name", name)), _display(before, name), now)
        for name in STANDING
        if name in fields and (now := _display(record, name)) != _display(before, name)
    ]


def _events(record: Editable) -> Any:
    return getattr(record, "events").all()  # noqa: B009 (each history table names its own type)


def _display(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() or "") if display else ""
