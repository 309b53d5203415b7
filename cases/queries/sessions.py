"""The open sessions of a person: since when, seen when, by which browser, from where."""

import datetime
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from cases.models import User

#: What a session says of itself: moments in seconds since 1970, and words.
BEGAN_AT, SEEN_AT, BROWSER, ADDRESS = "signed_in_at", "seen_at", "browser", "address"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is open. ``mark`` names it without being its key."""

    key: str
    mark: str
    began_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    browser: str
    address: str


def open_sessions(user: User) -> list[OpenSession]:
    """Return the open sessions of ``user``, the one seen last first. One query, of all sessions."""
    live = Session.objects.filter(expire_date__gte=Now())
    theirs = (
        _session(row.pk, data)
        for row in live
        if (data := row.get_decoded()).get(SESSION_KEY) == str(user.pk)
    )
    never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return sorted(theirs, key=lambda session: session.seen_at or never, reverse=True)


def was_ended(key: str) -> bool:
    """Return whether no session of this key is kept: somebody ended it before its time."""
    return not Session.objects.filter(pk=key).exists()


def mark_of_session(key: str) -> str:
    """Return what stands for the key of a session on a page."""
    return salted_hmac("cases.queries.sessions", key, algorithm="sha256").hexdigest()[:20]


def _session(key: str, data: dict[str, object]) -> OpenSession:
    return OpenSession(
        key=key,
        mark=mark_of_session(key),
        began_at=_moment(data.get(BEGAN_AT)),
        seen_at=_moment(data.get(SEEN_AT)),
        browser=str(data.get(BROWSER, "")),
        address=str(data.get(ADDRESS, "")),
    )


def _moment(seconds: object) -> datetime.datetime | None:
    return (
        datetime.datetime.fromtimestamp(seconds, datetime.UTC) if isinstance(seconds, int) else None
    )
