"""The history of a record: its last change, and its state at a version."""

import datetime
from dataclasses import dataclass
from typing import Any

from cases.models import User
from cases.models.guards import Editable

#: The fields that hold the state of a record.
STANDING = ("stage", "status", "outcome", "decided", "result")


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who saved a record last, and when; ``by`` is None outside of requests.

    ``at`` is None of a record that keeps no history, which its owner alone changes.
    """

    by: User | None
    at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class StateChange:
    """A label with its value at an earlier version and now, as displayed."""

    label: str
    before: str
    now: str


def last_change(record: Editable) -> LastChange:
    """Return the newest change of ``record``. Two queries, none where it keeps no history."""
    if not hasattr(record, "events"):
        return LastChange(getattr(record, "owner", None), None)
    newest = _events(record).values("pgh_context", "pgh_created_at").latest("pgh_id")
    key = (newest["pgh_context"] or {}).get("user", 0)
    return LastChange(User.objects.filter(pk=key).first(), newest["pgh_created_at"])


def moved_since(record: Editable, version: int | None) -> list[StateChange]:
    """Return the changes of state of ``record`` since ``version``. One query.

    ``before`` is empty if the record never had that version.
    """
    if not hasattr(record, "events"):
        return []
    before = _events(record).filter(version=version).order_by("-pgh_id").first()
    fields = {field.name: field for field in record._meta.get_fields()}
    return [
        StateChange(str(getattr(fields[name], "verbose_name", name)), _display(before, name), now)
        for name in STANDING
        if name in fields and (now := _display(record, name)) != _display(before, name)
    ]


def _events(record: Editable) -> Any:
    return getattr(record, "events").all()  # noqa: B009 (each history table names its own type)


def _display(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() or "") if display else ""
