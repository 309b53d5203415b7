"""Forms are taken once: a double click or a replayed form changes nothing."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from cases.models import Child, Document, Movement, Submission, User
from cases.models.prepared import Statement

_CLAIM = Statement("""
INSERT INTO cases_submission (token, by_id, location)
VALUES (%(token)s::uuid, %(by)s::bigint, '') ON CONFLICT DO NOTHING RETURNING token
""")
_LED_TO = Statement("""
SELECT location FROM cases_submission
WHERE by_id = %(by)s::bigint AND token = ANY (%(tokens)s::uuid[]) ORDER BY token LIMIT 1
""")
_LEAD_TO = Statement("""
UPDATE cases_submission SET location = %(location)s WHERE token = %(token)s::uuid RETURNING token
""")


class AlreadyTaken(Exception):
    """The form was taken before; ``location`` is where it led. Empty message: the common one."""

    def __init__(self, location: str, sentence: str = "") -> None:
        super().__init__(sentence)
        self.location = location


def take_once(token: uuid.UUID, *, by: User) -> Submission:
    """Claim ``token`` inside the act's transaction; the act sets ``location``.

    A second claim waits for the first transaction, then raises ``AlreadyTaken`` unless
    that was rolled back. One statement, which needs no savepoint.
    """
    if not _CLAIM.tuples(token=token, by=by.pk):
        raise AlreadyTaken(led_to(token, by=by))
    return Submission(token=token, by=by, location="")


def led_to(*tokens: uuid.UUID | None, by: User) -> str:
    """Return where a form of ``by`` with one of these tokens led, "" if none was taken.

    An address holds the reference of a case: a token of somebody else leads nowhere.
    For acts that change the choices of their own form: a replay is answered, not validated.
    """
    rows = _LED_TO.tuples(by=by.pk, tokens=[token for token in tokens if token])
    return str(rows[0][0]) if rows else ""


@contextmanager
def once(token: uuid.UUID | None, *, by: User) -> Iterator[Submission | None]:
    """Run the block at most once for ``token``, if there is one. Raises ``AlreadyTaken``."""
    if token is None:
        yield None
    else:
        with transaction.atomic():
            yield take_once(token, by=by)


def lead_to(submission: Submission | None, location: str) -> None:
    """Save where the form led, for a replay."""
    if submission is not None:
        submission.location = location
        _LEAD_TO.tuples(token=submission.token, location=location)


def claim(token: uuid.UUID | None, *, by: User) -> Submission | None:
    """Claim ``token`` if there is one. Raises ``AlreadyTaken``."""
    return take_once(token, by=by) if token else None


def done(submission: Submission | None, record: Child | Document | Movement) -> None:
    """Save the record that the form led to, for a replay."""
    lead_to(submission, record.get_absolute_url())
