"""The open sessions of a person, line by line."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.queries.sessions import OpenSession
from cases.rules.visitors import browser_of


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in words; ``is_this`` is the reader's own."""

    mark: str
    browser: str
    address: str
    began_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    is_this: bool


def session_rows(sessions: Iterable[OpenSession], *, key: str | None) -> list[SessionRow]:
    """Return sessions in words; ``key`` is that of the reader's."""
    return [
        SessionRow(
            mark=session.mark,
            browser=_browser(session.browser),
            address=session.address,
            began_at=session.began_at,
            seen_at=session.seen_at,
            is_this=session.key == key,
        )
        for session in sessions
    ]


def _browser(line: str) -> str:
    browser, system = browser_of(line)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
