"""A form is taken once: a double click or a replayed form changes nothing."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from cases.models import Child, Document, Movement, Submission, User


class AlreadyTaken(Exception):
    """The same form was taken before; ``location`` is where it led.

    The message is empty where the common sentence says it.
    """

    def __init__(self, location: str, sentence: str = "") -> None:
        super().__init__(sentence)
        self.location = location


def take_once(token: uuid.UUID, *, by: User) -> Submission:
    """Claim ``token`` inside the act's transaction; set ``location`` when it is done.

    A second claim waits for the first transaction and then raises
    ``AlreadyTaken``; if the first was rolled back, the second goes ahead.
    """
    try:
        with transaction.atomic():
            return Submission.objects.create(token=token, by=by, location="")
    except IntegrityError:
        raise AlreadyTaken(Submission.objects.get(token=token).location) from None


def led_to(*tokens: uuid.UUID | None) -> str:
    """Return where the form with one of these tokens led when it was taken, "" if it was not.

    Where an act changes what its form offers, a replay is told before it is judged.
    """
    claimed = Submission.objects.filter(token__in=[token for token in tokens if token])
    return claimed.values_list("location", flat=True).first() or ""


@contextmanager
def once(token: uuid.UUID | None, *, by: User) -> Iterator[Submission | None]:
    """Do the act inside at most once for ``token``, where there is one. Raises ``AlreadyTaken``."""
    if token is None:
        yield None
    else:
        with transaction.atomic():
            yield take_once(token, by=by)


def lead_to(submission: Submission | None, location: str) -> None:
    """Say where the form led, for whoever sends it again."""
    if submission is not None:
        submission.location = location
        submission.save(update_fields=["location"])


def claim(token: uuid.UUID | None, *, by: User) -> Submission | None:
    """Claim the token of a form where there is a form. Raises ``AlreadyTaken``."""
    return take_once(token, by=by) if token else None


def done(submission: Submission | None, record: Child | Document | Movement) -> None:
    """Say which record the form led to, for whoever sends it again."""
    lead_to(submission, record.get_absolute_url())
