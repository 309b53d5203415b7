"""Whether what is only ever added is sealed, and whether the last verification held."""

import datetime
import json
from dataclasses import dataclass

from cases.queries import seals

#: Sealed each minute: after so long something has stopped.
LATE = datetime.timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealState:
    """When rows were last sealed and compared; ``fault`` is a sentence, empty if all held.

    ``head`` is the last one that was written outside the database, "" before the first.
    """

    sealed_at: datetime.datetime | None
    is_late: bool
    verified_at: datetime.datetime | None
    fault: str
    head: str


def state(at: datetime.datetime) -> SealState:
    """Return how it stands with the seals. One query."""
    sealing = seals.sealing()
    return SealState(
        sealed_at=sealing.sealed_at,
        is_late=sealing.sealed_at is None or at - sealing.sealed_at > LATE,
        verified_at=sealing.verified_at,
        fault=sealing.fault,
        head=_short(sealing.head),
    )


def _short(head: str) -> str:
    """Return what is compared with a printed head: seal and digest, "812 · 3fa94b0d771c02e9…"."""
    if not head:
        return ""
    values = json.loads(head)
    return f"{values['number']} · {values['digest'][:16]}…"
