"""Sessions as Django keeps them, read by a statement that is planned once."""

from functools import cache

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from cases.models.prepared import Parameter, Records


class SessionStore(db.SessionStore):
    """The sessions of the database; each page reads one."""

    def _get_session_from_db(self) -> Session | None:
        sessions = _open().of(session=self.session_key, at=timezone.now())
        if sessions:
            return sessions[0]
        self._session_key = None
        return None


@cache
def _open() -> "Records[Session]":
    key, at = Parameter("session", CharField()), Parameter("at", DateTimeField())
    return Records(Session.objects.filter(session_key=key, expire_date__gt=at))
